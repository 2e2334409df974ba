import type { Json, Resource } from '../fhir/resource.ts';
import { subjectOf } from '../fhir/search/subject.ts';
import { patientTypes } from '../fhir/types.ts';
import {
  accessBits,
  type Category,
  categories,
  categoryOf,
  categorySystem,
  isCategory,
  isLabel,
  type Label,
  labelSystem,
  labelsOf,
} from './categories.ts';
import type { ResourceFacts } from './facts.ts';
import { codeAt, codingsAt, hasCode, isRequestToOfficer, listAt, signersOf, tagsOf, textAt } from './reading.ts';
import * as codes from './rules/codes.ts';
import { aboutOf, isSharedType } from './rules/types.ts';

/**
 * What is kept beside a resource for the gate to judge by: its category and labels, as bits. 0 for what is shared.
 * Pure, from type, code, service and security labels; what is said outright in `meta.security` goes before what is worked
 * out; unclear means the stricter.
 */
export function label(resource: Resource): number {
  const { resourceType } = resource;
  if (isSharedType(resourceType) && !(patientTypes.has(resourceType) && subjectOf(resource) !== undefined)) return 0;
  const said = saidOf(resource);
  const its = [...said.labels];
  if (isDraft(resource)) its.push('draft');
  if (isMisplaced(resource)) its.push('wrong-patient');
  return accessBits(said.category ?? workedOut(resource), its);
}

/** What is struck as written about somebody else. */
const strikable = new Set(['Composition', 'QuestionnaireResponse', 'Observation', 'Condition', 'DocumentReference']);

/**
 * Whether it is struck because it stands in the wrong record: kept from everybody from that very moment, with its history,
 * for in the wrong record it is a breach of confidence, whoever reads.
 * @source helsepersonelloven §§ 21, 44
 */
export function isMisplaced({ resourceType, status, verificationStatus, extension }: Resource): boolean {
  if (extension === undefined || !strikable.has(resourceType)) return false;
  const isStruck =
    status === 'entered-in-error' || codingsAt(verificationStatus).some(({ code }) => code === 'entered-in-error');
  if (!isStruck) return false;
  return listAt(extension).some(
    ({ url, valueCodeableConcept }) =>
      url === codes.extensionOf('struck-reason') &&
      hasCode(valueCodeableConcept, codes.own('struck-reason'), 'wrong-person'),
  );
}

/**
 * What its author has not finished: answers in progress, and a note that waits for nobody's countersignature. A preliminary
 * document that no person wrote here came from elsewhere, and is for those who treat.
 */
function isDraft({ resourceType, status, attester, meta, code }: Resource): boolean {
  // that somebody has begun something is theirs to know too
  if (resourceType === 'Task') return hasCode(code, codes.systems.taskCode, 'unsigned-note');
  // and what one keeps of one's own work is for nobody else
  if (resourceType === 'Basic') return ownWork.some((one) => hasCode(code, codes.systems.basicType, one));
  if (resourceType === 'QuestionnaireResponse') return status === 'in-progress' || status === 'stopped';
  if (resourceType !== 'Composition' || status !== 'preliminary' || attester !== undefined) return false;
  return tagsOf({ resourceType, ...(meta === undefined ? {} : { meta }) }, codes.systems.recorder).length > 0;
}

const ownWork = ['visit', 'start-page'];

/** The stricter first: of several categories that are said of one resource, it has the first of these. */
const strict: readonly Category[] = [
  ...(['adoption-link', 'log', 'youth-clinic', 'sexual-health', 'substance-use', 'psych-note'] as const),
  ...categories,
];

function saidOf(resource: Resource): { category: Category | undefined; labels: readonly Label[] } {
  const security = resource.meta?.security as Json | undefined;
  if (security === undefined) return nothingSaid;
  const said = new Set<string>();
  const its = new Set<Label>();
  for (const { system, code } of codingsAt(security)) {
    if (system === categorySystem && isCategory(code)) said.add(code);
    else if (system === labelSystem && isLabel(code) && code !== 'draft') its.add(code);
    else if (system === codes.systems.citizenAccess) {
      const one = codes.labelOfCitizenAccess(code);
      if (one !== undefined) its.add(one);
    }
  }
  return { category: strict.find((one) => said.has(one)), labels: [...its] };
}

const nothingSaid = { category: undefined, labels: [] };

/** Services whose every word is of one kind mark all they write but what others must know to do no harm. */
const knownToAll = new Set<Category>(['demographics', 'critical-info', 'log', 'adoption-link', 'vedtak']);
const knownToCarers = new Set<Category>([
  ...knownToAll,
  'medication',
  'lab',
  'vaccination',
  'appointment',
  'care-plan',
]);

function workedOut(resource: Resource): Category {
  const about = aboutOf(resource.resourceType);
  // A Schedule of a patient, say: a shared type in somebody's record.
  const type = about === 'shared' ? 'clinical-note' : (closer[resource.resourceType]?.(resource) ?? about);
  const service = serviceOf(resource);
  // From a youth clinic even an appointment tells.
  if (service === 'youth-clinic') return knownToAll.has(type) ? type : service;
  if (service !== undefined && !knownToCarers.has(type)) return service;
  return type;
}

function serviceOf(resource: Resource): Category | undefined {
  for (const kind of tagsOf(resource, codes.systems.serviceKind)) {
    if (Object.hasOwn(codes.ofServiceKind, kind)) return codes.ofServiceKind[kind];
  }
  for (const { system, code } of codingsAt(resource.serviceType)) {
    const found = codes.ofServiceType[`${system}|${code}`];
    if (found !== undefined) return found;
  }
  return undefined;
}

type Closer = (resource: Resource) => Category | undefined;

/** The types that can be several things. */
const closer: Readonly<Record<string, Closer>> = {
  AuditEvent: () => 'log',
  CarePlan: (resource) => diagnosed(resource.category),
  Communication: (resource) =>
    isAlarm(resource) ? 'critical-info' : (topical(resource.category) ?? planned(resource)),
  CommunicationRequest: (resource) => planned(resource),
  Composition: (resource) => documented(resource.type),
  Condition: (resource) => diagnosed(resource.code),
  Consent: (resource) => consented(resource),
  DiagnosticReport: (resource) => documented(resource.code),
  DocumentReference: (resource) => documented(resource.type),
  Encounter: (resource) => encountered(resource),
  List: (resource) => listed(resource),
  Observation: (resource) => observed(resource),
  Procedure: (resource) => diagnosed(resource.code) ?? diagnosed(resource.reasonCode),
  QuestionnaireResponse: (resource) => asked(resource),
  ServiceRequest: (resource) => requested(resource),
  Task: (resource) => tasked(resource),
};

function diagnosed(value: Json | undefined): Category | undefined {
  for (const { system, code } of codingsAt(value)) {
    const found = codes.ofDiagnosis(system, code);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A care report tells what was done of the plan, and is written by those who read plans and not notes. */
function documented(type: Json | undefined): Category | undefined {
  if (codeAt(type, codes.systems.noteType) === 'care-report') return 'care-plan';
  const code = codeAt(type, codes.systems.documentType);
  return code === undefined ? undefined : codes.ofDocumentType(code);
}

/** Messages that ask for municipal services, and not of a doctor, are read by those who plan them. */
function planned({ category }: Resource): Category | undefined {
  const texts = Array.isArray(category) ? category.map((one) => textAt((one as { text?: Json })?.text)) : [];
  return texts.some((text) => text === 'Tidligvarsel' || text === 'Melding om utskrivningsklar')
    ? 'care-plan'
    : undefined;
}

/** What a citizen and a service write about is read by those in the service who read such things. */
const topical = (value: Json | undefined): Category | undefined =>
  codes.ofDialogueTopic(codeAt(value, codes.systems.dialogueTopic));

const isAlarm = ({ category }: Resource): boolean => hasCode(category, codes.systems.taskCode, 'alarm');

/** That somebody was there is an appointment; why is a note. */
function encountered(resource: Resource): Category | undefined {
  const of = diagnosed(resource.reasonCode);
  if (of !== undefined) return of;
  const hasReason = ['reasonCode', 'reasonReference', 'diagnosis'].some((name) => resource[name] !== undefined);
  return hasReason || serviceOf(resource) !== undefined ? 'clinical-note' : undefined;
}

/**
 * The block itself tells what is kept from whom; limits of treatment must be known; who acts for whom is a fact about a
 * person, and a yes on the spot is written by whoever it was said to.
 */
function consented({ scope, category, provision }: Resource): Category {
  const { consentScope, consentCategory, representation } = codes.systems;
  if (hasCode(scope, consentScope, 'adr')) return 'critical-info';
  if (codeAt(category, representation) !== undefined) return 'demographics';
  if (hasCode(category, consentCategory, 'consent-in-situ')) return 'demographics';
  // What a plan and its sharing rest on is known to those who work with the plan.
  if (hasCode(category, consentCategory, 'individual-plan')) return 'care-plan';
  if (hasCode(category, consentCategory, 'share-outside')) return 'care-plan';
  if (codeAt(category, consentCategory) !== undefined || hasCode(scope, consentScope, 'patient-privacy')) return 'log';
  return (provision as { type?: Json } | undefined)?.type === 'deny' ? 'log' : 'clinical-note';
}

function listed({ code }: Resource): Category | undefined {
  for (const { code: one } of codingsAt(code)) {
    if (one === '10160-0' || one === 'medications') return 'medication';
    if (one === '48765-2' || one === 'allergies') return 'critical-info';
  }
  return undefined;
}

/** Measurements and scores are what a plan is followed by; laboratory and images are their own. */
function observed(resource: Resource): Category | undefined {
  const { category, code } = resource;
  // what a dose did is noted by whoever gives, also by those to whom giving is delegated
  if (hasCode(code, codes.systems.doseEffect, 'effect')) return 'medication';
  for (const { code: one } of codingsAt(category)) {
    if (one === 'laboratory' || one === 'imaging') return 'lab';
    if (one === 'vital-signs' || one === 'survey' || one === 'activity') return 'care-plan';
  }
  return documented(code) ?? diagnosed(code);
}

/** What a citizen is asked before a service is planned, and what is scored, is the plan's. */
function asked({ questionnaire }: Resource): Category | undefined {
  const url = textAt(questionnaire) ?? '';
  return codes.isPlanForm(url) || /iplos|kartlegging|what-matters|hva-er-viktig/i.test(url) ? 'care-plan' : undefined;
}

function requested(resource: Resource): Category | undefined {
  const { category, code } = resource;
  if (codeAt(category, codes.systems.caseDocument) !== undefined) return 'vedtak';
  for (const one of codingsAt(category)) {
    if (/^(108252007|363679005|LAB|RAD|laboratory|imaging)$/.test(one.code)) return 'lab';
  }
  const of = diagnosed(resource.reasonCode);
  if (of !== undefined) return of;
  for (const one of codingsAt(code)) {
    const service = codes.ofServiceType[`${one.system}|${one.code}`];
    if (service !== undefined) return service;
    if (codes.isPlanService(one.system, one.code)) return 'care-plan';
  }
  return undefined;
}

/** Reviews of access belong to the log; an alarm is for everyone who comes. */
const ofTheLog = new Set([
  ...['emergency-review', 'log-control', 'access-alert', 'access-review', 'unlawful-access', 'log-question'],
]);

function tasked(resource: Resource): Category | undefined {
  const { code, reasonCode } = resource;
  const task = codeAt(code, codes.systems.taskCode);
  if (isRequestToOfficer(resource)) return 'log';
  if (task === 'dialogue') return topical(reasonCode);
  // what is wrong in a note is told in the words of the note; all else is handled as a case
  if (task === 'citizen-request')
    return /^[56]$/.test(codeAt(reasonCode, codes.systems.citizenRequest) ?? '5') ? 'clinical-note' : 'vedtak';
  if (task !== undefined && ofTheLog.has(task)) return 'log';
  return task === 'alarm' ? 'critical-info' : undefined;
}

/** What `judge` asks of one resource, from what is stored: its row's bits and time, and its tags. */
export function resourceFactsOf(
  resource: Resource,
  stored: { access: number } & Pick<ResourceFacts, 'from' | 'to' | 'tokens'>,
): ResourceFacts | undefined {
  const category = categoryOf(stored.access);
  if (category === undefined) return undefined;
  return {
    type: resource.resourceType,
    id: resource.id ?? '',
    category,
    labels: labelsOf(stored.access),
    custodians: tagsOf(resource, codes.systems.custodian),
    authors: tagsOf(resource, codes.systems.recorder),
    signers: signersOf(resource),
    ...(stored.from === undefined ? {} : { from: stored.from }),
    ...(stored.to === undefined ? {} : { to: stored.to }),
    ...(stored.tokens === undefined ? {} : { tokens: stored.tokens }),
  };
}
