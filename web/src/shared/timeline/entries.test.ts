import { expect, test } from 'vitest';
import type { Resource } from '../fhir/types.ts';
import { daysOf, entriesOf } from './entries.ts';
import { type Kind, timelineTypes, typesOf } from './kinds.ts';

const of = (resourceType: string, id: string, more: Record<string, unknown> = {}) =>
  ({ resourceType, id, ...more }) as Resource;
const at = (hour: string, day = '2026-11-25') => `${day}T${hour}:00+01:00`;
const during = { encounter: { reference: 'Encounter/e' } };
const laboratory = { category: [{ coding: [{ code: 'laboratory' }] }] };

test('a consultation is one line with all that came of it', () => {
  const entries = entriesOf([
    of('Observation', 'o', { ...during, effectiveDateTime: at('10:05') }),
    of('Encounter', 'e', { class: { code: 'AMB' }, period: { start: at('10:00'), end: at('10:20') } }),
    of('Composition', 'c', { ...during, date: at('10:15') }),
    of('MedicationRequest', 'm', { ...during, authoredOn: at('10:10') }),
    of('Condition', 'other', { recordedDate: '2026-11-25' }),
  ]);
  expect(entries.map(({ lead, parts }) => [lead.id, parts.map(({ id }) => id)])).toEqual([
    ['c', ['e', 'o', 'm']],
    ['other', []],
  ]);
});

test('two who wrote notes in the same contact have a line each', () => {
  const entries = entriesOf([
    of('Composition', 'nurse', { ...during, date: at('09:00') }),
    of('Composition', 'doctor', { ...during, date: at('10:00') }),
    of('Observation', 'o', { ...during, effectiveDateTime: at('09:30') }),
  ]);
  expect(entries.map(({ lead, parts }) => [lead.id, parts.length])).toEqual([
    ['doctor', 1],
    ['nurse', 0],
  ]);
});

test('a stay in hospital is not one line: each note stands on its day', () => {
  const stay = of('Encounter', 'e', {
    class: { code: 'IMP' },
    period: { start: at('03:00', '2026-11-23'), end: at('14:00') },
  });
  const entries = entriesOf([
    stay,
    of('Composition', 'c1', { ...during, date: at('12:00', '2026-11-24') }),
    of('Composition', 'c2', { ...during, date: at('14:00') }),
    of('Condition', 'd', { ...during, recordedDate: at('14:00') }),
  ]);
  expect(entries.map(({ lead, day, parts }) => [lead.id, day, parts.map(({ id }) => id)])).toEqual([
    ['c2', '2026-11-25', ['d']],
    ['c1', '2026-11-24', []],
    ['e', '2026-11-23', []],
  ]);
});

test('the doses of a day are one line', () => {
  const dose = (id: string, hour: string) =>
    of('MedicationAdministration', id, { context: { reference: 'Encounter/e' }, effectiveDateTime: at(hour) });
  const entries = entriesOf([
    of('Encounter', 'e', { class: { code: 'IMP' }, period: { start: at('03:00', '2026-11-23'), end: at('14:00') } }),
    dose('a', '08:00'),
    dose('b', '20:00'),
  ]);
  expect(entries.map(({ parts }) => parts.length).sort()).toEqual([0, 1]);
});

test('a report takes its results with it, and loose results of one sample are one line', () => {
  const entries = entriesOf([
    of('Observation', 'r1', { ...laboratory, effectiveDateTime: at('09:12') }),
    of('Observation', 'r2', { ...laboratory, effectiveDateTime: at('09:12') }),
    of('DiagnosticReport', 'd', { effectiveDateTime: at('09:12'), result: [{ reference: 'Observation/r1' }] }),
    of('Observation', 'r3', { ...laboratory, effectiveDateTime: at('09:12') }),
  ]);
  const byLead = Object.fromEntries(entries.map(({ lead, parts }) => [lead.id, parts.map(({ id }) => id)]));
  expect(byLead).toEqual({ d: ['r1'], r2: ['r3'] });
  expect(entries.every(({ kind }) => kind === 'result')).toBe(true);
});

test('a signed note takes with it what was measured in it, and hides the answers that it was made of', () => {
  const entries = entriesOf([
    of('QuestionnaireResponse', 'q', { status: 'completed', authored: at('10:15') }),
    of('Observation', 'bp', { effectiveDateTime: at('10:14') }),
    of('Condition', 'old', { recordedDate: '2019-03-01' }),
    of('Composition', 'c', {
      date: at('10:15'),
      section: [
        { entry: [{ reference: 'QuestionnaireResponse/q' }, { reference: 'Observation/bp' }] },
        { entry: [{ reference: 'Condition/old' }] },
      ],
    }),
  ]);
  expect(entries.map(({ lead, parts }) => [lead.id, parts.map(({ id }) => id)])).toEqual([
    ['c', ['bp']],
    ['old', []],
  ]);
});

test('the order of arrival does not matter, and nothing is shown twice', () => {
  const resources = Array.from({ length: 40 }, (_, index) =>
    of(index % 3 ? 'Observation' : 'Composition', `x${index}`, {
      ...(index % 4 ? {} : during),
      date: at(`${10 + (index % 9)}:00`),
      effectiveDateTime: at(`${10 + (index % 9)}:00`),
    }),
  );
  const there = entriesOf(resources);
  expect(entriesOf([...resources, ...resources].reverse())).toEqual(there);
  expect(there.flatMap(({ lead, parts }) => [lead, ...parts])).toHaveLength(40);
});

test('days are headings of runs', () => {
  const entries = entriesOf([
    of('Condition', 'a', { recordedDate: '2026-11-24' }),
    of('Condition', 'b', { recordedDate: '2026-11-25' }),
    of('Condition', 'c', { recordedDate: '2026-11-25' }),
  ]);
  expect(daysOf(entries).map(({ day, entries }) => [day, entries.length])).toEqual([
    ['2026-11-25', 2],
    ['2026-11-24', 1],
  ]);
});

test('a kind asks the server for its types only', () => {
  expect(typesOf(new Set<Kind>(['plan']))).toEqual(['CarePlan', 'Goal', 'CareTeam', 'NutritionOrder']);
  expect(typesOf(new Set<Kind>(['result']))).toContain('Observation');
  expect(typesOf(new Set())).toBe(timelineTypes);
});

test('what the house asks of its own people is no event of the citizen’s', () => {
  const task = (code: string) =>
    ({
      resourceType: 'Task',
      id: code,
      authoredOn: '2026-11-01',
      code: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/task-code', code }] },
    }) as Resource;
  expect(entriesOf([task('sign-result'), task('alarm')]).map(({ lead }) => lead.id)).toEqual(['alarm']);
});
