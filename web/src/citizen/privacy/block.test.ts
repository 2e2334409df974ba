import { expect, test } from 'vitest';
import type { Consent, Resource } from '../../shared/fhir/types.ts';
import { blockOf, blockParameters, emptyDraft, lacking } from './block.ts';
import { blockedWith } from './blocked-with.ts';

const ada = { reference: 'PractitionerRole/ada', display: 'Ada' };
const unit = { reference: 'Organization/sone-3', display: 'Sone 3' };
const kindOf = (draft: Parameters<typeof blockParameters>[0]) => blockParameters(draft, 0)[0]?.valueCode;

test('what is chosen becomes the kind of block that the server knows', () => {
  const chosen = { ...emptyDraft, everybody: false, whom: [ada, unit] };
  expect(kindOf({ ...chosen, kinds: ['psych-note'] })).toBe('category');
  expect(kindOf({ ...chosen, all: true })).toBe('unit');
  expect(kindOf({ ...chosen, all: true, whom: [ada] })).toBe('person');
  expect(kindOf({ ...chosen, all: true, everybody: true })).toBe('all');
  expect(blockParameters({ ...chosen, kinds: ['lab'], days: 2, marker: false }, 0)).toEqual([
    { name: 'kind', valueCode: 'category' },
    { name: 'category', valueCode: 'lab' },
    { name: 'from', valueReference: { reference: 'PractitionerRole/ada' } },
    { name: 'from', valueReference: { reference: 'Organization/sone-3' } },
    { name: 'marker', valueBoolean: false },
    { name: 'until', valueDateTime: '1970-01-03T00:00:00.000Z' },
  ]);
});

test('whom was chosen does not count when everybody is meant', () => {
  const draft = { ...emptyDraft, kinds: ['lab' as const], everybody: true, whom: [ada] };
  expect(blockParameters(draft, 0).some(({ name }) => name === 'from')).toBe(false);
  expect(lacking(draft)).toEqual({ what: false, whom: false });
  expect(lacking(emptyDraft)).toEqual({ what: true, whom: true });
  expect(lacking({ ...draft, everybody: false, whom: [] })).toEqual({ what: false, whom: true });
});

test('a block is told with what, whom, whose and how long, and ends when its time is over', () => {
  const consent = {
    resourceType: 'Consent',
    id: 'c',
    status: 'active',
    extension: [{ url: 'https://enjournal.no/fhir/StructureDefinition/block-marker', valueBoolean: false }],
    provision: {
      type: 'deny',
      period: { start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z' },
      class: [{ code: 'psych-note' }],
      actor: [
        { role: { coding: [{ code: 'IRCP' }] }, reference: { reference: 'Organization/sone-3' } },
        { role: { coding: [{ code: 'CST' }] }, reference: { reference: 'Organization/dps' } },
      ],
    },
  } as unknown as Consent;
  const block = blockOf(consent, Date.parse('2026-01-15'));
  expect(block).toMatchObject({
    kinds: ['psych-note'],
    whom: ['Organization/sone-3'],
    writtenBy: ['Organization/dps'],
  });
  expect([block.isHidden, block.isInForce]).toEqual([true, true]);
  expect(blockOf(consent, Date.parse('2026-03-01')).isInForce).toBe(false);
});

test('one entry is blocked with its answers and measurements, and not with the medicines that came of it', () => {
  const of = (resourceType: string, id: string, more: object = {}) => ({ resourceType, id, ...more }) as Resource;
  const entry = [{ reference: 'QuestionnaireResponse/q' }, { reference: 'Condition/c' }];
  const note = of('Composition', 'n', { section: [{ entry }] });
  const documents = blockedWith(note, [of('Observation', 'o'), of('MedicationRequest', 'm')]);
  expect(documents).toEqual(['Composition/n', 'Observation/o', 'QuestionnaireResponse/q']);
  const told = blockParameters({ ...emptyDraft, documents, everybody: true }, 0);
  expect(told[0]).toEqual({ name: 'kind', valueCode: 'document' });
  expect(told.filter(({ name }) => name === 'document')).toHaveLength(3);
  expect(told.some(({ name }) => name === 'category')).toBe(false);
});
