import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../fhir/resource.ts';
import { type TestServer, withServer } from '../../test/server.ts';
import { extensionOf, systems } from '../rules/codes.ts';

let server: TestServer;
const now = Date.parse('2026-12-01T12:00:00+01:00');

beforeAll(async () => {
  server = await withServer();
  server.clock.now = now;
});

afterAll(() => server.close());

const put = async (resource: JsonObject & { resourceType: string; id: string }) => {
  const { status, text } = await server.put(`${resource.resourceType}/${resource.id}`, resource);
  if (status >= 300) throw new Error(text);
};
const coded = (system: string, code: string) => ({ coding: [{ system, code }] });

async function employ(person: string, unit: string, role: string, hpr?: string, extension: JsonObject[] = []) {
  const identifier = [{ system: 'urn:oid:2.16.578.1.12.4.1.4.4', value: '900000001' }];
  const qualification = hpr === undefined ? {} : { qualification: [{ code: coded(systems.profession, hpr) }] };
  await put({ resourceType: 'Practitioner', id: person, identifier, name: [{ family: 'Gjest' }], ...qualification });
  await put({
    resourceType: 'PractitionerRole',
    id: `${person}-role`,
    active: true,
    ...(extension.length === 0 ? {} : { extension }),
    practitioner: { reference: `Practitioner/${person}` },
    organization: { reference: `Organization/${unit}` },
    code: [coded(systems.accessRole, role)],
  });
  server.actors.set(person, {
    kind: 'staff',
    id: `Practitioner/${person}`,
    display: person,
    clientId: 'web',
    scopes: ['user/*.cruds'],
    loa: 4,
    practitioner: person,
    practitionerRole: `${person}-role`,
    organization: { id: unit, display: unit },
    role,
    purpose: 'TREAT',
  });
}

const reads = async (person: string, path: string) =>
  (await server.get(path, { authorization: `Bearer ${person}` })).status;

test('a supplier’s nurse reads a client’s record until the contract ends, though the service still stands there', async () => {
  await put({ resourceType: 'Organization', id: 'supplier', name: 'Leverandør' });
  await put({ resourceType: 'Organization', id: 'buyer', name: 'Kommune' });
  await put({
    resourceType: 'OrganizationAffiliation',
    id: 'contract',
    active: true,
    organization: { reference: 'Organization/buyer' },
    participatingOrganization: { reference: 'Organization/supplier' },
    period: { start: '2025-01-01', end: '2026-12-01' },
  });
  await put({ resourceType: 'Patient', id: 'client', name: [{ family: 'Klient' }] });
  await put({
    resourceType: 'EpisodeOfCare',
    id: 'service',
    meta: { tag: [{ system: systems.serviceKind, code: 'private-care' }] },
    status: 'active',
    patient: { reference: 'Patient/client' },
    managingOrganization: { reference: 'Organization/supplier' },
  });
  await employ('guest', 'supplier', 'sykepleier', 'SP');
  expect(await reads('guest', 'Patient/client')).toBe(200);
  server.clock.now = Date.parse('2026-12-02T00:00:00+01:00') - 1;
  expect(await reads('guest', 'Patient/client')).toBe(200);
  server.clock.now = Date.parse('2026-12-02T00:00:00+01:00');
  expect(await reads('guest', 'Patient/client')).toBe(403);
  server.clock.now = now;
});

test('a student reads by what the supervisor has taken on in any of their roles', async () => {
  await put({ resourceType: 'Organization', id: 'ward', name: 'Avdeling' });
  await employ('teacher', 'ward', 'sykepleier', 'SP');
  await employ('student', 'ward', 'student', undefined, [
    { url: extensionOf('supervisor'), valueReference: { reference: 'Practitioner/teacher' } },
  ]);
  await put({ resourceType: 'Patient', id: 'taught', name: [{ family: 'Pasient' }] });
  await put({
    resourceType: 'Task',
    id: 'taken-on',
    status: 'accepted',
    intent: 'order',
    for: { reference: 'Patient/taught' },
    requester: { reference: 'Organization/ward' },
    owner: { reference: 'PractitionerRole/teacher-role' },
  });
  expect(await reads('teacher', 'Patient/taught')).toBe(200);
  expect(await reads('student', 'Patient/taught')).toBe(200);
  await put({
    resourceType: 'Observation',
    id: 'a-note',
    status: 'final',
    code: { text: 'Notat' },
    subject: { reference: 'Patient/taught' },
  });
  expect(await reads('teacher', 'Observation/a-note')).toBe(200);
  expect(await reads('student', 'Observation/a-note')).toBe(403);
});
