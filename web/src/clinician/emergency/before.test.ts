import { expect, test } from 'vitest';
import type { Composition } from '../../shared/fhir/types.ts';
import { functionBefore, ifThenOf } from './before.ts';

const div = (text: string) => ({ div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>${text}</p></div>` });
const note = (date: string, title: string, section: Composition['section']): Composition => ({
  resourceType: 'Composition',
  date,
  title,
  ...(section ? { section } : {}),
});

test('what to do if something happens is told apart from the rest of a plan', () => {
  const activity = ['Hvis forvirret: ring Liv', 'Vekt hver morgen'].map((description) => ({ detail: { description } }));
  expect(ifThenOf([{ resourceType: 'CarePlan', activity }])).toEqual([{ when: 'Hvis forvirret', act: 'ring Liv' }]);
});

test('how the person was before is the newest said of it before they fell ill', () => {
  const notes = [
    note('2026-11-27', 'Epikrise', [{ title: 'Funksjon', text: div('Hjelp til stell') }]),
    note('2026-11-20', 'Funksjon vurdert', [{ text: div('Gikk uten hjelpemiddel.') }]),
    note('2026-11-01', 'Funksjon vurdert', [{ text: div('Eldre.') }]),
  ];
  expect(functionBefore(notes, '2026-11-25')?.text).toBe('Gikk uten hjelpemiddel.');
  expect(functionBefore(notes, '2026-10-01')).toBeUndefined();
});
