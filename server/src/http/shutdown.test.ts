import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { expect, test } from 'vitest';
import { readConfig } from '../config/index.ts';
import { closeGracefully, createApp } from './app.ts';
import { createMetrics } from './metrics.ts';

const megabytes = 16;

async function serving(): Promise<{ app: FastifyInstance; port: number; arrived: Promise<void> }> {
  const app = await createApp({
    config: readConfig({}),
    log: pino({ level: 'silent' }),
    metrics: createMetrics(),
    health: { check: async () => ({}) },
    webFolder: import.meta.dirname,
  });
  let tell: () => void;
  const arrived = new Promise<void>((resolve) => {
    tell = resolve;
  });
  app.get('/busy', async () => {
    tell();
    const until = performance.now() + 25;
    while (performance.now() < until); // as a large Bundle keeps the thread
    return { done: true };
  });
  app.get('/large', async (_request, reply) => {
    tell();
    return reply.send(Buffer.alloc(megabytes * 1024 * 1024));
  });
  await app.listen({ port: 0 });
  return { app, port: (app.server.address() as { port: number }).port, arrived };
}

/** Fifteen clients at once, from another thread: this one is the server's. */
const manyClients = `
  const { parentPort, workerData } = require('node:worker_threads');
  const ask = () => fetch(workerData).then((answer) => answer.json()).then(({ done }) => done, (error) => String(error.cause));
  Promise.all(Array.from({ length: 15 }, ask)).then((answers) => parentPort.postMessage(answers));
`;

test('requests that a busy server has not read when it is told to end are answered', async () => {
  const { app, port, arrived } = await serving();
  const clients = new Worker(manyClients, { eval: true, workerData: `http://127.0.0.1:${port}/busy` });
  const answers = once(clients, 'message');
  await arrived;
  await closeGracefully(app);
  expect((await answers)[0]).toEqual(Array(15).fill(true));
}, 20_000);

test('an answer that its reader takes slowly is sent to its end', async () => {
  const { app, port, arrived } = await serving();
  const socket = connect(port, '127.0.0.1');
  socket.write('GET /large HTTP/1.1\r\nHost: x\r\n\r\n');
  await arrived;
  socket.pause();
  const closed = closeGracefully(app);
  await sleep(400);
  let received = 0;
  socket.on('data', (data) => {
    received += data.length;
  });
  socket.resume();
  await Promise.all([once(socket, 'close'), closed]);
  expect(received).toBeGreaterThan(megabytes * 1024 * 1024);
}, 20_000);
