import { expect, test } from 'vitest';
import { isOnDuty } from './duty.ts';

const at = (time: string) => Date.parse(time);
const times = (...availableTime: object[]) => ({ availableTime }) as never;
const day = { daysOfWeek: ['mon', 'tue'], availableStartTime: '07:30:00', availableEndTime: '15:00:00' };
const night = { daysOfWeek: ['sun'], availableStartTime: '22:00:00', availableEndTime: '07:30:00' };

test('somebody is on duty in their times, by the clock of Oslo', () => {
  expect(isOnDuty(times(day), at('2026-11-30T07:30:00+01:00'))).toBe(true); // a Monday
  expect(isOnDuty(times(day), at('2026-11-30T15:00:00+01:00'))).toBe(false);
  expect(isOnDuty(times(day), at('2026-11-29T10:00:00+01:00'))).toBe(false);
  expect(isOnDuty(times(day), at('2026-07-06T07:30:00+02:00'))).toBe(true);
});

test('a night shift lasts into the next day', () => {
  expect(isOnDuty(times(night), at('2026-11-29T23:00:00+01:00'))).toBe(true);
  expect(isOnDuty(times(night), at('2026-11-30T03:00:00+01:00'))).toBe(true);
  expect(isOnDuty(times(night), at('2026-11-30T23:00:00+01:00'))).toBe(false);
  expect(isOnDuty(times({ allDay: true }), at('2026-11-30T03:00:00+01:00'))).toBe(true);
});

test('who is away is not on duty, and without times nothing is said', () => {
  const away = { availableTime: [day], notAvailable: [{ during: { start: '2026-11-30', end: '2026-12-04' } }] };
  expect(isOnDuty(away as never, at('2026-11-30T10:00:00+01:00'))).toBe(false);
  expect(isOnDuty({}, at('2026-11-30T10:00:00+01:00'))).toBeUndefined();
  expect(isOnDuty(times({ daysOfWeek: ['mon'] }), at('2026-11-30T10:00:00+01:00'))).toBe(false);
});
