import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, withServer } from '../../test/server.ts';
import { text } from './message.ts';
import { contentOf } from './native-binary.ts';

let server: TestServer;

beforeAll(async () => {
  server = await withServer();
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const png = Buffer.from('89504e470d0a1a0a', 'hex');

const asCitizen = { authorization: 'Bearer citizen' };

test('a Binary is read by whoever sees its document, and by nobody else', async () => {
  const { body: patient } = await server.post('Patient', { resourceType: 'Patient', birthDate: '1980-01-01' });
  server.actors.set('citizen', {
    ...{ kind: 'citizen', id: `Patient/${patient.id}`, display: '', clientId: 'web', loa: 4, purpose: 'PATRQT' },
    ...{ ownPatient: patient.id, scopes: ['user/*.cruds'] },
  });
  const withheld = { system: 'https://enjournal.no/fhir/CodeSystem/access-label', code: 'withheld' };
  const made: string[] = [];
  for (const security of [[], [withheld]]) {
    const document = await server.post('DocumentReference', {
      resourceType: 'DocumentReference',
      ...(security.length === 0 ? {} : { meta: { security } }),
      status: 'current',
      subject: { reference: `Patient/${patient.id}` },
      content: [{ attachment: { title: 'Epikrise' } }],
    });
    expect(document.status).toBe(201);
    const binary = await server.post('Binary', {
      resourceType: 'Binary',
      contentType: 'text/plain',
      securityContext: { reference: `DocumentReference/${document.body.id}` },
      data: 'aGVp',
    });
    made.push(`DocumentReference/${document.body.id}`, `Binary/${binary.body.id}`);
  }
  const lost = await server.post('Binary', {
    resourceType: 'Binary',
    contentType: 'text/plain',
    securityContext: { reference: 'DocumentReference/nowhere' },
  });
  const statuses: number[] = [];
  for (const path of [...made, `Binary/${lost.body.id}`]) statuses.push((await server.get(path, asCitizen)).status);
  expect(statuses).toEqual([200, 200, 404, 404, 404]);
  const hidden = await server.get(made[3]!, asCitizen);
  const never = await server.get(`${made[3]!.slice(0, -3)}000`, asCitizen);
  expect(hidden.text).toBe(never.text);
  expect((await server.get(`${made[3]}/_history/1`, asCitizen)).status).toBe(404);
  expect((await server.get(`${made[3]}/_history`, asCitizen)).status).toBe(404);
  expect((await server.get('Binary?_summary=count', asCitizen)).body.total).toBe(0);
  expect((await server.get(made[3]!)).status).toBe(200);
});

test('a Binary is read as what it holds by who does not ask for FHIR, and runs nowhere as ours', async () => {
  const page = '<script>alert(1)</script>';
  const { body: made } = await server.post('Binary', {
    ...{ resourceType: 'Binary', contentType: 'text/html', data: Buffer.from(page).toString('base64') },
  });
  for (const accept of ['text/html', '*/*', 'application/pdf, image/*']) {
    const answer = await server.get(`Binary/${made.id}`, { accept });
    expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([200, page, 'text/html']);
    expect(answer.headers.get('content-disposition')).toBe('attachment');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('etag')).toBe('W/"1"');
  }
  expect((await server.get(`Binary/${made.id}/_history/1`, { accept: 'text/html' })).text).toBe(page);
  for (const [path, accept] of [
    [`Binary/${made.id}`, 'application/fhir+json'],
    [`Binary/${made.id}`, 'text/html, application/json;q=0.5'],
    [`Binary/${made.id}?_format=json`, 'text/html'],
    [`Binary/${made.id}?_elements=contentType`, '*/*'],
  ] as const)
    expect((await server.get(path, { accept })).body, path).toMatchObject({ resourceType: 'Binary', id: made.id });
  const tag = { accept: '*/*', 'if-none-match': 'W/"1"' };
  expect((await server.get(`Binary/${made.id}`, tag)).status).toBe(304);
  expect((await server.get('Binary/nowhere', { accept: 'application/pdf' })).body.resourceType).toBe(
    'OperationOutcome',
  );
});

test('what is kept from the reader is kept as bytes too', async () => {
  const withheld = { system: 'https://enjournal.no/fhir/CodeSystem/access-label', code: 'withheld' };
  const { body: patient } = await server.post('Patient', { resourceType: 'Patient', birthDate: '1980-01-01' });
  server.actors.set('reader', {
    ...{ kind: 'citizen', id: `Patient/${patient.id}`, display: '', clientId: 'web', loa: 4, purpose: 'PATRQT' },
    ...{ ownPatient: patient.id, scopes: ['user/*.cruds'] },
  });
  const document = await server.post('DocumentReference', {
    ...{ resourceType: 'DocumentReference', meta: { security: [withheld] }, status: 'current' },
    ...{ subject: { reference: `Patient/${patient.id}` }, content: [{ attachment: { title: 'Epikrise' } }] },
  });
  const context = { 'content-type': 'image/png', 'x-security-context': `DocumentReference/${document.body.id}` };
  const made = await server.post('Binary', png, context);
  expect(made.status).toBe(201);
  const { id } = made.body;
  const asReader = { authorization: 'Bearer reader', accept: '*/*' };
  expect((await server.get(`Binary/${id}`, asReader)).status).toBe(404);
  expect((await server.get(`Binary/${id}`, { accept: 'image/png' })).headers.get('content-type')).toBe('image/png');
});

test('bytes of any media type are made and replaced as a Binary', async () => {
  const made = await server.post('Binary', png, { 'content-type': 'image/png' });
  const { id } = made.body;
  const read = async () => (await server.get(`Binary/${id}`, { accept: 'application/fhir+json' })).body;
  expect(await read()).toMatchObject({ contentType: 'image/png', data: png.toString('base64') });
  const latin = { 'content-type': 'text/plain; charset=iso-8859-1' };
  const put = await server.put(`Binary/${id}`, Buffer.from([0xe5]), latin);
  expect([put.status, await read()]).toMatchObject([200, { contentType: latin['content-type'], data: '5Q==' }]);
  expect((await server.get(`Binary/${id}`, { accept: 'text/plain' })).headers.get('content-type')).toBe(
    latin['content-type'],
  );
  const wrong = { 'content-type': 'image/png', 'x-security-context': '../Patient' };
  expect((await server.post('Binary', png, wrong)).status).toBe(400);
  expect((await server.post('Patient', png, { 'content-type': 'image/png' })).status).toBe(415);
});

test.each(['blåbær', 'text/plain\r\nset-cookie: a=b', ''])(
  'a media type that cannot stand in a header is bytes',
  (contentType) => {
    const { body } = contentOf(text(200, JSON.stringify({ resourceType: 'Binary', contentType, data: 'aGVp' })));
    expect(body).toEqual({ kind: 'raw', mediaType: 'application/octet-stream', bytes: Buffer.from('hei') });
  },
);
