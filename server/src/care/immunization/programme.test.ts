import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { atAge, dosesOf, type Programme, type Vaccination } from './programme.ts';

const programme = (name: string): Programme =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../../../content/plan-definitions/${name}.json`), 'utf8'));
const childhood = programme('childhood-vaccines');
const season = programme('season-vaccines');
const had = (...all: [date: string, code: string][]): Vaccination[] =>
  all.map(([date, code], i) => ({ id: `${i}`, date, codes: [code] }));
const told = (born: string, given: Vaccination[], today: string, of = childhood) =>
  dosesOf(of, born, given, today)
    .filter(({ status }) => status !== 'later')
    .map(({ series, dose, status }) => `${series} ${dose} ${status}`);

test('a newborn lacks nothing, and at six weeks the first is due', () => {
  expect(told('2026-10-01', [], '2026-11-11')).toEqual([]);
  expect(told('2026-10-01', [], '2026-11-12')).toEqual(['rota 1 due']);
});

test('what is not given in its time is overdue, and the next of the series waits for it', () => {
  expect(told('2026-05-01', [], '2026-11-29')).toEqual([
    ...['rota 1 past', 'rota 2 past', 'dtp 1 overdue', 'pneumo 1 overdue'],
  ]);
  const one = had(['2026-11-10', 'J07CA09'], ['2026-11-10', 'J07AL02']);
  // four weeks must pass before the next
  expect(told('2026-05-01', one, '2026-12-07')).not.toContain('dtp 2 overdue');
  expect(told('2026-05-01', one, '2026-12-08')).toContain('dtp 2 overdue');
});

test('doses are counted whatever the brand, and none is asked for after the series’ age', () => {
  const given = had(
    ...(['2018-04-01', '2018-06-01', '2019-01-05'] as const).map((date): [string, string] => [date, 'J07CA09']),
    ['2025-03-01', 'J07CA02'],
  );
  const all = told('2018-01-01', given, '2026-11-29');
  expect(all.filter((one) => one.startsWith('dtp'))).toEqual([1, 2, 3, 4].map((dose) => `dtp ${dose} given`));
  expect(all).toContain('pneumo 1 past');
  expect(all).toContain('mmr 1 overdue');
  expect(told('2000-01-01', [], '2026-11-29').every((one) => one.endsWith('past'))).toBe(true);
});

test('from 65 a seasonal vaccine is due each autumn, and not in summer', () => {
  const lastYear = had(['2025-10-20', 'J07BB02']);
  expect(told('1950-01-01', lastYear, '2026-09-30', season)).toEqual(['influenza 1 given']);
  expect(told('1950-01-01', lastYear, '2026-10-01', season)).toEqual(['influenza 1 due']);
  expect(told('1950-01-01', lastYear, '2027-06-01', season)).toEqual([]);
  expect(told('1990-01-01', [], '2026-10-01', season)).toEqual([]);
});

test('ages are days of the calendar: months that are too short end on their last', () => {
  expect(atAge('2026-11-30', { value: 3, code: 'mo' })).toBe('2027-02-28');
  expect(atAge('2024-02-29', { value: 1, code: 'a' })).toBe('2025-02-28');
  expect(atAge('2026-12-01', { value: 6, code: 'wk' })).toBe('2027-01-12');
  expect(atAge('2026', { value: 15, code: 'mo' })).toBe('2027-04-01');
});
