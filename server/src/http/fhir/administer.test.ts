import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../access/actor.ts';
import { type TestServer, withServer } from '../../test/server.ts';

let server: TestServer;

const organization = (id: string, above?: string) => ({
  resourceType: 'Organization',
  id,
  name: id,
  ...(above === undefined ? {} : { partOf: { reference: `Organization/${above}` } }),
});
const job = (person: string, unit: string, code = 'assistent') => ({
  resourceType: 'PractitionerRole',
  active: true,
  period: { start: '2020-01-01' },
  practitioner: { reference: `Practitioner/${person}` },
  organization: { reference: `Organization/${unit}` },
  code: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code }] }],
});

beforeAll(async () => {
  server = await withServer();
  for (const one of [
    organization('solvik'),
    organization('ward', 'solvik'),
    organization('brygga'),
    organization('brygga-hjem', 'brygga'),
  ]) {
    await server.put(`Organization/${one.id}`, one);
  }
  for (const id of ['oda', 'arne']) await server.put(`Practitioner/${id}`, { resourceType: 'Practitioner', id });
  await server.put('PractitionerRole/oda-role', { ...job('oda', 'solvik', 'ikt-admin'), id: 'oda-role' });
  await server.put('PractitionerRole/arne-brygga', { ...job('arne', 'brygga-hjem'), id: 'arne-brygga' });
  const oda: Actor = {
    kind: 'staff',
    id: 'Practitioner/oda',
    display: 'Oda Drift',
    clientId: 'enjournal-web',
    scopes: ['user/*.cruds'],
    loa: 4,
    practitioner: 'oda',
    practitionerRole: 'oda-role',
    organization: { id: 'solvik', display: 'Solvik' },
    legalEntity: 'solvik',
    role: 'ikt-admin',
    purpose: 'SYSADMIN',
  };
  server.actors.set('oda', oda);
});
afterAll(() => server.close());

const asOda = { authorization: 'Bearer oda' };

test('an administrator gives and ends jobs in the own legal entity, and in no other', async () => {
  const given = await server.post('PractitionerRole', job('arne', 'ward'), asOda);
  expect(given.status, given.text).toBe(201);
  const ended = { ...given.body, period: { start: '2020-01-01', end: '2026-11-01' } };
  expect((await server.put(`PractitionerRole/${given.body.id}`, ended, asOda)).status).toBe(200);

  expect((await server.post('PractitionerRole', job('arne', 'brygga-hjem'), asOda)).status).toBe(403);
  const theirs = (await server.get('PractitionerRole/arne-brygga')).body;
  const stolen = { ...theirs, organization: { reference: 'Organization/ward' } };
  for (const changed of [{ ...theirs, active: false }, stolen]) {
    expect((await server.put('PractitionerRole/arne-brygga', changed, asOda)).status).toBe(403);
  }
  expect((await server.send('DELETE', 'PractitionerRole/arne-brygga', undefined, asOda)).status).toBe(403);
});

test('units are made below the own legal entity, and none is moved out of it or taken from another', async () => {
  const made = await server.put('Organization/ward-2', organization('ward-2', 'ward'), asOda);
  expect(made.status, made.text).toBe(201);
  // somebody may be given a job there at once
  expect((await server.post('PractitionerRole', job('arne', 'ward-2'), asOda)).status).toBe(201);
  for (const one of [organization('own'), organization('theirs', 'brygga')]) {
    expect((await server.put(`Organization/${one.id}`, one, asOda)).status).toBe(403);
  }
  for (const one of [organization('ward', 'brygga'), organization('brygga-hjem', 'ward'), organization('ward')]) {
    expect((await server.put(`Organization/${one.id}`, one, asOda)).status).toBe(403);
  }
});

test('nobody gives themself a job', async () => {
  expect((await server.post('PractitionerRole', job('oda', 'ward', 'lege'), asOda)).status).toBe(403);
});
