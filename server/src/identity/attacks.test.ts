import { decodeJwt, exportSPKI, importJWK, type JSONWebKeySet, SignJWT } from 'jose';
import * as client from 'openid-client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type LogOnServer, type TestBrowser, withLogOn } from '../test/log-on.ts';
import { disconnect } from './apps/connections.ts';
import { approveApp, endTokens, endTokensOfApp, retireApp, withdrawApp } from './apps/index.ts';
import { persons } from './login/test/people.ts';
import { type ClientKey, clientKey, proof } from './test/keys.ts';
import { askToken } from './test/server.ts';
import { SmartApp } from './test/smart-app.ts';
import { registered, resources } from './test/town.ts';

let server: LogOnServer;
let iss: string;
let app: SmartApp;
let kari: TestBrowser;

const scopes = ['launch/patient', 'openid', 'fhirUser', 'offline_access', 'online_access', 'patient/*.rs', 'user/*.rs'];
const scope = 'launch/patient openid fhirUser offline_access patient/Observation.rs';

beforeAll(async () => {
  server = await withLogOn({ persons, resources });
  iss = `${server.base}/fhir`;
  app = await SmartApp.open({ clientId: 'diary', scope });
  await registered(server, app, { id: 'diary', name: 'Diary', scopes });
  kari = server.browser();
  await kari.logOn('idporten', 'kari');
});

afterAll(async () => {
  app.close();
  await server.close();
});

const allow = { step: 'allow', patient: 'kari', kind: 'measurements', offline: 'yes', duration: '90' };
const post = (form: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(form) });

/** Connects, and stops before the app exchanges the code. @returns where the app's user came back to. */
async function cameBack(browser: TestBrowser, url: URL, until = /\/back\?/): Promise<URL> {
  const page = await browser.go(url.href, {}, until);
  if (until.test(page.url)) return new URL(page.url);
  return new URL((await browser.go(page.url, post(allow), until)).url);
}

async function connected(): Promise<void> {
  await app.comeBack(await cameBack(kari, await app.authorizationUrl(iss, null)));
}

const form = (more: Record<string, string>) => ({ client_id: 'diary', ...more });

test('an app that does not say which server it means, or means another, is refused', async () => {
  const url = await app.authorizationUrl(iss, null);
  url.searchParams.set('aud', 'https://other.example/fhir');
  expect((await cameBack(kari, url)).searchParams.get('error')).toBe('invalid_target');
  url.searchParams.delete('aud');
  expect((await cameBack(kari, url)).searchParams.get('error')).toBe('invalid_request');
});

test('PKCE cannot be left out, weakened or mismatched', async () => {
  const bare = await app.authorizationUrl(iss, null);
  bare.searchParams.delete('code_challenge');
  bare.searchParams.delete('code_challenge_method');
  expect((await cameBack(kari, bare)).searchParams.get('error')).toBe('invalid_request');
  const plain = await app.authorizationUrl(iss, null, { code_challenge_method: 'plain' });
  expect((await cameBack(kari, plain)).searchParams.get('error')).toBe('invalid_request');
  const back = await cameBack(kari, await app.authorizationUrl(iss, null));
  const code = back.searchParams.get('code') as string;
  const exchange = { grant_type: 'authorization_code', code, redirect_uri: app.redirectUri };
  expect((await askToken(server.base, form(exchange))).body.error).toBe('invalid_grant');
  const wrong = { ...exchange, code_verifier: client.randomPKCECodeVerifier() };
  expect((await askToken(server.base, form(wrong))).body.error).toBe('invalid_grant');
});

test('a code is for the app and the address it was given to, and good once', async () => {
  const other = await SmartApp.open({ clientId: 'other', scope });
  await registered(server, other, { id: 'other', scopes });
  const url = await app.authorizationUrl(iss, null);
  const back = await cameBack(kari, url);
  // another app is made to take the code of this one
  const otherUrl = await other.authorizationUrl(iss, null);
  const injected = new URL(back.href.replace(app.base, other.base));
  injected.searchParams.set('state', otherUrl.searchParams.get('state') as string);
  await expect(other.comeBack(injected)).rejects.toMatchObject({ error: 'invalid_grant' });
  await app.comeBack(back);
  const first = app.received!;
  await expect(app.comeBack(back)).rejects.toMatchObject({ error: 'invalid_grant' });
  const reused = await askToken(
    server.base,
    form({ grant_type: 'refresh_token', refresh_token: first.refresh_token! }),
  );
  expect(reused.body.error, 'a code used twice ends what it gave').toBe('invalid_grant');
  other.close();
});

const tricks = (uri: string): string[] => [
  'https://attacker.example/back',
  `${uri}/../evil`,
  `${uri}?next=https://attacker.example`,
  uri.replace('http://127.0.0.1', 'http://127.0.0.1.attacker.example'),
  uri.replace('http://127.0.0.1', 'http://127.0.0.1@attacker.example'),
  `${uri}#fragment`,
  `javascript:alert(1)//${uri}`,
  uri.toUpperCase(),
];

test('nobody is sent to an address that is not registered', async () => {
  for (const uri of tricks(app.redirectUri)) {
    const url = await app.authorizationUrl(iss, null, { redirect_uri: uri });
    const page = await kari.go(url.href);
    expect([page.answer.status, new URL(page.url).origin], uri).toEqual([400, server.base]);
  }
});

test('a scope that the app is not registered with is not given, at the start or at a renewal', async () => {
  const url = await app.authorizationUrl(iss, null, {
    scope: `${scope} patient/*.cruds system/*.cruds patient/Observation.cruds`,
  });
  await app.comeBack(await cameBack(kari, url));
  expect(app.received!.scope).toBe(scope);
  const wider = { grant_type: 'refresh_token', refresh_token: app.received!.refresh_token!, scope: 'patient/*.rs' };
  expect((await askToken(server.base, form(wider))).body.error).toBe('invalid_scope');
});

test('a renewed token replaces the one before; one that is used twice ends all of them', async () => {
  await connected();
  const first = app.received!.refresh_token as string;
  const renewed = await app.refresh(first);
  expect(renewed).toMatchObject({ patient: 'kari', scope });
  const access = renewed.access_token;
  const get = (token: string) => fetch(`${iss}/Observation`, { headers: { authorization: `Bearer ${token}` } });
  expect((await get(access)).status).toBe(200);
  await expect(app.refresh(first)).rejects.toMatchObject({ error: 'invalid_grant' });
  await expect(app.refresh(renewed.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
  await vi.waitFor(async () => expect((await get(access)).status).toBe(401), { timeout: 8_000 });
});

test('of two renewals at the same time one succeeds', async () => {
  await connected();
  const answers = await Promise.allSettled([app.refresh(), app.refresh(), app.refresh()]);
  expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
});

test('a page is answered by the browser it was shown to alone', async () => {
  const url = await app.authorizationUrl(iss, null, { prompt: 'consent' });
  const page = await kari.go(url.href);
  expect(page.url).toContain('/interaction/');
  const thief = server.browser();
  await thief.logOn('idporten', 'hanne');
  const stolen = await thief.go(page.url, post(allow));
  expect(stolen.html).not.toContain('connected');
  expect(thief.went.some((address) => address.startsWith(app.base))).toBe(false);
});

test('a person who logs on to another account meanwhile gives their own consent', async () => {
  const browser = server.browser();
  await browser.logOn('idporten', 'kari');
  const page = await browser.go((await app.authorizationUrl(iss, null, { prompt: 'consent' })).href);
  await browser.logOn('idporten', 'hanne');
  const own = { ...allow, patient: 'hanne-as-citizen' };
  const done = await browser.go(page.url, post(own), /\/back\?/);
  await app.comeBack(new URL(done.url));
  expect(app.received).toMatchObject({ patient: 'hanne-as-citizen' });
});

test('tokens of another making are worth nothing', async () => {
  await connected();
  const claims = decodeJwt(app.received!.access_token);
  const keys = (await (await fetch(`${server.base}/oauth/jwks`)).json()) as JSONWebKeySet;
  const jwk = keys.keys.find(({ alg }) => alg === 'ES256')!;
  const publicKey = await importJWK(jwk, 'ES256', { extractable: true });
  const secret = Buffer.from(await exportSPKI(publicKey as never));
  const own: ClientKey = await clientKey('ES256', jwk.kid);
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = { alg: 'ES256', typ: 'at+jwt', kid: jwk.kid! };
  const forged = [
    `${encode({ alg: 'none', typ: 'at+jwt' })}.${encode(claims)}.`,
    await new SignJWT(claims).setProtectedHeader({ ...header, alg: 'HS256' }).sign(secret),
    await new SignJWT(claims).setProtectedHeader(header).sign(own.privateKey),
    await new SignJWT(claims).setProtectedHeader({ ...header, jwk: own.publicJwk } as never).sign(own.privateKey),
    app.received!.id_token as string,
    app.received!.refresh_token as string,
  ];
  for (const token of forged) {
    const answer = await fetch(`${iss}/Observation`, { headers: { authorization: `Bearer ${token}` } });
    expect([401, 429]).toContain(answer.status);
  }
});

test('a public app whose tokens are bound keeps them when they are stolen, and so its renewals', async () => {
  const bound = await SmartApp.open({ clientId: 'bound', scope, isDpopBound: true });
  await registered(server, bound, { id: 'bound', scopes, isDpopBound: true });
  await bound.comeBack(await cameBack(kari, await bound.authorizationUrl(iss, null)));
  const { access_token, refresh_token } = bound.received!;
  expect((await bound.get(iss, 'Observation')).status).toBe(200);
  const bearer = await fetch(`${iss}/Observation`, { headers: { authorization: `Bearer ${access_token}` } });
  expect(bearer.status).toBe(401);
  const thief = await clientKey('ES256');
  const at = `${server.base}/oauth/token`;
  const stolen = { grant_type: 'refresh_token', refresh_token: refresh_token as string, client_id: 'bound' };
  expect((await askToken(server.base, stolen)).status).toBe(400);
  const withOwnKey = await askToken(server.base, stolen, { dpop: await proof(thief, 'POST', at) });
  expect(withOwnKey.body.error).toBe('invalid_grant');
  bound.close();
});

test('an access token can be asked about and revoked by its app, and by no other', async () => {
  await connected();
  const { access_token } = app.received!;
  const told = await client.tokenIntrospection(app.config!, access_token);
  expect(told).toMatchObject({
    active: true,
    patient: 'kari',
    client_id: 'diary',
    token_type: 'Bearer',
    scope: 'patient/Observation.rs',
  });
  expect(told.fhirUser).toBe(`${iss}/Patient/kari`);
  const demo = { token: access_token, client_id: 'demo-system', client_secret: 'demo-secret' };
  const ask = (path: string, body: Record<string, string>) =>
    fetch(`${server.base}/oauth/token/${path}`, { method: 'POST', body: new URLSearchParams(body) });
  expect(await (await ask('introspection', demo)).json()).toEqual({ active: false });
  await ask('revocation', demo);
  const get = () => fetch(`${iss}/Observation`, { headers: { authorization: `Bearer ${access_token}` } });
  expect((await get()).status).toBe(200);
  await client.tokenRevocation(app.config!, access_token);
  expect((await get()).status).toBe(401);
  expect(await client.tokenIntrospection(app.config!, access_token)).toEqual({ active: false });
});

test('a token cannot be asked about without showing who asks', async () => {
  await connected();
  const body = new URLSearchParams({ token: app.received!.access_token, client_id: 'demo-system' });
  const answer = await fetch(`${server.base}/oauth/token/introspection`, { method: 'POST', body });
  expect(answer.status).toBeGreaterThanOrEqual(400);
});

test('what a person ends, an organisation withdraws or the operator retires, ends', async () => {
  const database = server.database.writer;
  await connected();
  const who = { person: 'Patient/kari', app: 'diary', author: 'Patient/kari' };
  await endTokens(database, await disconnect(database, who));
  await expect(app.refresh()).rejects.toMatchObject({ error: 'invalid_grant' });

  const hanne = server.browser();
  await hanne.logOn('helseid', 'hanne');
  const url = await app.authorizationUrl(iss, null, { scope: 'openid user/Observation.rs offline_access' });
  await app.comeBack(await cameBack(hanne, url));
  expect((await app.refresh()).scope).toContain('user/Observation.rs');
  await app.comeBack(
    await cameBack(
      hanne,
      await app.authorizationUrl(iss, null, { scope: 'openid user/Observation.rs offline_access' }),
    ),
  );
  await withdrawApp(database, { organization: 'fjordvik', app: 'diary' }, 'Practitioner/ida', undefined);
  await expect(app.refresh(), 'asked anew at each renewal').rejects.toMatchObject({ error: 'invalid_grant' });
  await endTokensOfApp(database, 'diary', 'fjordvik');
  const again = { organization: 'fjordvik', app: 'diary', scopes: [], until: undefined, author: 'Practitioner/ida' };
  await approveApp(database, again, Date.now());

  await connected();
  await retireApp(database, 'diary', 'Practitioner/ida');
  await expect(app.refresh()).rejects.toMatchObject({ error: expect.stringMatching(/invalid_(client|grant)/) });
});
