import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LogOnServer, type TestBrowser, withLogOn } from '../test/log-on.ts';
import { persons } from './login/test/people.ts';
import { SmartApp } from './test/smart-app.ts';
import { type Bundled, idsOf, registered, resources } from './test/town.ts';

let server: LogOnServer;
let iss: string;
let staffApp: SmartApp;
let citizenApp: SmartApp;

beforeAll(async () => {
  server = await withLogOn({ persons, resources });
  iss = `${server.base}/fhir`;
  const record = ['patient/Observation.rs', 'patient/Patient.r', 'patient/Condition.rs', 'patient/*.rs'];
  const session = ['launch', 'launch/patient', 'openid', 'fhirUser', 'profile', 'offline_access'];
  staffApp = await SmartApp.open({
    clientId: 'growth',
    scope: 'launch openid fhirUser profile patient/Observation.rs?category=laboratory patient/Patient.r',
  });
  citizenApp = await SmartApp.open({
    clientId: 'diary',
    scope:
      'launch/patient openid fhirUser offline_access patient/Observation.rs patient/Condition.rs patient/Patient.r',
  });
  await registered(server, staffApp, { id: 'growth', scopes: [...session, ...record] });
  await registered(server, citizenApp, { id: 'diary', name: 'Diary', scopes: [...session, ...record] }, []);
});

afterAll(async () => {
  staffApp.close();
  citizenApp.close();
  await server.close();
});

async function loggedOn(provider: 'helseid' | 'idporten', person: string): Promise<TestBrowser> {
  const browser = server.browser();
  await browser.logOn(provider, person);
  return browser;
}

const post = (form: Record<string, string | string[]>) => {
  const body = new URLSearchParams();
  for (const [name, values] of Object.entries(form)) for (const value of [values].flat()) body.append(name, value);
  return { method: 'POST', body };
};

async function launchUrl(browser: TestBrowser, app: string, patient: string, more: object[] = []): Promise<string> {
  const parameter = [{ name: 'app', valueString: app }, ...more];
  const answer = await browser.ask(`/fhir/Patient/${patient}/$launch-app`, {
    method: 'POST',
    headers: { 'x-enjournal-web': '1', origin: server.base, 'content-type': 'application/fhir+json' },
    body: JSON.stringify({ resourceType: 'Parameters', parameter }),
  });
  expect(answer.status).toBe(200);
  const { parameter: told } = (await answer.json()) as { parameter: { name: string; valueUrl?: string }[] };
  return told.find(({ name }) => name === 'url')!.valueUrl!;
}

const search = async (app: SmartApp, path: string) => idsOf((await (await app.get(iss, path)).json()) as Bundled);

test('a nurse opens an app from the record: it knows whose record, and reads what its scopes leave', async () => {
  const browser = await loggedOn('helseid', 'hanne');
  const encounter = [{ name: 'encounter', valueReference: { reference: 'Encounter/visit' } }];
  const first = await browser.go(await launchUrl(browser, 'growth', 'kari', encounter));
  expect(first.html).toContain('Første gang du bruker Growth');
  expect(first.html).toContain('Vekst AS');
  expect(first.html).toContain('bare prøvesvar fra laboratorium');
  const done = await browser.go(first.url, post({ step: 'allow' }));
  expect(done.html).toContain('connected');
  const { received } = staffApp;
  expect(received).toMatchObject({
    patient: 'kari',
    need_patient_banner: false,
    smart_style_url: `${server.base}/oauth/smart-style.json`,
    tenant: 'fjordvik',
    scope: 'launch openid fhirUser profile patient/Observation.rs?category=laboratory patient/Patient.r',
  });
  expect(received).not.toHaveProperty('refresh_token');
  expect(received!.claims()).toMatchObject({ sub: 'Practitioner/hanne', fhirUser: `${iss}/Practitioner/hanne` });
  expect(decodeJwt(received!.access_token)).toMatchObject({
    patient: 'kari',
    role: 'sykepleier',
    legal_entity: 'fjordvik',
  });

  expect(await search(staffApp, 'Observation?patient=kari')).toEqual(['crp', 'hb']);
  expect((await staffApp.get(iss, 'Observation/hb')).status).toBe(200);
  expect((await staffApp.get(iss, 'Observation/pulse')).status).toBe(404);
  expect((await staffApp.get(iss, 'Observation/other')).status).toBe(404);
  expect((await staffApp.get(iss, 'Condition/cough')).status).toBe(403);

  const act = async (path: string, parameter: object[]) => {
    const answer = await fetch(`${iss}/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${received!.access_token}`, 'content-type': 'application/fhir+json' },
      body: JSON.stringify({ resourceType: 'Parameters', parameter }),
    });
    return [answer.status, await answer.text()];
  };
  const emergency = [
    { name: 'reasonCode', valueCode: 'life-threatening' },
    { name: 'reasonText', valueString: 'an app says so, in the name of its user' },
  ];
  const refused = [403, expect.stringContaining('denied-')];
  for (const patient of ['kari', 'moved-now']) {
    expect(await act(`Patient/${patient}/$emergency-access`, emergency)).toEqual(refused);
    expect(await act(`Patient/${patient}/$block`, [{ name: 'kind', valueCode: 'all' }])).toEqual(refused);
  }
  expect(await act('Organization/fjordvik/$approve-app', [{ name: 'app', valueId: 'diary' }])).toEqual(refused);
  expect((await act('Patient/kari/$launch-app', [{ name: 'app', valueId: 'growth' }]))[0]).toBe(422);
  expect((await staffApp.get(iss, 'Patient/moved-now/$access-explain')).status).toBe(403);
  expect((await staffApp.get(iss, 'Practitioner/hanne/$connected-apps')).status).toBe(403);

  const again = await browser.go(await launchUrl(browser, 'growth', 'kari'));
  expect(again.html, 'asked the first time only').toContain('connected');
});

test('the launch of another, or one that is used, opens nothing', async () => {
  const hanne = await loggedOn('helseid', 'hanne');
  const sara = await loggedOn('helseid', 'sara');
  const url = await launchUrl(hanne, 'growth', 'kari');
  const stolen = await sara.go(url);
  expect([stolen.answer.status, stolen.html]).toEqual([403, expect.stringContaining('tilhører en annen')]);
  expect((await hanne.go(url)).html).toContain('connected');
  const used = await hanne.go(url);
  expect([used.answer.status, used.html]).toEqual([403, expect.stringContaining('er brukt før')]);
  const guessed = await hanne.go(`${staffApp.launchUri}?iss=${encodeURIComponent(iss)}&launch=guess`);
  expect(guessed.answer.status).toBe(403);
  expect((await server.security()).map(({ decision }) => decision)).toContain('deny:launch-unknown');
});

test('an app that asks for a launch is opened from the record alone', async () => {
  const browser = await loggedOn('helseid', 'hanne');
  const bare = await browser.go(`${staffApp.base}/start?iss=${encodeURIComponent(iss)}`);
  expect([bare.answer.status, bare.html]).toEqual([403, expect.stringContaining('åpnes fra journalen')]);
});

test('whoever is not logged on does so first, and comes back to the page', async () => {
  const browser = server.browser();
  const door = await browser.go(`${citizenApp.base}/start?iss=${encodeURIComponent(iss)}`, {}, /return_to=/);
  const returnTo = new URL(door.url).searchParams.get('return_to')!;
  expect(returnTo).toMatch(/^\/oauth\/interaction\//);
  const consent = await browser.logOn('idporten', 'kari', { returnTo });
  expect(consent.html).toContain('Vil du gi Diary tilgang?');
});

test('an app that the organisation has not approved is refused with the reason, and told so', async () => {
  const browser = await loggedOn('helseid', 'hanne');
  const refused = await browser.go(`${citizenApp.base}/start?iss=${encodeURIComponent(iss)}`);
  expect([refused.answer.status, refused.html]).toEqual([
    403,
    expect.stringContaining('har ikke godkjent denne appen'),
  ]);
  const back = await browser.go(refused.url, post({ step: 'cancel' }));
  expect(new URL(back.url).searchParams.get('error')).toBe('access_denied');
});

test('a citizen agrees to a part of what an app asks for, and the app gets that part', async () => {
  const browser = await loggedOn('idporten', 'kari');
  const consent = await browser.go(`${citizenApp.base}/start?iss=${encodeURIComponent(iss)}`);
  expect(consent.html).toContain('Målinger og prøvesvar');
  expect(consent.html).toContain('deg selv');
  const nothing = await browser.go(consent.url, post({ step: 'allow', patient: 'kari' }));
  expect(nothing.html).toContain('Velg minst én ting');
  const form = { step: 'allow', patient: 'kari', kind: ['measurements', 'everything'], offline: 'yes', duration: '90' };
  const done = await browser.go(consent.url, post(form));
  expect(done.html).toContain('connected');
  expect(citizenApp.received).toMatchObject({
    patient: 'kari',
    need_patient_banner: true,
    scope: 'launch/patient openid fhirUser offline_access patient/Observation.rs',
  });
  expect(await search(citizenApp, 'Observation')).toEqual(['crp', 'hb', 'pulse']);
  expect((await citizenApp.get(iss, 'Condition/cough')).status).toBe(403);
  const again = await browser.go(`${citizenApp.base}/start?iss=${encodeURIComponent(iss)}`);
  expect(again.html, 'remembered, with what was left out').toContain('connected');
  expect(citizenApp.received!.scope).not.toContain('Condition');
});

test('a citizen cannot choose the record of another by changing the form', async () => {
  const browser = await loggedOn('idporten', 'kari');
  const url = await citizenApp.authorizationUrl(iss, null, { prompt: 'consent' });
  const consent = await browser.go(url.href);
  const form = { step: 'allow', patient: 'moved-now', kind: ['measurements'], duration: '90' };
  const forged = await browser.go(consent.url, post(form));
  expect(forged.html).not.toContain('connected');
});

test('a mother chooses her child, and the app is for the child’s record alone', async () => {
  const browser = await loggedOn('idporten', 'hanne');
  const page = await browser.go((await citizenApp.authorizationUrl(iss, null)).href);
  expect(page.html).toContain('Velg hvem sin journal');
  expect(page.html).toContain('Even Hjem');
  const consent = await browser.go(page.url, post({ step: 'pick', patient: 'child' }));
  expect(consent.html).toContain('Even Hjem');
  expect(consent.html).not.toContain('deg selv');
  const form = { step: 'allow', patient: 'child', kind: 'measurements', duration: '90' };
  expect((await browser.go(consent.url, post(form))).html).toContain('connected');
  expect(citizenApp.received).toMatchObject({ patient: 'child' });
  expect(await search(citizenApp, 'Observation')).toEqual(['weight']);
  expect((await citizenApp.get(iss, 'Observation/hb')).status).toBe(404);
  expect((await citizenApp.get(iss, 'Patient/hanne-as-citizen')).status).not.toBe(200);
  const apps = await browser.go('/oauth/apps');
  expect(apps.html).toContain('Even Hjem');
});

test('an app that is opened by itself is given the encounter that its user chooses, or none', async () => {
  const scope = 'launch/patient launch/encounter openid patient/Patient.r patient/Encounter.rs';
  const app = await SmartApp.open({ clientId: 'visits', scope });
  try {
    await registered(server, app, { id: 'visits', name: 'Visits', scopes: scope.split(' ') });
    const browser = await loggedOn('helseid', 'hanne');
    const chooses = async (encounter: string) => {
      const found = await browser.go((await app.authorizationUrl(iss, null, { prompt: 'consent' })).href);
      const choice = await browser.go(found.url, post({ step: 'pick', patient: 'kari' }));
      expect(choice.html).toContain('Velg kontakt');
      expect(choice.html).toContain('value="visit"');
      const foreign = await browser.go(choice.url, post({ step: 'pick', patient: 'kari', encounter: 'not-hers' }));
      expect(foreign.html, 'what is not offered is not taken').toContain('Velg kontakt');
      const confirm = await browser.go(choice.url, post({ step: 'pick', patient: 'kari', encounter }));
      expect(confirm.html).toContain(`name="encounter" value="${encounter}"`);
      return browser.go(confirm.url, post({ step: 'allow', patient: 'kari', encounter }));
    };
    expect((await chooses('visit')).html).toContain('connected');
    expect(app.received).toMatchObject({ patient: 'kari', encounter: 'visit' });
    await chooses('');
    expect(app.received).toMatchObject({ patient: 'kari' });
    expect(app.received).not.toHaveProperty('encounter');
    expect(app.received!.scope).not.toContain('launch/encounter');
  } finally {
    app.close();
  }
});
