import { expect, test } from 'vitest';
import { withLogOn } from '../../test/log-on.ts';
import { persons, resources } from './test/people.ts';

test('who fails again and again at the door has to wait, and the log says so', async () => {
  const guarded = await withLogOn({ persons, resources, freeFailures: 2 });
  try {
    const browser = guarded.browser();
    for (let i = 0; i < 3; i += 1) await browser.logOn('helseid', 'nobody');
    expect((await browser.go('/login/start?provider=helseid&return_to=/x')).url).toBe(
      `${guarded.base}/?log-on=wait&return_to=%2Fx`,
    );
    const { rows } = await guarded.database.reader.query<{ detail: string }>(
      "SELECT detail FROM access_log WHERE interaction = 'log-on' ORDER BY at DESC, seq DESC LIMIT 1",
    );
    expect(JSON.parse(Buffer.from(rows[0]!.detail, 'base64').toString())).toMatchObject({
      failures: 3,
      waitSeconds: 1,
    });
  } finally {
    await guarded.close();
  }
});

test('who guesses tokens has to wait, and a good token is served meanwhile', async () => {
  const guarded = await withLogOn({ persons, resources, freeFailures: 2 });
  try {
    const form = { grant_type: 'client_credentials', client_id: 'demo-system', client_secret: 'demo-secret' };
    const granted = await fetch(`${guarded.base}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
    const { access_token } = (await granted.json()) as { access_token: string };
    const ask = (token: string) =>
      fetch(`${guarded.base}/fhir/Patient/kari`, { headers: { authorization: `Bearer ${token}` } });
    const statuses = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await ask(`guess${i}`)).status);
    expect(statuses).toEqual([401, 401, 401, 429]);
    expect((await ask('guess')).headers.get('retry-after')).toBe('1');
    expect((await ask(access_token)).status).toBe(200);
    expect(await guarded.security()).toEqual(Array(3).fill({ interaction: 'token', decision: 'deny:invalid' }));
  } finally {
    await guarded.close();
  }
});

test('who guesses the secret of a client has to wait, also with the right one', async () => {
  const guarded = await withLogOn({ persons, resources, freeFailures: 2 });
  try {
    const ask = async (client_secret: string, more: Record<string, string> = {}) => {
      const form = { grant_type: 'client_credentials', client_id: 'demo-system', client_secret };
      const headers = { 'x-forwarded-for': '203.0.113.9', ...more };
      const answer = await fetch(`${guarded.base}/oauth/token`, {
        method: 'POST',
        body: new URLSearchParams(form),
        headers,
      });
      return answer.status;
    };
    expect([await ask('a'), await ask('b'), await ask('c')]).toEqual([401, 401, 401]);
    expect([await ask('demo-secret'), await ask('d', { 'x-forwarded-for': '203.0.113.10' })]).toEqual([429, 429]);
    await expect
      .poll(() => guarded.security())
      .toEqual(Array(3).fill({ interaction: 'token', decision: 'deny:invalid-client' }));
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await ask('demo-secret')).toBe(200);
  } finally {
    await guarded.close();
  }
});
