import { expect, test } from 'vitest';
import { demoPersons, slug } from './people.ts';

test('every demo login has its own id, and only authorised health personnel have an HPR number', () => {
  expect(new Set(demoPersons.map((person) => person.id)).size).toBe(demoPersons.length);
  for (const person of demoPersons) {
    expect(person.practitionerRole).toMatch(/^[a-z0-9-]{1,64}$/);
    expect(person.hpr === undefined).toBe(person.profession === undefined);
  }
});

test('a name becomes an id without losing its Norwegian letters to nothing', () => {
  expect(slug('Nina Nordås')).toBe('nina-nordas');
  expect(slug('Tuva Lærer')).toBe('tuva-laerer');
  expect(slug('Máret Øvrevåg')).toBe('maret-ovrevag');
});
