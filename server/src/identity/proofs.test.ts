import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertion, assertionForm, type ClientKey, clientKey, now, proof } from './test/keys.ts';
import { type AuthServer, askToken, withAuthServer } from './test/server.ts';

let server: AuthServer;
let key: ClientKey;
let thief: ClientKey;

beforeAll(async () => {
  key = await clientKey('ES256');
  thief = await clientKey('ES256');
  server = await withAuthServer({
    clients: [
      {
        id: 'bound',
        name: 'Bound',
        jwks: { keys: [{ ...key.publicJwk }] },
        isDpopBound: true,
        grants: ['client_credentials'],
        scopes: ['system/Patient.rs'],
        redirectUris: [],
      },
    ],
  });
});

afterAll(() => server.close());

async function boundToken(): Promise<string> {
  const at = `${server.base}/oauth/token`;
  const form = { grant_type: 'client_credentials', ...assertionForm(await assertion(key, 'bound', at)) };
  const { body } = await askToken(server.base, form, { dpop: await proof(key, 'POST', at) });
  expect(body.token_type).toBe('DPoP');
  return body.access_token;
}

const url = () => `${server.base}/fhir/whoami`;
const get = (authorization: string, dpop?: string, at = url()) =>
  fetch(at, { headers: { authorization, ...(dpop === undefined ? {} : { dpop }) } });

test('a token that is bound to a key is good with a proof of it', async () => {
  const token = await boundToken();
  expect(decodeJwt(token).cnf).toHaveProperty('jkt');
  const answer = await get(`DPoP ${token}`, await proof(key, 'GET', url(), token));
  expect([answer.status, (await answer.json()) as object]).toMatchObject([200, { id: 'client:bound' }]);
  const withQuery = await get(`DPoP ${token}`, await proof(key, 'GET', url(), token), `${url()}?x=1`);
  expect(withQuery.status).toBe(200);
});

test('a client whose tokens are bound gets none without a proof', async () => {
  const clientAssertion = await assertion(key, 'bound', `${server.base}/oauth/token`);
  const form = { grant_type: 'client_credentials', ...assertionForm(clientAssertion) };
  expect(await askToken(server.base, form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});

test('a stolen token is worth nothing without its key, as a bearer token or with a thief’s proof', async () => {
  const token = await boundToken();
  const bearer = await get(`Bearer ${token}`);
  expect([bearer.status, bearer.headers.get('www-authenticate')]).toEqual([
    401,
    expect.stringMatching(/^DPoP .*invalid_token/),
  ]);
  const stolen = await get(`DPoP ${token}`, await proof(thief, 'GET', url(), token));
  expect([stolen.status, stolen.headers.get('www-authenticate')]).toEqual([
    401,
    expect.stringContaining('invalid_dpop_proof'),
  ]);
  expect((await get(`DPoP ${token}`)).status).toBe(401);
});

test('a bearer token is not accepted as one that is bound', async () => {
  const form = { grant_type: 'client_credentials', client_id: 'demo-system', client_secret: 'demo-secret' };
  const { body } = await askToken(server.base, form);
  const answer = await get(`DPoP ${body.access_token}`, await proof(key, 'GET', url(), body.access_token));
  expect(answer.status).toBe(401);
});

const wrong: [string, (token: string) => Promise<string>][] = [
  ['another method', (token) => proof(key, 'POST', url(), token)],
  ['another address', (token) => proof(key, 'GET', `${server.base}/fhir/Patient`, token)],
  ['another server', (token) => proof(key, 'GET', 'https://other.example/fhir/whoami', token)],
  ['another token', () => proof(key, 'GET', url(), 'x')],
  ['no token', () => proof(key, 'GET', url())],
  ['no request', async (token) => proof(key, 'GET', url(), token, { jti: undefined })],
  ['anything, for it is no proof', (token) => proof(key, 'GET', url(), token, {}, { typ: 'JWT' })],
  [
    'what it brings a private key for',
    async (token) => proof(key, 'GET', url(), token, {}, { jwk: { kty: 'oct', k: 'AA' } }),
  ],
  ['what nobody signed', async (token) => unsigned(await proof(key, 'GET', url(), token))],
];

test.each(wrong)('a proof of %s is refused', async (_, make) => {
  const token = await boundToken();
  const answer = await get(`DPoP ${token}`, await make(token));
  expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
    401,
    expect.stringContaining('invalid_dpop_proof'),
  ]);
});

const unsigned = (jwt: string) =>
  `${Buffer.from(JSON.stringify({ alg: 'none', typ: 'dpop+jwt' })).toString('base64url')}.${jwt.split('.')[1]}.`;

test('a proof is good once, at whichever server', async () => {
  const token = await boundToken();
  const sibling = await server.sibling();
  const once = await proof(key, 'GET', url(), token);
  const at = (base: string) => get(`DPoP ${token}`, once, `${base}/fhir/whoami`);
  const fresh = await get(`DPoP ${token}`, await proof(key, 'GET', url(), token), `${sibling.base}/fhir/whoami`);
  expect(fresh.status).toBe(200);
  const answers = await Promise.all([server.base, sibling.base, server.base, sibling.base].map(at));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const again = await get(`DPoP ${token}`, once);
  expect([again.status, again.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('used before')]);
  await sibling.close();
});

test('whose clock goes wrong is given a nonce, which serves instead of the time', async () => {
  const token = await boundToken();
  for (const iat of [now() - 300, now() + 300]) {
    const refused = await get(`DPoP ${token}`, await proof(key, 'GET', url(), token, { iat }));
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('use_dpop_nonce'),
    ]);
    const nonce = refused.headers.get('dpop-nonce') as string;
    expect((await get(`DPoP ${token}`, await proof(key, 'GET', url(), token, { iat, nonce }))).status).toBe(200);
  }
  const forged = await get(`DPoP ${token}`, await proof(key, 'GET', url(), token, { nonce: 'mine' }));
  expect([forged.status, forged.headers.get('dpop-nonce')]).toEqual([401, expect.any(String)]);
});
