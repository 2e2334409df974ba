import { expect, test } from 'vitest';
import { systems } from '../fhir/systems.ts';
import {
  addressText,
  humanName,
  initialsOf,
  nameOf,
  nationalIdOf,
  personColour,
  phoneText,
  spacedId,
} from './person.ts';

test('the official name is shown, with its middle name, and never a former one', () => {
  const middle = [{ url: 'http://hl7.no/fhir/StructureDefinition/no-basis-middlename', valueString: 'Prøve' }];
  expect(
    nameOf({
      name: [
        { use: 'old', family: 'Gammel', given: ['Kari'] },
        { use: 'official', family: 'Testdal', given: ['Kari'], extension: middle },
      ],
    }),
  ).toBe('Kari Prøve Testdal');
  expect(humanName({ text: 'Bare tekst' })).toBe('Bare tekst');
  expect(initialsOf('Jonas Lie-Eksempel')).toBe('JL');
  expect(initialsOf('Åse')).toBe('Å');
});

test('the national identity number stands before the D-number, and is never split over two lines', () => {
  const identifier = [
    { system: systems.dNumber, value: '54834212081' },
    { system: systems.nationalId, value: '14834212081' },
  ];
  expect(nationalIdOf({ resourceType: 'Patient', identifier })).toBe('14834212081');
  expect(spacedId('14834212081')).toBe('148342\u00a012081');
});

test('addresses and telephone numbers read as Norwegian ones', () => {
  expect(addressText({ line: ['Strandgata 1'], postalCode: '0123', city: 'Fjordvik' })).toBe(
    'Strandgata 1, 0123 Fjordvik',
  );
  expect(phoneText('+4741200056')).toBe('412\u00a000\u00a0056');
  expect(phoneText('22 22 22 22')).toBe('22\u00a022\u00a022\u00a022');
  expect(phoneText('555-310-2211')).toBe('555-310-2211');
});

test('a person keeps the colour', () => {
  expect(personColour('abc')).toBe(personColour('abc'));
  expect(new Set(['a', 'b', 'c', 'd', 'e'].map(personColour)).size).toBe(5);
});
