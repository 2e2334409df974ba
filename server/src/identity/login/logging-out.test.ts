import { generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type LogOnServer, type TestBrowser, withLogOn } from '../../test/log-on.ts';
import { demoClientId } from '../idp/index.ts';
import { persons, resources } from './test/people.ts';

let server: LogOnServer;
beforeAll(async () => {
  server = await withLogOn({ persons, resources });
});
afterAll(() => server.close());
afterEach(() => void vi.useRealTimers());

const cookie = 'enjournal-session';

async function loggedOn(person = 'hanne', provider: 'helseid' | 'idporten' = 'helseid'): Promise<TestBrowser> {
  const browser = server.browser();
  await browser.logOn(provider, person);
  expect(browser.cookies.has(cookie)).toBe(true);
  return browser;
}

async function stateOf(browser: TestBrowser): Promise<string> {
  return ((await (await browser.api('/login/session')).json()) as { state: string }).state;
}

test('logging out ends the session here and at the provider; everywhere ends all of one human being', async () => {
  const work = await loggedOn();
  const phone = await loggedOn();
  const home = await loggedOn('hanne', 'idporten');
  const other = await loggedOn('sara');
  const listed = (await (await work.api('/login/sessions')).json()) as { sessions: { isThis: boolean }[] };
  expect(listed.sessions.length).toBeGreaterThanOrEqual(3);
  expect(listed.sessions.filter(({ isThis }) => isThis)).toHaveLength(1);

  const { next } = (await (await phone.api('/login/logout', {})).json()) as { next: string };
  expect(next).toMatch(/^\/idp\/helseid\/session\/end\?/);
  expect(next, 'no number of a person in an address').not.toContain('id_token');
  const ending = await phone.go(next);
  expect(ending.html).toContain('id="op.logoutForm"');
  expect(await stateOf(phone)).toBe('none');
  expect(await stateOf(work)).toBe('open');

  await work.api('/login/logout', { everywhere: true });
  expect([await stateOf(work), await stateOf(home), await stateOf(other)]).toEqual(['none', 'none', 'open']);
  expect((await server.security()).at(-1)).toEqual({ interaction: 'log-out-everywhere', decision: 'permit' });
});

test('one ends a session of one’s own from another, and nobody else’s', async () => {
  const here = await loggedOn('sara');
  const there = await loggedOn('sara');
  const stranger = await loggedOn();
  const idOf = async (browser: TestBrowser) => {
    const { session } = (await (await browser.api('/whoami')).json()) as { session: string };
    return session;
  };
  const [own, foreign] = [await idOf(there), await idOf(stranger)];
  expect((await here.api(`/login/sessions/${foreign}`, undefined, 'DELETE')).status).toBe(404);
  expect((await here.api(`/login/sessions/${own}`, undefined, 'DELETE')).status).toBe(204);
  expect([await stateOf(there), await stateOf(stranger)]).toEqual(['none', 'open']);
});

async function logoutToken(more: object = {}, sign?: (token: SignJWT) => Promise<string>): Promise<string> {
  const { rows } = await server.database.reader.query<{ value: string }>(
    "SELECT value FROM identity_key WHERE name = 'helseid-signing'",
  );
  const key = (JSON.parse(rows[0]!.value) as { keys: JWK[] }).keys.find(({ alg }) => alg === 'ES256') as JWK;
  const now = Math.floor(Date.now() / 1000);
  const token = new SignJWT({
    iss: `${server.base}/idp/helseid`,
    aud: demoClientId,
    iat: now,
    exp: now + 120,
    jti: 'j',
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    ...more,
  }).setProtectedHeader({ alg: 'ES256', kid: key.kid as string, typ: 'logout+jwt' });
  return sign === undefined ? token.sign(await importJWK(key, 'ES256')) : sign(token);
}

const backChannel = async (logout_token: string) => {
  const body = new URLSearchParams({ logout_token });
  return (await fetch(`${server.base}/login/backchannel/helseid`, { method: 'POST', body })).status;
};

test('a provider whose session ends ends ours, by the back channel', async () => {
  const browser = await loggedOn();
  const { next } = (await (await browser.api('/login/session')).json()) as { next?: string };
  expect(next).toBeUndefined();
  // At the provider the user logs out of everything, for another program.
  const page = await browser.go('/idp/helseid/session/end?client_id=enjournal-demo');
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.html)?.[1] as string;
  const confirm = { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) };
  await browser.go('/idp/helseid/session/end/confirm', confirm, /./);
  expect(await stateOf(browser)).toBe('none');
});

test('a logout token that does not hold ends nothing', async () => {
  const browser = await loggedOn();
  const now = Math.floor(Date.now() / 1000);
  const bad: [object, ((token: SignJWT) => Promise<string>)?][] = [
    [{ iss: 'https://elsewhere.example', sid: 's' }],
    [{ aud: 'another', sid: 's' }],
    [{ iat: now - 900, exp: now - 600, sid: 's' }],
    [{ nonce: 'n', sid: 's' }],
    [{ events: {}, sid: 's' }],
    [{}],
    [{ sid: 's' }, async (token) => token.sign((await generateKeyPair('ES256')).privateKey)],
  ];
  for (const [claims, sign] of bad) expect(await backChannel(await logoutToken(claims, sign))).toBe(400);
  expect(await backChannel('nonsense')).toBe(400);
  expect(await backChannel(await logoutToken({ sid: 'of nobody' }))).toBe(200);
  expect(await stateOf(browser)).toBe('open');
});

test('ID-porten ends a session by the front channel, in a frame that only it may show', async () => {
  const browser = await loggedOn('kari', 'idporten');
  const sid = 'the-providers-own-name';
  const { hash } = await import('node:crypto');
  await server.database.writer.query('UPDATE login_session SET provider_sid = $1 WHERE secret = $2', [
    hash('sha256', sid, 'buffer'),
    hash('sha256', browser.cookies.get(cookie)!.value, 'buffer'),
  ]);
  const issuer = `${server.base}/idp/idporten`;
  const at = (iss: string, name: string) =>
    fetch(`${server.base}/login/frontchannel/idporten?${new URLSearchParams({ iss, sid: name })}`);
  await at('https://elsewhere.example', sid);
  await at(issuer, 'another');
  expect(await stateOf(browser)).toBe('open');
  const answer = await at(issuer, sid);
  expect(answer.headers.get('content-security-policy')).toContain(`frame-ancestors ${server.base}`);
  expect(answer.headers.get('x-frame-options')).toBeNull();
  expect(await stateOf(browser)).toBe('none');
});
