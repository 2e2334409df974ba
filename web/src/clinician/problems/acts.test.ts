import { expect, test } from 'vitest';
import type { Condition, Flag } from '../../shared/fhir/types.ts';
import { acted, actsFor, needsReason, status } from './acts.ts';
import { inOrder, moved } from './list-order.ts';

const problem = (code: string, more: Partial<Condition> = {}): Condition => ({
  resourceType: 'Condition',
  id: code,
  clinicalStatus: status('condition-clinical', 'active'),
  verificationStatus: status('condition-ver-status', 'confirmed'),
  code: { text: code },
  ...more,
});
const flag: Flag = { resourceType: 'Flag', status: 'active', code: { text: 'Fallrisiko' } };
const self = { reference: 'Practitioner/ada' };
const reason = { url: 'https://enjournal.no/fhir/StructureDefinition/status-reason' };

test('what can be done follows from how it stands', () => {
  expect(actsFor(problem('a'))).toEqual(['end', 'refute', 'in-error']);
  const unsure = problem('a', { verificationStatus: status('condition-ver-status', 'provisional') });
  expect(actsFor(unsure)[0]).toBe('confirm');
  const refuted = acted(unsure, 'refute', reason, self, '2026-11-29');
  expect([actsFor(refuted), needsReason(refuted, 'reopen')]).toEqual([['reopen'], true]);
  expect(actsFor(acted(flag, 'end', reason, self, '2026-11-29'))).toEqual([]);
});

test('what is over has a day, and none when it is taken up again', () => {
  const over = acted(problem('a'), 'end', reason, self, '2026-11-29') as Condition;
  expect([over.abatementDateTime, over.clinicalStatus?.coding?.[0]?.code]).toEqual(['2026-11-29', 'resolved']);
  const again = acted(over, 'reopen', reason, self, '2026-11-30') as Condition;
  expect([again.abatementDateTime, again.clinicalStatus?.coding?.[0]?.code]).toEqual([undefined, 'active']);
  expect(again.extension).toHaveLength(1);
});

test('what was entered in error has no clinical status, as FHIR wants it', () => {
  const gone = acted(problem('a'), 'in-error', reason, self, '2026-11-29') as Condition;
  expect(gone).not.toHaveProperty('clinicalStatus');
});

test('a problem is moved by giving places to those that need one', () => {
  const list = ['a', 'b', 'c', 'd'].map((code) => problem(code));
  const changed = moved(list, 2, -1);
  expect(changed.map(({ id }) => id)).toEqual(['a', 'c', 'b']);
  const after = list.map((one) => changed.find(({ id }) => id === one.id) ?? one);
  expect(inOrder(after).map(({ id }) => id)).toEqual(['a', 'c', 'b', 'd']);
  const again = moved(inOrder(after), 3, -1);
  expect(again.map(({ id }) => id)).toEqual(['d', 'b']);
  expect(moved(list, 0, -1)).toEqual([]);
});
