import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { type Client, demoClients, readConfig } from '../../config/index.ts';
import { createApp } from '../../http/app.ts';
import { openFhir } from '../../http/fhir/open.ts';
import { fhirRoutes } from '../../http/fhir/routes.ts';
import { createMetrics } from '../../http/metrics.ts';
import { Database } from '../../record/index.ts';
import { type TestDatabase, withDatabase } from '../../test/database.ts';
import { freePort } from '../../test/port.ts';
import { emptySchema } from '../../test/schema.ts';
import { createIdentity, type Identity } from '../index.ts';

/** Our authorization server in front of the FHIR API, over real HTTP on a real database. */
export type AuthServer = {
  base: string;
  database: Database;
  store: TestDatabase;
  app: FastifyInstance;
  identity: Identity;
  /** Another server process of the same installation, as it were: it shares nothing but the database and the address. */
  sibling(): Promise<AuthServer>;
  close(): Promise<void>;
};

export type AuthServerOptions = { clients?: readonly Client[]; requestsPerMinute?: number };

export async function withAuthServer(options: AuthServerOptions = {}): Promise<AuthServer> {
  const store = await withDatabase(emptySchema);
  const server = await start(store, await freePort(), options);
  return {
    ...server,
    async close() {
      await server.close();
      await store.close();
    },
  };
}

async function start(
  store: TestDatabase,
  port: number,
  options: AuthServerOptions,
  known?: string,
): Promise<AuthServer> {
  const log = pino({ level: 'silent' });
  const base = `http://127.0.0.1:${port}`;
  const database = new Database({ url: store.url, connections: 3 });
  const identity = await createIdentity({
    base: known ?? base,
    // a sibling goes by the address it is told, not by the one it is reached by
    isDemo: known === undefined,
    clients: [...demoClients, ...(options.clients ?? [])],
    database: database.writer,
    log,
    requestsPerMinute: options.requestsPerMinute ?? 10_000,
  });
  const fhir = await openFhir({
    database,
    base: `${known ?? base}/fhir`,
    version: 'test',
    onFault: () => {},
    settleMs: 0,
  });
  const app = await createApp({
    config: readConfig({}),
    log,
    metrics: createMetrics(),
    health: { check: async () => ({}) },
    webFolder: '/nowhere',
  });
  await identity.routes(app);
  app.get('/fhir/whoami', async (request, reply) => reply.send({ ...(await identity.authenticate(request, reply)) }));
  await app.register(fhirRoutes, {
    prefix: '/fhir',
    service: fhir.service,
    authenticate: identity.authenticate,
    onFault: () => {},
  });
  await app.listen({ port });
  return {
    base,
    database,
    store,
    app,
    identity,
    sibling: async () => start(store, await freePort(), options, known ?? base),
    async close() {
      identity.close();
      await app.close();
      await fhir.close();
      await database.close();
    },
  };
}

/** Asks the token endpoint by hand. */
export async function askToken(
  base: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: TokenAnswer }> {
  const answer = await fetch(`${base}/oauth/token`, { method: 'POST', headers, body: new URLSearchParams(form) });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as TokenAnswer };
}

export type TokenAnswer = {
  access_token: string;
  refresh_token: string;
  id_token: string;
  scope: string;
  expires_in: number;
  token_type: string;
  error: string;
  error_description: string;
  [other: string]: unknown;
};
