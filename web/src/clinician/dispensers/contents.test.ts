import { expect, test } from 'vitest';
import type { MedicationRequest } from '../../shared/fhir/types.ts';
import { confirmed, type Dispenser, dispenserName, filled, type Load, lastsTo, type Told } from './contents.ts';

const device: Dispenser = { resourceType: 'Device', id: 'd', deviceName: [{ name: 'Medisindispenser' }] };
const order = (id: string): MedicationRequest =>
  ({ resourceType: 'MedicationRequest', id, status: 'active', medicationCodeableConcept: { text: id } }) as never;
const by = {
  patient: 'kari',
  self: { reference: 'PractitionerRole/hanne', display: 'Hanne' },
  days: 14,
  now: Date.parse('2026-11-29T12:00:00+01:00'),
  takenOut: 'Tatt ut',
};

test('what lies in it stands once, what was taken out is stopped, and what was there is filled anew', () => {
  const first = filled(device, [order('a'), order('b')], [], by).map((one) => ({
    ...one,
    id: `load ${one.medicationCodeableConcept?.text}`,
  }));
  expect(first).toMatchObject([
    {
      status: 'in-progress',
      authorizingPrescription: [{ reference: 'MedicationRequest/a' }],
      daysSupply: { value: 14 },
    },
    { status: 'in-progress', extension: [{ valueReference: { reference: 'Device/d' } }] },
  ]);
  const later = { ...by, now: by.now + 86_400_000 };
  expect(filled(device, [order('b'), order('c')], first, later)).toMatchObject([
    {
      ...{ id: 'load b', status: 'in-progress', whenPrepared: '2026-11-30T11:00:00.000Z' },
      whenHandedOver: '2026-11-30T11:00:00.000Z',
    },
    { authorizingPrescription: [{ reference: 'MedicationRequest/c' }] },
    { id: 'load a', status: 'stopped', statusReasonCodeableConcept: { text: 'Tatt ut' } },
  ]);
  expect(lastsTo(first[0] as Load)).toBe('2026-12-12');
  expect(lastsTo({ resourceType: 'MedicationDispense' })).toBeUndefined();
  expect(dispenserName(device)).toBe('Medisindispenser');
});

test('what a person confirms is no longer unverified, says so in a note, and keeps its other tags', () => {
  const tag = [
    { system: 'https://enjournal.no/fhir/CodeSystem/verification', code: 'unverified' },
    { system: 'x', code: 'y' },
  ];
  const told: Told = {
    resourceType: 'MedicationAdministration',
    status: 'not-done',
    meta: { tag },
    note: [{ text: 'før' }],
  };
  expect(confirmed(told, 'Bekreftet')).toMatchObject({
    status: 'not-done',
    meta: { tag: [{ system: 'x', code: 'y' }] },
    note: [{ text: 'før' }, { text: 'Bekreftet' }],
  });
});
