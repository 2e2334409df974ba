import { expect, test } from 'vitest';
import type { Bundle, Observation, Resource, Task } from '../../shared/fhir/types.ts';
import { grouped, isAsked, isNormal, itemsOf, noticesOf, outOfRange } from './work.ts';

const system = 'https://enjournal.no/fhir/CodeSystem/task-code';
const now = Date.parse('2026-11-27T12:00:00+01:00');

const task = (id: string, more: object = {}): Task => ({
  resourceType: 'Task',
  id,
  status: 'requested',
  for: { reference: 'Patient/p' },
  ...more,
});
const coded = (code: string) => ({ code: { coding: [{ system, code }] } });

const bundle = (matches: Resource[], included: Resource[] = []): Bundle => ({
  resourceType: 'Bundle',
  entry: [
    ...matches.map((resource) => ({ resource, search: { mode: 'match' } })),
    ...included.map((resource) => ({ resource, search: { mode: 'include' } })),
  ],
});

const report = { resourceType: 'DiagnosticReport', id: 'r', result: [{ reference: 'Observation/k' }] };
const potassium = {
  resourceType: 'Observation',
  id: 'k',
  code: { text: 'Kalium' },
  interpretation: [{ coding: [{ code: 'HH' }] }],
} as Observation;
const sign = (id: string, priority: string) =>
  task(id, { ...coded('sign-result'), priority, focus: { reference: 'DiagnosticReport/r' } });

test('a list has the most urgent first, then what is due first, then what has waited longest', () => {
  const due = (end: string) => ({ restriction: { period: { end } } });
  const items = itemsOf(
    bundle([
      task('old', { authoredOn: '2026-11-01' }),
      task('new', { authoredOn: '2026-11-20' }),
      task('soon', due('2026-11-28')),
      task('critical', { priority: 'stat' }),
    ]),
  );
  expect(items.map(({ task: { id } }) => id)).toEqual(['critical', 'soon', 'old', 'new']);
});

test('a result comes with its values and whose it is, also behind a reminder', () => {
  const patient = { resourceType: 'Patient', id: 'p' };
  const late = sign('s', 'stat');
  const reminder = task('f', { ...coded('follow-up'), focus: { reference: 'Task/s' } });
  const [item] = itemsOf(bundle([reminder], [late, report, potassium, patient]));
  expect(item).toMatchObject({ kind: 'follow-up', root: { id: 's' }, patient: 'p', report: { id: 'r' } });
  expect(item!.results).toEqual([potassium]);
  expect(outOfRange(item!.results)).toEqual([potassium]);
});

test('the same event is told once, danger first', () => {
  const mine = itemsOf(bundle([sign('s', 'stat'), task('d', coded('declined'))], [report, potassium]));
  const unit = itemsOf(
    bundle(
      [task('f', { ...coded('follow-up'), priority: 'stat', focus: { reference: 'Task/s' } })],
      [sign('s', 'stat'), report],
    ),
  );
  const sent = itemsOf(bundle([task('u', { restriction: { period: { end: '2026-11-26' } } }), task('fresh')]));
  expect(noticesOf({ mine, unit, sent }, now).map(({ kind, item }) => `${kind} ${item.root.id}`)).toEqual([
    ...['critical s', 'declined d', 'unconfirmed u'],
  ]);
});

test('only what is within its limits is signed unread', () => {
  const items = itemsOf(
    bundle([sign('a', 'urgent'), sign('n', 'routine'), task('t', { priority: 'routine' })], [report]),
  );
  expect(items.filter(isNormal).map(({ task: { id } }) => id)).toEqual(['n']);
});

test('what the reader asked of themselves is not in the inbox', () => {
  const [own, other] = itemsOf(
    bundle([
      task('1own', { requester: { reference: 'Practitioner/ada' }, authoredOn: '2026-01-01' }),
      task('2other', { requester: { reference: 'Practitioner/nina' }, authoredOn: '2026-01-02' }),
    ]),
  );
  expect([own!, other!].map((item) => isAsked(item, ['Practitioner/ada']))).toEqual([false, true]);
});

test('a queue is told by what is asked, with the oldest of each', () => {
  const items = itemsOf(
    bundle([
      task('1', { description: 'Reseptfornyelse: metformin', authoredOn: '2026-11-25' }),
      task('2', { description: 'Reseptfornyelse: spør om dosering', authoredOn: '2026-11-24' }),
      task('3', { description: 'Timeønske' }),
    ]),
  );
  expect(grouped(items)).toEqual([
    { text: 'Reseptfornyelse', count: 2, oldest: '2026-11-24' },
    { text: 'Timeønske', count: 1, oldest: undefined },
  ]);
});

test('a note that waits for the reader’s signature is known with the note, and is no question to say yes or no to', () => {
  const note = { resourceType: 'Composition', id: 'n', title: 'Rapport' } as Resource;
  const [item] = itemsOf(
    bundle([task('c', { ...coded('countersign'), focus: { reference: 'Composition/n' } })], [note]),
  );
  expect(item).toMatchObject({ kind: 'countersign', note: { title: 'Rapport' } });
  expect(isAsked(item as never, ['Practitioner/hanne'])).toBe(false);
});
