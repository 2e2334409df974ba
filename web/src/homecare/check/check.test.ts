import { expect, test } from 'vitest';
import { readCode } from '../../shared/scan/read-code.ts';
import { type Bearer, bearerOf, foundOf, type ReadItem } from './check.ts';

const NOW = Date.parse('2026-11-29T12:00:00+01:00');
const ATC = 'http://www.whocc.no/atc';
const medicine = (text: string, ean: string, atc: string, substance: string) => ({
  resourceType: 'MedicationKnowledge',
  code: {
    text,
    coding: [
      { system: 'urn:oid:1.3.160', code: ean },
      { system: ATC, code: atc },
    ],
  },
  ingredient: [{ itemCodeableConcept: { text: substance } }],
});
const known = [
  medicine('Furix tab 40 mg', '7000009001018', 'C03CA01', 'Furosemid'),
  medicine('Diural tab 20 mg', '7000009001025', 'C03CA01', 'Furosemid'),
  medicine('Emconcor tab 5 mg', '7000009001032', 'C07AB07', 'Bisoprolol'),
];
const targets = [
  {
    order: 'MedicationRequest/f',
    medication: 'Furosemid 40 mg',
    concept: { coding: [{ system: ATC, code: 'C03CA01' }] },
  },
  {
    order: 'MedicationRequest/r',
    medication: 'Ramipril 5 mg',
    concept: { coding: [{ system: ATC, code: 'C09AA05' }] },
  },
];
const of = (text: string) => foundOf(readCode(text) as ReadItem, targets, known, NOW);

test('a package is one of the orders, something else that is told, expired, or known to nobody here', () => {
  expect(of('(01)07000009001018(17)270331(10)AB12')).toEqual({
    kind: 'fits',
    orders: ['MedicationRequest/f'],
    medicine: 'Furix tab 40 mg',
    check: {
      item: { system: 'urn:oid:1.3.160', code: '7000009001018', display: 'Furix tab 40 mg' },
      batch: 'AB12',
      expiry: '2027-03-31',
      fit: 'same',
    },
  });
  expect(of('7000009001025')).toMatchObject({
    kind: 'wrong',
    fit: 'strength',
    near: { medication: 'Furosemid 40 mg' },
  });
  expect(of('7000009001032')).toEqual({
    kind: 'wrong',
    fit: 'substance',
    medicine: 'Emconcor tab 5 mg',
    near: undefined,
  });
  expect(of('(01)07000009001018(17)261128')).toMatchObject({ kind: 'expired', expiry: '2026-11-28' });
  expect(of('7000009001049')).toMatchObject({ kind: 'unknown', check: { fit: 'by-eye' } });
});

test('a band is of the one who bears its number or its code, and of nobody else', () => {
  const bearers: Bearer[] = [
    { id: 'kari', name: 'Kari', numbers: ['05894210089'] },
    { id: 'odd', name: 'Odd', numbers: [] },
  ];
  expect(bearerOf({ code: '05894210089' }, bearers)?.id).toBe('kari');
  expect(bearerOf({ code: 'odd' }, bearers)?.id).toBe('odd');
  expect(bearerOf({ code: '05894210' }, bearers)).toBeUndefined();
});
