import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '../../fhir/issue.ts';
import { findMatches } from './index.ts';
import { Store } from './test/store.ts';

let store: Store;

beforeAll(async () => {
  store = await Store.open();
  await store.putAll([
    { resourceType: 'Patient', id: 'a', identifier: [{ system: 'urn:nin', value: '1' }], name: [{ family: 'Dobbel' }] },
    { resourceType: 'Patient', id: 'b', identifier: [{ system: 'urn:nin', value: '2' }], name: [{ family: 'Dobbel' }] },
    { resourceType: 'Patient', id: 'c', name: [{ family: 'Dobbel' }] },
    { resourceType: 'Practitioner', id: 'd', identifier: [{ system: 'urn:hpr', value: '1' }] },
    { resourceType: 'Condition', id: 'e', subject: { reference: 'Patient/a' }, code: { coding: [{ code: 'R05' }] } },
  ]);
});

afterAll(() => store.close());

/** The matches of criteria of which none is wrong. */
const matches = async (...asked: Parameters<typeof findMatches>) => {
  const found = await findMatches(...asked);
  return found.map((one) => {
    if (one instanceof Problem) throw one;
    return one;
  });
};

const ids = async (...criteria: string[]) => {
  const asked = criteria.map((one) => {
    const [type = '', query = ''] = one.split('?');
    return { type, query };
  });
  const found = await matches(store.database.reader, asked);
  return found.map((matched) => matched.map(({ type, id }) => `${type}/${id}`).sort());
};

test('each of many criteria gets its own matches, two at most, in one statement', async () => {
  let statements = 0;
  const counting: typeof store.database.reader = {
    query: (text, values, name) => {
      statements += 1;
      return store.database.reader.query(text, values, name);
    },
  };
  const criteria = [
    { type: 'Patient', query: 'identifier=urn:nin|1' },
    { type: 'Patient', query: 'identifier=urn:nin|none' },
    { type: 'Practitioner', query: 'identifier=urn:hpr|1' },
    { type: 'Patient', query: 'identifier=urn:nin|1' },
    { type: 'Patient', query: 'name=dobbel' },
    { type: 'Condition', query: 'patient=Patient/a&code=R05' },
    { type: 'Condition', query: 'patient.identifier=urn:nin|1' },
    { type: 'Patient', query: 'identifier=urn:nin|1&name=other' },
  ];
  const found = await matches(counting, criteria);
  expect(statements).toBe(1);
  expect(found.map((matched) => matched.map(({ id }) => id))).toMatchObject([
    ['a'],
    [],
    ['d'],
    ['a'],
    [expect.any(String), expect.any(String)],
    ['e'],
    ['e'],
    [],
  ]);
  const all = await findMatches(store.database.reader, [{ type: 'Patient', query: 'name=dobbel' }], { most: 10 });
  expect(all[0]).toHaveLength(3);
});

test('an identifier of another type is another', async () => {
  expect(await ids('Patient?identifier=1', 'Practitioner?identifier=1', 'Patient?_id=b')).toEqual([
    ['Patient/a'],
    ['Practitioner/d'],
    ['Patient/b'],
  ]);
});

test('criteria that are unknown, wrong, or select nothing are refused, and the others are answered', async () => {
  const wrong = ['shoe-size=4', 'birthdate=x', 'identifier='];
  const selectNothing = ['_count=3', ''];
  const queries = [...wrong, '_id=b', ...selectNothing];
  const found = await findMatches(
    store.database.reader,
    queries.map((query) => ({ type: 'Patient', query })),
  );
  expect(found.map((one) => (one instanceof Problem ? one.kind : one.map(({ id }) => id)))).toEqual([
    ...['invalid', 'invalid', 'invalid'],
    ['b'],
    ...['stale', 'stale'],
  ]);
});

test('a thousand of a transaction are one statement of the same text', async () => {
  const criteria = Array.from({ length: 1000 }, (_, i) => ({ type: 'Patient', query: `identifier=urn:nin|${i}` }));
  const texts = new Set<string>();
  const watching: typeof store.database.reader = {
    query: (text, values, name) => {
      texts.add(text);
      return store.database.reader.query(text, values, name);
    },
  };
  const found = await matches(watching, criteria);
  await findMatches(watching, criteria.slice(0, 3));
  expect(texts.size).toBe(1);
  expect(found.flat().map(({ id }) => id)).toEqual(['a', 'b']);
});
