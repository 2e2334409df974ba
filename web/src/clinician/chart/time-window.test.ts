import { assert, double, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { dayStart, daysLater, hourText, momentOf } from './norway-time.ts';
import {
  asPreset,
  DAY,
  daysIn,
  HOUR,
  lengthOf,
  panned,
  piecesOf,
  presetOf,
  presets,
  spanAround,
  spanOfPreset,
  ticksOf,
  zoomed,
} from './time-window.ts';

const now = Date.parse('2026-11-24T10:30:00+01:00');

test('two days around now begin and end at a round hour, with what is to come to the right', () => {
  const span = spanOfPreset('48h', now);
  expect([hourText(span.from), hourText(span.to)]).toEqual(['04.00', '04.00']);
  expect(span.to - now).toBeGreaterThan(12 * HOUR);
  for (const preset of presets) expect(presetOf(spanOfPreset(preset, now))).toBe(preset);
});

test('zooming keeps the moment below the pointer where it is, and stops at minutes and at a lifetime', () => {
  assert(
    property(double({ min: 0.01, max: 100, noNaN: true }), double({ min: 0, max: 1, noNaN: true }), (factor, share) => {
      const span = spanAround(now, 48 * HOUR);
      const at = span.from + lengthOf(span) * share;
      const after = zoomed(span, factor, at);
      expect((at - after.from) / lengthOf(after)).toBeCloseTo(share, 6);
      expect(lengthOf(after)).toBeGreaterThanOrEqual(600_000);
    }),
  );
});

test('a preset goes around now when now is seen, and else around what is seen', () => {
  const before = panned(spanOfPreset('48h', now), -30 * DAY);
  const day = asPreset(before, '24h', now);
  expect((day.from + day.to) / 2).toBeCloseTo((before.from + before.to) / 2);
  expect(asPreset(spanOfPreset('48h', now), '8h', now)).toEqual(spanOfPreset('8h', now));
});

test('marks are round by the clock in Norway, over the change to winter time too', () => {
  const span = { from: Date.parse('2026-10-24T22:00:00Z'), to: Date.parse('2026-10-25T23:00:00Z') };
  const ticks = ticksOf(span, 600);
  expect(ticks.map(({ label }) => label)).toEqual(['00.00', '04.00', '08.00', '12.00', '16.00', '20.00', '00.00']);
  expect(ticks[1]!.at - ticks[0]!.at).toBe(5 * HOUR);
});

test('whatever is seen, the marks are in it, in order, and not too close', () => {
  assert(
    property(integer({ min: 10, max: 40_000_000 }), integer({ min: 300, max: 1600 }), (minutes, width) => {
      const span = { from: now - minutes * 60_000, to: now };
      const ticks = ticksOf(span, width);
      expect(ticks.length).toBeLessThanOrEqual(width / 30 + 2);
      for (const [i, { at }] of ticks.entries()) {
        expect(at >= span.from && at <= span.to).toBe(true);
        if (i > 0) expect(at).toBeGreaterThan(ticks[i - 1]!.at);
      }
    }),
    { numRuns: 60 },
  );
});

test('midnights are named while their names have room', () => {
  const names = (preset: '48h' | '1y') => daysIn(spanOfPreset(preset, now), 1000).map(hourText);
  expect(names('48h')).toEqual(['00.00', '00.00']);
  expect(names('1y')).toEqual([]);
  expect(hourText(daysLater(Date.parse('2026-03-28T12:00:00Z'), 1))).toBe('00.00');
  expect(dayStart(now)).toBe(momentOf(Date.UTC(2026, 10, 24)));
});

test('the pieces that are fetched cover what is seen, are the same beside it, and are few', () => {
  assert(
    property(integer({ min: 10, max: 40_000_000 }), integer({ min: -1_000_000, max: 1_000_000 }), (minutes, away) => {
      const span = { from: now + away * 60_000 - minutes * 60_000, to: now + away * 60_000 };
      const pieces = piecesOf(span);
      expect(pieces[0]!.from).toBeLessThanOrEqual(span.from);
      expect(pieces.at(-1)!.to).toBeGreaterThanOrEqual(span.to);
      expect(pieces.length).toBeLessThanOrEqual(12);
    }),
  );
  expect(piecesOf(spanOfPreset('24h', now))[0]!.from % DAY).toBe(0);
});
