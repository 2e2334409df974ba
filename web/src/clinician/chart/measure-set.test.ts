import { expect, test } from 'vitest';
import { emptySet, issuesOf, madeOf, scoreOf, setOfLine, timeIn } from './measure-set.ts';
import { dayStart } from './norway-time.ts';

const now = Date.parse('2026-11-24T10:30:00+01:00');
const about = {
  subject: { reference: 'Patient/1' },
  at: '2026-11-24T10:30:00+01:00',
  performer: { reference: 'Practitioner/1' },
};

test('a whole set is typed on one line', () => {
  const { set, unread } = setOfLine('bt 116/66 p 84 rf 16 sat 96 t 37,2 luft A');
  expect(set).toEqual({
    pressure: '116/66',
    pulse: '84',
    respiration: '16',
    saturation: '96',
    temperature: '37,2',
    oxygen: '0',
    consciousness: 'alert',
  });
  expect(unread).toEqual([]);
  expect(scoreOf({ ...emptySet, ...set }, 1).total).toBe(0);
});

test('oxygen is typed in litres, and what is not understood is told', () => {
  expect(setOfLine('spo2 90 o2 2 c').set).toMatchObject({ saturation: '90', oxygen: '2', consciousness: 'confused' });
  expect(setOfLine('puls 84 uregelmessig').unread).toEqual(['uregelmessig']);
});

test('each is an Observation with its code and unit, at one time, by who wrote', () => {
  const { observations } = madeOf({ ...emptySet, ...setOfLine('bt 116/66 temp 37,2 o2 2 V').set }, about);
  expect(observations.map(({ field }) => field)).toEqual(['pressure', 'temperature', 'oxygen', 'consciousness']);
  expect(observations[0]!.of.component).toHaveLength(2);
  expect(observations[1]!.of.valueQuantity).toEqual({
    value: 37.2,
    unit: '°C',
    system: 'http://unitsofmeasure.org',
    code: 'Cel',
  });
  expect(new Set(observations.map(({ of }) => of.effectiveDateTime)).size).toBe(1);
});

test('what cannot be is told at its field before it is sent', () => {
  const made = madeOf({ ...emptySet, pulse: '900', pressure: '80/120', temperature: 'varm' }, about);
  expect(made.unreadable).toEqual(['temperature']);
  expect(issuesOf(made, { kind: 'staff' }, now).map(({ field, key }) => `${field} ${key}`)).toEqual([
    'pressure pressure-turned',
    'pulse value-impossible',
  ]);
});

test('a time is of today, or of yesterday when it has not come', () => {
  expect(timeIn('9.15', now, dayStart)).toBe(Date.parse('2026-11-24T09:15:00+01:00'));
  expect(timeIn('2330', now, dayStart)).toBe(Date.parse('2026-11-23T23:30:00+01:00'));
  expect(timeIn('25.00', now, dayStart)).toBeUndefined();
});
