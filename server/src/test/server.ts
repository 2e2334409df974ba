import type { FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.ts';
import type { CareProcess } from '../care/index.ts';
import { problem } from '../fhir/issue.ts';
import { createApp } from '../http/app.ts';
import { cdsHooksRoutes } from '../http/cds-hooks/routes.ts';
import { loadContent } from '../http/fhir/content.ts';
import { openFhir } from '../http/fhir/open.ts';
import { fhirRoutes } from '../http/fhir/routes.ts';
import type { FhirService } from '../http/fhir/service.ts';
import { createLog } from '../http/log.ts';
import { createMetrics } from '../http/metrics.ts';
import { sharedRoutes } from '../http/shared.ts';
import { guardAgainstGuessing } from '../identity/login/index.ts';
import { Database, migrate } from '../record/index.ts';
import { loadTerminology } from '../terminology/index.ts';
import { type TestDatabase, withDatabase } from './database.ts';
import { freePort } from './port.ts';

export type Answer = { status: number; headers: Headers; body: Told; text: string };

/** A resource that was answered, as tests read it. */
export type Told = {
  resourceType: string;
  id: string;
  meta: { versionId: string; lastUpdated: string };
  total?: number;
  link: { relation: string; url: string }[];
  entry: {
    fullUrl: string;
    resource: Told;
    search: { mode: string };
    request: { method: string };
    response: ToldResponse;
  }[];
  issue: { severity: string; code: string; expression: string[]; diagnostics: string }[];
  parameter: { name: string; [value: string]: unknown }[];
  [other: string]: unknown;
};

type ToldResponse = { status: string; location: string; etag: string; outcome: Told };

/** The FHIR API on a fresh database, over real HTTP, for one test file. */
export type TestServer = {
  base: string;
  service: FhirService;
  database: Database;
  faults: unknown[];
  /** Who each bearer token stands for; a test adds its own. */
  actors: Map<string, Actor>;
  /** What time the service has it; undefined for the real time. */
  clock: { now: number | undefined };
  /** Sends a request as the system `test`; a body that is not a string is sent as FHIR JSON. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
};

const TEMPLATE = { name: 'migrated', prepare: async (url: string) => void (await migrate(url)) };
/** With the code systems and the clinical content of `content/`. */
const WITH_CONTENT = {
  name: 'content',
  async prepare(url: string): Promise<void> {
    await migrate(url);
    const database = new Database({ url, connections: 2, readTimeoutMs: 60_000 });
    await loadTerminology((work) => database.transaction(work));
    const onFault = (error: unknown): never => {
      throw error;
    };
    const opened = await openFhir({ database, base: 'http://content.test/fhir', version: 'test', onFault });
    await loadContent(opened.service);
    await opened.close();
    await database.close();
  },
};

/** The tokens that the test server knows; the real protocol has tests of its own. */
const ACTORS: readonly [token: string, Actor][] = Object.entries({
  test: { kind: 'system', id: 'client:test', display: 'test', clientId: 'test', scopes: ['system/*.cruds'], loa: 4 },
  reader: {
    kind: 'system',
    id: 'client:reader',
    display: 'reader',
    clientId: 'reader',
    scopes: ['system/Patient.rs'],
    loa: 4,
  },
});

export async function withServer(
  options: {
    limits?: Partial<FhirService['limits']>;
    readTimeoutMs?: number;
    /** With code systems and clinical content. */
    content?: boolean;
    /** Other care processes than the house's. */
    processes?: readonly CareProcess[];
  } = {},
): Promise<TestServer> {
  const store: TestDatabase = await withDatabase(options.content ? WITH_CONTENT : TEMPLATE);
  const database = new Database({ url: store.url, connections: 6, readTimeoutMs: options.readTimeoutMs ?? 20_000 });
  const faults: unknown[] = [];
  const actors = new Map(ACTORS);
  const clock: TestServer['clock'] = { now: undefined };
  const port = await freePort();
  const base = `http://127.0.0.1:${port}/fhir`;
  const opened = await openFhir({
    database,
    base,
    version: 'test',
    onFault: (error) => faults.push(error),
    settleMs: 0,
    now: () => clock.now ?? Date.now(),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    ...(options.processes === undefined ? {} : { processes: options.processes }),
  });
  const { limits } = opened.service;
  const app = await createApp({
    config: {
      mode: 'demo',
      tls: undefined,
      trustedProxies: [],
      limits: { ...limits, searchMs: 20_000, shutdownMs: 1_000, requestsInFlight: 1_000, loginsPerMinute: 1_000 },
    },
    log: createLog('silent'),
    metrics: createMetrics(),
    health: { check: async () => ({}) },
    webFolder: import.meta.dirname,
  });
  const authenticate = async (request: FastifyRequest) => {
    const actor = actors.get(/^Bearer ([\w-]+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    if (actor === undefined) throw problem('unauthenticated', 'token-missing');
    return actor;
  };
  await app.register(fhirRoutes, {
    prefix: '/fhir',
    service: opened.service,
    onFault: (error: unknown) => faults.push(error),
    allowsOrigin: (origin: string) => origin === 'https://registered.example',
    authenticate,
  });
  const taken = new Set<string>();
  const once = async (value: string) => !taken.has(value) && taken.add(value) !== undefined;
  await app.register(cdsHooksRoutes, { prefix: '/cds-services', service: opened.service, authenticate, once });
  await app.register(sharedRoutes, {
    prefix: '/shared',
    service: opened.service,
    guard: guardAgainstGuessing(database.writer),
  });
  await app.listen({ port, host: '127.0.0.1' });
  const send: TestServer['send'] = async (method, path, body, headers = {}) => {
    const isText = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(path.startsWith('http') ? path : `${base}/${path}`, {
      method,
      headers: {
        authorization: 'Bearer test',
        ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isText ? (body as string) : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (isJson && text !== '' ? JSON.parse(text) : undefined) as Told,
    };
  };
  return {
    base,
    service: opened.service,
    database,
    faults,
    actors,
    clock,
    send,
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body, headers) => send('POST', path, body, headers),
    put: (path, body, headers) => send('PUT', path, body, headers),
    async close() {
      await app.close();
      await opened.close();
      await database.close();
      await store.close();
    },
  };
}
