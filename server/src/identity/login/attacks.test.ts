import { createPublicKey, randomUUID } from 'node:crypto';
import { decodeJwt, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type LogOnServer, withLogOn } from '../../test/log-on.ts';
import { demoClientId } from '../idp/index.ts';
import { ownKeys } from './client-keys.ts';
import { RelyingParty } from './relying-party.ts';
import { persons, pids, resources } from './test/people.ts';

/*
 * The real protocol against the demo's providers, with somebody in between who changes one thing. All of it is refused by
 * the part that a real log-on uses.
 */

let server: LogOnServer;
let clientKey: JWK;
beforeAll(async () => {
  server = await withLogOn({ persons, resources });
  clientKey = await ownKeys(server.database.writer).current();
});
afterAll(() => server.close());

type Fetch = oidc.CustomFetch;
type Sent = { url: string; headers: Record<string, string>; body: string };

function party(id: 'helseid' | 'idporten', more: { fetch?: Fetch; issuer?: string; clientId?: string } = {}) {
  return new RelyingParty({
    id,
    issuer: `${server.base}/idp/${id}`,
    clientId: demoClientId,
    key: async () => clientKey,
    tenancy: 'multi',
    allowHttp: true,
    ...more,
  });
}

/** From our way out to the address where the user comes back, with the code in it. */
async function backFrom(rp: RelyingParty, person = 'hanne') {
  const redirectUri = `${server.base}/login/callback/${rp.id}`;
  const { url, attempt } = await rp.start({ redirectUri, language: 'nb', isAnew: false });
  const browser = server.browser();
  const page = await browser.go(url.href);
  const choice = { method: 'POST', body: new URLSearchParams({ person }) };
  const { url: cameTo } = await browser.go(page.url, choice, /\/login\/callback\//);
  return { cameTo: new URL(cameTo), attempt };
}

/** A network in which everything that was sent can be read, and what the token endpoint says can be changed. */
function between(change: (answer: Record<string, unknown>) => Promise<object> = async (answer) => answer) {
  const sent: Sent[] = [];
  const fetchBetween: Fetch = async (url, options) => {
    sent.push({ url, headers: options.headers, body: String(options.body ?? '') });
    const answer = await fetch(url, options as RequestInit);
    if (!url.endsWith('/token') || !answer.ok) return answer;
    const changed = await change((await answer.json()) as Record<string, unknown>);
    return new Response(JSON.stringify(changed), { status: 200, headers: { 'content-type': 'application/json' } });
  };
  return { sent, fetch: fetchBetween };
}

async function providersKey(id: 'helseid' | 'idporten'): Promise<JWK> {
  const { rows } = await server.database.reader.query<{ value: string }>(
    'SELECT value FROM identity_key WHERE name = $1',
    [`${id}-signing`],
  );
  const { keys } = JSON.parse(rows[0]!.value) as { keys: JWK[] };
  return keys.find(({ alg }) => alg === (id === 'helseid' ? 'ES256' : 'RS256')) as JWK;
}

/** The id token, signed by its provider indeed, but saying something else. */
const signedAnew = (id: 'helseid' | 'idporten', claims: (now: number) => object) => {
  return async (answer: Record<string, unknown>) => {
    const key = await providersKey(id);
    const payload = { ...decodeJwt(answer.id_token as string), ...claims(Math.floor(Date.now() / 1000)) };
    const id_token = await new SignJWT(payload)
      .setProtectedHeader({ alg: key.alg as string, kid: key.kid as string })
      .sign(await importJWK(key, key.alg));
    return { ...answer, id_token };
  };
};

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('untouched, the way through the middle leads to who it is', async () => {
  const rp = party('helseid', between(signedAnew('helseid', () => ({}))));
  const { cameTo, attempt } = await backFrom(rp);
  expect(await rp.finish(cameTo, attempt)).toMatchObject({ pid: pids.hanne, hpr: '900000006', loa: 4 });
});

test.each([
  ['another issuer', () => ({ iss: 'https://helseid-sts.nhn.no' })],
  ['another audience', () => ({ aud: 'another-client' })],
  ['an audience among others, given for another', () => ({ aud: [demoClientId, 'x'], azp: 'x' })],
  ['another nonce', () => ({ nonce: oidc.randomNonce() })],
  ['no nonce', () => ({ nonce: undefined })],
  ['an end that has passed', (now: number) => ({ exp: now - 30, iat: now - 330 })],
  ['a beginning that is to come', (now: number) => ({ nbf: now + 600 })],
  ['no end', () => ({ exp: undefined })],
  ['no subject', () => ({ sub: undefined })],
  ['security level 3', () => ({ 'helseid://claims/identity/security_level': '3' })],
  ['no security level', () => ({ 'helseid://claims/identity/security_level': undefined })],
  ['a number that is none', () => ({ 'helseid://claims/identity/pid': `${pids.hanne} OR 1=1` })],
] as const)('HelseID’s id token with %s is refused, whoever signed it', async (_, claims) => {
  const rp = party('helseid', between(signedAnew('helseid', claims)));
  const { cameTo, attempt } = await backFrom(rp);
  await expect(rp.finish(cameTo, attempt)).rejects.toMatchObject({ name: 'LogOnRefused' });
});

test.each([
  ['too low', { acr: 'idporten-loa-substantial' }],
  ['unknown', { acr: 'Level4' }],
  ['missing', { acr: undefined }],
])('ID-porten’s id token with an acr that is %s is refused, though it was asked for', async (_, claims) => {
  const rp = party('idporten', between(signedAnew('idporten', () => claims)));
  const { cameTo, attempt } = await backFrom(rp, 'kari');
  await expect(rp.finish(cameTo, attempt)).rejects.toMatchObject({ failure: 'level' });
});

test('who has logged on long ago does not open what is locked', async () => {
  const old = signedAnew('helseid', (now) => ({ auth_time: now - 600 }));
  const rp = party('helseid', between(old));
  const { cameTo, attempt } = await backFrom(rp);
  await expect(rp.finish(cameTo, { ...attempt, maxAge: 0 })).rejects.toMatchObject({ failure: 'invalid' });
});

test.each([
  ['none at all (alg none)', async (id: string) => `${base64url({ alg: 'none' })}.${id.split('.')[1]}.`],
  ['cut off', async (id: string) => `${id.split('.').slice(0, 2).join('.')}.`],
  [
    'made with the provider’s public key as a secret (HS256)',
    async (id: string) => {
      const { d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...open } = await providersKey('helseid');
      const pem = createPublicKey({ key: open as never, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
      return new SignJWT(decodeJwt(id))
        .setProtectedHeader({ alg: 'HS256', kid: open.kid as string })
        .sign(new TextEncoder().encode(String(pem)));
    },
  ],
  [
    'made with another key under the provider’s name',
    async (id: string) => {
      const { privateKey } = await generateKeyPair('ES256');
      const { kid } = await providersKey('helseid');
      return new SignJWT(decodeJwt(id)).setProtectedHeader({ alg: 'ES256', kid: kid as string }).sign(privateKey);
    },
  ],
  [
    'made with a key that it brings along',
    async (id: string) => {
      const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
      const jwk = await exportJWK(publicKey);
      return new SignJWT(decodeJwt(id)).setProtectedHeader({ alg: 'ES256', jwk, kid: 'mine' }).sign(privateKey);
    },
  ],
])('an id token whose signature is %s is refused', async (_, forge) => {
  const rp = party(
    'helseid',
    between(async (answer) => ({ ...answer, id_token: await forge(answer.id_token as string) })),
  );
  const { cameTo, attempt } = await backFrom(rp);
  await expect(rp.finish(cameTo, attempt)).rejects.toMatchObject({ failure: 'invalid' });
});

test('a token that is not bound to our key is refused', async () => {
  const rp = party(
    'helseid',
    between(async (answer) => ({ ...answer, token_type: 'Bearer' })),
  );
  const { cameTo, attempt } = await backFrom(rp);
  await expect(rp.finish(cameTo, attempt)).rejects.toMatchObject({ failure: 'invalid' });
});

test('a code is good once, with its own verifier, its own key and its own state', async () => {
  const rp = party('helseid');
  const other = await backFrom(rp, 'sara');
  const { cameTo, attempt } = await backFrom(rp);
  const refused = { failure: 'invalid' };
  await expect(rp.finish(cameTo, { ...attempt, state: other.attempt.state }), 'state').rejects.toMatchObject(refused);
  await expect(rp.finish(cameTo, other.attempt), 'all of another').rejects.toMatchObject(refused);
  const mixed = new URL(other.cameTo);
  mixed.searchParams.set('state', attempt.state);
  await expect(rp.finish(mixed, attempt), 'a code of another log-on').rejects.toMatchObject(refused);

  const again = await backFrom(rp);
  await rp.finish(again.cameTo, again.attempt);
  await expect(rp.finish(again.cameTo, again.attempt), 'replayed').rejects.toMatchObject(refused);
});

test('an answer that names another provider is refused before its code is shown to anyone (RFC 9207)', async () => {
  const { sent, fetch: watched } = between();
  const rp = party('helseid', { fetch: watched });
  const { cameTo, attempt } = await backFrom(rp);
  sent.length = 0;
  cameTo.searchParams.set('iss', `${server.base}/idp/idporten`);
  await expect(rp.finish(cameTo, attempt)).rejects.toMatchObject({ failure: 'invalid' });
  cameTo.searchParams.delete('iss');
  await expect(rp.finish(cameTo, attempt)).rejects.toMatchObject({ failure: 'invalid' });
  expect(sent.filter(({ url }) => url.endsWith('/token'))).toEqual([]);
});

test('a provider whose discovery names another issuer is not believed', async () => {
  const rp = party('helseid', {
    fetch: async (url, options) => {
      const answer = await fetch(url, options as RequestInit);
      if (!url.includes('.well-known')) return answer;
      const told = { ...((await answer.json()) as object), issuer: 'https://elsewhere.example' };
      return new Response(JSON.stringify(told), { headers: { 'content-type': 'application/json' } });
    },
  });
  const start = rp.start({ redirectUri: 'x', language: 'nb', isAnew: false });
  await expect(start).rejects.toMatchObject({ name: 'LogOnRefused' });
});

test('what we send follows the profile: pushed, signed for less than a minute, once, and with proofs that answer the nonce', async () => {
  const { sent, fetch: watched } = between();
  const rp = party('helseid', { fetch: watched });
  const { cameTo, attempt } = await backFrom(rp);
  const found = await rp.finish(cameTo, attempt);
  const unit = { id: 'sone-3', display: '' };
  const numbers = { parent: '809000001', child: '809000036' };
  const employment = { id: '', title: '', unit, legalEntity: unit, organizationNumbers: numbers };
  const renewed = await rp.actFor(employment, found.tokens);
  expect(renewed.access).not.toBe(found.tokens.access);

  const asked = sent.filter(({ url }) => /\/(request|token)$/.test(url));
  const jtis = new Set<unknown>();
  for (const { body } of asked) {
    const assertion = decodeJwt(new URLSearchParams(body).get('client_assertion') as string);
    expect(assertion).toMatchObject({ iss: demoClientId, sub: demoClientId, aud: `${server.base}/idp/helseid` });
    expect((assertion.exp as number) - (assertion.iat as number)).toBeLessThanOrEqual(60);
    expect(assertion.nbf).toBeDefined();
    jtis.add(assertion.jti);
  }
  expect(jtis.size).toBe(asked.length);
  const pushed = new URLSearchParams(asked[0]?.body);
  expect(pushed.get('code_challenge_method')).toBe('S256');
  expect(pushed.get('scope')).toContain('helseid://scopes/identity/pid');
  const last = asked.at(-1) as Sent;
  const details = decodeJwt(new URLSearchParams(last.body).get('client_assertion') as string).assertion_details;
  expect(details).toEqual([
    {
      type: 'helseid_authorization',
      practitioner_role: {
        organization: {
          identifier: { system: 'urn:oid:1.0.6523', type: 'ENH', value: 'NO:ORGNR:809000001:809000036' },
        },
      },
    },
  ]);
  expect(new URLSearchParams(last.body).get('authorization_details'), 'never in both places').toBeNull();
  expect(decodeJwt(last.headers.dpop as string)).toMatchObject({
    htm: 'POST',
    htu: `${server.base}/idp/helseid/token`,
    nonce: expect.any(String),
  });
});

test('the organisation of a session that is opened again goes with the pushed request', async () => {
  const { sent, fetch: watched } = between();
  const rp = party('helseid', { fetch: watched });
  const unit = { id: 'sone-3', display: '' };
  const numbers = { parent: '809000001' };
  const employment = { id: '', title: '', unit, legalEntity: unit, organizationNumbers: numbers };
  const redirectUri = `${server.base}/login/callback/helseid`;
  await rp.start({ redirectUri, language: 'nb', isAnew: true, employment });
  const pushed = new URLSearchParams(sent.findLast(({ url }) => url.endsWith('/request'))?.body);
  expect(pushed.get('authorization_details')).toContain('"NO:ORGNR:809000001:"');
  expect([pushed.get('max_age'), pushed.get('prompt')]).toEqual(['0', 'login']);
});

/** Sends what was sent before, or something like it, without us. */
const post = (path: string, body: string | URLSearchParams, headers: Record<string, string> = {}) =>
  fetch(`${server.base}/idp/helseid${path}`, { method: 'POST', body: new URLSearchParams(body), headers });

test('an assertion and a proof that were used are worth nothing to who finds them', async () => {
  const { sent, fetch: watched } = between();
  const rp = party('helseid', { fetch: watched });
  const { cameTo, attempt } = await backFrom(rp);
  await rp.finish(cameTo, attempt);
  for (const { url, headers, body } of sent.filter(({ url }) => /\/(request|token)$/.test(url))) {
    const again = await post(url.slice(`${server.base}/idp/helseid`.length), body, { dpop: headers.dpop as string });
    expect([again.status, await again.json()]).toEqual([401, expect.objectContaining({ error: 'invalid_client' })]);
  }
});

async function assertion(claims: (now: number) => object = () => ({})): Promise<URLSearchParams> {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: demoClientId,
    sub: demoClientId,
    aud: `${server.base}/idp/helseid`,
    iat: now,
    nbf: now,
    exp: now + 30,
    jti: randomUUID(),
    ...claims(now),
  };
  const signed = await new SignJWT(payload)
    .setProtectedHeader({ alg: 'ES256', kid: clientKey.kid as string })
    .sign(await importJWK(clientKey, 'ES256'));
  return new URLSearchParams({
    client_id: demoClientId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: signed,
    grant_type: 'refresh_token',
    refresh_token: 'x',
  });
}

test.each([
  ['as it should be', () => ({}), 400, 'invalid_grant'],
  ['that lives for ten minutes', (now: number) => ({ exp: now + 600 }), 401, 'invalid_client'],
  ['that has expired', (now: number) => ({ exp: now - 60 }), 401, 'invalid_client'],
  ['for another server', () => ({ aud: 'https://elsewhere.example' }), 401, 'invalid_client'],
  ['without a name of its own', () => ({ jti: undefined }), 401, 'invalid_client'],
  ['with an organisation that is none', () => ({ assertion_details: [{ type: 'x' }] }), 401, 'invalid_client'],
])('the demo’s HelseID answers an assertion %s as the real one would', async (_, claims, status, error) => {
  const answer = await post('/token', await assertion(claims));
  expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([status, error]);
});

test('a stolen token without its key, or with a proof of another, opens nothing', async () => {
  const rp = party('helseid');
  const { cameTo, attempt } = await backFrom(rp);
  const { tokens } = await rp.finish(cameTo, attempt);
  const me = `${server.base}/idp/helseid/me`;
  const asBearer = await fetch(me, { headers: { authorization: `Bearer ${tokens.access}` } });
  expect(asBearer.status).toBe(401);
  const withoutProof = await fetch(me, { headers: { authorization: `DPoP ${tokens.access}` } });
  expect(withoutProof.status).toBeGreaterThanOrEqual(400);

  const config = await oidc.discovery(new URL(`${server.base}/idp/helseid`), demoClientId, {}, oidc.None(), {
    execute: [oidc.allowInsecureRequests],
  });
  const ask = async (privateKey: unknown, publicKey: unknown) =>
    oidc.fetchProtectedResource(config, tokens.access, new URL(me), 'GET', undefined, undefined, {
      DPoP: oidc.getDPoPHandle(config, { privateKey, publicKey } as oidc.CryptoKeyPair),
    });
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  await expect(ask(privateKey, publicKey), 'another key').rejects.toMatchObject({ status: 401 });
  const own = tokens.dpop as { private: JWK; public: JWK };
  const answer = await ask(
    await importJWK(own.private, 'ES256'),
    await importJWK(own.public, 'ES256', { extractable: true }),
  );
  expect([answer.status, await answer.json()]).toMatchObject([200, { name: 'Hanne Hjem' }]);
});

test('the demo’s HelseID takes no request that was not pushed', async () => {
  const query = new URLSearchParams({
    client_id: demoClientId,
    response_type: 'code',
    redirect_uri: `${server.base}/login/callback/helseid`,
    scope: 'openid',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  });
  const { url, html } = await server.browser().go(`/idp/helseid/auth?${query}`, {}, /\/login\/callback\//);
  expect(url + html).toContain('invalid_request');
});

test('keys change without anybody noticing: the next is published before it signs, the last for a week after', async () => {
  const day = 86_400_000;
  const from = Date.now();
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    const keys = ownKeys(server.database.writer);
    const published = async () => {
      const { keys: told } = (await (await fetch(`${server.base}/login/jwks`)).json()) as { keys: JWK[] };
      expect(told.every((key) => !('d' in key) && key.kty === 'EC')).toBe(true);
      return told.map(({ kid }) => kid);
    };
    const first = (await keys.current()).kid;
    vi.setSystemTime(from + 91 * day);
    expect((await keys.current()).kid).toBe(first);
    expect(await published()).toEqual([expect.any(String), first]);
    vi.setSystemTime(from + 93 * day);
    const second = (await keys.current()).kid;
    expect(second).not.toBe(first);
    expect(await published()).toEqual([second, first]);
    clientKey = await keys.current();
    const rp = party('helseid');
    const { cameTo, attempt } = await backFrom(rp);
    expect(await rp.finish(cameTo, attempt)).toMatchObject({ pid: pids.hanne });
    vi.setSystemTime(from + 100 * day);
    expect(await published()).toEqual([second]);
  } finally {
    vi.useRealTimers();
  }
});
