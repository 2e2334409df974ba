import { expect, test } from 'vitest';
import { everything, isFiltered, spanOf, timelineParams } from './timeline-filter.ts';

const now = Date.parse('2026-11-27T10:00:00+01:00');

test('without filters the whole record is asked for, newest first', () => {
  expect(timelineParams(everything, now)).toMatchObject({ _sort: '-date', _count: '60' });
  expect(timelineParams(everything, now)).not.toHaveProperty('date');
  expect(isFiltered(everything)).toBe(false);
});

test('services, kinds and period become one search', () => {
  const filter = {
    ...everything,
    services: new Set(['hospital', 'gp']),
    kinds: new Set(['plan'] as const),
    period: 'm3' as const,
  };
  expect(timelineParams(filter, now)).toMatchObject({
    _tag: 'https://enjournal.no/fhir/CodeSystem/service-kind|gp,https://enjournal.no/fhir/CodeSystem/service-kind|hospital',
    _type: 'CarePlan,Goal,CareTeam,NutritionOrder',
    date: ['ge2026-08-28'],
  });
  expect(isFiltered(filter)).toBe(true);
});

test('a year has two ends, and a date limit cuts it', () => {
  expect(spanOf({ ...everything, period: '2019' }, now)).toEqual({ from: '2019-01-01', to: '2019-12-31' });
  expect(spanOf({ ...everything, period: '2019', until: '2019-05-05' }, now).to).toBe('2019-05-05');
  expect(spanOf({ ...everything, until: '2026-11-25' }, now)).toEqual({ from: undefined, to: '2026-11-25' });
});
