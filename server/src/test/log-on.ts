import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import type { Actor } from '../access/actor.ts';
import { type Client, type Config, demoClients, readConfig } from '../config/index.ts';
import type { Resource } from '../fhir/resource.ts';
import { createApp } from '../http/app.ts';
import { dispatch } from '../http/fhir/dispatch.ts';
import { openFhir } from '../http/fhir/open.ts';
import { fhirRoutes } from '../http/fhir/routes.ts';
import { createMetrics } from '../http/metrics.ts';
import type { DemoLogin } from '../identity/idp/index.ts';
import { guardAgainstGuessing, type Login } from '../identity/login/index.ts';
import { openIdentity } from '../log-on.ts';
import { Database } from '../record/index.ts';
import { withDatabase } from './database.ts';
import { freePort } from './port.ts';
import { emptySchema } from './schema.ts';
import { putAll } from './stored.ts';

/** A server with the demo's providers, our authorization server, the FHIR API and the sessions of the web, over real HTTP. */
export type LogOnServer = {
  base: string;
  app: FastifyInstance;
  login: Login;
  database: Database;
  browser(): TestBrowser;
  /** Entries of the security stream, the oldest first. */
  security(): Promise<{ interaction: string; decision: string }[]>;
  close(): Promise<void>;
};

export type LogOnServerOptions = {
  env?: Record<string, string>;
  /** Failed log-ons before anyone has to wait: all tests have one address. */
  freeFailures?: number;
  persons: Record<'helseid' | 'idporten', DemoLogin[]>;
  resources: readonly Resource[];
  clients?: readonly Client[];
};

const loader: Actor = {
  kind: 'system',
  id: 'client:loader',
  display: 'loader',
  clientId: 'loader',
  scopes: ['system/*.cruds'],
  loa: 4,
};

export async function withLogOn(options: LogOnServerOptions): Promise<LogOnServer> {
  const { env = {}, freeFailures = 1000, persons, resources, clients = [] } = options;
  const store = await withDatabase(emptySchema);
  const log = pino({ level: process.env.LOG_LEVEL ?? 'silent' });
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const config: Config = readConfig({ ENJOURNAL_LOGINS_PER_MINUTE: '10000', ...env });
  const database = new Database({ url: store.url, connections: 4 });
  const fhir = await openFhir({ database, base: `${base}/fhir`, version: 'test', onFault: () => {}, settleMs: 0 });
  const bundle = JSON.stringify(putAll(resources));
  await dispatch(fhir.service, {
    method: 'POST',
    path: [],
    query: [],
    headers: {},
    body: { kind: 'bytes', bytes: Buffer.from(bundle), mediaType: 'application/fhir+json' },
    actor: loader,
    signal: new AbortController().signal,
  });
  const app = await createApp({
    config,
    log,
    metrics: createMetrics(),
    health: { check: async () => ({}) },
    webFolder: import.meta.dirname,
  });
  const guard = guardAgainstGuessing(database.writer, { free: freeFailures });
  const { login, identity } = await openIdentity({
    config,
    base,
    clients: [...demoClients, ...clients],
    database: database.writer,
    access: fhir.service.log,
    log,
    guard,
    persons: async () => persons,
    send: (request) => dispatch(fhir.service, request),
    app,
  });
  await app.register(fhirRoutes, {
    prefix: '/fhir',
    service: fhir.service,
    authenticate: identity.authenticate,
    onFault: () => {},
  });
  app.get('/whoami', async (request, reply) => reply.send({ ...(await identity.authenticate(request, reply)) }));
  await app.listen({ port });
  return {
    base,
    app,
    login,
    database,
    browser: () => new TestBrowser(base),
    async security() {
      const { rows } = await database.reader.query<{ interaction: string; decision: string }>(
        "SELECT interaction, decision FROM access_log WHERE stream = 'security' ORDER BY at, seq",
      );
      return rows;
    },
    async close() {
      identity.close();
      await app.close();
      await fhir.close();
      await database.close();
      await store.close();
    },
  };
}

type Visit = { url: string; answer: Response; html: string };

/** A browser without windows: keeps cookies by their path and follows redirects, as long as they stay on the server. */
export class TestBrowser {
  readonly #base: string;
  /** By name, with the path behind it where that is not the whole server. */
  readonly cookies = new Map<string, { value: string; path: string }>();
  /** Every address that a redirect led to. */
  readonly went: string[] = [];

  constructor(base: string) {
    this.#base = base;
  }

  cookiesFor(path: string): string {
    return [...this.cookies]
      .filter(([, cookie]) => path.startsWith(cookie.path))
      .map(([key, { value }]) => `${key.split(' ')[0]}=${value}`)
      .join('; ');
  }

  /** One request, without following anything. */
  async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(path, this.#base);
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { cookie: this.cookiesFor(url.pathname), ...(init.headers as Record<string, string>) },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const path = /path=([^;]+)/i.exec(line)?.[1] ?? '/';
      const key = path === '/' ? name : `${name} ${path}`;
      if (value === '' || /max-age=0|1970/i.test(line)) this.cookies.delete(key);
      else this.cookies.set(key, { value, path });
    }
    return answer;
  }

  /** As our own pages ask. */
  async api(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<Response> {
    return this.ask(path, {
      method,
      headers: { 'x-enjournal-web': '1', origin: this.#base },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** A navigation, to wherever its redirects end; `until` stops before an address that it fits. */
  async go(path: string, init: RequestInit = {}, until: RegExp = /^$/): Promise<Visit> {
    const answer = await this.ask(path, init);
    const location = answer.headers.get('location');
    const url = new URL(path, this.#base);
    if (location === null) return { url: url.href, answer, html: await answer.text() };
    const next = new URL(location, url);
    this.went.push(next.href);
    if (until.test(next.href)) return { url: next.href, answer, html: '' };
    return this.go(next.href, {}, until);
  }

  /** Goes to the provider's page, chooses a person, and comes back. @returns where it ended. */
  async logOn(
    provider: 'helseid' | 'idporten',
    person: string,
    { returnTo = '/', more = '', until = /^$/ }: { returnTo?: string; more?: string; until?: RegExp } = {},
  ): Promise<Visit> {
    const start = `/login/start?provider=${provider}&return_to=${encodeURIComponent(returnTo)}${more}`;
    const page = await this.go(start);
    if (!page.url.includes('/interaction/')) return page;
    return this.go(page.url, { method: 'POST', body: new URLSearchParams({ person }) }, until);
  }
}
