import { describe, expect, test } from 'vitest';
import type { Resource } from '../../fhir/resource.ts';
import { amountIssues } from './amounts.ts';
import { limitsOf } from './as-needed.ts';
import { type DosePlan, dosagesOf } from './dosing.ts';
import { pumpLeft, rateIssues, ratesOf } from './infusion.ts';
import { isObserved } from './observed.ts';
import { orderIssues } from './orders.ts';
import { plannedDoses } from './schedule.ts';
import { typedDose } from './shorthand.ts';

const day = '2026-11-30';
const from = Date.parse('2026-11-30T00:00:00+01:00');
const week = 7 * 86_400_000;
const oslo = new Intl.DateTimeFormat('nb', { timeZone: 'Europe/Oslo', weekday: 'short', hour: '2-digit' });

/** Doses of the first week, as `man. 08: 1`. */
function firstWeek(plan: DosePlan, more: { start?: string; end?: string } = {}): string[] {
  const dosageInstruction = dosagesOf(plan, { unit: 'tablett', ...more }, day);
  const order = { resourceType: 'MedicationRequest', authoredOn: day, dosageInstruction } as unknown as Resource;
  return plannedDoses(order, from, from + week).map(
    ({ at, dose }) => `${oslo.format(at).replace(/\s?kl\.|,/g, '')}: ${(dose as { value: number }).value}`,
  );
}
const wordsOf = (plan: DosePlan, more = {}): string[] =>
  dosagesOf(plan, { unit: 'tablett', ...more }, day).map(({ text }) => String(text));

describe('a dose is typed as it is written by hand', () => {
  test.each<[string, DosePlan]>([
    ['1+0+1+0', { kind: 'daily', amounts: [1, 0, 1, 0], every: 1 }],
    ['½ + 0 + 0', { kind: 'daily', amounts: [0.5, 0, 0, 0], every: 1 }],
    ['1+1', { kind: 'daily', amounts: [1, 0, 1, 0], every: 1 }],
    ['1 x 3', { kind: 'daily', amounts: [1, 1, 1, 0], every: 1 }],
    ['1,5 tabl x 2', { kind: 'daily', amounts: [1.5, 0, 1.5, 0], every: 1 }],
    ['20 mg × 1', { kind: 'daily', amounts: [20, 0, 0, 0], every: 1 }],
    ['2 tabletter morgen og kveld', { kind: 'daily', amounts: [2, 0, 2, 0], every: 1 }],
    ['1 natt', { kind: 'daily', amounts: [0, 0, 0, 1], every: 1 }],
    ['1 morgen annenhver dag', { kind: 'daily', amounts: [1, 0, 0, 0], every: 2 }],
    ['1 hver 3. dag', { kind: 'daily', amounts: [1, 0, 0, 0], every: 3 }],
    ['1 tabl kl 8 og 20.30', { kind: 'clock', amount: 1, times: ['08:00', '20:30'], every: 1 }],
    ['1 morgen ma on fr', { kind: 'weekdays', amounts: [1, 0, 0, 0], days: ['mon', 'wed', 'fri'] }],
    ['1 ved behov maks 3', { kind: 'as-needed', amount: 1, most: 3, reason: '' }],
    ['1 tablett vb for smerter, maks 4', { kind: 'as-needed', amount: 1, most: 4, reason: 'smerter' }],
    ['2+0+2 i 7 dager', { kind: 'daily', amounts: [2, 0, 2, 0], every: 1 }],
  ])('%s', (text, plan) => expect(typedDose(text)?.plan).toEqual(plan));

  test.each(['', 'litt', '1+0+x', '1 ved behov', '1 x 9', '2 tabl av og til', '0+0+0+0', '1 kl 25', '1 morgen x 3'])(
    '"%s" is not guessed at',
    (text) => expect(typedDose(text)).toBeUndefined(),
  );

  test('unit and days are read too', () => {
    expect(typedDose('2 kapsler x 2 i 1 uke')).toMatchObject({ unit: 'kapsel', days: 7 });
    expect(typedDose('1 g x 3')).toMatchObject({ unit: 'g' });
  });
});

describe('what is built is what is due', () => {
  test('different amounts over the day', () => {
    const plan: DosePlan = { kind: 'daily', amounts: [2, 0, 1, 0], every: 1 };
    expect(wordsOf(plan)).toEqual(['2 tabletter morgen', '1 tablett kveld']);
    expect(firstWeek(plan).slice(0, 4)).toEqual(['man. 08: 2', 'man. 20: 1', 'tir. 08: 2', 'tir. 20: 1']);
  });

  test('alternate days, from the first', () => {
    const plan: DosePlan = { kind: 'daily', amounts: [1, 0, 0, 0], every: 2 };
    expect(firstWeek(plan)).toEqual(['man. 08: 1', 'ons. 08: 1', 'fre. 08: 1', 'søn. 08: 1']);
  });

  test('weekdays, several times of the day', () => {
    const plan: DosePlan = { kind: 'weekdays', amounts: [1, 0, 1, 0], days: ['mon', 'fri'] };
    expect(firstWeek(plan)).toEqual(['man. 08: 1', 'man. 20: 1', 'fre. 08: 1', 'fre. 20: 1']);
    expect(wordsOf(plan)).toEqual(['1 tablett morgen og kveld mandag og fredag']);
  });

  test('a week of warfarin, one amount for each day', () => {
    const week_ = { mon: 2, tue: 1.5, wed: 2, thu: 1.5, fri: 2, sat: 0, sun: 1.5 };
    const plan: DosePlan = { kind: 'week', week: week_, slot: 'evening' };
    expect(firstWeek(plan)).toEqual([
      ...['man. 20: 2', 'tir. 20: 1.5', 'ons. 20: 2', 'tor. 20: 1.5', 'fre. 20: 2', 'søn. 20: 1.5'],
    ]);
  });

  test('steps follow each other with no day between and none twice', () => {
    const plan: DosePlan = {
      kind: 'taper',
      steps: [
        { amounts: [4, 0, 0, 0], days: 2 },
        { amounts: [2, 0, 0, 0], days: 3 },
        { amounts: [1, 0, 0, 0], days: undefined },
      ],
    };
    expect(firstWeek(plan)).toEqual([
      ...['man. 08: 4', 'tir. 08: 4', 'ons. 08: 2', 'tor. 08: 2', 'fre. 08: 2', 'lør. 08: 1', 'søn. 08: 1'],
    ]);
    expect(wordsOf(plan)[0]).toBe('4 tabletter morgen i 2 dager (30.11–01.12)');
  });

  test('a course ends with its last day', () => {
    const plan: DosePlan = { kind: 'daily', amounts: [1, 0, 1, 0], every: 1 };
    expect(firstWeek(plan, { start: day, end: '2026-12-01' })).toHaveLength(4);
    expect(wordsOf(plan, { end: '2026-12-01' })).toEqual(['1 tablett morgen og kveld til og med 01.12']);
  });

  test('what is taken as needed has a limit and no times', () => {
    const [line] = dosagesOf({ kind: 'as-needed', amount: 2, most: 4, reason: 'smerter' }, { unit: 'tablett' }, day);
    expect(line).toMatchObject({
      text: '2 tabletter ved behov for smerter, maks 4 ganger per døgn',
      maxDosePerPeriod: { numerator: { value: 8, unit: 'tablett' }, denominator: { code: 'd' } },
    });
    expect(line?.timing).toBeUndefined();
  });

  test('what is taken as needed can say how long there is between two doses, and is held to it', () => {
    const plan = { kind: 'as-needed', amount: 1, most: 6, reason: 'smerter', apartHours: 4 } as const;
    const [line] = dosagesOf(plan, { unit: 'tablett', end: '2026-12-24' }, day);
    expect(line?.text).toBe(
      '1 tablett ved behov for smerter, maks 6 ganger per døgn, minst 4 timer mellom til og med 24.12',
    );
    expect(limitsOf({ dosageInstruction: [line] } as unknown as Resource)).toMatchObject({
      apartMs: 4 * 3_600_000,
      most: { value: 6, periodMs: 86_400_000 },
    });
  });
});

describe('a dose that cannot be given is refused with its place', () => {
  const keys = (name: string, value: number, unit: string): string[] => {
    const order = {
      resourceType: 'MedicationRequest',
      medicationCodeableConcept: { text: name },
      dosageInstruction: [{ text: 'x' }, { doseAndRate: [{ doseQuantity: { value, unit } }] }],
    } as unknown as Resource;
    const path = 'MedicationRequest.dosageInstruction[1].doseAndRate[0].dose';
    return amountIssues(order).map(({ key, expression }) => `${key}${expression === path ? '' : ` ${expression}`}`);
  };
  test.each<[string, number, string, string[]]>([
    ['Furosemid tablett 40 mg', 1, 'tablett', []],
    ['Furosemid tab 40 mg', 0.5, 'tabletter', []],
    ['Furosemid tablett 40 mg', 20, 'mg', []],
    ['Furosemid tablett 40 mg', 5, 'ml', ['dose-unit-form']],
    ['Furosemid tablett 40 mg', 25, 'mg', ['dose-strength']],
    ['Furosemid tablett 40 mg', 0.3, 'tablett', ['dose-strength']],
    ['Furosemid tablett 40 mg', 40, 'tablett', ['dose-most']],
    ['Furosemid tablett 40 mg', 4, 'g', ['dose-most']],
    ['Oksykodon kaps 5 mg', 0.5, 'kapsel', ['dose-strength']],
    ['Laktulose mikst 667 mg/ml', 15, 'ml', []],
    ['Laktulose mikst 667 mg/ml', 1, 'tablett', ['dose-unit-form']],
    ['Latanoprost øyedr 50 mikrog/ml', 1, 'dråpe', []],
    ['Kalsium tyggetab 500 mg/800 IE', 1, 'tablett', []],
    ['Levotyroksin tab 75 µg', 150, 'mikrog', []],
    ['Furosemid 40 mg', 5, 'ml', []],
  ])('%s: %s %s', (name, value, unit, wanted) => expect(keys(name, value, unit)).toEqual(wanted));

  test('an order begins about now, and is not over before it is written', () => {
    const keysOf = (boundsPeriod: object, role = 'lege') =>
      orderIssues({
        resource: {
          resourceType: 'MedicationRequest',
          status: 'active',
          intent: 'order',
          authoredOn: day,
          dosageInstruction: [{ timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd', boundsPeriod } } }],
        } as unknown as Resource,
        before: undefined,
        actor: { kind: 'staff', role },
        now: from + 36_000_000,
      }).map(({ key }) => key);
    expect(keysOf({ start: '2026-11-28' })).toEqual([]);
    expect(keysOf({ start: '2026-10-30' })).toEqual(['order-in-past']);
    expect(keysOf({ start: '2028-11-30' })).toEqual(['order-far-ahead']);
    expect(keysOf({ start: '2026-11-20', end: '2026-11-25' })).toEqual(['order-is-past']);
    expect(keysOf({ start: '2026-12-01', end: '2026-11-20' })).toEqual(['ends-before-start']);
    expect(keysOf({ start: '2026-12-01' }, 'sykepleier')).toEqual(['not-prescriber']);
  });
});

describe('a pump is ordered by its rate', () => {
  const plan = { kind: 'infusion', rate: 0.4, upTo: 0.8, per: 'h' } as const;
  const orderOf = (of: DosePlan, unit: string, text = 'Morfin injeksjonsvæske 10 mg/ml') =>
    ({
      resourceType: 'MedicationRequest',
      medicationCodeableConcept: { text },
      dosageInstruction: dosagesOf(of, { unit }, day),
    }) as unknown as Resource;
  const keysOf = (order: Resource) => rateIssues(order).map(({ key }) => key);

  test('in words, with a rate that whoever gives is held to, and no doses at set times', () => {
    expect(wordsOf(plan, { unit: 'ml' })).toEqual(['0,4–0,8 ml/time i pumpe']);
    expect(wordsOf({ kind: 'infusion', rate: 20, per: 'd' }, { unit: 'mg' })).toEqual(['20 mg/døgn i pumpe']);
    const order = orderOf(plan, 'ml');
    expect(ratesOf(order)).toMatchObject({ low: 0.4, high: 0.8, unit: 'mL/h' });
    expect(plannedDoses(order, from, from + week)).toEqual([]);
    expect(keysOf(order)).toEqual([]);
  });

  test('by day and night, what is left can be worked out', () => {
    const order = orderOf({ kind: 'infusion', rate: 24, per: 'd' }, 'mg');
    const dose = {
      resourceType: 'MedicationAdministration',
      effectivePeriod: { start: '2026-11-30T08:00:00Z' },
      dosage: { dose: { value: 48, unit: 'mg', code: 'mg' }, rateQuantity: ratesOf(order)?.quantity },
    } as unknown as Resource;
    expect(pumpLeft(dose, Date.parse('2026-11-30T20:00:00Z'))?.left).toBe(36);
  });

  test('a rate of nothing, in no known unit, or of what does not flow is refused', () => {
    expect(keysOf(orderOf({ kind: 'infusion', rate: 0, per: 'h' }, 'ml'))).toEqual(['rate-amount']);
    expect(keysOf(orderOf({ kind: 'infusion', rate: 1, per: 'h' }, 'tablett'))).toEqual(['rate-unit']);
    expect(keysOf(orderOf(plan, 'mg', 'Morfin tablett 10 mg'))).toEqual(['rate-form']);
    const turned = { low: { value: 2, code: 'mL/h' }, high: { value: 1, code: 'mL/h' } };
    expect(
      keysOf({ ...orderOf(plan, 'ml'), dosageInstruction: [{ doseAndRate: [{ rateRange: turned }] }] } as Resource),
    ).toEqual(['rate-amount']);
  });
});

test('that a dose is to be seen taken stands in its words and in its structure, of doses at set times', () => {
  const seen = { unit: 'tablett', isObserved: true };
  const order = (plan: DosePlan) =>
    ({ resourceType: 'MedicationRequest', dosageInstruction: dosagesOf(plan, seen, day) }) as unknown as Resource;
  const daily: DosePlan = { kind: 'daily', amounts: [1, 0, 0, 0], every: 1 };
  expect(isObserved(order(daily))).toBe(true);
  expect(wordsOf(daily, seen)).toEqual(['1 tablett morgen, under tilsyn']);
  expect(isObserved(order({ kind: 'as-needed', amount: 1, most: 2, reason: '' }))).toBe(false);
});
