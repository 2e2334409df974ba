import { narrativeText } from '../../shared/fhir/narrative-text.ts';
import type { Narrative, Resource } from '../../shared/fhir/types.ts';

export type Row = { id: string; at: string; title: string; lines: string[] };
type Key =
  | 'person'
  | 'critical'
  | 'problems'
  | 'medicines'
  | 'notes'
  | 'contacts'
  | 'results'
  | 'vaccines'
  | 'plans'
  | 'documents'
  | 'forms'
  | 'messages'
  | 'rights';
export type Chapter = { key: Key; rows: Row[] };

/** Which chapter a type stands in; what is not here is only in the file. */
const chapters: Readonly<Record<Key, readonly string[]>> = {
  person: ['Patient', 'RelatedPerson'],
  critical: ['AllergyIntolerance', 'Flag'],
  problems: ['Condition', 'Procedure', 'FamilyMemberHistory'],
  medicines: ['MedicationRequest', 'MedicationStatement'],
  notes: ['Composition'],
  contacts: ['Encounter', 'Appointment', 'EpisodeOfCare'],
  results: ['Observation', 'DiagnosticReport'],
  vaccines: ['Immunization'],
  plans: ['CarePlan', 'Goal', 'ServiceRequest'],
  documents: ['DocumentReference'],
  forms: ['QuestionnaireResponse'],
  messages: ['Communication'],
  rights: ['Consent'],
};

type Any = Record<string, unknown>;
type Concept = { text?: string; coding?: { display?: string; code?: string }[] };
const wordsOf = (value: unknown): string => {
  const [concept] = (Array.isArray(value) ? value : [value]) as (Concept | undefined)[];
  return concept?.text ?? concept?.coding?.find(({ display }) => display)?.display ?? concept?.coding?.[0]?.code ?? '';
};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): Any[] => (Array.isArray(value) ? (value as Any[]) : []);
const display = (value: unknown): string => text((value as Any | undefined)?.display);

/** The chapters that have anything, each with the newest first. */
export function chaptersOf(resources: readonly Resource[]): Chapter[] {
  const names = new Map(
    resources.flatMap((one) =>
      one.resourceType === 'Medication'
        ? [[`Medication/${one.id}`, wordsOf((one as unknown as Any).code)] as const]
        : [],
    ),
  );
  return (Object.keys(chapters) as Key[]).flatMap((key): Chapter[] => {
    const rows = resources
      .filter(({ resourceType }) => chapters[key].includes(resourceType))
      .map((one) => rowOf(one as unknown as Any, names))
      .filter(({ title, lines }) => title !== '' || lines.length > 0)
      .sort((a, b) => b.at.localeCompare(a.at));
    return rows.length === 0 ? [] : [{ key, rows }];
  });
}

function rowOf(one: Any, names: ReadonlyMap<string, string>): Row {
  const row = (title: string, ...lines: string[]): Row => ({
    id: `${one.resourceType}/${one.id}`,
    at: whenOf(one),
    title,
    lines: lines.filter((line) => line.trim() !== ''),
  });
  switch (one.resourceType) {
    case 'Patient':
    case 'RelatedPerson': {
      const name = list(one.name)[0] ?? {};
      const full = text(name.text) || [...((name.given as string[]) ?? []), text(name.family)].join(' ');
      const address = list(one.address)[0] ?? {};
      const place = [...((address.line as string[]) ?? []), text(address.postalCode), text(address.city)].join(' ');
      return { ...row(full, wordsOf(one.relationship), place), at: text(one.birthDate) };
    }
    case 'Composition': {
      const sections = list(one.section).map((section) =>
        [text(section.title), narrativeText(section.text as Narrative | undefined)].filter(Boolean).join(': '),
      );
      return row(text(one.title) || wordsOf(one.type), display(list(one.author)[0]), ...sections);
    }
    case 'Observation':
      return row(wordsOf(one.code), measured(one));
    case 'DiagnosticReport':
      return row(wordsOf(one.code), text(one.conclusion));
    case 'MedicationRequest':
    case 'MedicationStatement': {
      const reference = (one.medicationReference ?? {}) as Any;
      const name =
        wordsOf(one.medicationCodeableConcept) || text(reference.display) || names.get(text(reference.reference)) || '';
      const doses = list(one.dosageInstruction ?? one.dosage).map((dose) => text(dose.text));
      return row(name, doses.join('; '), wordsOf(one.reasonCode));
    }
    case 'Encounter':
      return row(
        wordsOf(one.type) || display(one.serviceProvider),
        display(one.serviceProvider),
        wordsOf(one.reasonCode),
      );
    case 'Appointment':
      return row(text(one.description) || wordsOf(one.serviceType));
    case 'Immunization':
      return row(wordsOf(one.vaccineCode), text(one.lotNumber));
    case 'CarePlan':
      return row(
        text(one.title),
        text(one.description),
        ...list(one.activity).map((activity) => text((activity.detail as Any | undefined)?.description)),
      );
    case 'DocumentReference':
      return row(text(one.description) || wordsOf(one.type));
    case 'QuestionnaireResponse':
      return row(text(one.questionnaire).split('/').at(-1) ?? '', ...answersOf(list(one.item)));
    case 'Communication':
      return row(
        wordsOf(one.category) || wordsOf(one.topic),
        ...list(one.payload).map((part) => text(part.contentString)),
      );
    default:
      return row(wordsOf(one.code) || wordsOf(one.description) || wordsOf(one.category) || wordsOf(one.type));
  }
}

function whenOf(one: Any): string {
  const start = (value: unknown) => text((value as Any | undefined)?.start);
  return (
    text(one.effectiveDateTime) ||
    text(one.occurrenceDateTime) ||
    text(one.date) ||
    text(one.start) ||
    start(one.period) ||
    start(one.effectivePeriod) ||
    text(one.authoredOn) ||
    text(one.authored) ||
    text(one.recordedDate) ||
    text(one.sent) ||
    text(one.dateTime) ||
    text(one.performedDateTime) ||
    text(one.onsetDateTime) ||
    text(one.startDate)
  );
}

function measured(one: Any): string {
  const quantity = one.valueQuantity as { value?: number; unit?: string; comparator?: string } | undefined;
  if (quantity?.value !== undefined)
    return `${quantity.comparator ?? ''}${quantity.value} ${quantity.unit ?? ''}`.trim();
  if (one.valueCodeableConcept !== undefined) return wordsOf(one.valueCodeableConcept);
  if (typeof one.valueString === 'string') return one.valueString;
  return list(one.component)
    .map((part) => `${wordsOf(part.code)} ${measured(part)}`.trim())
    .join(', ');
}

function answersOf(items: readonly Any[]): string[] {
  return items.flatMap((item) => {
    const answers = list(item.answer).map((answer) => {
      const [, value] = Object.entries(answer).find(([name]) => name.startsWith('value')) ?? [];
      if (typeof value === 'object' && value !== null) {
        const { display: shown, value: amount, unit, code } = value as Any;
        return text(shown) || (amount === undefined ? text(code) : `${amount} ${text(unit)}`);
      }
      return value === undefined ? '' : String(value);
    });
    const own = answers.length === 0 ? [] : [`${text(item.text)}: ${answers.filter(Boolean).join(', ')}`];
    return [
      ...own,
      ...answersOf(list(item.item)),
      ...list(item.answer).flatMap((answer) => answersOf(list(answer.item))),
    ];
  });
}
