import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../fhir/resource.ts';
import { type TestServer, withServer } from '../../test/server.ts';
import { extensionOf } from '../rules/codes.ts';
import { Organisations } from './organisations.ts';

let server: TestServer;

beforeAll(async () => {
  server = await withServer();
});

afterAll(() => server.close());

const put = async (resource: JsonObject & { resourceType: string; id: string }) => {
  const { status, text } = await server.put(`${resource.resourceType}/${resource.id}`, resource);
  if (status >= 300) throw new Error(text);
};
const organisation = (id: string, more: JsonObject = {}) =>
  put({ resourceType: 'Organization', id, name: id, ...more });
const standing = (unit: string) => new Organisations(server.database.shortReader).standingOf(unit);
const of = (id: string) => ({ reference: `Organization/${id}` });

test('a unit stands below all that it is part of, with what it serves, what is booked there, and the contracts of all', async () => {
  await organisation('trust');
  await organisation('clinic', { partOf: of('trust') });
  await organisation('ward', {
    partOf: of('clinic'),
    extension: [{ url: extensionOf('serves-unit'), valueReference: of('night') }],
  });
  await put({ resourceType: 'Location', id: 'room', managingOrganization: of('ward') });
  await put({ resourceType: 'HealthcareService', id: 'day-unit', providedBy: of('ward') });
  const contract = (id: string, unit: string, period: JsonObject) =>
    put({
      ...{ resourceType: 'OrganizationAffiliation', id, active: true, organization: of('buyer'), period },
      participatingOrganization: of(unit),
    });
  await contract('open', 'ward', { start: '2026-01-01T00:00:00Z' });
  await contract('whole', 'trust', { start: '2025-01-01T00:00:00Z', end: '2026-01-01T00:00:00Z' });
  const { serves, ...stands } = await standing('ward');
  expect(stands).toEqual({
    chain: ['ward', 'clinic', 'trust'],
    isOutside: false,
    contracts: [
      { from: Date.parse('2026-01-01T00:00:00Z'), to: Number.POSITIVE_INFINITY },
      { from: Date.parse('2025-01-01T00:00:00Z'), to: expect.closeTo(Date.parse('2026-01-01T00:00:00Z'), -4) },
    ],
  });
  expect(serves.toSorted()).toEqual(['HealthcareService/day-unit', 'Location/room', 'night']);
});

test('organisations that are part of each other end where they meet again', async () => {
  await organisation('egg');
  await organisation('hen', { partOf: of('egg') });
  await organisation('egg', { partOf: of('hen') });
  expect((await standing('egg')).chain).toEqual(['egg', 'hen']);
});

test('of a unit that nobody has told of nothing is known but its name', async () => {
  expect(await standing('nowhere')).toEqual({ chain: ['nowhere'], serves: [], contracts: [], isOutside: false });
});
