import pg from 'pg';
import { expect, test } from 'vitest';
import { labelRules, labels } from '../../../server/src/access/labels.ts';
import { extract } from '../../../server/src/fhir/search/extract.ts';
import { typeNumber } from '../../../server/src/fhir/types.ts';
import { migrate } from '../../../server/src/record/migrate.ts';
import { type StoredVersion, writeChanges } from '../../../server/src/record/write.ts';
import { withDatabase } from '../../../server/src/test/database.ts';
import { part, perCitizen, recordOfCitizen } from './citizens.ts';
import { fillStraight } from './fill.ts';
import { columns } from './rows.ts';

test('what is written straight into the tables is what the engine would have written', async () => {
  const [straight, engine] = await Promise.all([withDatabase(), withDatabase()]);
  await Promise.all([migrate(straight.url), migrate(engine.url)]);
  await fillStraight(straight.url, 7);
  await storeByEngine(engine.url, 7);
  for (const [table, names] of Object.entries(columns)) {
    const order = names.split(', ').slice(0, 5).join(', ');
    const read = `SELECT ${names} FROM ${table} ORDER BY ${order}`;
    const rows = await ask(straight.url, read);
    expect(rows.length, table).toBeGreaterThanOrEqual(7);
    expect(rows).toEqual(await ask(engine.url, read));
  }
  const indexes = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1";
  expect(await ask(straight.url, indexes)).toEqual(await ask(engine.url, indexes));
  await Promise.all([straight.close(), engine.close()]);
});

test('a store that was written straight is told by the rules of this server, so that nothing is told anew while it is measured', async () => {
  const store = await withDatabase();
  await migrate(store.url);
  await fillStraight(store.url, 1);
  expect(await ask(store.url, 'SELECT rules, target FROM labelling')).toEqual([
    { rules: labelRules, target: labelRules },
  ]);
  await store.close();
});

async function storeByEngine(url: string, citizens: number): Promise<void> {
  const changes: StoredVersion[] = [];
  for (let serial = 0; serial < citizens; serial++) {
    for (let number = 0; number < perCitizen; number++) {
      const resource = part(serial, number);
      const record = recordOfCitizen(serial);
      const key = { record, type: typeNumber(resource.resourceType), id: resource.id as string };
      const entries = extract(resource, { record });
      const content = JSON.stringify(resource);
      const told = { access: labels.label(resource, record), facts: labels.factsOf(resource, record) };
      changes.push({ ...key, op: 'C', version: 1, content, entries, ...told, located: false, isNews: false });
    }
  }
  const client = new pg.Client(url);
  await client.connect();
  const queryable = {
    async query<T>(text: string, values?: unknown[]) {
      const { rows, rowCount } = await client.query(text, values);
      return { rows: rows as T[], rowCount: rowCount ?? 0 };
    },
  };
  const log = { writer: 1n, era: 0n, rows: [] };
  await writeChanges(queryable, { at: Date.parse('2024-01-08T08:00:00.000Z'), changes, log, epochs: [] });
  await client.end();
}

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
