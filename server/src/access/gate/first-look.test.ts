import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../fhir/resource.ts';
import { type TestServer, withServer } from '../../test/server.ts';
import { systems } from '../rules/codes.ts';

let server: TestServer;
/** Statements that the gate and its lookups sent, each with how many answers were there by then. */
let sent: { name: string; answered: number }[] = [];

beforeAll(async () => {
  server = await withServer();
  const { shortReader } = server.database;
  const { query } = shortReader;
  let answered = 0;
  shortReader.query = async <T>(text: string, values?: unknown[], name = '') => {
    if (sent.length === 0) answered = 0;
    sent.push({ name, answered });
    const answer = await query<T>(text, values, name);
    answered += 1;
    return answer;
  };
  await put({ resourceType: 'Organization', id: 'municipality', name: 'Kommune' });
  await put({
    resourceType: 'Organization',
    id: 'zone',
    name: 'Sone',
    partOf: { reference: 'Organization/municipality' },
  });
  await put({ resourceType: 'Practitioner', id: 'nurse', qualification: [{ code: coded(systems.profession, 'SP') }] });
  await put({
    ...{ resourceType: 'PractitionerRole', id: 'job', active: true },
    practitioner: { reference: 'Practitioner/nurse' },
    organization: { reference: 'Organization/zone' },
    code: [coded(systems.accessRole, 'sykepleier')],
  });
  for (const id of ['first', 'second']) {
    await put({ resourceType: 'Patient', id });
    await put({
      ...{ resourceType: 'EpisodeOfCare', id: `care-${id}`, status: 'active' },
      patient: { reference: `Patient/${id}` },
      managingOrganization: { reference: 'Organization/zone' },
    });
  }
  server.actors.set('nurse', {
    ...{ kind: 'staff', id: 'Practitioner/nurse', display: 'nurse', clientId: 'web', scopes: ['user/*.cruds'], loa: 4 },
    ...{ practitioner: 'nurse', practitionerRole: 'job', role: 'sykepleier', purpose: 'TREAT' },
    organization: { id: 'zone', display: 'zone' },
  });
});

afterAll(() => server.close());

const coded = (system: string, code: string) => ({ coding: [{ system, code }] });

const put = async (resource: JsonObject & { resourceType: string; id: string }) => {
  const { status, text } = await server.put(`${resource.resourceType}/${resource.id}`, resource);
  if (status >= 300) throw new Error(text);
};

async function statementsOf(path: string) {
  sent = [];
  expect((await server.get(path, { authorization: 'Bearer nurse' })).status).toBe(200);
  return sent.toSorted((a, b) => a.name.localeCompare(b.name));
}

test('who asks, where they work, the record and what is asked for are read side by side, and what is known is not read again', async () => {
  expect(await statementsOf('Patient/first')).toEqual([
    { name: 'facts-and-employers', answered: 0 },
    { name: 'facts-around-person', answered: 0 },
    { name: 'find-one', answered: 0 },
    { name: 'organisations-upwards', answered: 0 },
  ]);
  expect(await statementsOf('Patient/second')).toEqual([
    { name: 'facts-and-employers', answered: 0 },
    { name: 'find-one', answered: 0 },
  ]);
  expect(await statementsOf('EpisodeOfCare/care-first')).toEqual([{ name: 'find-one', answered: 0 }]);
});
