import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { brokenBy, neededOf, roomOf, type Taken } from './as-needed.ts';
import { dueForEffect } from './effect.ts';
import { pumpLeft } from './infusion.ts';

const HOUR = 3_600_000;
const UCUM = 'http://unitsofmeasure.org';
const order = (line: JsonObject): Resource =>
  ({ resourceType: 'MedicationRequest', id: 'o', dosageInstruction: [line] }) as unknown as Resource;
const tablets = (value: number) => ({ value, unit: 'tablett' });

const morphine = neededOf(
  order({
    asNeededCodeableConcept: { text: 'smerter' },
    timing: { repeat: { frequency: 1, period: 4, periodUnit: 'h' } },
    doseAndRate: [{ doseQuantity: tablets(1) }],
    maxDosePerPeriod: { numerator: tablets(6), denominator: { value: 1, system: UCUM, code: 'd' } },
    maxDosePerAdministration: tablets(2),
  }),
)!;

test('an order as needed says what for, how much, how often at most and how long between', () => {
  expect(morphine).toMatchObject({ reason: 'smerter', dose: tablets(1), line: 0 });
  expect(morphine.limits).toEqual({
    apartMs: 4 * HOUR,
    once: { value: 2, unit: 'tablett' },
    most: { value: 6, unit: 'tablett', periodMs: 24 * HOUR },
  });
  // so many times a day is so many doses, and no least time between them
  const thrice = { asNeededBoolean: true, timing: { repeat: { frequency: 3, period: 1, periodUnit: 'd' } } };
  expect(neededOf(order({ ...thrice, doseAndRate: [{ doseQuantity: tablets(2) }] }))?.limits).toEqual({
    apartMs: 0,
    once: undefined,
    most: { value: 6, unit: 'tablett', periodMs: 24 * HOUR },
  });
  expect(neededOf(order({ timing: { repeat: { timeOfDay: ['08:00:00'] } } }))).toBeUndefined();
});

test('a dose too soon, too much at once or too much in a day breaks its limit, told late or not', () => {
  const at = Date.parse('2026-11-29T12:00:00Z');
  const { limits } = morphine;
  const before: Taken[] = [{ at: at - 3 * HOUR, amount: 1 }];
  expect(brokenBy(limits, { at, amount: 1 }, before)).toEqual(['too-soon']);
  expect(brokenBy(limits, { at: at + HOUR, amount: 1 }, before)).toEqual([]);
  expect(brokenBy(limits, { at: at + HOUR, amount: 3 }, before)).toEqual(['over-max']);
  // what was given without network, and is told after a later dose
  expect(brokenBy(limits, { at, amount: 1 }, [{ at: at + 2 * HOUR, amount: 1 }])).toEqual(['too-soon']);
  const later = [4, 8, 12, 16, 20].map((hours) => ({ at: at + hours * HOUR, amount: hours === 20 ? 2 : 1 }));
  expect(brokenBy(limits, { at, amount: 1 }, later)).toEqual(['over-max']);
});

test('what is left and when the next may be given are told', () => {
  const now = Date.parse('2026-11-29T12:00:00Z');
  expect(roomOf(morphine, [], now)).toEqual({ left: 6, next: now });
  expect(roomOf(morphine, [{ at: now - HOUR, amount: 1 }], now)).toEqual({ left: 5, next: now + 3 * HOUR });
  const six = [20, 16, 12, 8, 4, 0.5].map((hours) => ({ at: now - hours * HOUR, amount: 1 }));
  expect(roomOf(morphine, six, now)).toEqual({ left: 0, next: now + 4 * HOUR });
  expect(dueForEffect(now - 29 * 60_000, now)).toBe(false);
  expect(dueForEffect(now - 30 * 60_000, now)).toBe(true);
});

/** Around both changes of the clock, and on other days. */
const moments = fc
  .tuple(
    fc.constantFrom('2026-03-29', '2026-10-25', '2027-03-28', '2026-11-29'),
    fc.integer({ min: -36 * 60, max: 36 * 60 }),
    fc.constantFrom('Europe/Oslo', 'America/New_York', 'Australia/Lord_Howe'),
  )
  .map(
    ([day, minutes, zone]) =>
      Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: '02:00' }).add({ minutes })
        .epochMilliseconds,
  );
const limitsAny = fc.record({
  apartMs: fc.constantFrom(0, HOUR, 4 * HOUR, 6 * HOUR),
  once: fc.constantFrom(undefined, { value: 3, unit: 'tablett' }),
  most: fc.constantFrom(
    undefined,
    { value: 4, unit: 'tablett', periodMs: 24 * HOUR },
    { value: 6, unit: 'tablett', periodMs: 12 * HOUR },
  ),
});

test('whoever gives only what is allowed never breaks a limit, whatever the clocks do and in whatever order it is told', () => {
  fc.assert(
    fc.property(
      limitsAny,
      fc.array(fc.tuple(moments, fc.integer({ min: 1, max: 2 })), { maxLength: 25 }),
      (limits, tries) => {
        const taken: Taken[] = [];
        for (const [at, amount] of tries) {
          if (brokenBy(limits, { at, amount }, taken).length === 0) taken.push({ at, amount });
        }
        const times = taken.map(({ at }) => at).sort((a, b) => a - b);
        const gaps = times.slice(1).map((at, i) => at - times[i]!);
        expect(gaps.every((gap) => gap >= limits.apartMs)).toBe(true);
        const { most } = limits;
        if (most === undefined) return;
        for (const end of times) {
          const sum = taken
            .filter(({ at }) => at > end - most.periodMs && at <= end)
            .reduce((total, one) => total + one.amount, 0);
          expect(sum).toBeLessThanOrEqual(most.value);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('the next time that is told is allowed, and no earlier one is', () => {
  fc.assert(
    fc.property(limitsAny, fc.array(moments, { maxLength: 12 }), moments, (limits, at, now) => {
      const needed = { dose: tablets(1), limits };
      const taken: Taken[] = [];
      for (const one of at)
        if (brokenBy(limits, { at: one, amount: 1 }, taken).length === 0) taken.push({ at: one, amount: 1 });
      const { next } = roomOf(needed, taken, now);
      expect(next).toBeGreaterThanOrEqual(now);
      expect(brokenBy(limits, { at: next, amount: 1 }, taken)).toEqual([]);
      for (let earlier = now; earlier < next; earlier += 20 * 60_000) {
        expect(brokenBy(limits, { at: earlier, amount: 1 }, taken)).not.toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});

test('what is left in a pump goes down by its rate in elapsed time, over a change of the clock too', () => {
  const dose = (start: string, end?: string): Resource =>
    ({
      resourceType: 'MedicationAdministration',
      status: end === undefined ? 'in-progress' : 'completed',
      effectivePeriod: { start, ...(end === undefined ? {} : { end }) },
      dosage: {
        dose: { value: 48, unit: 'ml', system: UCUM, code: 'mL' },
        rateQuantity: { value: 2, unit: 'ml/time', system: UCUM, code: 'mL/h' },
      },
    }) as unknown as Resource;
  const start = Date.parse('2026-10-24T20:00:00+02:00');
  // the night has 25 hours
  const morning = Date.parse('2026-10-25T08:00:00+01:00');
  expect(pumpLeft(dose('2026-10-24T20:00:00+02:00'), morning)).toEqual({ left: 22, emptyAt: start + 24 * HOUR });
  expect(pumpLeft(dose('2026-10-24T20:00:00+02:00', '2026-10-24T22:00:00+02:00'), morning)?.left).toBe(44);
  expect(pumpLeft(dose('2026-10-23T08:00:00+02:00'), morning)?.left).toBe(0);
});
