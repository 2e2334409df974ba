import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CaseFacts } from '../../access/cases/read-cases.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type TestServer, withServer } from '../../test/server.ts';
import { buildWorld, type World } from '../../test/world.ts';
import { askSafely } from './safe-request.ts';

vi.setConfig({ testTimeout: 60_000 });

const facts: CaseFacts = {
  now: '2026-12-01T12:00:00+01:00',
  actor: {
    kind: 'staff',
    id: 'ada',
    role: 'lege',
    hpr: { category: 'LE', status: 'active' },
    org: 'solli',
    unit: 'solli',
  },
  patient: { id: 'kari', birthDate: '1942-03-05', address: 'none', deceased: false },
  relations: [
    { type: 'fastlege', org: 'solli', unit: 'solli', status: 'active', from: '2020-01-01T00:00:00+01:00', to: null },
  ],
  purpose: 'TREAT',
  op: 'write',
  resource: {
    ...{ type: 'Composition', id: 'note', category: 'clinical-note', custodianUnit: 'solli', custodianOrg: 'solli' },
    labels: [],
  },
  ...{ blocks: [], btg: null, consentInSitu: null, kin: null, mandate: null, project: null },
};

const issuer = 'https://epj.example.org';
let server: TestServer;
let kari: World;
let origin: string;
let keys: { privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey']; jwk: JWK };
let outside: Server;
const asked: { path: string; body: JsonObject; authorization: string }[] = [];
let answers: (body: JsonObject) => unknown = () => ({ cards: [] });
let delayMs = 0;

beforeAll(async () => {
  server = await withServer({ content: true });
  server.clock.now = Date.parse(facts.now);
  origin = new URL(server.base).origin;
  kari = await buildWorld(server, { facts }, 'hooks');
  const { privateKey, publicKey } = await generateKeyPair('ES384');
  keys = { privateKey, jwk: { ...(await exportJWK(publicKey)), alg: 'ES384', kid: 'epj' } };
  outside = createServer((request, answer) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const body = JSON.parse(text) as JsonObject;
      asked.push({ path: request.url ?? '', body, authorization: request.headers.authorization ?? '' });
      setTimeout(
        () => answer.setHeader('content-type', 'application/json').end(JSON.stringify(answers(body))),
        delayMs,
      );
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => outside.once('listening', resolve));
});
afterAll(async () => {
  outside.closeAllConnections();
  outside.close();
  await server.close();
  expect(server.faults).toEqual([]);
});

const post = (name: string, parameter: object[], path = '') =>
  server.post(`${path}$${name}`, { resourceType: 'Parameters', parameter });

const token = async (
  path: string,
  more: { iss?: string; key?: typeof keys.privateKey; jti?: string; exp?: string } = {},
) =>
  new SignJWT({})
    .setProtectedHeader({ alg: 'ES384', kid: 'epj', typ: 'JWT' })
    .setIssuer(more.iss ?? issuer)
    .setAudience(`${origin}${path}`)
    .setIssuedAt()
    .setJti(more.jti ?? randomUUID())
    .setExpirationTime(more.exp ?? '5m')
    .sign(more.key ?? keys.privateKey);

const call = async (path: string, body: unknown, authorization?: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${origin}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      'content-type': 'application/json',
      authorization: authorization ?? `Bearer ${await token(path)}`,
      ...headers,
    },
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: (text === '' ? {} : JSON.parse(text)) as JsonObject };
};
const view = (more: JsonObject = {}): JsonObject => ({
  hook: 'patient-view',
  hookInstance: randomUUID(),
  context: { userId: 'Practitioner/ada', patientId: kari.patient },
  ...more,
});
const ours = () => ({
  fhirServer: server.base,
  fhirAuthorization: {
    access_token: kari.token,
    token_type: 'Bearer',
    expires_in: 300,
    scope: 'user/*.rs',
    subject: 'x',
  },
});
const VIEW = '/cds-services/enjournal-patient-view';
const cardsOf = ({ body }: { body: JsonObject }) => body.cards as JsonObject[];

const medicine = (code: string, text: string): JsonObject & { resourceType: string } => ({
  resourceType: 'MedicationRequest',
  status: 'active',
  intent: 'order',
  medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code }], text },
  subject: { reference: `Patient/${kari.patient}` },
});

test('anyone may see what is offered: four hooks, with their prefetch', async () => {
  const answer = await fetch(`${origin}/cds-services`, { headers: { origin: 'https://anywhere.example' } });
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  const { services } = (await answer.json()) as { services: JsonObject[] };
  expect(services.map(({ hook }) => hook)).toEqual([
    'patient-view',
    'order-select',
    'order-sign',
    'encounter-discharge',
  ]);
  for (const { id, description, prefetch } of services) {
    expect(id).toMatch(/^enjournal-/);
    expect(description).toBeTruthy();
    expect((prefetch as JsonObject).medicationRequest).toContain('MedicationRequest?patient={{context.patientId}}');
  }
});

test('a program that is not registered, or does not prove itself, is refused', async () => {
  expect((await call(VIEW, view(ours()))).status).toBe(401);
  await post('register-cds', [
    { name: 'id', valueString: 'epj' },
    { name: 'name', valueString: 'EPJ' },
    { name: 'kind', valueCode: 'client' },
    { name: 'issuer', valueUrl: issuer },
    { name: 'jwks', valueString: JSON.stringify({ keys: [keys.jwk] }) },
    { name: 'origin', valueUrl: 'https://epj.example.org' },
  ]);
  expect((await call(VIEW, view(ours()), 'Bearer nothing')).status).toBe(401);
  const { privateKey: strange } = await generateKeyPair('ES384');
  for (const more of [{ key: strange }, { iss: 'https://other.example' }, { exp: '-1m' }]) {
    expect((await call(VIEW, view(ours()), `Bearer ${await token(VIEW, more)}`)).status).toBe(401);
  }
  expect((await call(VIEW, view(ours()), `Bearer ${await token('/cds-services/other')}`)).status).toBe(401);
  const once = `Bearer ${await token(VIEW)}`;
  expect((await call(VIEW, view(ours()), once)).status).toBe(200);
  expect((await call(VIEW, view(ours()), once)).status).toBe(401);
});

test('with the user’s token what is not sent along is read as the user, and is in the log', async () => {
  for (const one of [medicine('C09AA05', 'Ramipril 5 mg'), medicine('C03DA01', 'Spironolakton 25 mg')]) {
    expect((await server.post(one.resourceType, one)).status).toBe(201);
  }
  const answer = await call(VIEW, view(ours()), undefined, { 'accept-language': 'nb' });
  expect(answer.status).toBe(200);
  const unknown = cardsOf(answer).find(({ summary }) => String(summary).includes('kalium er ukjent'))!;
  expect(unknown).toMatchObject({ indicator: 'warning', selectionBehavior: 'at-most-one' });
  expect(unknown.source).toMatchObject({ label: expect.stringContaining('ESC'), topic: { code: 'advice-potassium' } });
  expect((unknown.suggestions as JsonObject[])[0]).toMatchObject({
    label: 'Bestill kalium og kreatinin',
    actions: [{ type: 'create', resource: { resourceType: 'ServiceRequest' } }],
  });
  expect((unknown.overrideReasons as JsonObject[])[0]).toMatchObject({ code: 'benefit', display: expect.any(String) });
  const log = await server.get(`AuditEvent?patient=${kari.patient}&_count=50`);
  expect(JSON.stringify(log.body)).toContain('ada');
});

test('whoever’s token may not open the record gets nothing of it', async () => {
  const frida = await buildWorld(server, { facts: { ...facts, relations: [] } }, 'hooks-frida');
  const body = view({ ...ours(), fhirAuthorization: { ...ours().fhirAuthorization, access_token: frida.token } });
  expect([403, 404]).toContain((await call(VIEW, body)).status);
  const forged = view({ ...ours(), fhirAuthorization: { ...ours().fhirAuthorization, access_token: 'forged' } });
  expect((await call(VIEW, forged)).status).toBe(401);
});

test('a system of an organisation outside of the health service gets nothing here either that nobody has agreed to', async () => {
  const kind = { system: 'https://enjournal.no/fhir/CodeSystem/service-kind', code: 'outside-health' };
  const nav = { resourceType: 'Organization', id: 'nav', name: 'NAV', type: [{ coding: [kind] }] };
  expect((await server.put('Organization/nav', nav)).status).toBe(201);
  server.actors.set('nav', {
    ...{ kind: 'system', id: 'client:nav', display: 'NAV', clientId: 'nav', scopes: ['system/*.rs'], loa: 4 },
    organization: { id: 'nav', display: 'NAV' },
  });
  const body = view({ ...ours(), fhirAuthorization: { ...ours().fhirAuthorization, access_token: 'nav' } });
  expect((await call(VIEW, body)).status).toBe(404);
});

test('without a token for us only what is sent along is seen, and what is missing is asked for', async () => {
  const missing = await call(VIEW, view());
  expect(missing.status).toBe(412);
  const prefetch = {
    patient: { resourceType: 'Patient', id: 'theirs', gender: 'female', birthDate: '1942-03-05' },
    medicationRequest: {
      resourceType: 'Bundle',
      type: 'searchset',
      entry: [
        { resource: { ...medicine('N02AA05', 'Oksykodon 5 mg'), id: 'a' } },
        { resource: { ...medicine('N05BA01', 'Diazepam 5 mg'), id: 'b' } },
      ],
    },
    ...{ medicationStatement: null, condition: null, allergyIntolerance: null, flag: null, detectedIssue: null },
    observation: null,
  };
  const theirs = {
    context: { userId: 'Practitioner/x', patientId: 'theirs' },
    prefetch,
    fhirServer: 'https://theirs.example/fhir',
  };
  const answer = await call(VIEW, view(theirs));
  expect(answer.status).toBe(200);
  expect(cardsOf(answer).map(({ source }) => ((source as JsonObject).topic as JsonObject).code)).toContain(
    'advice-opioid-benzodiazepine',
  );
});

test('what a hook needs must be there', async () => {
  expect((await call(VIEW, view({ ...ours(), hook: 'order-sign' }))).status).toBe(400);
  const sign = '/cds-services/enjournal-order-sign';
  expect((await call(sign, { ...view(ours()), hook: 'order-sign' })).status).toBe(400);
  expect((await call('/cds-services/nothing', view(ours()))).status).toBe(404);
  const draft = { ...medicine('M01AE01', 'Ibuprofen 400 mg'), id: 'one', status: 'draft' };
  const draftOrders = { resourceType: 'Bundle', type: 'collection', entry: [{ resource: draft }] };
  await server.post('MedicationRequest', medicine('B01AF02', 'Apiksaban 5 mg'));
  const answer = await call(sign, {
    ...view({ ...ours(), hook: 'order-sign' }),
    context: { userId: 'Practitioner/ada', patientId: kari.patient, draftOrders },
  });
  expect(cardsOf(answer)[0]).toMatchObject({
    indicator: 'critical',
    suggestions: [{ actions: [{ type: 'delete', resourceId: 'MedicationRequest/one' }] }],
  });
});

test('feedback is counted, and the user’s own words are not kept', async () => {
  const [card] = cardsOf(await call(VIEW, view(ours())));
  const feedback = [
    {
      card: card!.uuid,
      outcome: 'overridden',
      overrideReason: { reason: { system: 'x', code: 'benefit' }, userComment: 'Kari sier nei' },
      outcomeTimestamp: '2026-12-01T11:00:00Z',
    },
  ];
  const answer = await call(`${VIEW}/feedback`, { feedback });
  expect(answer.status).toBe(200);
  const { rows } = await server.database.reader.query<{ count: number }>(
    `SELECT count::int AS count FROM advice_reason WHERE reason = 'benefit'`,
  );
  expect(rows[0]?.count).toBe(1);
  expect((await call(`${VIEW}/feedback`, { feedback: [{ card: 'x', outcome: 'accepted' }] })).status).toBe(400);
});

test('pages of registered programs may ask from a browser, others may not', async () => {
  const preflight = (from: string) =>
    fetch(`${origin}${VIEW}`, {
      method: 'OPTIONS',
      headers: {
        origin: from,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    });
  const allowed = await preflight('https://epj.example.org');
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://epj.example.org');
  expect(allowed.headers.get('access-control-allow-headers')).toContain('Authorization');
  expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
});

// ——— the other way: services of others

const askOutside = (drafts: JsonObject[] = [], hook = drafts.length > 0 ? 'order-sign' : 'patient-view') =>
  server.post(
    `Patient/${kari.patient}/$outside-advice`,
    {
      resourceType: 'Parameters',
      parameter: [{ name: 'hook', valueCode: hook }, ...drafts.map((resource) => ({ name: 'draft', resource }))],
    },
    { authorization: `Bearer ${kari.token}`, ...kari.headers },
  );

const registerOutside = (query: string) =>
  post('register-cds', [
    { name: 'id', valueString: 'genes' },
    { name: 'name', valueString: 'Genråd' },
    { name: 'kind', valueCode: 'service' },
    { name: 'url', valueUrl: `http://127.0.0.1:${(outside.address() as AddressInfo).port}/cds-services` },
    {
      name: 'service',
      part: [
        { name: 'id', valueString: 'genes-view' },
        { name: 'hook', valueCode: 'patient-view' },
        {
          name: 'prefetch',
          part: [
            { name: 'key', valueString: 'medicines' },
            { name: 'query', valueString: query },
          ],
        },
        {
          name: 'prefetch',
          part: [
            { name: 'key', valueString: 'problems' },
            { name: 'query', valueString: 'Condition?patient={{context.patientId}}' },
          ],
        },
      ],
    },
  ]);

test('a service that asks for more than the patient’s own record is not registered', async () => {
  expect((await registerOutside('MedicationRequest?status=active')).status).toBe(422);
  expect(
    (await registerOutside('MedicationRequest?patient={{context.patientId}}&_include=*&x={{context.userId}}')).status,
  ).toBe(422);
  expect((await registerOutside('MedicationRequest?patient={{context.patientId}}&status=active')).status).toBe(200);
});

test('an editor of content approves for their own organisation, with how long is waited; others do not', async () => {
  const organization = server.actors.get(kari.token)!.organization!.id;
  const as = (token: string) => ({ authorization: `Bearer ${token}` });
  const base = server.actors.get(kari.token)!;
  server.actors.set('editor', { ...base, role: 'innholdsredaktor', scopes: ['user/*.cruds'], clientId: 'enjournal' });
  server.actors.set('doctor-only', { ...base, role: 'lege', scopes: ['user/*.cruds'], clientId: 'enjournal' });
  const approve = (token: string, more: { name: string; [value: string]: unknown }[], of = organization) =>
    server.post(
      `Organization/${of}/$approve-cds`,
      { resourceType: 'Parameters', parameter: [{ name: 'service', valueString: 'genes' }, ...more] },
      as(token),
    );
  expect((await approve('doctor-only', [])).status).toBe(403);
  expect((await approve('editor', [], 'another')).status).toBe(403);
  expect((await approve('editor', [{ name: 'timeout', valueUnsignedInt: 60_000 }])).status).toBe(422);
  const { status, body } = await approve('editor', [{ name: 'timeout', valueUnsignedInt: 1000 }]);
  expect(status).toBe(200);
  const parts = (body.parameter as unknown as { part: { name: string; [value: string]: unknown }[] }[])[0]!.part;
  expect(parts.find(({ name }) => name === 'timeout')?.valueUnsignedInt).toBe(1000);
  expect(String(parts.find(({ name }) => name === 'keys')?.valueUrl)).toMatch(/\/cds-services\/jwks\.json$/);
  expect((await approve('editor', [{ name: 'active', valueBoolean: false }])).status).toBe(200);
});

test('nobody is asked before the organisation has approved, and then told what it approved and no more', async () => {
  expect((await askOutside()).body.parameter).toBeUndefined();
  expect(asked).toEqual([]);
  const organization = server.actors.get(kari.token)?.organization?.id;
  const approved = await post(
    'approve-cds',
    [
      { name: 'service', valueString: 'genes' },
      { name: 'prefetch', valueString: 'medicines' },
    ],
    `Organization/${organization}/`,
  );
  expect(approved.status).toBe(200);
  answers = () => ({
    cards: [
      {
        summary: 'Langsom omsetning av kodein',
        indicator: 'info',
        detail: '<b>Prøve fra 2024</b>',
        source: { label: 'Genråd' },
        links: [{ label: 'x', url: 'javascript:alert(1)', type: 'absolute' }],
        suggestions: [
          { label: 'Slett', actions: [{ type: 'delete', resourceId: 'Patient/1' }] },
          {
            label: 'Bestill',
            actions: [
              {
                type: 'create',
                description: 'x',
                resource: {
                  ...{ resourceType: 'ServiceRequest', status: 'draft', intent: 'order', code: { text: 'CYP2D6' } },
                  subject: { reference: `Patient/${kari.patient}` },
                },
              },
            ],
          },
        ],
      },
      { summary: '', indicator: 'info' },
      { summary: 'x', indicator: 'loud' },
    ],
  });
  const told = await askOutside();
  expect(told.status).toBe(200);
  expect(told.body.parameter).toHaveLength(1);
  const parts = (told.body.parameter[0] as unknown as { part: { name: string; valueString?: string }[] }).part;
  expect(parts.filter(({ name }) => name === 'suggestion')).toHaveLength(1);
  expect(JSON.stringify(parts)).not.toContain('javascript');
  const [call_] = asked;
  expect(Object.keys(call_!.body.prefetch as JsonObject)).toEqual(['medicines']);
  expect(JSON.stringify(call_!.body)).toContain('Ramipril');
  expect(call_!.body.fhirAuthorization).toBeUndefined();
  const jwks = await (await fetch(`${origin}/cds-services/jwks.json`)).json();
  const { payload } = await jwtVerify(call_!.authorization.slice(7), createLocalJWKSet(jwks as never), {
    issuer: origin,
  });
  expect(payload.aud).toMatch(/\/cds-services\/genes-view$/);
  expect(JSON.stringify(jwks)).not.toContain('"d"');
});

test('a service that is slow or wrong is named, quietly', async () => {
  delayMs = 2_600;
  const slow = await askOutside();
  expect(slow.body.parameter).toEqual([{ name: 'unanswered', valueString: 'Genråd' }]);
  delayMs = 0;
  answers = () => 'nonsense';
  expect((await askOutside()).body.parameter).toEqual([{ name: 'unanswered', valueString: 'Genråd' }]);
});

test('no address within our network is asked, whatever it is called', async () => {
  const asking = { timeoutMs: 1_000, mostBytes: 100, isDemo: false };
  for (const address of [
    'https://127.0.0.1/',
    'https://10.1.2.3/',
    'https://[::1]/',
    'https://localhost/',
    'https://169.254.169.254/',
  ]) {
    await expect(askSafely(new URL(address), asking)).rejects.toThrow('within our network');
  }
  await expect(askSafely(new URL('http://example.org/'), asking)).rejects.toThrow('not encrypted');
  const demo = new URL(`http://127.0.0.1:${(outside.address() as AddressInfo).port}/x`);
  answers = () => 'x'.repeat(1_000);
  await expect(askSafely(demo, { ...asking, isDemo: true, body: '{}' })).rejects.toThrow('too long');
});
