import * as client from 'openid-client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { demoClients } from '../config/clients.ts';
import { type LogOnServer, type TestBrowser, withLogOn } from '../test/log-on.ts';
import { approveApp, endTokensOfApp, registerApp, withdrawApp } from './apps/index.ts';
import { persons } from './login/test/people.ts';
import { registeredSystems } from './systems.ts';
import { assertion, assertionForm, type ClientKey, clientKey, proof } from './test/keys.ts';
import { askToken } from './test/server.ts';
import { SmartApp } from './test/smart-app.ts';
import { registered, resources } from './test/town.ts';

let server: LogOnServer;
let iss: string;
let app: SmartApp;
let ownApp: SmartApp;
let kari: TestBrowser;

const scopes = ['launch/patient', 'openid', 'fhirUser', 'offline_access', 'online_access', 'patient/*.rs', 'user/*.rs'];
const scope = 'launch/patient openid offline_access patient/Observation.rs';
const post = (form: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(form) });
const allow = { step: 'allow', patient: 'kari', kind: 'measurements', offline: 'yes', duration: '90' };

beforeAll(async () => {
  const common = { name: 'Own', grants: ['authorization_code', 'refresh_token'] as const };
  ownApp = await SmartApp.open({ clientId: 'own', scope: 'openid user/Observation.rs' });
  const own = { id: 'own', ...common, scopes: ['openid', 'user/*.rs'], redirectUris: [ownApp.redirectUri] };
  server = await withLogOn({ persons, resources, clients: [own] });
  iss = `${server.base}/fhir`;
  app = await SmartApp.open({ clientId: 'diary', scope });
  await registered(server, app, { id: 'diary', name: 'Diary <b>', scopes });
  kari = server.browser();
  await kari.logOn('idporten', 'kari');
});

afterAll(async () => {
  app.close();
  ownApp.close();
  await server.close();
});

async function connect(to: SmartApp, browser: TestBrowser, url: URL, form: Record<string, string> = allow) {
  const page = await browser.go(url.href, {}, /\/back\?/);
  const back = page.url.includes('/back?') ? page : await browser.go(page.url, post(form), /\/back\?/);
  return to.comeBack(new URL(back.url));
}

test('a citizen sees the apps they have connected, in their language, and ends one', async () => {
  await connect(app, kari, await app.authorizationUrl(iss, null));
  const token = app.received!.access_token;
  const page = await kari.go('/oauth/apps');
  expect(page.html).toContain('Apper jeg har koblet til');
  expect(page.html).toContain('Diary &#60;b&#62;');
  expect(page.html).toContain('Målinger og prøvesvar: lese');
  expect((await kari.go('/oauth/apps?lang=en')).html).toContain('Apps I have connected');
  const guard = /name="guard" value="([^"]+)"/.exec(page.html)![1]!;
  await kari.go('/oauth/apps', post({ app: 'diary', guard: 'forged' }));
  expect((await app.refresh()).access_token, 'a form of another site ends nothing').toBeTruthy();
  const ended = await kari.go('/oauth/apps', post({ app: 'diary', guard }));
  expect(ended.html).toContain('Tilgangen er avsluttet');
  expect(ended.html).not.toContain('name="guard"');
  const get = await fetch(`${iss}/Observation`, { headers: { authorization: `Bearer ${token}` } });
  expect(get.status).toBe(401);
  await expect(app.refresh()).rejects.toMatchObject({ error: 'invalid_grant' });
  const { rows } = await server.database.reader.query<{ is_active: boolean }>(
    "SELECT is_active FROM app_connection WHERE app = 'diary' ORDER BY version",
  );
  expect(
    rows.map(({ is_active }) => is_active),
    'the history is kept',
  ).toEqual([true, false]);
});

test('the page of connected apps is for whoever is logged on', async () => {
  const stranger = await server.browser().go('/oauth/apps', {}, /\/login/);
  expect(new URL(stranger.url).searchParams.get('return_to')).toBe('/oauth/apps');
});

test('access for this time only is over within the hour and has no renewal', async () => {
  const url = await app.authorizationUrl(iss, null, { prompt: 'consent' });
  await connect(app, kari, url, { ...allow, duration: 'once' });
  expect(app.received).not.toHaveProperty('refresh_token');
  expect(app.received!.scope).not.toContain('offline_access');
  expect(app.received!.expires_in).toBeLessThanOrEqual(3600);
});

test('without the citizen’s word an app is not let in when they are away', async () => {
  const { offline: _, ...online } = allow;
  await connect(app, kari, await app.authorizationUrl(iss, null, { prompt: 'consent' }), online);
  expect(app.received).not.toHaveProperty('refresh_token');
});

test('online access is renewed while the session lives, and no longer', async () => {
  const browser = server.browser();
  await browser.logOn('idporten', 'kari');
  const more = { scope: 'openid online_access patient/Observation.rs', prompt: 'consent' };
  await connect(app, browser, await app.authorizationUrl(iss, null, more));
  await app.refresh();
  await connect(app, browser, await app.authorizationUrl(iss, null, { scope: more.scope }));
  const { access_token, refresh_token } = app.received!;
  await browser.api('/login/logout', {});
  await expect(app.refresh(refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
  const get = () => fetch(`${iss}/Observation`, { headers: { authorization: `Bearer ${access_token}` } });
  await vi.waitFor(async () => expect((await get()).status).toBe(401), { timeout: 8_000, interval: 300 });
});

test('an app that wants the person to log on anew gets a new log-on', async () => {
  const browser = server.browser();
  await browser.logOn('idporten', 'kari');
  await new Promise((resolve) => setTimeout(resolve, 1100)); // the library counts in seconds
  const url = await app.authorizationUrl(iss, null, { prompt: 'login' });
  const door = await browser.go(url.href, {}, /\/login\/start/);
  expect(new URL(door.url).searchParams.get('provider')).toBe('idporten');
  const lately = await app.authorizationUrl(iss, null, { max_age: '0' });
  expect((await browser.go(lately.href, {}, /\/login\/start/)).url).toContain('/login/start');
  const longAgo = await app.authorizationUrl(iss, null, { max_age: '3600' });
  await connect(app, browser, longAgo);
  expect(app.received!.claims()!.auth_time).toBeLessThanOrEqual(Date.now() / 1000 - 1);
});

test('the operator’s own program needs nobody’s approval, and its users are not asked', async () => {
  const browser = server.browser();
  await browser.logOn('helseid', 'hanne');
  const page = await browser.go((await ownApp.authorizationUrl(iss, null)).href, {}, /\/back\?/);
  await ownApp.comeBack(new URL(page.url));
  expect(ownApp.received).toMatchObject({ scope: 'openid user/Observation.rs' });
});

test('a pushed request is as good as one in the address, with access while away', async () => {
  const url = await app.authorizationUrl(iss, null, { prompt: 'consent' });
  const answer = await fetch(`${server.base}/oauth/request`, { method: 'POST', body: url.searchParams });
  const { request_uri } = (await answer.json()) as { request_uri: string };
  const pushed = new URL(`${server.base}/oauth/auth`);
  pushed.search = String(new URLSearchParams({ client_id: 'diary', request_uri }));
  await connect(app, kari, pushed);
  const foreign = new URLSearchParams(url.searchParams);
  foreign.set('aud', 'https://other.example/fhir');
  const refused = await fetch(`${server.base}/oauth/request`, { method: 'POST', body: foreign });
  expect(refused.status).toBe(400);
  expect(app.received!.refresh_token).toBeTruthy();
});

test('confidential apps show that they are themselves, by a secret or a key', async () => {
  const key = await clientKey('ES384');
  const privateKey = key.privateKey as client.CryptoKey;
  const asymmetric = await SmartApp.open({
    clientId: 'asym',
    scope,
    auth: client.PrivateKeyJwt({ key: privateKey, kid: key.kid }),
  });
  const jwks = { keys: [{ ...key.publicJwk }] };
  await registered(server, asymmetric, { id: 'asym', scopes, type: 'confidential-asymmetric', jwks });
  await connect(asymmetric, kari, await asymmetric.authorizationUrl(iss, null));
  expect((await asymmetric.refresh()).access_token).toBeTruthy();

  const { secret } = await registerApp(
    server.database.writer,
    {
      id: 'sym',
      name: 'Sym',
      publisher: 'x',
      type: 'confidential-symmetric',
      audience: ['citizen'],
      scopes,
      redirectUris: ['http://127.0.0.1:1/back'],
      isDpopBound: false,
    },
    { author: 'x', isDemo: true, isNewSecret: false },
  );
  const guess = { grant_type: 'refresh_token', refresh_token: 'x', client_id: 'sym' };
  expect((await askToken(server.base, { ...guess, client_secret: 'wrong' })).body.error).toBe('invalid_client');
  const { rows } = await server.database.reader.query<{ content: string }>("SELECT content FROM app WHERE id = 'sym'");
  const { secretHash } = JSON.parse(rows[0]!.content) as { secretHash: string };
  expect((await askToken(server.base, { ...guess, client_secret: secretHash })).body.error).toBe('invalid_client');
  expect((await askToken(server.base, { ...guess, client_secret: secret! })).body.error).toBe('invalid_grant');
  asymmetric.close();
});

test('a system gets what its organisation has approved, from then on and until it is withdrawn', async () => {
  const key: ClientKey = await clientKey('ES384');
  const database = server.database.writer;
  await registerApp(
    database,
    {
      id: 'lab-feed',
      name: 'Lab feed',
      publisher: 'Lab AS',
      type: 'confidential-asymmetric',
      audience: ['system'],
      scopes: ['system/Observation.crs', 'system/Patient.rs'],
      redirectUris: [],
      jwks: { keys: [{ ...key.publicJwk }] },
      isDpopBound: true,
      organization: 'fjordvik',
    },
    { author: 'x', isDemo: true, isNewSecret: false },
  );
  const at = `${server.base}/oauth/token`;
  const ask = async (wanted = 'system/Observation.crs system/Patient.rs') =>
    askToken(
      server.base,
      { grant_type: 'client_credentials', scope: wanted, ...assertionForm(await assertion(key, 'lab-feed', at)) },
      { dpop: await proof(key, 'POST', at) },
    );
  expect((await ask()).body.error).toBe('unauthorized_client');
  const login = { ...demoClients[0]!, id: 'a-login', grants: ['authorization_code'] as const };
  const systems = async () => registeredSystems(database, [...demoClients, login], Date.now());
  expect((await systems()).map(({ clientId }) => clientId)).toEqual(['demo-system']);
  const approval = { organization: 'fjordvik', app: 'lab-feed', until: undefined, author: 'x' };
  await approveApp(database, { ...approval, scopes: ['system/Observation.rs?category=laboratory'] }, Date.now());
  const given = await ask();
  expect(given.body).toMatchObject({ token_type: 'DPoP', scope: 'system/Observation.rs?category=laboratory' });
  expect((await systems())[1]).toMatchObject({
    ...{ kind: 'system', id: 'client:lab-feed', display: 'Lab feed', organization: { id: 'fjordvik' } },
    scopes: ['system/Observation.rs?category=laboratory'],
  });
  const url = `${iss}/Observation`;
  const token = given.body.access_token;
  const get = async () =>
    fetch(url, { headers: { authorization: `DPoP ${token}`, dpop: await proof(key, 'GET', url, token) } });
  const found = (await (await get()).json()) as { entry: { resource: { id: string } }[] };
  expect(found.entry.map(({ resource }) => resource.id).sort()).toEqual(['crp', 'hb', 'other', 'weight']);
  await withdrawApp(database, approval, 'x', undefined);
  await endTokensOfApp(database, 'lab-feed');
  expect((await ask()).body.error).toBe('unauthorized_client');
  expect(await systems()).toHaveLength(1);
  await vi.waitFor(async () => expect((await get()).status).toBe(401), { timeout: 8_000, interval: 300 });
});

test('what a registered system is for stands in its token, and when it says something else it is to be approved again', async () => {
  const key: ClientKey = await clientKey('ES384');
  const database = server.database.writer;
  const register = async (use: { purpose?: string; register?: string }) =>
    registerApp(
      database,
      {
        ...{ id: 'collector', name: 'Registeret', publisher: 'Registeret', type: 'confidential-asymmetric' },
        ...{ audience: ['system'], scopes: ['system/Observation.rs'], redirectUris: [], isDpopBound: true },
        ...{ jwks: { keys: [{ ...key.publicJwk }] }, organization: 'fjordvik' },
        ...use,
      },
      { author: 'x', isDemo: true, isNewSecret: false },
    );
  const at = `${server.base}/oauth/token`;
  const whoami = `${server.base}/whoami`;
  const ask = async () =>
    askToken(
      server.base,
      { grant_type: 'client_credentials', ...assertionForm(await assertion(key, 'collector', at)) },
      { dpop: await proof(key, 'POST', at) },
    );
  const saysOf = async (token: string) =>
    fetch(whoami, { headers: { authorization: `DPoP ${token}`, dpop: await proof(key, 'GET', whoami, token) } });
  const approve = () =>
    approveApp(
      database,
      { organization: 'fjordvik', app: 'collector', scopes: [], until: undefined, author: 'x' },
      Date.now(),
    );
  const use = { purpose: 'HQUALIMP', register: 'quality-registers' };
  await register(use);
  await approve();
  const token = (await ask()).body.access_token;
  expect(await (await saysOf(token)).json()).toMatchObject({ kind: 'system', ...use });
  const told = (await registeredSystems(database, [], Date.now())).find(({ clientId }) => clientId === 'collector');
  expect(told).toMatchObject(use);
  // another version of the same is no other use
  await register(use);
  expect((await ask()).status).toBe(200);
  await register({});
  expect((await ask()).body.error).toBe('unauthorized_client');
  await vi.waitFor(async () => expect((await saysOf(token)).status).toBe(401), { timeout: 8_000, interval: 300 });
  await approve();
  await vi.waitFor(async () => {
    const given = await ask();
    const body = (await (await saysOf(given.body.access_token)).json()) as object;
    expect(body).toMatchObject({ kind: 'system' });
    expect(body).not.toHaveProperty('register');
  });
});

test('browsers at a registered app’s address may ask, and others are told nothing', async () => {
  const ask = (origin: string, method = 'GET', path = '/fhir/Patient') =>
    fetch(`${server.base}${path}`, {
      method,
      headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' },
    });
  const allowed = await ask(app.base, 'OPTIONS');
  expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, app.base]);
  expect(allowed.headers.get('access-control-allow-headers')).toContain('DPoP');
  expect(allowed.headers.get('access-control-allow-credentials')).toBeNull();
  expect((await ask(app.base)).headers.get('access-control-allow-origin')).toBe(app.base);
  for (const origin of ['https://evil.example', 'null', `${app.base}.evil.example`]) {
    for (const method of ['OPTIONS', 'GET']) {
      const answer = await ask(origin, method);
      expect(answer.headers.get('access-control-allow-origin'), origin).toBeNull();
      expect(answer.headers.get('vary')).toContain('Origin');
    }
  }
  const token = await fetch(`${server.base}/oauth/token`, {
    method: 'POST',
    headers: { origin: 'https://evil.example' },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x', client_id: 'diary' }),
  });
  expect(token.headers.get('access-control-allow-origin')).toBeNull();
  expect(
    (await ask('https://evil.example', 'GET', '/fhir/.well-known/smart-configuration')).headers.get(
      'access-control-allow-origin',
    ),
  ).toBe('*');
});
