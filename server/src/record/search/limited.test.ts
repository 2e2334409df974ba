import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hash64 } from '../../fhir/search/hash.ts';
import type { Scope } from './index.ts';
import { citizens, fillMunicipality, units } from './test/municipality.ts';
import { looked, nodesOf, plansOf } from './test/plans.ts';
import { Store } from './test/store.ts';

let store: Store;

/** Sees the categories of bit 2 in the records that the unit has to do with now. */
function limitedTo(unit: string): Scope {
  const now = '2026-11-24T12:00:00Z';
  const ground = (bind: (value: unknown) => string) =>
    `f.unit = ANY (${bind([unit])}::text[]) AND f.kind = ANY (${bind(['vedtak', 'encounter'])}::text[])
      AND f.from_at <= ${bind(now)}::timestamptz AND f.to_at > ${bind(now)}::timestamptz`;
  return {
    sql: (alias, bind) => `${alias}.access = 0 OR (${alias}.access & ${bind(4)}::int4 <> 0
      AND EXISTS (SELECT FROM access_fact f WHERE f.record = ${alias}.record AND ${ground(bind)} OFFSET 0))`,
    records: (bind) => `SELECT f.record FROM access_fact f WHERE ${ground(bind)}`,
  };
}

const scope = limitedTo('unit-3');

beforeAll(async () => {
  store = await Store.open();
  await fillMunicipality(store.database.writer);
}, 120_000);

afterAll(() => store.close());

describe('a reader who is limited to the records of a unit', () => {
  test.each([
    'Task?owner=Organization/u3',
    'Task?owner=Organization/u3&_sort=-authored-on&_total=accurate',
    'Task?_count=10',
    'Observation?code=urn:loinc|2&_count=10',
    'Observation?_sort=-date&_count=10',
    'Observation?_sort=date&_count=10',
    'Observation?_summary=count',
    'Observation?date=ge2026-01-02&_total=accurate',
    'Condition?code=urn:icpc|T90',
    'Condition?code=urn:icpc|T90&_total=estimate&_count=2',
    'Patient?name=kari&_count=5',
    'Patient?name=kari%20berg3',
    'Patient?identifier=urn:nin|4711',
    'Patient?_count=5',
    'Patient?_has:Condition:patient:code=urn:icpc|T90',
    'Observation?patient.identifier=urn:nin|53',
    'Observation?patient.name=kari&_count=5',
    'Condition?patient.name=berg3&code=urn:icpc|R05',
    '?_type=Observation,Task&_count=10',
    'Condition?_include=Condition:patient&_count=5',
    'Patient?_count=3&_revinclude=Observation:patient&_revinclude=Task:patient',
  ])('%s looks at the unit’s records, not at everyone’s', async (url) => {
    for (const plan of await plansOf(store, url, scope)) {
      expect(nodesOf(plan).filter((node) => node['Node Type'] === 'Seq Scan' && node['Relation Name'])).toEqual([]);
      expect(looked(plan)).toBeLessThan(citizens / 2);
    }
  });

  test('finds all that is theirs, of the unit and of nobody, and nothing else', async () => {
    const own = citizens / units;
    const total = async (url: string, under = scope) => (await store.search(url, { scope: under })).total;
    expect(await total('Patient?_summary=count')).toBe(own);
    expect(await total('Observation?_summary=count')).toBe(own * 3);
    expect(await total('Observation?code=urn:loinc|1&_summary=count')).toBe(own);
    expect(await total('Task?_summary=count')).toBe(own + 3);
    expect(await total('?_type=Task,Observation&_summary=count')).toBe(own * 4 + 3);
    expect(await total('Patient?name=kari&_summary=count')).toBe(own);
    const { sql = () => '' } = scope;
    for (const url of [
      'Condition?code=urn:icpc|T90',
      'Condition?patient.name=berg3',
      'Patient?_has:Task:patient:status:missing=true',
    ]) {
      const ask = `${url}&_summary=count`;
      expect([url, await total(ask)]).toEqual([url, await total(ask, { sql })]);
      expect(await total(ask)).toBeGreaterThan(0);
    }
    const ids = new Set<string>();
    for (let position: readonly (string | null)[] | undefined, more = true; more; ) {
      const page = await store.search('Task?_count=50', { scope, ...(position && { position }) });
      for (const { id } of page.matches) ids.add(id);
      position = page.next;
      more = position !== undefined;
    }
    expect(ids.size).toBe(own + 3);
  });
});

test('a page link that was given for other records than are searched now is refused', async () => {
  const { next } = await store.search('Observation?_count=5', { scope });
  expect(next).toBeDefined();
  await expect(store.search('Observation?_count=5', { position: next! })).rejects.toMatchObject({
    kind: 'invalid',
    issues: [{ key: 'page-link' }],
  });
});

describe('a reader of one record', () => {
  test('with some categories and units gets a page from the covering index alone', async () => {
    const unit = hash64('_tag\u001furn:unit|u1');
    const some: Scope = {
      sql: (alias, bind) =>
        `${alias}.access & ${bind(4)}::int4 <> 0 AND NOT (${bind(String(unit))}::int8 = ANY (${alias}.tokens) AND ${alias}.from_at < '2020-01-01')`,
    };
    for (const url of [
      'Observation?patient=Patient/p7',
      'Patient/p7/Observation?code=urn:loinc|2&_sort=-date',
      'Observation?patient=Patient/p7&date=ge2025',
    ]) {
      const [plan] = await plansOf(store, url, some);
      const scans = nodesOf(plan!).filter((node) => node['Relation Name'] === 'resource' && node['Actual Loops'] !== 0);
      expect(scans.map((node) => node['Node Type']).sort()).toEqual(['Index Only Scan', 'Index Scan']);
    }
  });

  test('gets an estimate that is the exact figure', async () => {
    const half: Scope = { sql: (alias) => `${alias}.record % 2 = 0` };
    const { total } = await store.search('Observation?_total=estimate&_count=1', { scope: half });
    expect(total).toBe((await store.search('Observation?_summary=count', { scope: half })).total);
    expect(total).toBeGreaterThan(10_000);
  });
});
