import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hash64 } from '../../fhir/search/hash.ts';
import { typeNumber } from '../../fhir/types.ts';
import type { Queryable } from '../database.ts';
import { runSearch, type Scope } from './index.ts';
import { Store } from './test/store.ts';

/**
 * A municipality: each citizen has a Patient, three Observations, a Condition and a Task, and a fact that one of fifty units
 * has to do with them. Rows are written as the engine writes them, as far as what is asked here looks at them.
 */
const citizens = 10_000;
const units = 50;
let store: Store;

const type = (name: string) => typeNumber(name);
const hash = (text: string) => `hashtextextended(${text}, 0)`;
const token = (code: string, value: string) => hash(`'${code}' || chr(31) || ${value}`);

/** A citizen's record, whose key is the hash of its Patient's address. */
const record = hash(`'Patient/p' || i`);

async function fill(client: Queryable): Promise<void> {
  const row = (name: string, id: string, from: string, tokens: string[], content: string, each = '') =>
    client.query(`INSERT INTO resource (record, type, id, version, at, from_at, tokens, present, strings, access, content)
      SELECT ${record}, ${type(name)}, ${id}, 1, '2026-01-01', (${from})::timestamptz, ARRAY[${tokens.join(', ')}], '{}',
        ARRAY['name' || chr(31) || 'kari berg' || i % 7 || chr(31) || 'Kari Berg'], 4, ${content}
      FROM generate_series(1, ${citizens}) i ${each}`);
  const json = (name: string, id: string) => `'{"resourceType":"${name}","id":"' || ${id} || '"}'`;
  const subject = token('patient', `'Patient/p' || i`);
  const diagnosis = `(ARRAY['T90','R05','A01'])[i % 3 + 1]`;
  await row(
    'Patient',
    `'p' || i`,
    `'-infinity'`,
    [token('identifier', `'urn:nin|' || i`)],
    json('Patient', `'p' || i`),
  );
  await row(
    'Observation',
    `'b' || i || '-' || n`,
    `'2026-01-01'::timestamptz + i * interval '1 minute' + n * interval '1 day'`,
    [subject, token('code', `'urn:loinc|' || n`)],
    json('Observation', `'b' || i || '-' || n`),
    'CROSS JOIN generate_series(1, 3) n',
  );
  await row(
    'Condition',
    `'c' || i`,
    `'-infinity'`,
    [subject, token('code', `'urn:icpc|' || ${diagnosis}`)],
    json('Condition', `'c' || i`),
  );
  const owner = token('owner', `'Organization/u' || i % ${units}`);
  await row(
    'Task',
    `'t' || i`,
    `'2026-01-01'::timestamptz + i * interval '1 minute'`,
    [subject, owner],
    json('Task', `'t' || i`),
  );
  await client.query(`INSERT INTO x_token (value, type, from_at, record, id)
    SELECT ${token('identifier', `'urn:nin|' || i`)}, ${type('Patient')}, '-infinity'::timestamptz, ${record}, 'p' || i FROM generate_series(1, ${citizens}) i
    UNION ALL SELECT ${token('code', `'urn:icpc|' || ${diagnosis}`)}, ${type('Condition')}, '-infinity', ${record}, 'c' || i FROM generate_series(1, ${citizens}) i
    UNION ALL SELECT ${owner}, ${type('Task')}, '2026-01-01'::timestamptz + i * interval '1 minute', ${record}, 't' || i FROM generate_series(1, ${citizens}) i`);
  await client.query(`INSERT INTO x_name (type, name, record, id)
    SELECT ${type('Patient')}, name, ${record}, 'p' || i FROM generate_series(1, ${citizens}) i CROSS JOIN unnest(ARRAY['kari', 'berg' || i % 7, 'kari berg' || i % 7]) name`);
  // every unit has its own, and unit 3 has had others too
  await client.query(`INSERT INTO access_fact (record, type, id, n, kind, unit, from_at, to_at)
    SELECT ${record}, ${type('EpisodeOfCare')}, 'e' || i, 0, 'vedtak', 'unit-' || i % ${units}, '2026-01-01'::timestamptz, 'infinity'::timestamptz FROM generate_series(1, ${citizens}) i
    UNION ALL SELECT ${record}, ${type('EpisodeOfCare')}, 'f' || i, 0, 'vedtak', 'unit-3', '2025-01-01', '2026-01-01' FROM generate_series(1, ${citizens}, 100) i`);
  // an outside world: what is in nobody's record
  await client.query(`INSERT INTO resource (record, type, id, version, at, tokens, present, content)
    SELECT -i, ${type('Task')}, 'own' || i, 1, '2026-01-01', ARRAY[${token('owner', `'Organization/u3'`)}], '{}', ${json('Task', `'own' || i`)}
    FROM generate_series(1, 3) i`);
  for (const table of ['resource', 'x_token', 'x_name', 'access_fact']) await client.query(`VACUUM ANALYZE ${table}`);
}

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
  await fill(store.database.writer);
}, 120_000);

afterAll(() => store.close());

type Node = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Node[];
};

/** Rows of tables and indices that a plan has looked at. */
function looked(node: Node): number {
  const own = /Scan$/.test(node['Node Type']) && node['Relation Name'] !== undefined;
  const rows =
    (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  const here = own ? rows * (node['Actual Loops'] ?? 0) : 0;
  return (node.Plans ?? []).reduce((sum, one) => sum + looked(one), here);
}

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** The plans of all statements of a search, as they were run. */
async function plansOf(url: string, under: Scope): Promise<Node[]> {
  const plans: Node[] = [];
  const reader: Queryable = {
    async query(text, values, name) {
      if (!text.startsWith('EXPLAIN')) {
        const { rows } = await store.database.reader.query<{ 'QUERY PLAN': { Plan: Node }[] }>(
          `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
          values,
        );
        plans.push(rows[0]!['QUERY PLAN'][0]!.Plan);
      }
      return store.database.reader.query(text, values, name);
    },
  };
  await runSearch(reader, store.parse(url), { scope: under });
  return plans;
}

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
    for (const plan of await plansOf(url, scope)) {
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
      const [plan] = await plansOf(url, some);
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
