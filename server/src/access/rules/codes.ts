import type { Category } from '../categories.ts';

const volven = (list: number): string => `urn:oid:2.16.578.1.12.4.1.1.${list}`;
export const own = (name: string): string => `https://enjournal.no/fhir/CodeSystem/${name}`;
export const hl7 = (name: string): string => `http://terminology.hl7.org/CodeSystem/${name}`;

/** Code systems that access reads. */
export const systems = {
  custodian: own('custodian'),
  recorder: own('recorder'),
  serviceKind: own('service-kind'),
  accessRole: own('access-role'),
  affiliationKind: own('affiliation-kind'),
  noteType: own('note-type'),
  consentCategory: own('consent-category'),
  taskCode: own('task-code'),
  basicType: own('basic-type'),
  circleRole: own('circle-role'),
  careTeamKind: own('care-team-kind'),
  planParty: own('plan-party'),
  sharedOutside: own('shared-outside'),
  healthRegister: own('health-register'),
  organisationType: hl7('organization-type'),
  parentalLimit: own('parental-limit'),
  parentalResponsibility: 'http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility',
  nationalNumber: 'urn:oid:2.16.578.1.12.4.1.4.1',
  dNumber: 'urn:oid:2.16.578.1.12.4.1.4.2',
  representation: volven(7611),
  kinship: volven(9033),
  profession: volven(9060),
  service: volven(9151),
  caseDocument: volven(9169),
  documentType: volven(9602),
  citizenAccess: volven(9603),
  citizenRequest: volven(7614),
  dialogueTopic: own('dialogue-topic'),
  doseEffect: own('dose-effect'),
  icpc2: volven(7170),
  icd10: volven(7110),
  participation: hl7('v3-ParticipationType'),
  consentScope: hl7('consentscope'),
  actReason: hl7('v3-ActReason'),
} as const;

export const extensionOf = (name: string): string => `https://enjournal.no/fhir/StructureDefinition/${name}`;

/** Services whose every word is of one kind: the service-kind tag of what they write. */
export const ofServiceKind: Readonly<Record<string, Category>> = {
  'mental-health': 'psych-note',
  psychiatry: 'psych-note',
  addiction: 'substance-use',
  'youth-clinic': 'youth-clinic',
  dental: 'dental',
};

/** The same as a service type: 8451 (field of medicine), 8663 and 8666 (municipal services). */
export const ofServiceType: Readonly<Record<string, Category>> = {
  [`${volven(8451)}|310`]: 'psych-note',
  [`${volven(8451)}|320`]: 'psych-note',
  [`${volven(8451)}|360`]: 'substance-use',
  [`${volven(8451)}|365`]: 'substance-use',
  [`${volven(8451)}|370`]: 'substance-use',
  [`${volven(8451)}|080`]: 'dental',
  [`${volven(8663)}|KF0103`]: 'youth-clinic',
  [`${volven(8663)}|KF0107`]: 'psych-note',
  [`${volven(8663)}|KP05`]: 'psych-note',
  [`${volven(8666)}|KP03`]: 'psych-note',
  [`${volven(8666)}|KP05`]: 'psych-note',
  [`${volven(8666)}|R`]: 'substance-use',
  [`${volven(8666)}|04`]: 'sexual-health',
};

/** Municipal services that are given by those who read plans and not notes: what is asked of them is a plan's. */
export const isPlanService = (system: string, code: string): boolean =>
  (system === volven(8663) && /^(KR0|KP0[12]|KF010[56])/.test(code)) ||
  (system === volven(8666) && /^(A0[23]|10|KX14)$/.test(code)) ||
  system === volven(9151);

/**
 * Diagnoses that people most want to keep: serious mental illness, dependence, sexual health. Everyday ones (depression,
 * anxiety, dementia) count as any other, for whoever helps must know of them; what a psychiatric service writes is its own.
 */
export function ofDiagnosis(system: string, code: string): Category | undefined {
  if (system === systems.icpc2 || /icpc-?2/i.test(system)) {
    if (/^(P15|P16|P18|P19)/.test(code)) return 'substance-use';
    if (/^(P71|P72|P73|P77|P80|P86|P98)/.test(code)) return 'psych-note';
    if (/^(P07|P08|B90|W1[0-5]|W83|X7[0-3]|X9[0-2]|X2[34]|Y0[78]|Y7[0-26]|Z25)/.test(code)) return 'sexual-health';
    return undefined;
  }
  if (system !== systems.icd10 && !/icd-?10/i.test(system)) return undefined;
  if (/^F1\d|^Z50\.?[23]|^Z71\.?[45]/.test(code)) return 'substance-use';
  if (/^F(2\d|3[01]|50|6[0-6])|^X[67]\d|^X8[0-4]/.test(code)) return 'psych-note';
  if (/^A5\d|^A6[0-4]|^B2[0-4]|^Z21|^Z30|^O04|^F52/.test(code)) return 'sexual-health';
  return undefined;
}

/**
 * Forms that everybody who helps must be able to fill in and read: how somebody manages, eats, moves, and how ill they are.
 * Our choice, to be approved by clinicians.
 */
export const isPlanForm = (questionnaire: string): boolean =>
  /\/Questionnaire\/(adl|care-report|fall-risk|iplos|news2|nutrition|pain|pain-observed|pressure-ulcer)(\||$)/.test(
    questionnaire,
  );

/** Volven 9602: what a document is. The first letter and number tell the group. */
export function ofDocumentType(code: string): Category | undefined {
  if (/^(A02|B01)/.test(code)) return 'care-plan';
  if (/^I02/.test(code)) return 'vedtak';
  if (/^(C0|E0)/.test(code)) return 'lab';
  if (/^S0/.test(code)) return 'care-plan';
  return undefined;
}

const topics: Readonly<Record<string, Category>> = {
  medicines: 'medication',
  appointment: 'appointment',
  services: 'care-plan',
  case: 'vedtak',
};

/** What a message between a citizen and a service is about; a topic that is not known is a health question. */
export const ofDialogueTopic = (topic: string | undefined): Category | undefined =>
  topic === undefined ? undefined : (topics[topic] ?? 'clinical-note');

/** Volven 9603, which says of a document that the citizen does not see it yet, or not at all. */
export const labelOfCitizenAccess = (code: string): 'delayed' | 'withheld' | 'withheld-from-parents' | undefined => {
  if (code === 'NORU') return 'delayed';
  if (code === 'NORN_FORANS' || code === 'NORN_UNGDOM') return 'withheld-from-parents';
  return /^NORN/.test(code) ? 'withheld' : undefined;
};
