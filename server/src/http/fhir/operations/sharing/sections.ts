import type { Language } from '../../../../access/reasons.ts';
import { endOf } from '../../../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../../../fhir/resource.ts';

/** What of a summary can be shared by itself: `critical` is what whoever helps in an emergency must know. */
export type Part = 'critical' | 'problems' | 'results' | 'other';

/** A section of the International Patient Summary. @source HL7 IPS IG, Composition-uv-ips */
export type Section = {
  code: string;
  /** LOINC's own name, as the profile has it. */
  display: string;
  title: Readonly<Record<Language, string>>;
  part: Part;
  /** Stands there also when there is nothing to say, which it then says. */
  isRequired: boolean;
  takes(resource: Resource, now: number): boolean;
  /** Of several of one kind only the newest. */
  newestOf?(resource: Resource): string;
};

const codeOf = (value: unknown): string =>
  ((value as { coding?: { code?: string }[] } | undefined)?.coding ?? []).map(({ code }) => code ?? '').join(' ');
const isOf = (resource: Resource, ...types: string[]): boolean => types.includes(resource.resourceType);
const categories = ({ category }: Resource): string =>
  (Array.isArray(category) ? category : category === undefined ? [] : [category]).map(codeOf).join(' ');
const endsAt = (period: unknown): number =>
  endOf((period as { end?: string } | undefined)?.end) ?? Number.POSITIVE_INFINITY;
const isWrong = ({ verificationStatus, status }: Resource): boolean =>
  status === 'entered-in-error' || /entered-in-error|refuted/.test(codeOf(verificationStatus));
const isOver = ({ clinicalStatus, abatementDateTime }: Resource): boolean =>
  abatementDateTime !== undefined || /inactive|resolved|remission/.test(codeOf(clinicalStatus));
const isListed = (resource: Resource): boolean => /problem-list-item/.test(categories(resource));

const text = (nb: string, nn: string, en: string) => ({ nb, nn, en });

export const sections: readonly Section[] = [
  {
    code: '48765-2',
    display: 'Allergies and adverse reactions Document',
    title: text('Allergier og overfølsomhet', 'Allergiar og overfølsemd', 'Allergies and intolerances'),
    part: 'critical',
    isRequired: true,
    takes: (one) => isOf(one, 'AllergyIntolerance') && !isWrong(one) && !isOver(one),
  },
  {
    code: '104605-1',
    display: 'Alert',
    title: text('Kritisk informasjon', 'Kritisk informasjon', 'Alerts'),
    part: 'critical',
    isRequired: false,
    takes: (one, now) => isOf(one, 'Flag') && one.status === 'active' && now < endsAt(one.period),
  },
  {
    code: '42348-3',
    display: 'Advance healthcare directives',
    title: text('Avklart behandlingsnivå', 'Avklart behandlingsnivå', 'Advance directives'),
    part: 'critical',
    isRequired: false,
    takes: (one) => isOf(one, 'Consent') && one.status === 'active' && /\badr\b/.test(codeOf(one.scope)),
  },
  {
    code: '10160-0',
    display: 'History of Medication use Narrative',
    title: text('Medisiner i bruk', 'Medisinar i bruk', 'Medication summary'),
    part: 'critical',
    isRequired: true,
    takes: (one, now) => isMedicine(one, now),
  },
  {
    code: '11450-4',
    display: 'Problem list - Reported',
    title: text('Sykdommer og problemer', 'Sjukdommar og problem', 'Problems'),
    part: 'problems',
    isRequired: true,
    takes: (one) => isOf(one, 'Condition') && !isWrong(one) && !isOver(one) && isListed(one),
  },
  {
    code: '11348-0',
    display: 'History of Past illness Narrative',
    title: text('Tidligere sykdommer', 'Tidlegare sjukdommar', 'History of past illness'),
    part: 'problems',
    isRequired: false,
    takes: (one) => isOf(one, 'Condition') && !isWrong(one) && isOver(one) && isListed(one),
  },
  {
    code: '47519-4',
    display: 'History of Procedures Document',
    title: text('Operasjoner og inngrep', 'Operasjonar og inngrep', 'Procedures'),
    part: 'other',
    isRequired: false,
    takes: (one) => isOf(one, 'Procedure') && one.status === 'completed',
  },
  {
    code: '46264-8',
    display: 'History of medical device use',
    title: text('Utstyr og implantater', 'Utstyr og implantat', 'Medical devices'),
    part: 'other',
    isRequired: false,
    takes: (one) => isOf(one, 'DeviceUseStatement') && one.status === 'active',
  },
  {
    code: '11369-6',
    display: 'History of Immunization Narrative',
    title: text('Vaksiner', 'Vaksinar', 'Immunizations'),
    part: 'other',
    isRequired: false,
    takes: (one) => isOf(one, 'Immunization') && one.status === 'completed',
  },
  {
    code: '8716-3',
    display: 'Vital signs note',
    title: text('Siste målinger', 'Siste målingar', 'Vital signs'),
    part: 'results',
    isRequired: false,
    takes: (one) => isFinal(one) && /vital-signs/.test(categories(one)),
    newestOf: (one) => codeOf(one.code),
  },
  {
    code: '30954-2',
    display: 'Relevant diagnostic tests/laboratory data note',
    title: text('Siste prøvesvar', 'Siste prøvesvar', 'Results'),
    part: 'results',
    isRequired: false,
    takes: (one) => isFinal(one) && /laboratory/.test(categories(one)),
    newestOf: (one) => codeOf(one.code),
  },
  {
    code: '18776-5',
    display: 'Plan of care note',
    title: text('Planer', 'Planar', 'Plan of care'),
    part: 'other',
    isRequired: false,
    takes: (one, now) => isOf(one, 'CarePlan') && one.status === 'active' && now < endsAt(one.period),
  },
];

const isFinal = (one: Resource): boolean =>
  isOf(one, 'Observation') && ['final', 'amended', 'corrected'].includes(String(one.status));

function isMedicine(one: Resource, now: number): boolean {
  if (isOf(one, 'MedicationStatement')) {
    return (one.status === 'active' || one.status === 'intended') && now < endsAt(one.effectivePeriod);
  }
  if (!isOf(one, 'MedicationRequest') || one.doNotPerform === true) return false;
  if (one.status !== 'active' && one.status !== 'on-hold') return false;
  if (one.intent === 'proposal' || one.intent === 'plan') return false;
  const lines = (one.dosageInstruction ?? []) as JsonObject[];
  const ends = lines.map((line) => {
    const repeat = ((line.timing as JsonObject | undefined)?.repeat ?? {}) as JsonObject;
    return endsAt(repeat.boundsPeriod);
  });
  return ends.length === 0 || ends.some((end) => now < end);
}

/** Types that any section takes. Observations are many: they are read apart, of the last time alone. */
export const summaryTypes: readonly string[] = [
  ...['AllergyIntolerance', 'Flag', 'Consent', 'MedicationRequest', 'MedicationStatement', 'Condition', 'Procedure'],
  ...['DeviceUseStatement', 'Device', 'Immunization', 'CarePlan', 'Patient'],
];
