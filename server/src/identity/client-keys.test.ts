import { createServer } from 'node:http';
import { decodeJwt, decodeProtectedHeader, exportSPKI, importJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../test/port.ts';
import { assertion, assertionForm, type ClientKey, clientKey, now } from './test/keys.ts';
import { type AuthServer, askToken, withAuthServer } from './test/server.ts';

const algorithms = ['ES384', 'RS384', 'ES256', 'PS256'];
let keys: ClientKey[];
let server: AuthServer;
let served: { keys: object[] };
let keyHost: ReturnType<typeof createServer>;

beforeAll(async () => {
  keys = await Promise.all(algorithms.map((alg) => clientKey(alg)));
  served = { keys: [keys[0]!.publicJwk] };
  const port = await freePort();
  keyHost = createServer((_request, answer) => {
    answer.setHeader('content-type', 'application/json');
    answer.end(JSON.stringify(served));
  }).listen(port, '127.0.0.1');
  const common = { grants: ['client_credentials'] as const, scopes: ['system/Observation.rs'], redirectUris: [] };
  server = await withAuthServer({
    clients: [
      { id: 'lab', name: 'Lab', jwks: { keys: keys.map(({ publicJwk }) => ({ ...publicJwk })) }, ...common },
      { id: 'fetched', name: 'Fetched', jwksUri: `http://127.0.0.1:${port}/jwks`, ...common },
    ],
  });
});

afterAll(async () => {
  keyHost.close();
  await server.close();
});

const ask = (clientAssertion: string, form: Record<string, string> = {}) =>
  askToken(server.base, {
    grant_type: 'client_credentials',
    scope: 'system/Observation.rs',
    ...assertionForm(clientAssertion),
    ...form,
  });

test.each([0, 1, 2, 3])('a system proves who it is by its key (%#)', async (n) => {
  const answer = await ask(await assertion(keys[n]!, 'lab', `${server.base}/oauth/token`));
  expect(answer).toMatchObject({ status: 200, body: { token_type: 'Bearer', scope: 'system/Observation.rs' } });
  expect(decodeJwt(answer.body.access_token)).toMatchObject({ client_id: 'lab', sub: 'lab' });
  expect(decodeProtectedHeader(answer.body.access_token).alg).toBe('ES256');
});

test('an assertion may also be for the issuer, and its keys may be where the client says', async () => {
  expect((await ask(await assertion(keys[0]!, 'fetched', `${server.base}/oauth`))).status).toBe(200);
  expect((await ask(await assertion(keys[1]!, 'fetched', `${server.base}/oauth`))).status).toBe(401);
});

const wrong: [string, () => Promise<string>][] = [
  ['for another server', () => assertion(keys[0]!, 'lab', 'https://other.example/token')],
  ['of another issuer', () => assertion(keys[0]!, 'lab', `${server.base}/oauth/token`, { iss: 'fetched' })],
  [
    'about another',
    () => assertion(keys[0]!, 'fetched', `${server.base}/oauth/token`, { iss: 'lab', sub: 'lab' }).then(swapSub),
  ],
  ['that has expired', () => assertion(keys[0]!, 'lab', `${server.base}/oauth/token`, { exp: now() - 20 })],
  ['that lives too long', () => assertion(keys[0]!, 'lab', `${server.base}/oauth/token`, { exp: now() + 3600 })],
  [
    'of the future',
    () => assertion(keys[0]!, 'lab', `${server.base}/oauth/token`, { iat: now() + 120, exp: now() + 180 }),
  ],
  ['not good yet', () => assertion(keys[0]!, 'lab', `${server.base}/oauth/token`, { nbf: now() + 120 })],
  ['without an id', () => assertion(keys[0]!, 'lab', `${server.base}/oauth/token`, { jti: undefined })],
  ['that never expires', () => assertion(keys[0]!, 'lab', `${server.base}/oauth/token`, { exp: undefined })],
  [
    'that brings its own keys',
    () => assertion(keys[0]!, 'lab', `${server.base}/oauth/token`, {}, { jku: 'https://evil.example/jwks' }),
  ],
  ['that is not signed', async () => unsigned(await assertion(keys[0]!, 'lab', `${server.base}/oauth/token`))],
  [
    'signed with the public key as a secret',
    async () => hmac(await assertion(keys[2]!, 'lab', `${server.base}/oauth/token`)),
  ],
  [
    'signed by another key',
    async () => assertion(await clientKey('ES384', keys[0]!.kid), 'lab', `${server.base}/oauth/token`),
  ],
];

test.each(wrong)('an assertion %s is refused', async (_, make) => {
  expect(await ask(await make())).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
});

/** The body is changed, the signature is that of the body before. */
function swapSub(jwt: string): string {
  const [header, , signature] = jwt.split('.');
  return `${header}.${encode({ ...decodeJwt(jwt), sub: 'fetched', iss: 'fetched' })}.${signature}`;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const unsigned = (jwt: string) => `${encode({ alg: 'none', typ: 'JWT' })}.${jwt.split('.')[1]}.`;

async function hmac(jwt: string): Promise<string> {
  const publicKey = await importJWK(keys[2]!.publicJwk, 'ES256', { extractable: true });
  const secret = Buffer.from(await exportSPKI(publicKey as never));
  return new SignJWT(decodeJwt(jwt)).setProtectedHeader({ alg: 'HS256', kid: keys[2]!.kid }).sign(secret);
}

test('an assertion is good once, at whichever server, however quickly it is sent again', async () => {
  const sibling = await server.sibling();
  const once = await assertion(keys[0]!, 'lab', `${server.base}/oauth/token`);
  const form = { grant_type: 'client_credentials', ...assertionForm(once) };
  const answers = await Promise.all([server, sibling, server, sibling].map((one) => askToken(one.base, form)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
  await sibling.close();
});

test('a client with keys cannot do with less', async () => {
  const form = { grant_type: 'client_credentials', client_id: 'lab' };
  expect((await askToken(server.base, form)).status).not.toBe(200);
  expect(await askToken(server.base, { ...form, client_secret: 'x' })).toMatchObject({
    body: { error: 'invalid_client' },
  });
});
