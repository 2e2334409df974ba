import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Connection, wireRequest } from './connection.ts';
import { quantile, runJob } from './run.ts';

let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    if (request.url === '/refused') {
      response.writeHead(400).end('because');
      return;
    }
    if (request.url === '/nothing') {
      response.writeHead(204).end();
      return;
    }
    if (request.url === '/echo') {
      request.pipe(response); // of unknown length, and so in chunks
      return;
    }
    response.writeHead(200, { 'content-length': 5 }).end('whole');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

test('one connection reads answers with a length, in chunks and without a body, one after another', async () => {
  const connection = await Connection.open(port);
  const long = 'å'.repeat(300_000);
  for (const round of [1, 2]) {
    expect(await connection.ask(wireRequest({ method: 'GET', path: '/' })), `${round}`).toMatchObject({
      status: 200,
      body: 'whole',
    });
    expect(await connection.ask(wireRequest({ method: 'GET', path: '/nothing' }))).toMatchObject({
      status: 204,
      body: '',
    });
    const echo = await connection.ask(wireRequest({ method: 'POST', path: '/echo', body: long }));
    expect(echo.body === long).toBe(true);
    expect(echo.bytes).toBe(Buffer.byteLength(long));
    expect(echo.firstByte).toBeGreaterThanOrEqual(echo.sent);
    expect(echo.done).toBeGreaterThanOrEqual(echo.firstByte);
  }
  connection.close();
});

test('a job asks by all its connections until its time is over', async () => {
  const job = {
    port,
    connections: 3,
    seconds: 0.1,
    headers: {},
    requests: [{ method: 'GET', path: '/' }],
    expect: 200,
  };
  const result = await runJob(job);
  expect(result.requests).toBeGreaterThan(3);
  expect(result.bytes).toBe(result.requests * 5);
  expect(result.perSecond).toBeCloseTo(result.requests / 0.1, -4);
});

test('an answer of another kind than expected ends the job: what fails fast must not look fast', async () => {
  const job = {
    port,
    connections: 1,
    seconds: 0.1,
    headers: {},
    requests: [{ method: 'GET', path: '/refused' }],
    expect: 200,
  };
  await expect(runJob(job)).rejects.toThrow('status 400 instead of 200: because');
});

test('a quantile is a value that was measured', () => {
  expect(quantile([3, 1, 2], 0.5)).toBe(2);
  expect(quantile([3, 1, 2], 0.99)).toBe(3);
});
