import { expect, test } from 'vitest';
import type { MedicationRequest } from '../../shared/fhir/types.ts';
import {
  endedForGood,
  nameAndStrength,
  ordersInOrder,
  recentlyStopped,
  standingTwice,
  strengthChange,
} from './medicine-list.ts';

const order = (text: string, more: Partial<MedicationRequest> = {}): MedicationRequest => ({
  resourceType: 'MedicationRequest',
  id: text,
  status: 'active',
  medicationCodeableConcept: { text },
  ...more,
});
const now = Date.parse('2026-11-27');

test('regular medicines stand before those taken as needed, and what another order follows is left out', () => {
  const list = ordersInOrder([
    order('Paracetamol 1 g', { dosageInstruction: [{ asNeededBoolean: true }] }),
    order('Ramipril 5 mg', { id: 'old', authoredOn: '2025-01-01' }),
    order('Ramipril 5 mg', {
      id: 'new',
      authoredOn: '2026-01-01',
      priorPrescription: { reference: 'MedicationRequest/old' },
    }),
    order('Bisoprolol 5 mg'),
  ]);
  expect(list.map(({ id }) => id)).toEqual(['Bisoprolol 5 mg', 'new', 'Paracetamol 1 g']);
});

test('two orders of one medicine that stand at once are both shown, and marked', () => {
  const list = ordersInOrder([
    order('Ramipril 5 mg', { id: 'old', authoredOn: '2025-01-01' }),
    order('Ramipril 5 mg', { id: 'new', authoredOn: '2026-01-01' }),
    order('Ramipril 5 mg', { id: 'needed', dosageInstruction: [{ asNeededBoolean: true }] }),
  ]);
  expect(list.map(({ id }) => id)).toEqual(['new', 'old', 'needed']);
  expect([...standingTwice(list)].map(({ id }) => id)).toEqual(['new', 'old']);
});

test('what was stopped lately and is not in use again stays in sight', () => {
  const stopped = (text: string, end: string, status = 'stopped') =>
    order(text, { status, dispenseRequest: { validityPeriod: { end } } });
  const ended = [
    stopped('Zopiklon 7,5 mg', '2026-11-23'),
    stopped('Furosemid 40 mg', '2026-11-23'),
    stopped('Gammel 1 mg', '2025-01-01'),
    stopped('Kur 1 mg', '2026-11-01', 'completed'),
    order('Importert 1 mg', { status: 'stopped', meta: { versionId: '1', lastUpdated: '2026-11-26' } }),
    order('Seponert 1 mg', { status: 'stopped', meta: { versionId: '2', lastUpdated: '2026-11-26' } }),
  ];
  expect(recentlyStopped(ended, [order('Furosemid 40 mg')], now).map(({ id }) => id)).toEqual([
    'Zopiklon 7,5 mg',
    'Seponert 1 mg',
  ]);
});

test('the strength is told from the substance', () => {
  expect(nameAndStrength('Furosemid 20 mg')).toEqual(['Furosemid', '20 mg']);
  expect(nameAndStrength('Zopiklon 7,5 mg tablett')).toEqual(['Zopiklon', '7,5 mg tablett']);
  expect(nameAndStrength('Vitamin B12')).toEqual(['Vitamin B12', '']);
});

test('what was renewed is not among what ended', () => {
  const renewed = order('Ramipril 5 mg', { id: 'first', status: 'completed' });
  const stopped = order('Zopiklon 7,5 mg', { status: 'stopped' });
  const current = [
    order('Ramipril 5 mg', { id: 'second', priorPrescription: { reference: 'MedicationRequest/first' } }),
  ];
  expect(endedForGood([renewed, stopped], current)).toEqual([stopped]);
});

test('a new strength is told with the one before, and the same strength is no change', () => {
  const coded = (text: string, authoredOn: string) =>
    order(text, {
      authoredOn,
      medicationCodeableConcept: { text, coding: [{ system: 'http://www.whocc.no/atc', code: text.slice(0, 3) }] },
    });
  const ended = [coded('Furosemid 20 mg', '2025-01-01'), coded('Furosemid 40 mg', '2026-11-12')];
  expect(strengthChange(coded('Furosemid 20 mg', '2026-11-23'), ended)).toBe('40 → 20 mg');
  expect(strengthChange(coded('Furosemid 40 mg', '2026-11-23'), ended)).toBe('');
  expect(strengthChange(coded('Ramipril 5 mg', '2026-11-23'), ended)).toBe('');
});
