import { expect, test } from 'vitest';
import type { RelatedPerson } from '../fhir/types.ts';
import { contactsOf } from './contacts.ts';

const person = (given: string, relationship: string[], more: Partial<RelatedPerson> = {}): RelatedPerson => ({
  resourceType: 'RelatedPerson',
  name: [{ given: [given] }],
  relationship: relationship.map((text) => ({ text })),
  telecom: [{ system: 'phone', value: '41200056' }],
  ...more,
});

test('who may decide for the citizen stands first', () => {
  const contacts = contactsOf(
    undefined,
    [person('Odd', ['Sønn']), person('Liv', ['Datter', 'Fullmakt helse'])],
    '2026-11-27',
  );
  expect(contacts).toEqual([
    { name: 'Liv', relation: 'datter', phone: '41200056', standing: 'proxy' },
    { name: 'Odd', relation: 'sønn', phone: '41200056', standing: 'kin' },
  ]);
});

test('ended relations are left out, and nobody is named twice', () => {
  const contacts = contactsOf(
    { resourceType: 'Patient', contact: [{ name: { given: ['Odd'] }, relationship: [{ text: 'Pårørende' }] }] },
    [
      person('Odd', ['Sønn']),
      person('Eks', ['Ektefelle'], { period: { end: '2020-01-01' } }),
      person('Av', [], { active: false }),
    ],
    '2026-11-27',
  );
  expect(contacts.map(({ name }) => name)).toEqual(['Odd']);
});
