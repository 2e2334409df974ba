import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import type { Resource } from '../fhir/types.ts';
import { lineOf } from './line.ts';

const say = { t: ((key: string) => key) as unknown as TFunction, language: 'nb' as const };
const message = (more: object) =>
  ({ resourceType: 'Communication', payload: [{ contentString: 'Foten er hoven.' }], ...more }) as Resource;

test('a message says what it is about, and never the code of its topic', () => {
  const coded = {
    category: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/dialogue-topic', code: 'health' }] }],
  };
  expect(lineOf(message({ ...coded, topic: { text: 'Hoven fot' } }), [], say)).toEqual({
    label: 'type.Communication',
    text: 'Hoven fot: Foten er hoven.',
  });
  expect(lineOf(message(coded), [], say)).toEqual({ label: 'type.Communication', text: 'Foten er hoven.' });
  expect(lineOf(message({ category: [{ text: 'Brev' }] }), [], say)).toMatchObject({ label: 'Brev' });
});
