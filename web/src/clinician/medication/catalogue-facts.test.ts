import { expect, test } from 'vitest';
import type { MedicationKnowledge } from '../../shared/fhir/types.ts';
import { factsOf } from './catalogue-facts.ts';

const own = 'https://enjournal.no/fhir/StructureDefinition';
const refund = (use: string, start: string, end?: string) => ({
  url: `${own}/refund`,
  extension: [
    { url: 'provision', valueCoding: { code: '200', display: '§5-14 §2' } },
    { url: 'use', valueString: use },
    { url: 'code', valueCoding: { code: 'K77' } },
    { url: 'condition', valueString: 'Etter ekkokardiografi' },
    { url: 'period', valuePeriod: { start, ...(end === undefined ? {} : { end }) } },
  ],
});

test('what a prescriber must know of a medicine is its group, its exchange, and what stands of refund and conditions today', () => {
  const medicine = {
    resourceType: 'MedicationKnowledge',
    extension: [
      refund('Hjertesvikt', '2020-01-01'),
      refund('Angina', '2020-01-01', '2026-10-31'),
      refund('Hypertensjon', '2027-01-01'),
      { url: `${own}/prescribing-condition`, valueString: 'Vanedannende' },
    ],
    regulatory: [
      {
        schedule: [{ schedule: { coding: [{ code: 'C', display: 'Reseptgruppe C' }] } }],
        substitution: [{ type: { text: 'Verapamil tab 80 mg' }, allowed: true }],
      },
    ],
  } as unknown as MedicationKnowledge;
  expect(factsOf(medicine, '2026-11-29')).toEqual({
    group: 'Reseptgruppe C',
    exchange: 'Verapamil tab 80 mg',
    refunds: [{ provision: '§5-14 §2', use: 'Hjertesvikt', codes: ['K77'], conditions: ['Etter ekkokardiografi'] }],
    conditions: ['Vanedannende'],
  });
  expect(factsOf({ resourceType: 'MedicationKnowledge' }, '2026-11-29')).toBeUndefined();
  expect(factsOf(null, '2026-11-29')).toBeUndefined();
});
