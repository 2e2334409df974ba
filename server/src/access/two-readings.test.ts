import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type TestDatabase, withDatabase } from '../test/database.ts';
import { emptySchema } from '../test/schema.ts';
import { acrossScope, acrossSystem } from './across.ts';
import { Random } from './cases/random.ts';
import { judgeAll, type Kept, keyOf, RowStore } from './cases/store.ts';
import { decide } from './decide.ts';
import { type Asking, factsOfRows } from './facts-of-rows.ts';
import { scopeSql } from './scope-sql.ts';

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
let store: RowStore;

beforeAll(async () => {
  database = await withDatabase(emptySchema);
  store = await RowStore.open(database.url);
});

afterAll(async () => {
  await store.close();
  await database.close();
});

test('decision, predicate and search over all records agree on every resource', async () => {
  const random = new Random(seed);
  let compared = 0;
  const seen = { judged: 0, across: 0, acrossReaders: 0, system: 0, agreed: 0 };
  for (let round = 0; round < rounds; round++) {
    await store.clear();
    const all: Kept[] = [];
    for (let record = 1; record <= recordsInRound; record++) {
      const { makers, contents } = random.record(`c-${record}`);
      const byKey = new Map(contents.map((one) => [keyOf(record, one), one]));
      all.push({ record, makers, contents: [...byKey.values()] });
    }
    await store.keep(all);
    const patients = all.slice(0, 12).map(({ record }) => `c-${record}`);
    for (let reader = 0; reader < readersInRound; reader++) {
      const asking = random.asking(patients);
      const { shown, permitted } = judgeAll(all, asking);
      const bySql = await store.shownBy(permitted);
      const where = { seed, round, reader, asking };
      expect({ ...where, rows: [...bySql].sort() }).toEqual({ ...where, rows: [...shown].sort() });
      compared += all.reduce((sum, { contents }) => sum + contents.length, 0);
      seen.judged += shown.size;

      const { actor } = asking;
      if (actor.kind === 'system') {
        const { sql = () => 'true', records } = acrossSystem({ ...asking, actor });
        const found = await store.where((bind) => sql('r', bind));
        expect({ ...where, system: [...found].sort() }).toEqual({ ...where, system: [...shown].sort() });
        seen.system += found.size;
        if (records !== undefined) {
          const within = await store.where((bind) => `r.record IN (${records(bind)})`);
          expect([...found].filter((one) => !within.has(one))).toEqual([]);
          seen.agreed += found.size;
        }
      }
      if (actor.kind !== 'staff' || asking.purpose === 'HQUALIMP' || asking.purpose === 'HRESCH') continue;
      const across = acrossScope({ ...asking, actor });
      const found = across === undefined ? new Set<string>() : await store.where((bind) => across.sql('r', bind));
      expect({ ...where, across: [...found].sort() }).toEqual({ ...where, across: [...shown].sort() });
      if (across !== undefined) {
        const records = await store.where((bind) => `r.record IN (${across.records(bind)})`);
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
  expect(seen.system).toBeGreaterThan(500);
  expect(seen.agreed).toBeGreaterThan(30);
});

test('where no block meets the reader nothing but bits is asked for, unless it is a draft', () => {
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
  expect(text).toMatch(
    /^r\.access & \$1::int4 <> 0 AND r\.access & \$2::int4 = 0 AND \(r\.access & \$3::int4 = 0 OR [^&]+&& \$4/,
  );
  expect(text).not.toContain('_at');
});
