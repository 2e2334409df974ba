import { dayOfTime } from '../../../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../../../fhir/resource.ts';

type Concept = { text?: string; coding?: { display?: string; code?: string }[] };

/** What a concept is called: its own words, else the display of a code. */
export const wordsOf = (value: unknown): string => {
  const concept = (value ?? {}) as Concept;
  return (
    concept.text ??
    concept.coding?.find(({ display }) => display !== undefined)?.display ??
    concept.coding?.[0]?.code ??
    ''
  );
};

const dayOf = (value: unknown): string => (typeof value === 'string' ? dayOfTime(value) : '');
const list = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);

function measured(one: JsonObject): string {
  const quantity = one.valueQuantity as { value?: number; unit?: string; comparator?: string } | undefined;
  if (quantity?.value !== undefined)
    return `${quantity.comparator ?? ''}${quantity.value} ${quantity.unit ?? ''}`.trim();
  if (typeof one.valueString === 'string') return one.valueString;
  if (one.valueCodeableConcept !== undefined) return wordsOf(one.valueCodeableConcept);
  const parts = list(one.component).map((part) => `${wordsOf(part.code)} ${measured(part)}`.trim());
  return parts.join(', ');
}

/** One line of a summary for a person: what it is, how much, since when. */
export function lineOf(one: Resource, medicines: ReadonlyMap<string, string> = new Map()): string {
  const parts = (...all: string[]) => all.filter((part) => part !== '').join(' – ');
  switch (one.resourceType) {
    case 'AllergyIntolerance': {
      const reactions = list(one.reaction).flatMap(({ manifestation }) => list(manifestation).map(wordsOf));
      return parts(wordsOf(one.code), reactions.join(', '), one.criticality === 'high' ? '!' : '');
    }
    case 'MedicationRequest':
    case 'MedicationStatement': {
      const { reference = '', display = '' } = (one.medicationReference ?? {}) as {
        reference?: string;
        display?: string;
      };
      const name = wordsOf(one.medicationCodeableConcept) || display || medicines.get(reference) || '';
      const doses = list(one.dosageInstruction ?? one.dosage).map(({ text }) => String(text ?? ''));
      const reason = list(one.reasonCode).map(wordsOf).join(', ');
      return parts(name, doses.filter(Boolean).join('; '), reason);
    }
    case 'Immunization':
      return parts(wordsOf(one.vaccineCode), dayOf(one.occurrenceDateTime) || String(one.occurrenceString ?? ''));
    case 'Observation':
      return parts(wordsOf(one.code), measured(one), dayOf(one.effectiveDateTime));
    case 'Procedure': {
      const period = (one.performedPeriod ?? {}) as { start?: string };
      return parts(wordsOf(one.code), dayOf(one.performedDateTime ?? period.start));
    }
    case 'Condition':
      return parts(wordsOf(one.code), dayOf(one.onsetDateTime));
    case 'CarePlan':
      return parts(String(one.title ?? ''), String(one.description ?? ''));
    case 'Consent': {
      const provision = (one.provision ?? {}) as JsonObject;
      const said = list(provision.code).map(wordsOf).join(', ');
      return parts(said || list(one.category).map(wordsOf).join(', '), dayOf(one.dateTime));
    }
    case 'DeviceUseStatement': {
      const { display = '' } = (one.device ?? {}) as { display?: string };
      return parts(display, wordsOf(one.bodySite));
    }
    default:
      return wordsOf(one.code);
  }
}
