import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { typeNumber } from '../../fhir/types.ts';
import { looked, plansOf } from './test/plans.ts';
import { Store } from './test/store.ts';

/** A unit with a lifetime of closed tasks, the newest first, and a few open ones among the oldest. */
const closed = 100_000;
const open = 40;
let store: Store;

const task = (id: string, status: string, more = {}) => ({
  resourceType: 'Task',
  id,
  status,
  intent: 'order',
  for: { reference: `Patient/${id}` },
  owner: { reference: 'Organization/u' },
  ...more,
});

beforeAll(async () => {
  store = await Store.open();
  const statuses = ['requested', 'received', 'accepted', 'in-progress'];
  await store.putAll(
    Array.from({ length: open }, (_, i) =>
      task(`open${i}`, statuses[i % 4]!, { authoredOn: `2020-01-01T10:${10 + i}:00Z` }),
    ),
  );
  await store.putAll([
    task('mine', 'accepted', { owner: { reference: 'PractitionerRole/r' } }),
    task('due', 'requested', { restriction: { period: { end: '2026-11-24T10:00:00+01:00' } } }),
    task('late', 'accepted', { restriction: { period: { end: '2026-11-24T23:30:00+01:00' } } }),
    task('done', 'completed', { restriction: { period: { end: '2026-11-24' } } }),
  ]);
  const owner = `hashtextextended('owner' || chr(31) || 'Organization/u', 0)`;
  const status = `hashtextextended('status' || chr(31) || 'completed', 0)`;
  const at = `'2021-01-01'::timestamptz + i * interval '20 minutes'`;
  await store.database.writer.query(`INSERT INTO resource (record, type, id, version, at, from_at, tokens, present, content)
    SELECT hashtextextended('r' || i, 0), ${typeNumber('Task')}, 'closed' || i, 1, now(), ${at}, ARRAY[${owner}, ${status}], '{}',
      '{"resourceType":"Task","status":"completed"}' FROM generate_series(1, ${closed}) i`);
  await store.database.writer.query(`INSERT INTO x_token (value, type, from_at, record, id)
    SELECT ${owner}, ${typeNumber('Task')}, ${at}, hashtextextended('r' || i, 0), 'closed' || i FROM generate_series(1, ${closed}) i`);
  await store.database.writer.query('VACUUM ANALYZE resource');
  await store.database.writer.query('VACUUM ANALYZE x_token');
}, 180_000);

afterAll(() => store.close());

const isOpen = 'status=requested,received,accepted,in-progress';

describe('the open tasks of a unit with 100 000 closed ones', () => {
  test.each([
    `Task?owner=Organization/u&${isOpen}&_count=50`,
    `Task?owner=Organization/u&${isOpen}&_sort=-_lastUpdated&_count=50`,
    `Task?owner=Organization/u,PractitionerRole/r&${isOpen}&_total=accurate&_count=5`,
    `Task?deadline=2026-11-24&${isOpen}&_count=50`,
  ])('%s looks at the open ones only', async (url) => {
    for (const plan of await plansOf(store, url, {})) expect(looked(plan)).toBeLessThan(6 * open);
  });

  test('are all there, and nothing else', async () => {
    const ids = await store.ids(`Task?owner=Organization/u&${isOpen}&_count=100`);
    expect(ids).toHaveLength(open + 2);
    expect(ids.filter((id) => !/^(open\d+|due|late)$/.test(id))).toEqual([]);
    expect(await store.ids('Task?owner=Organization/u&status=in-progress&_count=100')).toHaveLength(open / 4);
  });
});

test('a task leaves the list with its status and its owner', async () => {
  await store.put(task('moves', 'requested', { authoredOn: '2026-01-01' }));
  const url = 'Task?owner=PractitionerRole/r&status=requested,accepted';
  await store.put(task('moves', 'accepted', { authoredOn: '2026-01-01', owner: { reference: 'PractitionerRole/r' } }));
  expect((await store.ids(url)).sort()).toEqual(['mine', 'moves']);
  await store.put(task('moves', 'completed', { authoredOn: '2026-01-01', owner: { reference: 'PractitionerRole/r' } }));
  expect(await store.ids(url)).toEqual(['mine']);
});

test('a deadline is found by its day, and by what is before', async () => {
  expect((await store.ids(`Task?deadline=2026-11-24&${isOpen}`)).sort()).toEqual(['due', 'late']);
  expect(await store.ids(`Task?deadline=2026-11-24&deadline=le2026-11-24T12:00:00Z&${isOpen}`)).toEqual(['due']);
  expect(await store.ids('Task?deadline=2026-11-24&status=completed')).toEqual(['done']);
});

test('statuses that do not count together are found too', async () => {
  expect(await store.ids('Task?owner=Organization/u&status=requested,completed&_count=3')).toHaveLength(3);
  expect(await store.ids('Task?owner=Organization/u&status:not=completed&_id=open1')).toEqual(['open1']);
});

const unsigned = (id: string, status: string) => ({
  resourceType: 'QuestionnaireResponse',
  id,
  status,
  subject: { reference: 'Patient/q' },
  author: { reference: 'Practitioner/p' },
});

test('who is in a unit and what an author has not signed is found without all that is over', async () => {
  const encounter = (id: string, status: string) => ({
    resourceType: 'Encounter',
    id,
    status,
    class: { code: 'IMP' },
    subject: { reference: 'Patient/q' },
    serviceProvider: { reference: 'Organization/w' },
  });
  await store.put(encounter('here', 'in-progress'), encounter('gone', 'finished'));
  await store.put(unsigned('mine1', 'in-progress'), unsigned('mine2', 'completed'));
  expect(await store.ids('Encounter?service-provider=Organization/w&status=arrived,in-progress')).toEqual(['here']);
  expect(await store.ids('QuestionnaireResponse?author=Practitioner/p&status=in-progress')).toEqual(['mine1']);
  expect(await store.ids('QuestionnaireResponse?status=in-progress')).toEqual(['mine1']);
  for (const plan of await plansOf(store, 'QuestionnaireResponse?status=in-progress', {}))
    expect(looked(plan)).toBeLessThan(20);
});

test('what was there before these tokens is given the same', async () => {
  const ids = ['due', 'late', 'done', 'mine', 'here', 'gone', 'mine1', 'mine2'];
  const { writer } = store.database;
  const rows = async () =>
    (
      await writer.query(
        `SELECT r.id, r.date_keys, r.date_from, r.date_to, ARRAY(SELECT x.value FROM x_token x WHERE x.record = r.record AND x.id = r.id ORDER BY 1) AS tokens
         FROM resource r WHERE r.id = ANY ($1) ORDER BY r.id`,
        [ids],
      )
    ).rows;
  const before = await rows();
  const single = ['owner␟Organization/u', 'owner␟PractitionerRole/r', 'service-provider␟Organization/w']
    .map((text) => `hashtextextended('${text.replace('␟', `' || chr(31) || '`)}', 0)`)
    .join(', ');
  await writer.query(`DELETE FROM x_token WHERE id = ANY ($1) AND value NOT IN (${single})`, [ids]);
  await writer.query(
    `UPDATE resource SET date_keys = NULL, date_from = NULL, date_to = NULL WHERE id IN ('due', 'late', 'done')`,
  );
  for (const name of ['0036-open-tasks', '0037-open-work', '0038-drafts']) {
    const migration = readFileSync(new URL(`../migrations/${name}.sql`, import.meta.url), 'utf8');
    await store.database.transaction(async (client) => void (await client.query(migration)));
  }
  expect(await rows()).toEqual(before);
});
