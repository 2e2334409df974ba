import { expect, test } from 'vitest';
import type { Composition, Resource } from '../fhir/types.ts';
import { hasForm, isOwn, standingOfNote, struckBecause } from './note-standing.ts';

const note = (more: Partial<Composition>): Composition => ({ resourceType: 'Composition', status: 'final', ...more });

test('a note is a draft, waits for its supervisor, is signed, corrected or struck', () => {
  const standing = (of: Resource) => standingOfNote(of);
  expect(standing({ resourceType: 'QuestionnaireResponse', status: 'in-progress' } as never)).toBe('draft');
  expect(standing({ resourceType: 'QuestionnaireResponse', status: 'completed' } as never)).toBeUndefined();
  expect(standing(note({ status: 'preliminary' }))).toBe('draft');
  expect(standing(note({ status: 'preliminary', attester: [{ mode: 'professional' }] }))).toBe('countersign');
  expect(standing(note({}))).toBe('signed');
  expect(standing(note({ status: 'amended' }))).toBe('corrected');
  expect(standing(note({ status: 'entered-in-error' }))).toBe('struck');
});

test('why something was struck is told by code and in words', () => {
  const url = 'https://enjournal.no/fhir/StructureDefinition/struck-reason';
  const valueCodeableConcept = { coding: [{ code: 'wrong-person' }], text: 'Navnebror' };
  expect(struckBecause(note({ extension: [{ url, valueCodeableConcept }] }))).toEqual({
    code: 'wrong-person',
    text: 'Navnebror',
  });
  expect(struckBecause(note({}))).toEqual({ code: 'error', text: '' });
});

test('its author, and who works where it was written, are offered to correct it', () => {
  const ada = { reference: 'Practitioner/ada', units: ['Organization/solli'] };
  expect(isOwn(note({ author: [{ reference: 'Practitioner/ada' }] }), ada)).toBe(true);
  expect(isOwn(note({ custodian: { reference: 'Organization/solli' } }), ada)).toBe(true);
  expect(isOwn(note({ author: [{ reference: 'Practitioner/bo' }] }), ada)).toBe(false);
  expect(hasForm(note({ section: [{ entry: [{ reference: 'QuestionnaireResponse/1' }] }] }))).toBe(true);
});
