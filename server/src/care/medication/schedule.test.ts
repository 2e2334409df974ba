import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Clock, norway, plannedDoses } from './schedule.ts';
import { patternOf, usualTimes } from './timing.ts';

const DAY = 86_400_000;
const tablet = { value: 1, unit: 'tablett' };

const order = (repeat: JsonObject, more: JsonObject = {}): Resource =>
  ({
    resourceType: 'MedicationRequest',
    id: 'o',
    status: 'active',
    authoredOn: '2026-01-01',
    dosageInstruction: [{ timing: { repeat }, doseAndRate: [{ doseQuantity: tablet }] }],
    ...more,
  }) as unknown as Resource;

/** Wall-clock times of the doses of some days. */
function told(of: Resource, from: string, to: string, clock: Clock = norway): string[] {
  const at = (day: string) => Temporal.PlainDate.from(day).toZonedDateTime(clock.zone).epochMilliseconds;
  return plannedDoses(of, at(from), at(to), clock).map((dose) =>
    Temporal.Instant.fromEpochMilliseconds(dose.at)
      .toZonedDateTimeISO(clock.zone)
      .toPlainDateTime()
      .toString()
      .slice(5, 16),
  );
}

test('the hours that are said, or the ward’s usual ones where none are', () => {
  const day = (repeat: JsonObject) => told(order(repeat), '2026-11-29', '2026-11-30').map((time) => time.slice(6));
  expect(day({ frequency: 2, period: 1, periodUnit: 'd', timeOfDay: ['20:00:00', '08:00:00'] })).toEqual([
    '08:00',
    '20:00',
  ]);
  expect(day({ frequency: 3, period: 1, periodUnit: 'd' })).toEqual(['08:00', '14:00', '20:00']);
  expect(day({ frequency: 6, period: 1, periodUnit: 'd' })).toEqual([
    '00:00',
    '04:00',
    '08:00',
    '12:00',
    '16:00',
    '20:00',
  ]);
  expect(day({ when: ['MORN', 'HS'] })).toEqual(['08:00', '22:00']);
  expect(day({ when: ['AC'] })).toEqual(['07:30', '11:30', '16:30']);
  expect(day({ when: ['PCV'], offset: 60 })).toEqual(['18:00']);
});

test('codes of Timing mean what FHIR says they do', () => {
  const coded = (code: string): Resource =>
    order({}, { dosageInstruction: [{ timing: { code: { coding: [{ code }] } }, doseAndRate: [] }] });
  expect(told(coded('BID'), '2026-11-29', '2026-11-30')).toEqual(['11-29T08:00', '11-29T20:00']);
  expect(told(coded('QOD'), '2026-01-01', '2026-01-06')).toEqual(['01-01T08:00', '01-03T08:00', '01-05T08:00']);
  expect(told(coded('BED'), '2026-11-29', '2026-11-30')).toEqual(['11-29T22:00']);
});

test('every other day, some weekdays, every second week, once a month to its last day, twice a week', () => {
  expect(told(order({ frequency: 1, period: 2, periodUnit: 'd' }), '2026-03-28', '2026-04-02')).toEqual([
    '03-28T08:00',
    '03-30T08:00',
    '04-01T08:00',
  ]);
  // a warfarin plan: other doses on other weekdays
  expect(told(order({ dayOfWeek: ['mon', 'thu'], timeOfDay: ['20:00:00'] }), '2026-11-29', '2026-12-06')).toEqual([
    '11-30T20:00',
    '12-03T20:00',
  ]);
  const second = { dayOfWeek: ['wed'], period: 2, periodUnit: 'wk', boundsPeriod: { start: '2026-11-02' } };
  expect(told(order(second), '2026-11-01', '2026-12-05')).toEqual(['11-04T08:00', '11-18T08:00', '12-02T08:00']);
  const monthly = { frequency: 1, period: 1, periodUnit: 'mo', boundsPeriod: { start: '2026-01-31' } };
  expect(told(order(monthly), '2026-02-01', '2026-05-01')).toEqual(['02-28T08:00', '03-31T08:00', '04-30T08:00']);
  const twice = { frequency: 2, period: 1, periodUnit: 'wk', boundsPeriod: { start: '2026-11-02' } };
  expect(told(order(twice), '2026-11-02', '2026-11-16')).toEqual([
    '11-02T08:00',
    '11-05T08:00',
    '11-09T08:00',
    '11-12T08:00',
  ]);
});

test('a tapering plan is lines one after the other, and a course ends with its count', () => {
  const line = (value: number, start: string, end: string): JsonObject => ({
    timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd', boundsPeriod: { start, end } } },
    doseAndRate: [{ doseQuantity: { value, unit: 'tablett' } }],
  });
  const tapering = order(
    {},
    { dosageInstruction: [line(2, '2026-11-02', '2026-11-03'), line(1, '2026-11-04', '2026-11-05')] },
  );
  const doses = plannedDoses(tapering, Date.parse('2026-11-01'), Date.parse('2026-11-10'));
  expect(doses.map(({ key, dose }) => [key, dose?.value])).toEqual([
    ['0@2026-11-02T08:00', 2],
    ['0@2026-11-03T08:00', 2],
    ['1@2026-11-04T08:00', 1],
    ['1@2026-11-05T08:00', 1],
  ]);
  const course = order({ frequency: 3, period: 1, periodUnit: 'd', count: 5, boundsPeriod: { start: '2026-11-02' } });
  expect(told(course, '2026-11-03', '2026-12-01')).toEqual(['11-03T08:00', '11-03T14:00']);
  const week = { timeOfDay: ['08:00:00'], boundsDuration: { value: 7, code: 'd' } };
  expect(told(order(week), '2025-12-01', '2026-12-01')).toHaveLength(7);
});

test('what is ordered at ten is not due at eight the same day, nor at the time when it ends', () => {
  const of = order({
    frequency: 2,
    period: 1,
    periodUnit: 'd',
    boundsPeriod: { start: '2026-11-29T10:15:00+01:00', end: '2026-11-30T20:00:00+01:00' },
  });
  expect(told(of, '2026-11-28', '2026-12-02')).toEqual(['11-29T20:00', '11-30T08:00']);
});

test('in the night when clocks go forward and in the one when they go back, each dose is due once', () => {
  const night = order({ timeOfDay: ['02:30:00'] });
  expect(told(night, '2026-03-28', '2026-03-31')).toEqual(['03-28T02:30', '03-29T03:30', '03-30T02:30']);
  expect(told(night, '2026-10-24', '2026-10-27')).toEqual(['10-24T02:30', '10-25T02:30', '10-26T02:30']);
  const keys = plannedDoses(night, Date.parse('2026-10-24'), Date.parse('2026-10-27')).map(({ key }) => key);
  expect(keys).toEqual(['0@2026-10-24T02:30', '0@2026-10-25T02:30', '0@2026-10-26T02:30']);
  const sixHours = order({
    frequency: 1,
    period: 6,
    periodUnit: 'h',
    boundsPeriod: { start: '2026-10-24T22:00:00+02:00' },
  });
  expect(told(sixHours, '2026-10-25', '2026-10-26')).toEqual([
    '10-25T03:00',
    '10-25T09:00',
    '10-25T15:00',
    '10-25T21:00',
  ]);
});

test('what is only words, taken as needed, or closer than anybody gives by hand has no times', () => {
  const unplanned = (dosage: JsonObject) => patternOf(dosage);
  expect(unplanned({ text: 'etter avtale' })).toEqual({ unplanned: 'text-only' });
  expect(
    unplanned({ asNeededBoolean: true, timing: { repeat: { frequency: 4, period: 1, periodUnit: 'd' } } }),
  ).toEqual({
    unplanned: 'as-needed',
  });
  expect(unplanned({ timing: { repeat: { frequency: 1, period: 1, periodUnit: 'min' } } })).toEqual({
    unplanned: 'too-often',
  });
  expect(unplanned({ timing: { repeat: { frequency: 30, period: 1, periodUnit: 'd' } } })).toEqual({
    unplanned: 'too-often',
  });
  expect(unplanned({ timing: { repeat: { frequency: 0, period: 1, periodUnit: 'd' } } })).toEqual({
    unplanned: 'malformed',
  });
  expect(unplanned({ timing: { repeat: { frequency: 1, period: 1.5, periodUnit: 'd' } } })).toEqual({
    unplanned: 'malformed',
  });
});

/** Zones with whole and half hours of summer time, and with none. */
const zone = fc.constantFrom('Europe/Oslo', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Africa/Cairo');
const clockOf = (zone: string): Clock => ({ zone, times: usualTimes });
const instant = fc.integer({ min: Date.parse('2025-06-01'), max: Date.parse('2028-06-01') });
const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 1439 }), { minLength: 1, maxLength: 6 });
const timeOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`;
const repeat: fc.Arbitrary<JsonObject> = fc.oneof(
  minutes.map((all) => ({ timeOfDay: all.map(timeOf) })),
  fc.record({ frequency: fc.integer({ min: 1, max: 24 }), period: fc.constant(1), periodUnit: fc.constant('d') }),
  fc.record({ frequency: fc.constant(1), period: fc.integer({ min: 1, max: 48 }), periodUnit: fc.constant('h') }),
  fc.record({ frequency: fc.constant(1), period: fc.integer({ min: 2, max: 40 }), periodUnit: fc.constant('d') }),
  fc.record({ frequency: fc.constant(1), period: fc.integer({ min: 1, max: 12 }), periodUnit: fc.constant('mo') }),
  fc.record({
    dayOfWeek: fc.subarray(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], { minLength: 1 }),
    period: fc.integer({ min: 1, max: 4 }),
    periodUnit: fc.constant('wk'),
  }),
);

test('a day that is asked for in pieces has the same doses as asked for at once, in any zone and any night', () => {
  fc.assert(
    fc.property(
      repeat,
      zone,
      instant,
      fc.integer({ min: 1, max: 20 * DAY }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (of, at, from, length, part) => {
        const clock = clockOf(at);
        const [to, middle] = [from + length, from + Math.floor(length * part)];
        const whole = plannedDoses(order(of), from, to, clock);
        expect([
          ...plannedDoses(order(of), from, middle, clock),
          ...plannedDoses(order(of), middle, to, clock),
        ]).toEqual(whole);
        expect(new Set(whole.map(({ key }) => key)).size).toBe(whole.length);
        expect(whole.every((dose) => dose.at >= from && dose.at < to)).toBe(true);
      },
    ),
  );
});

test('each calendar day has each of its hours once, whatever the clocks do', () => {
  fc.assert(
    fc.property(minutes, zone, instant, (all, at, from) => {
      const clock = clockOf(at);
      const day = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(at).toPlainDate();
      const [begin, end] = [day, day.add({ days: 1 })].map((one) => one.toZonedDateTime(at).epochMilliseconds);
      const due = plannedDoses(
        order({ timeOfDay: all.map(timeOf) }, { authoredOn: '2020-01-01' }),
        begin!,
        end! + DAY,
        clock,
      ).filter(({ key }) => key.startsWith(`0@${day}`));
      expect(due.map(({ key }) => key.slice(13))).toEqual(
        [...all].sort((a, b) => a - b).map((minute) => timeOf(minute).slice(0, 5)),
      );
    }),
  );
});

test('hours apart are hours apart, also through the nights when clocks change', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 48 }), zone, instant, (period, at, start) => {
      const of = order({
        frequency: 1,
        period,
        periodUnit: 'h',
        boundsPeriod: { start: new Date(start).toISOString() },
      });
      const due = plannedDoses(of, start, start + 30 * DAY, clockOf(at)).map((dose) => dose.at);
      expect(due[0]).toBe(start);
      for (const [i, one] of due.entries()) expect(one).toBe(start + i * period * 3_600_000);
    }),
  );
});

test('nothing is due at or after the end of an order, nor before its beginning', () => {
  fc.assert(
    fc.property(repeat, zone, instant, fc.integer({ min: 0, max: 400 * DAY }), (of, at, start, length) => {
      const end = start + length;
      const bounds = { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
      const due = plannedDoses(order({ ...of, boundsPeriod: bounds }), 0, Date.parse('2035-01-01'), clockOf(at));
      expect(due.every((dose) => dose.at >= start && dose.at < end)).toBe(true);
    }),
    { numRuns: 40 },
  );
});
