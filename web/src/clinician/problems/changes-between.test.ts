import { expect, test } from 'vitest';
import type { Condition } from '../../shared/fhir/types.ts';
import { changesBetween } from './changes-between.ts';

const status = (code: string) => ({ coding: [{ code }] });

test('what differs between versions is told by element, and the rest is not', () => {
  const before: Condition = {
    resourceType: 'Condition',
    meta: { versionId: '1' },
    clinicalStatus: status('active'),
    code: { text: 'Hjertesvikt' },
  };
  const after: Condition = {
    ...before,
    meta: { versionId: '2' },
    clinicalStatus: status('resolved'),
    abatementDateTime: '2024-03-05',
  };
  expect(changesBetween(before, after, 'nb').map(({ name, was, is }) => [name, was, is])).toEqual([
    ['clinicalStatus', 'active', 'resolved'],
    ['abatement', '', '05.03.24'],
  ]);
});
