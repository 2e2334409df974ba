import { beforeAll, describe, expect, test, vi } from 'vitest';
import { toldNow } from '../../../server/src/demo.ts';
import type { Json, JsonObject, Resource } from '../../../server/src/fhir/resource.ts';
import { municipalityNow } from './municipality.ts';

/** It works the processor, and other tests run beside it. */
vi.setConfig({ hookTimeout: 60_000 });

/** Elements that tell of what is meant to be; every other time of day has been. */
const ahead = /^(Appointment\.(start|end) (booked|pending|proposed)|Appointment\.end arrived|Task\.restriction)/;

function* timesOf(value: Json, path: string): Generator<[path: string, time: string]> {
  if (typeof value === 'string') {
    if (/^\d{4}-\d\d-\d\dT/.test(value)) yield [path, value];
  } else if (Array.isArray(value)) for (const one of value) yield* timesOf(one, path);
  else if (typeof value === 'object' && value !== null)
    for (const [name, one] of Object.entries(value)) yield* timesOf(one, `${path}.${name}`);
}

const startsAt = (time: string): Resource[][] => [
  ...municipalityNow(toldNow({ citizens: 150, asOf: time.slice(0, 10) }, Date.parse(time))),
];

const kariOf = (records: Resource[][]) => records.find(([first]) => first?.id === 'kari-testdal')!;
const timesBy = (record: Resource[]) =>
  record.map((one) => [...timesOf(one, one.resourceType)].map(([, time]) => time));

describe.each([
  '2026-11-30T00:10:40+01:00',
  '2026-11-30T08:00:00+01:00',
  '2026-11-30T23:50:00+01:00',
  '2026-07-01T08:00:00+02:00',
])('a demo that begins at %s', (time) => {
  let records: Resource[][];
  beforeAll(() => {
    records = startsAt(time);
  });

  test('tells nothing that has happened as later than now', () => {
    const wrong: string[] = [];
    for (const record of records)
      for (const one of record)
        for (const [path, at] of timesOf(one, one.resourceType))
          if (Date.parse(at) > Date.parse(time) && !ahead.test(`${path} ${one.status ?? ''}`))
            wrong.push(`${record[0]?.id} ${path} ${one.status ?? ''} ${at}`);
    expect(wrong).toEqual([]);
  });

  test('tells nothing that ends before it begins, and a visit as long as it was', () => {
    const wrong: string[] = [];
    for (const record of records)
      for (const one of record) {
        const { start, end } = ((one.period ?? one) as JsonObject) ?? {};
        if (
          typeof start === 'string' &&
          typeof end === 'string' &&
          Date.parse(end) <= Date.parse(start) &&
          start[10] === 'T'
        )
          wrong.push(`${one.resourceType}/${one.id} ${start} ${end}`);
      }
    expect(wrong).toEqual([]);
    const visit = kariOf(records).findLast(
      ({ resourceType, class: kind }) => resourceType === 'Encounter' && (kind as JsonObject).code === 'HH',
    )!;
    const { start, end } = visit.period as { start: string; end: string };
    expect(Date.parse(end) - Date.parse(start)).toBe(40 * 60_000);
  });

  test('tells the rest as it is, and what happened in the order it did', () => {
    const whole = kariOf([...municipalityNow({ citizens: 150, asOf: time.slice(0, 10) })]);
    const told = kariOf(records);
    expect(told.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
    const measured = (record: Resource[]) =>
      record
        .filter(({ resourceType }) => ['Observation', 'Composition', 'Communication'].includes(resourceType))
        .map((one) => [Date.parse(String(one.effectiveDateTime ?? one.date ?? one.sent)), String(one.id)] as const)
        .sort(([a, first], [b, other]) => a - b || first.localeCompare(other))
        .map(([, id]) => id);
    expect(measured(told)).toEqual(measured(whole));
    const isBooked = ({ resourceType, status }: Resource) => resourceType === 'Appointment' && status === 'booked';
    expect(told.filter(isBooked)).toEqual(whole.filter(isBooked));
  });
});

test('at night nothing of the day has been yet, so all of it moves; late in the evening nothing does', () => {
  const whole = kariOf([...municipalityNow({ citizens: 100, asOf: '2026-11-30' })]);
  const changed = (time: string) => {
    const told = timesBy(kariOf(startsAt(time)));
    return timesBy(whole).filter((times, at) => times.join() !== told[at]!.join()).length;
  };
  expect(changed('2026-11-30T00:10:00+01:00')).toBeGreaterThan(10);
  expect(changed('2026-11-30T23:50:00+01:00')).toBe(0);
});
