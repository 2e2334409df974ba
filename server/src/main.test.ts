import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { freePort } from './test/port.ts';
import { type Product, runServer, startProduct, systemToken } from './test/product.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: string;
let port: number;
let product: Product;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'enjournal-main-'));
  port = await freePort();
  product = await startProduct(port, { ENJOURNAL_DATA: folder, ENJOURNAL_CITIZENS: '100', LOG_LEVEL: 'info' });
});

afterAll(async () => {
  await product.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function get(path: string) {
  const token = await systemToken(product.base);
  const answer = await fetch(`${product.base}/fhir/${path}`, { headers: { authorization: `Bearer ${token}` } });
  return {
    status: answer.status,
    body: (await answer.json()) as { total?: number; entry?: { resource: { id: string } }[] },
  };
}

test('it prints its address, and has the municipality with the people of the stories in it', async () => {
  expect(product.said()).toContain(`Enjournal is ready: ${product.base}`);
  const { body } = await get('Patient?name=kari&name=testdal');
  expect(body.entry).toHaveLength(1);
  expect((await get('Patient?_summary=count')).body.total).toBeGreaterThanOrEqual(100);
});

test('nothing that was loaded was refused', () => {
  expect(product.said()).not.toMatch(/"level":"(error|fatal|warn)"/);
});

test('without a token there is nothing to see but what the server can', async () => {
  expect((await fetch(`${product.base}/fhir/Patient`)).status).toBe(401);
  expect((await fetch(`${product.base}/fhir/metadata`)).status).toBe(200);
  expect((await fetch(`${product.base}/fhir/.well-known/smart-configuration`)).status).toBe(200);
});

test('the page is served, and asks for nothing elsewhere', async () => {
  const page = await fetch(product.base, { headers: { accept: 'text/html' } });
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(await page.text()).toMatch(/<script type="module"[^>]* src="\/assets\//);
});

test('metrics tell how busy the database is', async () => {
  const text = await (await fetch(`${product.base}/metrics`)).text();
  expect(text).toMatch(/enjournal_database_connections\{state="open"\} [1-9]/);
});

test('it ends in good order, and a second start keeps the data', async () => {
  const before = (await get('Patient?_summary=count')).body.total;
  expect(await product.stop()).toBe(0);
  product = await startProduct(port, { ENJOURNAL_DATA: folder, ENJOURNAL_CITIZENS: '100', LOG_LEVEL: 'info' });
  expect((await get('Patient?_summary=count')).body.total).toBe(before);
  expect(product.said()).not.toContain('demo municipality loaded');
});

test('the log tells of no one', () => {
  const log = product.said();
  expect(log).not.toMatch(/Testdal|\b\d{11}\b/);
  expect(log).not.toContain(readFileSync(join(folder, 'password'), 'utf8'));
});

test('a wrong setting ends it with code 2 and the words that help', async () => {
  const { code, said } = await runServer({ PORT: 'eighty', LOG_LEVEL: 'loud', ENJOURNAL_DATA: folder });
  expect(code).toBe(2);
  expect(said).toMatch(/PORT must be a whole number[\s\S]*LOG_LEVEL must be/);
});

test('a second server on the same data is refused in plain words', async () => {
  const { code, said } = await runServer({ PORT: '0', ENJOURNAL_DATA: folder });
  expect(code).toBe(1);
  expect(said).toContain(`in use by another Enjournal server (process ${product.child.pid})`);
});

test('a port that is taken, and a database that is not there, are told in plain words', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const taken = String((other.address() as { port: number }).port);
  const empty = mkdtempSync(join(tmpdir(), 'enjournal-main-'));
  const busy = await runServer({ PORT: taken, ENJOURNAL_DATA: empty, ENJOURNAL_CITIZENS: '0' });
  other.close();
  rmSync(empty, { recursive: true, force: true });
  expect([busy.code, busy.said]).toEqual([
    1,
    expect.stringContaining(`Port ${taken} on 127.0.0.1 is used by another program`),
  ]);
  const away = await runServer({ DATABASE_URL: 'postgresql://u:geheim@127.0.0.1:1/x', ENJOURNAL_MODE: 'demo' });
  expect([away.code, away.said]).toEqual([1, expect.stringContaining('cannot be reached (ECONNREFUSED)')]);
  expect(away.said).not.toContain('geheim');
});
