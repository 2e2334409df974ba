import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../../../access/actor.ts';
import type { JsonObject } from '../../../../fhir/resource.ts';
import { type TestServer, withServer } from '../../../../test/server.ts';

let server: TestServer;

const admin: Actor = {
  kind: 'staff',
  id: 'Practitioner/ida-ikt',
  display: 'Ida Ikt',
  clientId: 'enjournal-web',
  scopes: ['user/*.cruds'],
  loa: 4,
  practitioner: 'ida-ikt',
  role: 'ikt-admin',
  organization: { id: 'ikt', display: 'IKT' },
  legalEntity: 'solvik',
};
const nurse: Actor = { ...admin, id: 'Practitioner/nina', practitioner: 'nina', role: 'sykepleier' };
const otherLeader: Actor = { ...admin, id: 'Practitioner/lars', role: 'leder', legalEntity: 'brygga' };

beforeAll(async () => {
  server = await withServer();
  server.actors.set('admin', admin);
  server.actors.set('nurse', nurse);
  server.actors.set('other', otherLeader);
  server.actors.set('app', { ...admin, clientId: 'growth' });
});
afterAll(() => server.close());

type Given = Record<string, string | boolean | readonly string[]>;

function call(as: string, path: string, given: Given) {
  const parameter = Object.entries(given).flatMap(([name, value]): JsonObject[] => {
    if (typeof value === 'boolean') return [{ name, valueBoolean: value }];
    return [value].flat().map((one) => ({ name, valueString: one as string }));
  });
  return server.post(path, { resourceType: 'Parameters', parameter }, { authorization: `Bearer ${as}` });
}

const growth: Given = {
  client: 'growth',
  name: 'Growth charts',
  publisher: 'Vekst AS',
  type: 'public',
  audience: ['staff', 'citizen'],
  scope: ['launch', 'openid', 'patient/Observation.rs', 'patient/Patient.r'],
  redirectUrl: 'https://growth.example.no/back',
};

type Part = { name: string; part?: Part[]; [value: string]: unknown };

function partsOf(body: unknown, name = 'app'): Record<string, unknown>[] {
  const { parameter = [] } = body as { parameter?: Part[] };
  const flat = (parts: Part[]): Record<string, unknown> => {
    const told: Record<string, unknown> = {};
    for (const { name: key, part, ...rest } of parts) {
      const value = part === undefined ? Object.values(rest)[0] : flat(part);
      told[key] = key in told ? [told[key], value].flat() : value;
    }
    return told;
  };
  return parameter.filter((one) => one.name === name).map(({ part = [] }) => flat(part));
}

test('an administrator registers an app, and each change is its next version', async () => {
  const first = await call('admin', '$register-app', growth);
  expect(first.status).toBe(200);
  expect(partsOf(first.body)).toMatchObject([
    { client: 'growth', version: 1, active: true, dpop: false, scope: growth.scope },
  ]);
  const second = await call('admin', '$register-app', { ...growth, name: 'Growth' });
  expect(partsOf(second.body)).toMatchObject([{ name: 'Growth', version: 2 }]);
  const { rows } = await server.database.reader.query<{ author: string }>(
    "SELECT author FROM app WHERE id = 'growth' ORDER BY version",
  );
  expect(rows.map(({ author }) => author)).toEqual([admin.id, admin.id]);
});

test('the secret of a symmetric app is told once, and is not in the database', async () => {
  const app = { ...growth, client: 'sym', type: 'confidential-symmetric' };
  const [first] = partsOf((await call('admin', '$register-app', app)).body);
  expect(first!.secret).toMatch(/^[\w-]{43}$/);
  const [again] = partsOf((await call('admin', '$register-app', { ...app, name: 'Renamed' })).body);
  expect(again).not.toHaveProperty('secret');
  const [renewed] = partsOf((await call('admin', '$register-app', { ...app, newSecret: true })).body);
  expect(renewed!.secret).not.toBe(first!.secret);
  const { rows } = await server.database.reader.query<{ text: string }>('SELECT app::text AS text FROM app');
  expect(rows.map(({ text }) => text).join()).not.toContain(first!.secret);
});

const wrong: [string, Given, string][] = [
  ['a scope that is none', { scope: ['patient/Blood.rs'] }, 'app-scope-type-unknown'],
  [
    'a restriction that cannot be kept',
    { scope: ['patient/Observation.rs?date=2026'] },
    'app-scope-restriction-unsupported',
  ],
  ['a system’s scope for persons', { scope: ['system/*.rs'] }, 'app-scope-context'],
  ['an address with a wildcard', { redirectUrl: 'https://*.example.no/' }, 'app-redirect'],
  ['an address without encryption', { redirectUrl: 'http://growth.example.no/' }, 'app-redirect'],
  ['a script for an address', { redirectUrl: 'javascript:alert(1)' }, 'app-redirect'],
  ['no address', { redirectUrl: [] }, 'app-redirect'],
  ['keys for a public app', { jwksUrl: 'https://growth.example.no/jwks' }, 'app-keys'],
  ['a private key', { type: 'confidential-asymmetric', jwks: '{"keys":[{"kty":"EC","d":"x"}]}' }, 'app-keys'],
  ['a system without keys', { audience: ['system'], scope: ['system/*.rs'] }, 'app-system-keys'],
  ['a purpose of its own though persons use it', { purpose: 'HRESCH' }, 'app-use-system'],
  ['a register though persons use it', { register: 'kjernejournal' }, 'app-use-system'],
  ['a purpose that is none', { audience: ['system'], purpose: 'SPORT' }, 'app-purpose'],
  ['a register that the law gives what it collects', { audience: ['system'], register: 'kpr' }, 'app-register'],
  ['an id of ours', { client: 'enjournal-web' }, 'app-id'],
  ['an id with spaces', { client: 'a b' }, 'app-id'],
];

test.each(wrong)('an app with %s is refused', async (_, change, key) => {
  const { status, body } = await call('admin', '$register-app', { ...growth, client: 'wrong', ...change });
  expect(status).toBe(422);
  expect(JSON.stringify(body)).toContain(`"${key}"`);
});

test('a system says what it is for, which is told to who approves it', async () => {
  const use = { purpose: 'HQUALIMP', register: 'quality-registers' };
  const collector: Given = {
    ...{ client: 'collector', name: 'Registeret', publisher: 'Registeret', type: 'confidential-asymmetric' },
    ...{ audience: ['system'], scope: ['system/*.rs'], dpop: true, organization: 'solvik' },
    jwksUrl: 'https://registeret.example.no/jwks',
  };
  const made = await call('admin', '$register-app', { ...collector, ...use });
  expect([made.status, partsOf(made.body)]).toMatchObject([200, [use]]);
  const approvals = async () => {
    const { body } = await server.get('Organization/solvik/$apps', { authorization: 'Bearer admin' });
    return partsOf(body).find(({ client }) => client === 'collector');
  };
  await call('admin', 'Organization/solvik/$approve-app', { app: 'collector' });
  expect(await approvals()).toMatchObject({ ...use, approval: { active: true } });
  await call('admin', '$register-app', { ...collector, ...use, register: 'kjernejournal' });
  expect(await approvals()).toMatchObject({ register: 'kjernejournal', approval: { active: false } });
});

test.each(['nurse', 'app'])('%s cannot register an app, and the attempt is recorded', async (who) => {
  expect((await call(who, '$register-app', growth)).status).toBe(403);
  const { rows } = await server.database.reader.query<{ decision: string; stream: string }>(
    "SELECT decision, stream FROM access_log WHERE interaction = '$register-app' ORDER BY at DESC, seq DESC LIMIT 1",
  );
  expect(rows).toEqual([{ decision: 'deny:not-administrator', stream: 's' }]);
});

test('an organisation approves an app with what it may do at most, until a day, and sees what it has approved', async () => {
  await call('admin', '$register-app', growth);
  const approved = await call('admin', 'Organization/solvik/$approve-app', {
    app: 'growth',
    scope: ['patient/Observation.rs?category=vital-signs'],
    until: '2099-12-31',
  });
  const approval = {
    active: true,
    until: '2100-01-01T00:00:00.000Z',
    scope: 'patient/Observation.rs?category=vital-signs',
  };
  expect(partsOf(approved.body)).toMatchObject([{ client: 'growth', approval }]);
  const apps = await server.get('Organization/solvik/$apps', { authorization: 'Bearer admin' });
  expect(partsOf(apps.body).find(({ client }) => client === 'growth')).toMatchObject({ approval });

  const wider = { app: 'growth', scope: ['patient/Condition.rs'] };
  expect((await call('admin', 'Organization/solvik/$approve-app', wider)).status).toBe(422);
  expect((await call('admin', 'Organization/solvik/$approve-app', { app: 'growth', until: '2020' })).status).toBe(422);
  expect((await call('admin', 'Organization/solvik/$approve-app', { app: 'nothing' })).status).toBe(404);
  expect((await call('other', 'Organization/solvik/$approve-app', { app: 'growth' })).status).toBe(403);

  const withdrawn = await call('admin', 'Organization/solvik/$withdraw-app', { app: 'growth', reason: 'Not used' });
  expect(partsOf(withdrawn.body)).toMatchObject([{ approval: { active: false, reason: 'Not used' } }]);
  expect((await call('admin', 'Organization/solvik/$withdraw-app', { app: 'growth' })).status).toBe(404);
});

test('health personnel are offered the apps that their organisation has approved, to open from the record', async () => {
  const launchUrl = 'https://growth.example.no/launch';
  for (const client of ['opened', 'unapproved']) await call('admin', '$register-app', { ...growth, client, launchUrl });
  await call('admin', 'Organization/solvik/$approve-app', { app: 'opened' });
  const offered = async (who: string) =>
    partsOf((await server.get('$launchable-apps', { authorization: `Bearer ${who}` })).body).map(
      ({ client }) => client,
    );
  expect(await offered('nurse')).toEqual(['opened']);
  expect(await offered('other')).toEqual([]);
  await call('admin', 'Organization/solvik/$withdraw-app', { app: 'opened' });
  expect(await offered('nurse')).toEqual([]);
});

test('a retired app is kept, and cannot be approved', async () => {
  await call('admin', '$register-app', { ...growth, client: 'old' });
  expect(partsOf((await call('admin', '$retire-app', { app: 'old' })).body)).toMatchObject([
    { active: false, version: 2 },
  ]);
  expect((await call('admin', 'Organization/solvik/$approve-app', { app: 'old' })).status).toBe(404);
  const all = await server.get('$registered-apps', { authorization: 'Bearer admin' });
  expect(partsOf(all.body).map(({ client }) => client)).toContain('old');
});

test('only the person sees and ends the apps that are connected', async () => {
  const path = 'Practitioner/ida-ikt/$connected-apps';
  expect((await server.get(path, { authorization: 'Bearer admin' })).status).toBe(200);
  expect((await server.get(path, { authorization: 'Bearer nurse' })).status).toBe(403);
  expect((await server.get(path, { authorization: 'Bearer app' })).status).toBe(403);
  expect((await call('admin', 'Practitioner/ida-ikt/$disconnect-app', { app: 'growth' })).status).toBe(404);
});
