import type { FastifyInstance } from 'fastify';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import pino from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { demoClients, readConfig } from '../config/index.ts';
import { createApp } from '../http/app.ts';
import { createMetrics } from '../http/metrics.ts';
import { Database } from '../record/index.ts';
import { type TestDatabase, withDatabase } from '../test/database.ts';
import { freePort } from '../test/port.ts';
import { emptySchema } from '../test/schema.ts';
import { createIdentity, type Identity } from './index.ts';

let testDatabase: TestDatabase;
let server: Server;
type Server = { base: string; database: Database; app: FastifyInstance; identity: Identity; close(): Promise<void> };

async function startServer(port: number, requestsPerMinute = 10_000): Promise<Server> {
  const log = pino({ level: 'silent' });
  const base = `http://127.0.0.1:${port}`;
  const database = new Database({ url: testDatabase.url, connections: 2 });
  const config = readConfig({});
  const identity = await createIdentity({
    base,
    isDemo: true,
    clients: [
      ...demoClients,
      {
        id: 'lab',
        name: 'Lab',
        secret: 's e:c+r%t',
        grants: ['client_credentials'],
        scopes: ['system/Observation.crs'],
        redirectUris: [],
      },
      {
        id: 'collector',
        name: 'Kvalitetsregisteret',
        secret: 'collect',
        grants: ['client_credentials'],
        scopes: ['system/*.rs'],
        redirectUris: [],
        organization: { id: 'register', display: 'Registeret' },
        purpose: 'HQUALIMP',
        register: 'quality-registers',
      },
    ],
    database: database.writer,
    log,
    requestsPerMinute,
  });
  const app = await createApp({
    config,
    log,
    metrics: createMetrics(),
    health: { check: async () => ({}) },
    webFolder: '/nowhere',
  });
  await identity.routes(app);
  app.get('/fhir/whoami', async (request, reply) => reply.send({ ...(await identity.authenticate(request, reply)) }));
  await app.listen({ port });
  const close = async () => {
    identity.close();
    await app.close();
    await database.close();
  };
  return { base, database, app, identity, close };
}

beforeAll(async () => {
  testDatabase = await withDatabase(emptySchema);
  server = await startServer(await freePort());
});

afterAll(async () => {
  await server.close();
  await testDatabase.close();
});

const whoami = (token?: string) =>
  fetch(`${server.base}/fhir/whoami`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });

type Grant = {
  access_token: string;
  refresh_token: string;
  id_token: string;
  scope: string;
  expires_in: number;
  token_type: string;
};

async function token(
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<[number, Grant & { error: string }]> {
  const answer = await fetch(`${server.base}/oauth/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
  });
  return [answer.status, (await answer.json()) as Grant & { error: string }];
}

const systemForm = { grant_type: 'client_credentials', scope: 'system/*.cruds' };
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}`,
});
const demo = { client_id: 'demo-system', client_secret: 'demo-secret' };

test('the demo system gets a token for an hour, by the header and by the form', async () => {
  for (const answer of [
    await token(systemForm, basic('demo-system', 'demo-secret')),
    await token({ ...systemForm, ...demo }),
  ]) {
    expect(answer).toMatchObject([200, { token_type: 'Bearer', expires_in: 3600, scope: 'system/*.cruds' }]);
    expect(await (await whoami(answer[1].access_token)).json()).toEqual({
      kind: 'system',
      id: 'client:demo-system',
      display: 'Demo system',
      clientId: 'demo-system',
      scopes: ['system/*.cruds'],
      loa: 4,
    });
  }
});

test('an access token is a JWT by RFC 9068', async () => {
  const [, { access_token }] = await token({ ...systemForm, ...demo });
  expect(decodeProtectedHeader(access_token)).toMatchObject({ typ: 'at+jwt', alg: 'ES256' });
  const claims = decodeJwt(access_token);
  expect(claims).toMatchObject({ iss: `${server.base}/oauth`, aud: `${server.base}/fhir`, client_id: 'demo-system' });
  expect(claims.exp! - claims.iat!).toBe(3600);
});

test.each([
  ['system/*.*', 200, 'system/*.*'],
  ['system/Patient.rs system/Observation.read', 200, 'system/Patient.rs system/Observation.read'],
  ['system/Patient.r user/*.cruds launch', 200, 'system/Patient.r'],
  ['user/*.cruds', 400, undefined],
  ['system/Patient.rs?name=x', 400, undefined],
])('asked for %s, the demo system gets %i %s', async (scope, status, given) => {
  const [got, grant] = await token({ ...systemForm, scope, ...demo });
  expect([got, got === 200 ? grant.scope : undefined]).toEqual([status, given]);
});

test('a client gets no more than it may have, and a secret with any character works', async () => {
  const headers = basic('lab', 's e:c+r%t');
  expect(await token({ ...systemForm, scope: 'system/*.cruds' }, headers)).toMatchObject([
    400,
    { error: 'invalid_scope' },
  ]);
  expect(await token({ ...systemForm, scope: 'system/Observation.cr' }, headers)).toMatchObject([200, {}]);
  expect(await token({ grant_type: 'client_credentials' }, headers)).toMatchObject([
    200,
    { scope: 'system/Observation.crs' },
  ]);
});

test('what a system is for, and for which register it collects, stand in its token', async () => {
  const [, { access_token }] = await token(
    { grant_type: 'client_credentials', scope: 'system/*.rs' },
    basic('collector', 'collect'),
  );
  expect(await (await whoami(access_token)).json()).toMatchObject({
    kind: 'system',
    organization: { id: 'register', display: 'Registeret' },
    purpose: 'HQUALIMP',
    register: 'quality-registers',
  });
});

test('a wrong secret and an unknown client are refused', async () => {
  expect(await token(systemForm, basic('demo-system', 'guess'))).toMatchObject([401, { error: 'invalid_client' }]);
  expect(await token(systemForm, basic('nobody', 'demo-secret'))).toMatchObject([401, { error: 'invalid_client' }]);
});

test('without a token, or with one that is not ours, the answer is 401 with a challenge and an outcome', async () => {
  const bare = await whoami();
  expect([bare.status, bare.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="Enjournal"']);
  expect(await bare.json()).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code: 'login' }] });
  const [, { access_token }] = await token({ ...systemForm, ...demo });
  const [header, payload, signature] = access_token.split('.') as [string, string, string];
  const widened = Buffer.from(JSON.stringify({ ...decodeJwt(access_token), sub: 'ada-solli' })).toString('base64url');
  const foreign = await new SignJWT(decodeJwt(access_token))
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
    .sign(new Uint8Array(32));
  const unsigned = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${payload}.`;
  for (const bad of ['nonsense', `${header}.${widened}.${signature}`, foreign, unsigned, `${access_token}x`]) {
    const answer = await whoami(bad);
    expect(answer.status, bad).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  }
});

test('a token is good until it expires, seen before or not, and not a second longer', async () => {
  const [, { access_token }] = await token({ ...systemForm, ...demo });
  expect((await whoami(access_token)).status).toBe(200);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_601_000 });
  try {
    for (const _ of ['was remembered', 'is forgotten']) {
      const answer = await whoami(access_token);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('The token has expired');
    }
  } finally {
    vi.useRealTimers();
  }
});

test('localhost is another name for the same server', async () => {
  const named = server.base.replace('127.0.0.1', 'localhost');
  const smart = (await (await fetch(`${named}/fhir/.well-known/smart-configuration`)).json()) as Record<string, string>;
  expect(smart.authorization_endpoint).toBe(`${named}/oauth/auth`);
});

test('smart-configuration names what a SMART app needs, and every address in it answers', async () => {
  const smart = (await (await fetch(`${server.base}/fhir/.well-known/smart-configuration`)).json()) as Record<
    string,
    string
  >;
  expect(smart).toMatchObject({ issuer: `${server.base}/oauth`, code_challenge_methods_supported: ['S256'] });
  expect(smart.capabilities).toContain('permission-v2');
  for (const [name, address] of Object.entries(smart)) {
    if (!/_endpoint$|_uri$/.test(name)) continue;
    expect((await fetch(address, { redirect: 'manual' })).status, name).not.toBe(500);
  }
  const keys = (await (await fetch(smart.jwks_uri!)).json()) as { keys: Record<string, unknown>[] };
  expect(keys.keys.map(({ alg }) => alg).sort()).toEqual(['ES256', 'RS256']);
  expect(keys.keys.every((key) => !('d' in key))).toBe(true);
});

test('what was given before a restart is good after it, and no secret stands in the database', async () => {
  const [, { access_token }] = await token({ ...systemForm, ...demo });
  const { rows } = await server.database.reader.query<{ text: string }>(
    'SELECT identity_state::text AS text FROM identity_state',
  );
  expect(rows.map(({ text }) => text).join()).not.toContain(access_token);
  const port = Number(new URL(server.base).port);
  await server.close();
  server = await startServer(port);
  expect((await whoami(access_token)).status).toBe(200);
});

test('whoever guesses secrets is slowed down, and the record is served meanwhile', async () => {
  const [, { access_token }] = await token({ ...systemForm, ...demo });
  const guarded = await startServer(await freePort(), 5);
  const guess = () => fetch(`${guarded.base}/oauth/token`, { method: 'POST', body: new URLSearchParams(systemForm) });
  const answers = await Promise.all(Array.from({ length: 8 }, guess));
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(3);
  expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBeTruthy();
  const read = await fetch(`${guarded.base}/fhir/whoami`, { headers: { authorization: `Bearer ${access_token}` } });
  expect(read.status).toBe(401); // looked at, and of another server
  await guarded.close();
});
