import { isoTime } from '../../calendar.ts';
import { concept, hl7, quantity } from '../../fhir.ts';
import { type Life, observe } from '../../life/writing.ts';
import { at } from '../person.ts';

const SYSTEM = 'https://enjournal.no/fhir/CodeSystem/fluid';
const NAMES = { 'intake-oral': 'Drikke', 'intake-iv': 'Intravenøst', 'output-urine': 'Urin' } as const;
const CATEGORY = [concept(hl7('observation-category'), 'activity', 'Activity')];

/** Days back, hour, minute, what, ml. */
const FLUIDS = [
  [4, 10, 30, 'intake-oral', 200],
  [4, 12, 15, 'output-urine', 250],
  [4, 15, 0, 'intake-oral', 250],
  [4, 17, 40, 'output-urine', 400],
  [4, 18, 20, 'intake-oral', 200],
  [4, 21, 30, 'intake-oral', 300],
  [4, 22, 5, 'output-urine', 350],
  [3, 4, 10, 'output-urine', 300],
  [3, 4, 15, 'intake-oral', 100],
  [3, 8, 10, 'intake-oral', 350],
  [3, 9, 0, 'output-urine', 420],
] as const;

/** What she drank and was given in hospital, and what came out; four hours of sodium chloride the first morning. */
export function fluids(life: Life, stay: string): void {
  const { asOf, town, record } = life;
  for (const [back, hour, minute, kind, ml] of FLUIDS) {
    const ward = at(town, 'otto-nordas', 'nordas-sengepost-2', asOf - back, hour, minute);
    observe(
      life,
      { ...ward, encounter: stay },
      {
        category: CATEGORY,
        code: concept(SYSTEM, kind, NAMES[kind], NAMES[kind]),
        valueQuantity: quantity(ml, 'ml', 'mL'),
      },
    );
  }
  const ward = at(town, 'otto-nordas', 'nordas-sengepost-2', asOf - 4, 9, 10);
  const effectivePeriod = { start: isoTime(ward.day, ward.minute), end: isoTime(ward.day, ward.minute + 240) };
  record.add(ward.unit, 'MedicationAdministration', {
    status: 'completed',
    medicationCodeableConcept: { text: 'NaCl 9 mg/ml' },
    subject: record.patient,
    context: { reference: stay },
    effectivePeriod,
    performer: [{ actor: ward.by.reference }],
    dosage: { text: '500 ml', rateQuantity: quantity(125, 'ml/t', 'mL/h') },
  });
  record.add(ward.unit, 'Observation', {
    status: 'final',
    category: CATEGORY,
    code: concept(SYSTEM, 'intake-iv', NAMES['intake-iv'], NAMES['intake-iv']),
    subject: record.patient,
    encounter: { reference: stay },
    effectivePeriod,
    performer: [ward.by.reference],
    valueQuantity: quantity(500, 'ml', 'mL'),
  });
}
