import { expect, test } from 'vitest';
import type { ResponseItem } from '../../shared/fhir/types.ts';
import { isSameAnswers, mergeAnswers, withField } from './merge-answers.ts';

const field = (linkId: string, value: string): ResponseItem => ({ linkId, answer: [{ valueString: value }] });
const group = (linkId: string, ...item: ResponseItem[]): ResponseItem => ({ linkId, item });

test('what two changed in different fields is put together without asking', () => {
  const base = [group('note', field('reason', 'Hoste'), field('text', 'Frisk'))];
  const mine = [group('note', field('reason', 'Hoste og feber'), field('text', 'Frisk'))];
  const theirs = [group('note', field('reason', 'Hoste'), field('text', 'Frisk'), field('plan', 'Kontroll'))];
  const { items, conflicts } = mergeAnswers(base, mine, theirs);
  expect(conflicts).toEqual([]);
  expect(items).toEqual([
    group('note', field('reason', 'Hoste og feber'), field('text', 'Frisk'), field('plan', 'Kontroll')),
  ]);
});

test('where both changed the same field, both are shown and mine stands until one is chosen', () => {
  const base = [group('note', field('text', 'Frisk'))];
  const mine = [group('note', field('text', 'Frisk, ingen feber'))];
  const theirs = [group('note', field('text', 'Slapp'))];
  const { items, conflicts } = mergeAnswers(base, mine, theirs);
  expect(items).toEqual(mine);
  expect(conflicts).toEqual([
    { path: ['note', 'text'], mine: [field('text', 'Frisk, ingen feber')], theirs: [field('text', 'Slapp')] },
  ]);
  expect(withField(items, ['note', 'text'], conflicts[0]!.theirs)).toEqual(theirs);
});

test('the same change by both is no conflict, and what one deleted is gone', () => {
  const base = [field('a', '1'), field('b', '2')];
  expect(mergeAnswers(base, [field('a', '3'), field('b', '2')], [field('a', '3')])).toEqual({
    items: [field('a', '3')],
    conflicts: [],
  });
});

test('repetitions of a group are one field, for nothing tells them apart', () => {
  const base = [group('child', field('name', 'A')), group('child', field('name', 'B'))];
  const mine = [group('child', field('name', 'B'))];
  const theirs = [group('child', field('name', 'A')), group('child', field('name', 'C'))];
  expect(mergeAnswers(base, mine, theirs).conflicts).toEqual([{ path: ['child'], mine, theirs }]);
});

test('an empty field says the same as none', () => {
  expect(isSameAnswers([group('g', { linkId: 'x' })], [])).toBe(true);
  expect(withField([], ['x'], [field('x', '1')])).toEqual([field('x', '1')]);
});
