import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type LogOnServer, type TestBrowser, withLogOn } from '../../test/log-on.ts';
import { cookiesOf } from './cookies.ts';
import { localPlace } from './return-to.ts';
import { seal, unseal } from './seal.ts';
import { persons, resources } from './test/people.ts';

let server: LogOnServer;
beforeAll(async () => {
  server = await withLogOn({ persons, resources });
});
afterAll(() => server.close());
afterEach(() => void vi.useRealTimers());

const cookie = 'enjournal-session';
const minute = 60_000;

async function loggedOn(person = 'hanne', provider: 'helseid' | 'idporten' = 'helseid'): Promise<TestBrowser> {
  const browser = server.browser();
  await browser.logOn(provider, person);
  expect(browser.cookies.has(cookie)).toBe(true);
  return browser;
}

async function stateOf(browser: TestBrowser): Promise<string> {
  return ((await (await browser.api('/login/session')).json()) as { state: string }).state;
}

async function read(browser: TestBrowser): Promise<[number, string | undefined]> {
  const answer = await browser.api('/fhir/Patient/kari');
  const told = (await answer.json()) as { issue?: { details: { coding: { code: string }[] } }[] };
  return [answer.status, told.issue?.[0]?.details.coding[0]?.code];
}

/** Moves the server's clock on; the database's stands still. */
function later(ms: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
}

test('a session left alone for half an hour is locked, and what its user does keeps it open', async () => {
  const browser = await loggedOn();
  expect(await stateOf(browser)).toBe('open');
  later(29 * minute);
  expect(await stateOf(browser)).toBe('open');
  await browser.api('/login/activity', {});
  later(29 * minute);
  expect((await browser.api('/whoami')).status, 'a request by itself is no sign of its user').toBe(200);
  expect(await stateOf(browser)).toBe('open');
  later(2 * minute);
  expect(await stateOf(browser)).toBe('locked');
  expect(await read(browser)).toEqual([401, 'session-locked']);
  await browser.api('/login/activity', {});
  expect(await stateOf(browser), 'and stays so').toBe('locked');
});

test('a session ends after twelve hours, whatever its user does', async () => {
  const browser = await loggedOn();
  for (let done = 0; done < 12 * 60; done += 20) {
    later(20 * minute);
    await browser.api('/login/activity', {});
  }
  expect(await stateOf(browser)).toBe('none');
  expect(await read(browser)).toEqual([401, 'session-over']);
});

test('locked by hand it tells nothing but whose it is, and its owner opens it under a new secret', async () => {
  const browser = await loggedOn();
  const before = browser.cookies.get(cookie)!.value;
  const open = (await (await browser.api('/login/session')).json()) as { shelfKey: string };
  const locked = await (await browser.api('/login/lock', {})).json();
  expect(locked).toEqual({
    state: 'locked',
    providers: ['helseid', 'idporten'],
    provider: 'helseid',
    name: 'Hanne Hjem',
  });
  expect(await read(browser)).toEqual([401, 'session-locked']);
  expect((await browser.api('/login/role', { practitionerRole: 'hanne-sone-3' })).status).toBe(401);
  expect(await (await browser.api('/login/sessions')).json()).toEqual({ sessions: [] });

  const { url } = await browser.logOn('helseid', 'hanne', { returnTo: '/pasient/x', more: '&unlock=1' });
  expect(url).toBe(`${server.base}/pasient/x`);
  expect(browser.cookies.get(cookie)!.value).not.toBe(before);
  const again = await (await browser.api('/login/session')).json();
  expect(again, 'the same session, with the same key to what was put away').toMatchObject({
    state: 'open',
    shelfKey: open.shelfKey,
    employment: { id: 'hanne-sone-3' },
  });
  browser.cookies.set(cookie, { value: before, path: '/' });
  expect(await stateOf(browser), 'the secret from before').toBe('none');
});

test('what a device keeps unsent is read by its writer in the next session too, and by nobody else', async () => {
  const keyOf = async (browser: Awaited<ReturnType<typeof loggedOn>>) =>
    ((await (await browser.api('/login/session')).json()) as { deviceKey?: string }).deviceKey;
  const browser = await loggedOn();
  const first = await keyOf(browser);
  expect(first).toMatch(/^[A-Za-z0-9_-]{43}$/);
  await browser.api('/login/lock', {});
  expect(await keyOf(browser)).toBeUndefined();
  expect(await keyOf(await loggedOn())).toBe(first);
  expect(await keyOf(await loggedOn('sara'))).not.toBe(first);
});

test('nobody else opens a locked session, and it stays locked', async () => {
  const browser = await loggedOn();
  await browser.api('/login/lock', {});
  const { url } = await browser.logOn('helseid', 'sara', { returnTo: '/x', more: '&unlock=1' });
  expect(url).toBe(`${server.base}/?log-on=other-person&return_to=%2Fx`);
  expect(await stateOf(browser)).toBe('locked');
  expect((await server.security()).at(-1)).toEqual({ interaction: 'log-on', decision: 'deny:other-person' });
});

test('a locked session is opened by the browser that holds it, and by no other', async () => {
  const locked = await loggedOn();
  await locked.api('/login/lock', {});
  const page = await locked.go('/login/start?unlock=1&return_to=/x');
  const elsewhere = server.browser();
  for (const [name, value] of locked.cookies) if (name !== cookie) elsewhere.cookies.set(name, value);
  await elsewhere.go(page.url, { method: 'POST', body: new URLSearchParams({ person: 'hanne' }) });
  expect(await stateOf(locked)).toBe('locked');
  expect(await stateOf(elsewhere), 'it logged on by itself').toBe('open');
});

test('a secret that was planted in a browser is never taken over (session fixation)', async () => {
  const planted = 'A'.repeat(43);
  const browser = server.browser();
  browser.cookies.set(cookie, { value: planted, path: '/' });
  await browser.logOn('helseid', 'gunnar');
  const secrets = [planted, browser.cookies.get(cookie)!.value];
  await browser.api('/login/role', { practitionerRole: 'gunnar-granli' });
  secrets.push(browser.cookies.get(cookie)!.value);
  await browser.api('/login/role', { practitionerRole: 'gunnar-legevakt' });
  secrets.push(browser.cookies.get(cookie)!.value);
  expect(new Set(secrets).size).toBe(4);
  const states = [];
  for (const value of secrets) {
    browser.cookies.set(cookie, { value, path: '/' });
    states.push(await stateOf(browser));
  }
  expect(states).toEqual(['none', 'none', 'none', 'open']);
});

test('what does not come from our own pages counts for nothing, though the cookie comes along (CSRF)', async () => {
  const browser = await loggedOn('gunnar');
  const body = JSON.stringify({ practitionerRole: 'gunnar-granli' });
  const own = { 'x-enjournal-web': '1' };
  const origin = server.base;
  const attempts: [what: string, headers: Record<string, string>][] = [
    ['a form of another site', { origin: 'https://attacker.example' }],
    ['a script of another site', { ...own, origin: 'https://attacker.example' }],
    ['another port of this machine', { ...own, origin: 'http://127.0.0.1:1' }],
    ['a page without an origin', { ...own, origin: 'null' }],
    ['without our header', { origin }],
    ['with nothing that tells its source', { ...own }],
    ['what a browser calls cross-site', { ...own, origin, 'sec-fetch-site': 'cross-site' }],
  ];
  for (const [what, headers] of attempts) {
    for (const path of ['/login/role', '/login/lock', '/login/logout', '/fhir/Observation']) {
      const answer = await browser.ask(path, { method: 'POST', headers, body });
      expect([path, what, answer.status, await answer.text()]).toEqual([
        path,
        what,
        403,
        expect.stringContaining('other-site'),
      ]);
    }
  }
  expect(await stateOf(browser)).toBe('choosing');
  await browser.api('/login/role', { practitionerRole: 'gunnar-granli' });
  const reads: [headers: Record<string, string>, status: number][] = [
    [{}, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ ...own, 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'none' }, 200],
    [own, 200],
  ];
  for (const [headers, status] of reads) {
    const answer = await browser.ask('/whoami', { headers });
    expect([headers, answer.status]).toEqual([headers, status]);
  }
});

test('nobody is logged on as another by an address with the other’s code in it (login CSRF)', async () => {
  const attacker = server.browser();
  const page = await attacker.go('/login/start?provider=helseid');
  const choice = { method: 'POST', body: new URLSearchParams({ person: 'hanne' }) };
  const { url: back } = await attacker.go(page.url, choice, /\/login\/callback\//);
  const victim = server.browser();
  expect((await victim.go(back)).url).toBe(`${server.base}/?log-on=stale&return_to=%2F`);
  expect(await stateOf(victim)).toBe('none');

  await victim.go('/login/start?provider=helseid');
  const own = [...victim.cookies.keys()].find((name) => name.startsWith('enjournal-logon-')) as string;
  const state = new URL(back).searchParams.get('state') as string;
  const { value } = victim.cookies.get(own)!;
  victim.cookies.set(`enjournal-logon-${state.slice(0, 12)}`, { value, path: '/' });
  expect((await victim.go(back)).url, 'with the proof of a log-on of its own').toContain('log-on=invalid');
  expect(await stateOf(victim)).toBe('none');
});

test('a log-on comes back once, and to the provider that it was begun with', async () => {
  const browser = server.browser();
  const page = await browser.go('/login/start?provider=helseid');
  const choice = { method: 'POST', body: new URLSearchParams({ person: 'hanne' }) };
  const { url: back } = await browser.go(page.url, choice, /\/login\/callback\//);
  const cookies = new Map(browser.cookies);
  const elsewhere = await browser.go(back.replace('/callback/helseid', '/callback/idporten'));
  expect(elsewhere.url).toContain('log-on=stale');
  for (const [name, value] of cookies) browser.cookies.set(name, value);
  expect((await browser.go(back)).url, 'it is used up').toContain('log-on=stale');
  expect(await stateOf(browser)).toBe('none');
});

test.each([
  ['/pasient/1?a=b#c', '/pasient/1?a=b#c'],
  ['/oauth/auth/x?y=1', '/oauth/auth/x?y=1'],
  ['https://attacker.example/', '/'],
  ['//attacker.example/', '/'],
  ['/\\attacker.example/', '/'],
  ['/\t/attacker.example/', '/'],
  ['/\n//attacker.example', '/'],
  ['/.//attacker.example', '/'],
  ['/a/..//attacker.example', '/'],
  ['\\\\attacker.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/login/callback/helseid?code=x', '/'],
  ['/%0d%0aset-cookie:x', '/%0d%0aset-cookie:x'],
  ['attacker.example', '/'],
  ['', '/'],
  [undefined, '/'],
  [['/a', '/b'], '/'],
])('after a log-on for %j the way leads to %s', (asked, to) => {
  expect(localPlace(asked)).toBe(to);
});

test('no address of another server is ever redirected to', async () => {
  for (const returnTo of [
    'https://attacker.example/',
    '//attacker.example',
    '/\\attacker.example',
    '/\t/attacker.example',
  ]) {
    const browser = server.browser();
    expect((await browser.logOn('helseid', 'hanne', { returnTo })).url).toBe(`${server.base}/`);
    expect(browser.went.every((at) => at.startsWith(`${server.base}/`))).toBe(true);
  }
});

test('who reads the database can neither use a session nor read what the provider gave', async () => {
  const browser = await loggedOn();
  const secret = browser.cookies.get(cookie)!.value;
  const { rows } = await server.database.reader.query<{ text: string; sealed: string }>(
    'SELECT login_session::text AS text, sealed FROM login_session',
  );
  const all = rows.map(({ text }) => text).join();
  expect(all).not.toContain(secret);
  expect(all).not.toMatch(/eyJhbGciOiJFUzI1NiIsInR5cCI|refresh|idToken/);
  const mine = rows.filter(({ sealed }) => sealed.startsWith('ey'));
  expect(mine.length).toBe(rows.length);
  await expect(unseal('another', rows[0]!.sealed)).rejects.toThrow();
  expect(await unseal('s', await seal('s', { a: 1 }))).toEqual({ a: 1 });
});

test('a stream of changes ends with the session it was opened in', async () => {
  for (const [person, provider, end] of [
    ['kari', 'idporten', (browser: TestBrowser) => browser.api('/login/lock', {})],
    ['kari', 'idporten', (browser: TestBrowser) => browser.api('/login/logout', {})],
  ] as const) {
    const browser = await loggedOn(person, provider);
    const headers = { 'x-enjournal-web': '1', accept: 'text/event-stream' };
    const stream = await browser.ask('/fhir/Patient/kari/$changes', { headers });
    expect(stream.status).toBe(200);
    const ended = stream.text().then(
      () => 'ended',
      () => 'ended',
    );
    const still = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2_500, 'open'))]);
    expect(still).toBe('open');
    await end(browser);
    expect(await ended).toBe('ended');
  }
});

test('a bearer token in a request says who asks, and a cookie that comes along says nothing', async () => {
  const browser = await loggedOn();
  const answer = await browser.ask('/whoami', {
    headers: { authorization: 'Bearer nonsense', 'x-enjournal-web': '1', origin: server.base },
  });
  expect(answer.status).toBe(401);
});

test('a health worker whose name stands twice in the cookies is nobody', async () => {
  const browser = await loggedOn();
  const twice = `${browser.cookiesFor('/')}; ${cookie}=${'B'.repeat(43)}`;
  const answer = await fetch(`${server.base}/whoami`, { headers: { cookie: twice, 'x-enjournal-web': '1' } });
  expect(answer.status).toBe(401);
});

test('production has no demo provider, and its cookie is one that no other host can set', async () => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: 'k1' };
  const production = await withLogOn({
    persons,
    resources,
    env: {
      ENJOURNAL_MODE: 'production',
      ENJOURNAL_BASE_URL: 'https://journal.example.no',
      ENJOURNAL_TRUST_PROXY: 'loopback',
      ENJOURNAL_CLIENTS: JSON.stringify([
        { id: 'a', redirectUris: ['https://a.example/back'], grants: ['authorization_code'], scopes: [] },
      ]),
      ENJOURNAL_HELSEID_ISSUER: 'https://helseid.invalid',
      ENJOURNAL_HELSEID_CLIENT_ID: 'us',
      ENJOURNAL_HELSEID_KEY: JSON.stringify(key),
    },
  });
  try {
    const browser = production.browser();
    for (const path of [
      '/idp/helseid/.well-known/openid-configuration',
      '/idp/idporten/auth',
      '/idp/helseid/request',
    ]) {
      expect((await browser.ask(path)).status).toBe(404);
    }
    expect(await (await browser.api('/login/session')).json()).toEqual({ state: 'none', providers: ['helseid'] });
    expect((await browser.ask('/login/start?provider=idporten')).status).toBe(404);
    expect((await browser.ask('/login/start?provider=helseid')).headers.get('location')).toBe(
      '/?log-on=unreachable&return_to=%2F',
    );
    const { keys } = (await (await browser.ask('/login/jwks')).json()) as { keys: JWK[] };
    expect(keys).toEqual([{ kty: 'EC', crv: 'P-256', x: key.x, y: key.y, kid: 'k1' }]);
  } finally {
    await production.close();
  }
  const set: string[] = [];
  const reply = { header: (_name: string, line: string) => set.push(line) };
  cookiesOf(true).keepSession(reply as never, 's', 60);
  expect(set).toEqual(['__Host-enjournal-session=s; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure']);
});
