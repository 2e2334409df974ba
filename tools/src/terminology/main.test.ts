import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, withDatabase } from '../../../server/src/test/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await withDatabase();
});
afterAll(() => database.close());

const example = (name: string) => join(import.meta.dirname, 'examples', name);
const run = async (...args: string[]) => {
  try {
    const done = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
      env: { ...process.env, DATABASE_URL: database.url },
    });
    return { code: 0, ...done };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
};

test('the command makes the schema, loads, and tells what it loaded', async () => {
  const { code, stderr } = await run('icpc-2', example('icpc-2-finnkode.json'), '--version', '2026');
  expect(stderr).toContain('9 concepts of urn:oid:2.16.578.1.12.4.1.1.7170 version 2026');
  expect(code).toBe(0);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query('SELECT version, concepts FROM code_system');
  await client.end();
  expect(rows).toEqual([{ version: '2026', concepts: 9 }]);
});

test('the command says in one line what it cannot do', async () => {
  expect(await run()).toMatchObject({ code: 2, stdout: expect.stringContaining('kind: icpc-2') });
  const unknown = await run('icd-11', example('nlk.csv'));
  expect(unknown.code).toBe(1);
  expect(unknown.stderr.trim()).toMatch(/^There is no kind icd-11: it is one of /);
  expect((await run('atc', '/no/such/file.csv')).stderr).toContain('/no/such/file.csv');
});
