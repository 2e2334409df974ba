import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, withServer } from '../../../server/src/test/server.ts';
import { Client } from '../load/client.ts';
import { httpStore } from './http-store.ts';
import { type FileImport, importFile } from './import-file.ts';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await withServer();
  folder = mkdtempSync(join(tmpdir(), 'enjournal-import-'));
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function options(name: string, text: string | Buffer, more: Partial<FileImport> = {}): FileImport {
  const path = join(folder, name);
  writeFileSync(path, text);
  return {
    kind: 'personnel',
    path,
    store: httpStore(new Client({ url: server.base, client: 'test', secret: '', token: 'test', patienceMs: 2_000 })),
    series: 'synthetic',
    today: '2026-11-29',
    state: join(folder, 'state'),
    resume: false,
    dryRun: false,
    signal: new AbortController().signal,
    ...more,
  };
}

const csv = (from: number, count: number): string =>
  `hprNumber;given;family\n${Array.from({ length: count }, (_, i) => `${from + i};Fil;Prøve\n`).join('')}`;
const stored = async (given: string): Promise<number> =>
  (await server.get(`Practitioner?given=${given}&_summary=count`)).body.total!;

test('a file is imported over HTTP, and what was refused stands in a report by line, without what stood there', async () => {
  const done = await importFile(options('a.csv', `${csv(930_000_001, 3)}0;Hemmelig;Navn\n`));
  expect(done).toMatchObject({ rows: 4, changed: 3, refused: 1, interrupted: false });
  expect(await stored('Fil')).toBe(3);
  const report = readFileSync(done.report, 'utf8');
  expect(JSON.parse(report)).toEqual({ line: 5, reasons: ['hprNumber is no valid number'] });
  expect(report).not.toContain('Hemmelig');
});

test('a packed file is read as it is', async () => {
  const done = await importFile(options('b.csv.gz', gzipSync(csv(930_000_101, 2))));
  expect(done).toMatchObject({ changed: 2 });
});

test('an import that is cut off goes on after what it stored', async () => {
  const stop = new AbortController();
  const file = csv(930_001_001, 250);
  const first = await importFile(
    options('c.csv', file, { signal: stop.signal, onProgress: (line) => line > 100 && stop.abort() }),
  );
  expect(first).toMatchObject({ interrupted: true });
  expect(first.changed).toBeLessThan(250);
  const path = join(folder, 'c.csv');
  const second = await importFile({ ...options('unused.csv', ''), path, resume: true });
  expect(second.skipped).toBe(first.line);
  expect(second.rows + first.changed).toBe(250);
  expect(second).toMatchObject({ unchanged: 0, interrupted: false });
});

test('a dry run stores nothing and tells what it would', async () => {
  const before = await stored('Fil');
  expect(await importFile(options('d.csv', csv(930_002_001, 5), { dryRun: true }))).toMatchObject({ changed: 5 });
  expect(await stored('Fil')).toBe(before);
});

test('a search that is longer than a page gives all of it', async () => {
  await importFile(options('e.csv', csv(930_010_001, 1100).replaceAll('Fil', 'Lang')));
  const store = options('unused.csv', '').store;
  expect(await store.search('Practitioner', [['given', 'Lang']])).toHaveLength(1100);
});
