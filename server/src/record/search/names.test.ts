import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Resource } from '../../fhir/resource.ts';
import { extract } from '../../fhir/search/extract.ts';
import { withDatabase } from '../../test/database.ts';
import { migrate } from '../index.ts';
import { type JsonResource, Store } from './test/store.ts';

/** A citizen whose id is the name in lower case, words joined. */
const called = (family: string, ...given: string[]): JsonResource => ({
  resourceType: 'Patient',
  id: [...given, family].join('-').toLowerCase().replace(/ø/g, 'o'),
  name: [{ family, given }],
});

const longName = 'Kari Av Det Uendelig Lange Og Aldri Sluttende Navnet'.split(' ');
const citizens = [
  called('Hansen', 'Kari'),
  called('Hansen', 'Karin', 'Kari'),
  called('Hansen-Karlsen', 'Karianne'),
  called('Hansen', 'Ola'),
  called('Moe', 'Kari'),
  called('Hansen', ...longName),
  called('Karlsen', 'Kari'),
];

let store: Store;

beforeAll(async () => {
  store = await Store.open();
  await store.put(...citizens);
});
afterAll(() => store.close());

const karis = [
  'kari-hansen',
  'karianne-hansen-karlsen',
  'karin-kari-hansen',
  `${longName.join('-').toLowerCase()}-hansen`,
];

test.each([
  ['name=kari hansen', karis],
  ['name=han ka', karis],
  ['name=hansen&name=kar', karis],
  ['family=hansen&given=kar', karis],
  ['family=hansen&given:exact=Kari', ['kari-hansen', 'karin-kari-hansen', karis[3]]],
  ['name=karin hansen kari', ['karin-kari-hansen']],
  ['name=karlsen hansen', ['karianne-hansen-karlsen']],
  ['name=kari karlsen', ['kari-karlsen', 'karianne-hansen-karlsen']],
  ['name=ola moe', []],
])('by two words of a name, wherever they stand: %s', async (query, expected) => {
  expect(await store.found(`Patient?${query}`)).toEqual([...expected].sort());
});

test('one whom two words of the name fit in several ways comes once, on whichever page', async () => {
  const seen: string[] = [];
  let page = await store.search('Patient?name=kar hansen&_count=1');
  seen.push(...page.matches.map(({ id }) => id));
  while (page.next !== undefined) {
    page = await store.search('Patient?name=kar hansen&_count=1', { position: page.next });
    seen.push(...page.matches.map(({ id }) => id));
  }
  expect(seen.sort()).toEqual([...karis].sort());
  const { total } = await store.search('Patient?name=kar hansen&_summary=count');
  expect(total).toBe(karis.length);
});

test('two words find in any order of the results', async () => {
  expect(await store.ids('Patient?name=kari hansen&_sort=-family,given')).toHaveLength(karis.length);
});

test('a name that was changed is found by its new words only', async () => {
  await store.put({ ...called('Berg', 'Turid'), id: 'changing' });
  expect(await store.found('Patient?name=turid berg')).toEqual(['changing']);
  await store.put({ ...called('Dahl', 'Turid'), id: 'changing' });
  expect(await store.found('Patient?name=turid berg')).toEqual([]);
  expect(await store.found('Patient?name=turid dahl')).toEqual(['changing']);
});

test('names stored before there were pairs get theirs from the migration', async () => {
  const old = await withDatabase();
  await migrate(old.url, 8);
  const client = new pg.Client(old.url);
  await client.connect();
  const expected: string[] = [];
  for (const [record, citizen] of citizens.entries()) {
    const { names } = extract(citizen as Resource, { record: BigInt(record) });
    expected.push(...names.map((name) => `${citizen.id} ${name}`));
    for (const name of names.filter((one) => !one.includes('\u001f'))) {
      await client.query('INSERT INTO x_name VALUES (103, $1, $2, $3)', [name, record, citizen.id]);
    }
  }
  await migrate(old.url);
  const { rows } = await client.query<{ name: string }>(`SELECT id || ' ' || name AS name FROM x_name`);
  await client.end();
  await old.close();
  expect(rows.map(({ name }) => name).sort()).toEqual(expected.sort());
});
