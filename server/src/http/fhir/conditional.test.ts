import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, withServer } from '../../test/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await withServer();
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const SYSTEM = 'http://example.org/ids';
const patient = (value: string) => ({ resourceType: 'Patient', identifier: [{ system: SYSTEM, value }] });
const by = (value: string) => `identifier=${encodeURIComponent(`${SYSTEM}|${value}`)}`;

test('of parallel creates with the same If-None-Exist one resource results', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => server.post('Patient', patient('race'), { 'if-none-exist': by('race') })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect((await server.get(`Patient?${by('race')}`)).body.total).toBe(1);
});

test('a conditional update creates, updates, and refuses what matches several', async () => {
  expect((await server.put(`Patient?${by('cu')}`, patient('cu'))).status).toBe(201);
  const second = await server.put(`Patient?${by('cu')}`, { ...patient('cu'), active: true });
  expect([second.status, second.headers.get('etag')]).toEqual([200, 'W/"2"']);
  await server.post('Patient', patient('cu'));
  expect((await server.put(`Patient?${by('cu')}`, patient('cu'))).status).toBe(412);
  expect((await server.put('Patient?', patient('cu'))).status).toBe(412);
});

test('a conditional patch and delete find their resource', async () => {
  await server.post('Patient', patient('cp'));
  const patch = [{ op: 'add', path: '/active', value: true }];
  const headers = { 'content-type': 'application/json-patch+json' };
  const patched = await server.send('PATCH', `Patient?${by('cp')}`, patch, headers);
  expect([patched.status, patched.body.active]).toEqual([200, true]);
  expect((await server.send('PATCH', `Patient?${by('nobody')}`, patch, headers)).status).toBe(404);
  expect((await server.send('DELETE', `Patient?${by('cp')}`)).status).toBe(204);
  expect((await server.get(`Patient?${by('cp')}`)).body.total).toBe(0);
});

test('a patch by FHIRPath keeps decimals as they are written', async () => {
  const made = await server.post(
    'Observation',
    '{"resourceType":"Observation","status":"final","code":{"text":"t"},"valueQuantity":{"value":1.50,"unit":"mg"}}',
  );
  const patch = {
    resourceType: 'Parameters',
    parameter: [
      {
        name: 'operation',
        part: [
          { name: 'type', valueCode: 'replace' },
          { name: 'path', valueString: 'Observation.status' },
          { name: 'value', valueCode: 'amended' },
        ],
      },
    ],
  };
  const patched = await server.send('PATCH', `Observation/${made.body.id}`, patch);
  expect(patched.status).toBe(200);
  expect(patched.text).toContain('"value":1.50');
  expect(patched.body.status).toBe('amended');
  expect((await server.send('PATCH', `Observation/${made.body.id}`, patch, { 'if-match': 'W/"1"' })).status).toBe(412);
});

test('conditional references in a transaction are resolved, or the transaction is refused and names the entry', async () => {
  await server.put(`Practitioner?${by('doc')}`, { ...patient('doc'), resourceType: 'Practitioner' });
  const encounter = (doc: string) => ({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      {
        fullUrl: 'urn:uuid:p',
        resource: patient('cr'),
        request: { method: 'POST', url: 'Patient', ifNoneExist: by('cr') },
      },
      {
        resource: {
          resourceType: 'Encounter',
          status: 'finished',
          class: { code: 'AMB' },
          subject: { reference: 'urn:uuid:p' },
          participant: [{ individual: { reference: `Practitioner?${by(doc)}` } }],
        },
        request: { method: 'POST', url: 'Encounter' },
      },
    ],
  });
  const first = await server.post('', encounter('doc'));
  expect(first.body.entry.map(({ response }) => response.status)).toEqual(['201', '201']);
  const again = await server.post('', encounter('doc'));
  expect(again.body.entry.map(({ response }) => response.status)).toEqual(['200', '201']);
  const made = await server.get(again.body.entry[1]!.response.location);
  expect(made.text).toMatch(/"individual":\{"reference":"Practitioner\/[^"?]+"\}/);
  const refused = await server.post('', encounter('nobody'));
  expect(refused.status).toBe(412);
  expect(refused.body.issue[0]?.expression[0]).toContain('Bundle.entry[1]');
});

test('criteria that cannot be searched by are refused, and name every entry they stand in', async () => {
  const entry = [
    { resource: patient('bad-0'), request: { method: 'POST', url: 'Patient' } },
    { resource: patient('bad-1'), request: { method: 'POST', url: 'Patient', ifNoneExist: 'shoe-size=44' } },
    {
      resource: {
        resourceType: 'Observation',
        status: 'final',
        code: { text: 't' },
        subject: { reference: 'Patient?birthdate=soon' },
      },
      request: { method: 'POST', url: 'Observation' },
    },
  ];
  const refused = await server.post('', { resourceType: 'Bundle', type: 'transaction', entry });
  expect(refused.status).toBe(400);
  expect(refused.body.issue.map(({ expression }) => expression)).toEqual([['Bundle.entry[1]'], ['Bundle.entry[2]']]);
  expect((await server.get(`Patient?${by('bad-0')}`)).body.total).toBe(0);
});

test('criteria that are badly encoded are refused wherever they stand, and nothing is made', async () => {
  const transaction = (entry: object) =>
    server.post('', { resourceType: 'Bundle', type: 'transaction', entry: [entry] });
  const request = { method: 'POST', url: 'Basic' };
  const basic = { resourceType: 'Basic', code: { text: 't' } };
  const answers = [
    await server.post('Basic', basic, { 'if-none-exist': 'identifier=%FF' }),
    await transaction({ resource: basic, request: { ...request, ifNoneExist: 'identifier=%FF' } }),
    await transaction({ resource: { ...basic, subject: { reference: 'Patient?identifier=%zz' } }, request }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
  expect((await server.get('Basic?_summary=count')).body.total).toBe(0);
});

test('a conditional reference outside a transaction is refused: it would lead nowhere', async () => {
  const observation = {
    resourceType: 'Observation',
    status: 'final',
    code: { text: 't' },
    subject: { reference: `Patient?${by('cr')}` },
  };
  expect((await server.post('Observation', observation)).status).toBe(400);
  const entry = [{ resource: observation, request: { method: 'POST', url: 'Observation' } }];
  const batch = await server.post('', { resourceType: 'Bundle', type: 'batch', entry });
  expect(batch.body.entry[0]!.response.status).toBe('400');
  const kept = await server.post('Bundle', { resourceType: 'Bundle', type: 'transaction', entry });
  expect(kept.status).toBe(201);
});

test('a conditional update that matches nothing leaves another resource of that id alone', async () => {
  const other = { ...patient('taken'), id: 'taken' };
  await server.put('Patient/taken', other);
  const refused = await server.put(`Patient?${by('free')}`, { ...patient('free'), id: 'taken' });
  expect([refused.status, refused.body.issue[0]?.expression]).toEqual([409, ['Patient.id']]);
  expect((await server.get('Patient/taken')).body.identifier).toEqual(other.identifier);
  expect((await server.put(`Patient?${by('free')}`, { ...patient('free'), id: 'free' })).status).toBe(201);
});

test('a transaction that deletes what a conditional create finds is refused', async () => {
  await server.post('Patient', patient('both'));
  const entry = [
    { resource: patient('both'), request: { method: 'POST', url: 'Patient', ifNoneExist: by('both') } },
    { request: { method: 'DELETE', url: `Patient?${by('both')}` } },
  ];
  const refused = await server.post('', { resourceType: 'Bundle', type: 'transaction', entry });
  expect([refused.status, refused.body.issue[0]?.expression]).toEqual([400, ['Bundle.entry[0]']]);
  expect((await server.get(`Patient?${by('both')}`)).body.total).toBe(1);
});

test('criteria that select nothing are refused alike, wherever they stand', async () => {
  const statuses = [
    await server.put('Patient?', patient('none')),
    await server.put('Patient?_count=3', patient('none')),
    await server.send('DELETE', 'Patient?_count=3'),
    await server.post('Patient', patient('none'), { 'if-none-exist': '_count=3' }),
    await server.post('Patient', patient('none'), { 'if-none-exist': '' }),
    await server.post('', {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ resource: patient('none'), request: { method: 'PUT', url: 'Patient?_sort=name' } }],
    }),
  ].map(({ status, body }) => [status, body.issue[0]?.code]);
  expect(statuses).toEqual(statuses.map(() => [412, 'required']));
});

test('a search parameter of our own is used once old rows are indexed by it', async () => {
  const made = await server.post('Patient', { ...patient('sp'), multipleBirthInteger: 3 });
  const parameter = await server.post('SearchParameter', {
    resourceType: 'SearchParameter',
    url: 'http://example.org/birth-order',
    name: 'birthOrder',
    status: 'active',
    description: 'd',
    code: 'birth-order',
    base: ['Patient'],
    type: 'number',
    expression: 'Patient.multipleBirth.ofType(integer)',
  });
  expect(parameter.status).toBe(201);
  const strict = { prefer: 'handling=strict' };
  await expect
    .poll(async () => (await server.get('Patient?birth-order=3', strict)).body.entry?.[0]?.resource.id, {
      timeout: 15_000,
    })
    .toBe(made.body.id);
  expect((await server.get('Patient?birth-order=2', strict)).body.total).toBe(0);
  const later = await server.post('Patient', { ...patient('sp2'), multipleBirthInteger: 2 });
  expect((await server.get('Patient?birth-order=2', strict)).body.entry[0]?.resource.id).toBe(later.body.id);
});

test('a reference to nothing is refused when the sender asks for it', async () => {
  const dangling = {
    resourceType: 'Observation',
    status: 'final',
    code: { text: 't' },
    subject: { reference: 'Patient/nowhere' },
  };
  expect((await server.post('Observation', dangling)).status).toBe(201);
  const refused = await server.post('Observation', dangling, { 'x-enjournal-check-references': 'true' });
  expect(refused.status).toBe(422);
});
