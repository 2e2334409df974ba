import { expect, test } from 'vitest';
import type { Resource } from '../../shared/fhir/types.ts';
import type { Change } from '../../shared/record/live.ts';
import { everything } from './timeline-filter.ts';
import { withChanges } from './with-changes.ts';

const note = (id: string, date: string): Resource & { date: string } => ({ resourceType: 'Composition', id, date });
const change = (resource: Resource, interaction = 'create'): [string, Change] => [
  `${resource.resourceType}/${resource.id}`,
  { key: `${resource.resourceType}/${resource.id}`, at: '2026-11-27T10:00:00Z', interaction, resource },
];

test('what others write is added, replaced and removed without reading the pages again', () => {
  const read = [note('a', '2026-11-25'), note('b', '2026-11-24')];
  const changes = new Map([
    change(note('c', '2026-11-27')),
    change(note('a', '2026-11-26'), 'update'),
    change(note('b', '2026-11-24'), 'delete'),
  ]);
  expect(withChanges(read, changes, everything)).toEqual([note('a', '2026-11-26'), note('c', '2026-11-27')]);
});

test('a change outside the filter does not appear', () => {
  const changes = new Map([change(note('c', '2026-11-27'))]);
  expect(withChanges([], changes, { ...everything, kinds: new Set(['plan'] as const) })).toEqual([]);
  expect(withChanges([], changes, { ...everything, services: new Set(['gp']) })).toEqual([]);
  expect(withChanges([], changes, { ...everything, period: '2019' })).toEqual([]);
});
