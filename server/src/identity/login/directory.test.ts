import { expect, test } from 'vitest';
import type { Resource } from '../../fhir/resource.ts';
import { directoryIn } from './directory.ts';

const job = (id: string, period: object) =>
  ({
    resourceType: 'PractitionerRole',
    id,
    active: true,
    period,
    organization: { reference: 'Organization/unit' },
  }) as unknown as Resource;
const unit = { resourceType: 'Organization', id: 'unit', name: 'Enheten' } as unknown as Resource;

test.each([
  ['winter', '2026-01-31', '2026-02-01', '+01:00'],
  ['summer', '2026-06-30', '2026-07-01', '+02:00'],
])('one works where a job runs on the day it is in Norway, in %s', async (_, day, next, zone) => {
  const jobs = [job('ends', { end: day }), job('begins', { start: next })];
  const at = async (now: number) => {
    const directory = directoryIn(
      async (type) => (type === 'Organization' ? [unit] : jobs),
      () => now,
    );
    return (await directory.employments('p')).map(({ id }) => id);
  };
  const midnight = Date.parse(`${next}T00:00:00${zone}`);
  expect(await at(midnight - 1)).toEqual(['ends']);
  expect(await at(midnight)).toEqual(['begins']);
  expect(await at(Date.parse(`${day}T23:30:00Z`))).toEqual(['begins']);
});
