import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Resource } from '../fhir/resource.ts';
import { extract } from '../fhir/search/extract.ts';
import { typeNumber } from '../fhir/types.ts';
import { type TestDatabase, withDatabase } from '../test/database.ts';
import { emptySchema } from '../test/schema.ts';
import { acrossScope } from './across.ts';
import { Random } from './cases/random.ts';
import { decide } from './decide.ts';
import { type Asking, factsOfRows } from './facts-of-rows.ts';
import { resourceFactsOf } from './label.ts';
import { labels } from './labels.ts';
import { isShown, judge } from './scope.ts';
import { type Bind, scopeSql } from './scope-sql.ts';

vi.setConfig({ testTimeout: 240_000 });

/**
 * One decision has two readings, and a search over all records a third. Random records made of resources, as the engine
 * keeps them; random readers; and for every one of them and every resource the question: do all give the same answer?
 * ENJOURNAL_TEST_SEED chooses other ones.
 */
const seed = Number(process.env.ENJOURNAL_TEST_SEED ?? 1);
const rounds = 8;
const recordsInRound = 60;
const readersInRound = 30;

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await withDatabase(emptySchema);
  client = new pg.Client(database.url);
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.close();
});

type Kept = { record: number; patient: string; makers: Resource[]; contents: Resource[] };

const key = (record: number, { resourceType, id }: Resource): string => `${record} ${typeNumber(resourceType)} ${id}`;
const at = (ms: number | undefined, otherwise: string): string =>
  ms === undefined || !Number.isFinite(ms)
    ? ms === Number.POSITIVE_INFINITY
      ? 'infinity'
      : otherwise
    : new Date(ms).toISOString();

async function keep({ record, makers, contents }: Kept): Promise<void> {
  for (const resource of contents) {
    const { tokens, from, to } = extract(resource, { record: BigInt(record) });
    await client.query(
      `INSERT INTO resource (record, type, id, version, at, from_at, to_at, tokens, tokens_more, present, access, content)
       VALUES ($1, $2, $3, 1, now(), $4, $5, $6, $7, '{}', $8, '')`,
      [
        record,
        typeNumber(resource.resourceType),
        resource.id,
        at(from, '-infinity'),
        at(to, 'infinity'),
        tokens.slice(0, 250).map(String),
        tokens.length > 250 ? tokens.slice(250).map(String) : null,
        labels.label(resource, BigInt(record)),
      ],
    );
  }
  const rows = makers.flatMap((one, i) =>
    labels.factsOf(one, BigInt(record)).map((fact) => ({ id: `m${i}`, ...fact })),
  );
  for (const { id, n, kind, unit, person, from, to, data } of rows) {
    await client.query('INSERT INTO access_fact VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9)', [
      ...[record, id, n, kind, unit ?? null, person ?? null],
      at(from, '-infinity'),
      at(to, 'infinity'),
      data === undefined ? null : JSON.stringify(data),
    ]);
  }
}

/** What is asked of all rows in one statement. */
async function rowsWhere(condition: (bind: Bind) => string): Promise<Set<string>> {
  const values: unknown[] = [];
  const text = condition((value) => `$${values.push(value)}`);
  const { rows } = await client.query<{ record: string; type: number; id: string }>(
    `SELECT record, type, id FROM resource r WHERE ${text}`,
    values,
  );
  return new Set(rows.map(({ record, type, id }) => `${record} ${type} ${id}`));
}

/** The first reading: every resource judged. And which record has any ground. */
function judged(all: readonly Kept[], asking: Asking) {
  const shown = new Set<string>();
  const permitted: { record: number; scope: Parameters<typeof judge>[0] }[] = [];
  for (const { record, makers, contents } of all) {
    const decision = decide(
      factsOfRows(
        makers.flatMap((one) => labels.factsOf(one, 1n)),
        asking,
      ),
    );
    if ('deny' in decision) continue;
    permitted.push({ record, scope: decision.permit });
    for (const resource of contents) {
      const { from, to } = extract(resource, { record: 1n });
      const access = labels.label(resource, 1n);
      const facts = resourceFactsOf(resource, {
        access,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      })!;
      if (isShown(judge(decision.permit, facts))) shown.add(key(record, resource));
    }
  }
  return { shown, permitted };
}

test('decision, predicate and search over all records agree on every resource', async () => {
  const random = new Random(seed);
  let compared = 0;
  const seen = { judged: 0, across: 0, acrossReaders: 0 };
  for (let round = 0; round < rounds; round++) {
    await client.query('TRUNCATE resource, access_fact');
    const all: Kept[] = [];
    for (let record = 1; record <= recordsInRound; record++) {
      const patient = `c-${record}`;
      const { makers, contents } = random.record(patient);
      const byKey = new Map(contents.map((one) => [key(record, one), one]));
      all.push({ record, patient, makers, contents: [...byKey.values()] });
    }
    for (const one of all) await keep(one);
    const patients = all.slice(0, 12).map(({ patient }) => patient);
    for (let reader = 0; reader < readersInRound; reader++) {
      const asking = random.asking(patients);
      const { shown, permitted } = judged(all, asking);
      const bySql = await rowsWhere((bind) => {
        const parts = permitted.map(({ record, scope }) => {
          const text = scopeSql(scope, { alias: 'r' }, bind);
          return `(r.record = ${bind(record)}::int8${text === '' ? '' : ` AND ${text}`})`;
        });
        return parts.length === 0 ? 'false' : parts.join(' OR ');
      });
      const where = { seed, round, reader, asking };
      expect({ ...where, rows: [...bySql].sort() }).toEqual({ ...where, rows: [...shown].sort() });
      compared += all.reduce((sum, { contents }) => sum + contents.length, 0);
      seen.judged += shown.size;

      const { actor } = asking;
      if (actor.kind !== 'staff' || asking.purpose === 'HQUALIMP' || asking.purpose === 'HRESCH') continue;
      const across = acrossScope({ ...asking, actor });
      const found = across === undefined ? new Set<string>() : await rowsWhere((bind) => across.sql('r', bind));
      expect({ ...where, across: [...found].sort() }).toEqual({ ...where, across: [...shown].sort() });
      if (across !== undefined) {
        const records = await rowsWhere((bind) => `r.record IN (${across.records(bind)})`);
        expect([...found].filter((one) => !records.has(one))).toEqual([]);
        seen.acrossReaders += 1;
      }
      seen.across += found.size;
    }
  }
  expect(compared).toBeGreaterThan(20_000);
  // Not because there was nothing to see.
  expect(seen.judged).toBeGreaterThan(compared / 40);
  expect(seen.across).toBeGreaterThan(500);
  expect(seen.acrossReaders).toBeGreaterThan(60);
});

test('where no block meets the reader nothing but bits is asked for', () => {
  const asking: Asking = new Random(seed).asking(['c-1']);
  const values: unknown[] = [];
  const decision = decide(
    factsOfRows(
      [
        { kind: 'patient', from: 0, to: Number.POSITIVE_INFINITY, data: { id: 'c' } },
        { kind: 'vedtak', unit: 'u', from: 0, to: Number.POSITIVE_INFINITY, data: { active: true } },
      ],
      {
        ...asking,
        purpose: 'TREAT',
        interaction: 'search',
        actor: {
          kind: 'staff',
          person: 'p',
          role: 'lege',
          hpr: { category: 'LE', status: 'active' },
          org: 'u',
          unit: 'u',
          alsoUnits: [],
          isEmployed: true,
          loa: 4,
        },
      },
    ),
  );
  if ('deny' in decision) throw new Error(decision.deny);
  const text = scopeSql(decision.permit, { alias: 'r' }, (value) => `$${values.push(value)}`);
  expect(text).toBe('r.access & $1::int4 <> 0 AND r.access & $2::int4 = 0');
});
