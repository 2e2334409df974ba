import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../config/index.ts';
import { Problem, problem } from '../fhir/issue.ts';
import { createApp } from './app.ts';
import { toldError } from './log.ts';
import { createMetrics } from './metrics.ts';

const webFolder = mkdtempSync(join(tmpdir(), 'enjournal-web-'));
const lines: string[] = [];
let app: FastifyInstance;
let base: string;
let isDatabaseUp = true;

async function makeApp(env: Record<string, string> = {}): Promise<FastifyInstance> {
  const made = await createApp({
    config: readConfig(env),
    log: pino({ level: 'debug', serializers: { err: toldError } }, { write: (line: string) => void lines.push(line) }),
    metrics: createMetrics(),
    health: { check: async () => ({ database: isDatabaseUp }) },
    webFolder,
  });
  made.register(
    async (fhir) => {
      fhir.post('/echo', async (request, reply) => reply.send({ bytes: (request.body as Buffer).length }));
      fhir.get('/fault', () => Promise.reject(new Error('lost')));
      fhir.get('/stale', () => Promise.reject(problem('stale', 'version-conflict')));
      fhir.get('/slow/:id', async () => {
        await sleep(300);
        return { done: true };
      });
    },
    { prefix: '/fhir' },
  );
  await made.listen({ port: 0 });
  return made;
}

const addressOf = (of: FastifyInstance) => `http://127.0.0.1:${(of.server.address() as { port: number }).port}`;

beforeAll(async () => {
  mkdirSync(join(webFolder, 'assets'));
  writeFileSync(join(webFolder, 'index.html'), '<!doctype html><title>Enjournal</title>');
  writeFileSync(join(webFolder, 'assets', 'app-1a2b.js'), 'export {};');
  app = await makeApp({ ENJOURNAL_MAX_BUNDLE: '100 KB', ENJOURNAL_MAX_RESOURCE: '50 KB' });
  base = addressOf(app);
});

afterAll(async () => {
  await app.close();
  rmSync(webFolder, { recursive: true });
});

/** Sends bytes as they are, and gives back all that comes before the server hangs up. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(base).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}

async function outcome(answer: Response) {
  expect(answer.headers.get('content-type')).toContain('application/fhir+json');
  const body = (await answer.json()) as {
    resourceType: string;
    issue: { code: string; details?: { coding: { code: string }[] } }[];
  };
  expect(body.resourceType).toBe('OperationOutcome');
  return body.issue[0];
}

test('a problem is answered by its status and an outcome', async () => {
  const answer = await fetch(`${base}/fhir/stale`);
  expect(answer.status).toBe(412);
  expect(await outcome(answer)).toMatchObject({
    code: 'conflict',
    details: { coding: [{ code: 'version-conflict' }] },
  });
});

test('a fault is answered with a reference, and only the log knows what it was', async () => {
  const answer = await fetch(`${base}/fhir/fault`);
  expect(answer.status).toBe(500);
  const reference = answer.headers.get('x-request-id');
  const text = await answer.text();
  expect(text).not.toContain('lost');
  expect(lines.some((line) => line.includes('"lost"') && line.includes(`"${reference}"`))).toBe(true);
});

test('bodies arrive as they were sent, whatever their type', async () => {
  for (const type of ['application/fhir+json', 'text/xml', 'application/x-unheard-of', 'a/b;c=d']) {
    const answer = await fetch(`${base}/fhir/echo`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: '{"a":',
    });
    expect(await answer.json(), type).toEqual({ bytes: 5 });
  }
});

test('a body beyond the limit is refused with 413, also when its length was not announced', async () => {
  const send = (body: RequestInit['body'], more = {}) =>
    fetch(`${base}/fhir/echo`, { method: 'POST', body: body ?? null, ...more });
  expect((await send(Buffer.alloc(100 * 1024))).status).toBe(200);
  const answer = await send(Buffer.alloc(100 * 1024 + 1));
  expect(answer.status).toBe(413);
  expect(await outcome(answer)).toMatchObject({ code: 'too-long' });
  const stream = new Blob([new Uint8Array(150 * 1024)]).stream();
  expect((await send(stream, { duplex: 'half' })).status).toBe(413);
});

test('a request with two Host headers is refused', async () => {
  const twice = await raw('GET /fhir/stale HTTP/1.1\r\nHost: x\r\nhost: y\r\nConnection: close\r\n\r\n');
  expect(twice).toMatch(/^HTTP\/1\.1 400 [\s\S]*"host-twice"/);
  const once = await raw('GET /fhir/stale HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect(once).toMatch(/^HTTP\/1\.1 412 /);
});

test('headers beyond the limit are 431, a URL beyond it 414, malformed ones 400, each with an outcome', async () => {
  const headers = await raw(`GET /fhir/stale HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(70_000)}\r\n\r\n`);
  expect(headers).toMatch(/^HTTP\/1\.1 431 [\s\S]*"OperationOutcome"/);
  const url = await fetch(`${base}/fhir/stale?_id=${'a'.repeat(40_000)}`);
  expect(url.status).toBe(414);
  expect(await outcome(url)).toMatchObject({ code: 'too-long' });
  const notHttp = await raw('HELLO\r\n\r\n');
  expect(notHttp).toMatch(/^HTTP\/1\.1 400 [\s\S]*"OperationOutcome"/);
  const path = await raw('GET /fhir/%ZZ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect(path).toMatch(/^HTTP\/1\.1 400 [\s\S]*"OperationOutcome"/);
});

test('an address may be written whole, as to a proxy', async () => {
  const answer = await raw('GET http://elsewhere.example/fhir/stale HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 412 /);
});

test('the log tells routes, never who or what was asked for', async () => {
  lines.length = 0;
  await fetch(`${base}/fhir/slow/13097248022?name=Kari`);
  await fetch(`${base}/fhir/nowhere/13097248022?name=Kari`);
  await sleep(50);
  expect(lines.some((line) => line.includes('"route":"/fhir/slow/:id"'))).toBe(true);
  expect(lines.join()).not.toMatch(/13097248022|Kari/);
});

test('an error is told without the values in its words', () => {
  const cause = Object.assign(new Error('Key (nin)=(13097248022) exists'), {
    severity: 'ERROR',
    code: '23505',
    table: 'x',
  });
  const told = JSON.stringify(toldError(new Error('cannot write', { cause })));
  expect(told).toContain('"23505"');
  expect(told).not.toContain('13097248022');
  let parse: unknown;
  try {
    JSON.parse('{"name": Kari}');
  } catch (error) {
    parse = error;
  }
  expect(JSON.stringify(toldError(parse))).not.toContain('Kari');
  expect(toldError(new Problem('invalid', [{ severity: 'error', code: 'x', key: 'k' }]))).toMatchObject({
    issues: [{ key: 'k' }],
  });
});

test('health says whether it lives and whether it can serve', async () => {
  expect((await fetch(`${base}/health/live`)).status).toBe(200);
  expect((await fetch(`${base}/health/ready`)).status).toBe(200);
  isDatabaseUp = false;
  const answer = await fetch(`${base}/health/ready`);
  isDatabaseUp = true;
  expect([answer.status, await answer.json()]).toEqual([503, { status: 'not-ready', database: false }]);
});

test('metrics count requests by route, for those who come directly', async () => {
  const text = await (await fetch(`${base}/metrics`)).text();
  expect(text).toMatch(/enjournal_http_request_seconds_count\{method="GET",route="\/fhir\/stale",status="4xx"\} \d/);
  const viaProxy = await fetch(`${base}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.7' } });
  expect(viaProxy.status).toBe(404);
});

test('the web application is served with a strict content security policy, on every address of its own', async () => {
  const page = await fetch(`${base}/pasient/abc`, { headers: { accept: 'text/html' } });
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<title>Enjournal')]);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'self'");
  expect(policy).not.toContain('unsafe');
  // barcodes are read by the camera, in our own pages only
  expect(page.headers.get('permissions-policy')).toContain('camera=(self), microphone=()');
  expect(page.headers.get('cache-control')).toBe('no-cache');
  const asset = await fetch(`${base}/assets/app-1a2b.js`);
  expect(asset.headers.get('cache-control')).toContain('immutable');
  expect((await fetch(`${base}/assets/other.js`)).status).toBe(404);
  expect((await fetch(`${base}/..%2f..%2fetc%2fpasswd`)).status).toBe(404);
});

test('more requests than can be answered at once are asked to come back; health still answers', async () => {
  const small = await makeApp({ ENJOURNAL_REQUESTS_IN_FLIGHT: '2' });
  const at = addressOf(small);
  const slow = [fetch(`${at}/fhir/slow/1`), fetch(`${at}/fhir/slow/2`)];
  await sleep(100);
  const third = await fetch(`${at}/fhir/slow/3`);
  expect(third.status).toBe(503);
  expect(third.headers.get('retry-after')).toBe('5');
  expect((await fetch(`${at}/health/live`)).status).toBe(200);
  expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([200, 200]);
  await small.close();
});

test('closing finishes the requests in flight and takes no new ones', async () => {
  const closing = await makeApp();
  const at = addressOf(closing);
  const inFlight = fetch(`${at}/fhir/slow/1`);
  await sleep(100);
  await closing.close();
  expect(await (await inFlight).json()).toEqual({ done: true });
  await expect(fetch(`${at}/health/live`)).rejects.toThrow();
});

test('closing cuts off what does not end in time', async () => {
  const closing = await makeApp({ ENJOURNAL_SHUTDOWN_TIMEOUT: '50 ms' });
  const cutOff = fetch(`${addressOf(closing)}/fhir/slow/1`).then(
    () => 'answered',
    () => 'cut off',
  );
  await sleep(100);
  await closing.close();
  expect(await cutOff).toBe('cut off');
});
