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
