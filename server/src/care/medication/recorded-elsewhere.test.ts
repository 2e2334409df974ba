import { expect, test } from 'vitest';
import type { Resource } from '../../fhir/resource.ts';
import { recordedElsewhere } from './recorded-elsewhere.ts';

const concept = (code: string) => ({ coding: [{ system: 'http://www.whocc.no/atc', code }] });
const order = (id: string, code: string, hours: readonly string[], more: object = {}): Resource =>
  ({
    resourceType: 'MedicationRequest',
    id,
    status: 'active',
    authoredOn: '2026-11-01T00:00:00+01:00',
    medicationCodeableConcept: concept(code),
    dosageInstruction: [
      { timing: { repeat: { frequency: hours.length, period: 1, periodUnit: 'd', timeOfDay: hours } } },
    ],
    ...more,
  }) as unknown as Resource;
const given = (id: string, code: string, time: string, more: object = {}): Resource =>
  ({
    resourceType: 'MedicationAdministration',
    id,
    status: 'completed',
    medicationCodeableConcept: concept(code),
    effectiveDateTime: `2026-11-24T${time}:00+01:00`,
    ...more,
  }) as unknown as Resource;
const found = (orders: Resource[], records: Resource[], named: string[] = []) =>
  [...recordedElsewhere(orders, records, new Set(named))].map(([name, { id }]) => [name, id]);

const bisoprolol = order('b', 'C07AB07', ['08:00:00']);

test('a record that names no dose is of the nearest one of the only order of its substance', () => {
  expect(found([bisoprolol], [given('g', 'C07AB07', '10:00')])).toEqual([['b/0@2026-11-24T08:00', 'g']]);
  expect(found([bisoprolol], [given('g', 'C07AB07', '10:01')])).toEqual([]);
  expect(found([bisoprolol], [given('g', 'C03CA01', '08:00')])).toEqual([]);
});

test('a dose has one record, the nearest, and one that has a record already gets no other', () => {
  const records = [given('late', 'C07AB07', '09:30'), given('near', 'C07AB07', '08:10')];
  expect(found([bisoprolol], records)).toEqual([['b/0@2026-11-24T08:00', 'near']]);
  expect(found([bisoprolol], records, ['b/0@2026-11-24T08:00'])).toEqual([]);
});

test('where it cannot be told which order it was given by, it is of none', () => {
  const other = order('b2', 'C07AB07', ['09:00:00']);
  expect(found([bisoprolol, other], [given('g', 'C07AB07', '08:30')])).toEqual([]);
  const request = { request: { reference: 'MedicationRequest/b2' } };
  expect(found([bisoprolol, other], [given('g', 'C07AB07', '08:30', request)])).toEqual([
    ['b2/0@2026-11-24T09:00', 'g'],
  ]);
  const asNeeded = order('p', 'C07AB07', [], { dosageInstruction: [{ asNeededBoolean: true }] });
  expect(found([bisoprolol, asNeeded], [given('g', 'C07AB07', '08:30')])).toEqual([]);
});
