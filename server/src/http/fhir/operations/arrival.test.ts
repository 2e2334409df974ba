import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseFacts } from '../../../access/cases/read-cases.ts';
import { type TestServer, withServer } from '../../../test/server.ts';
import { buildWorld, type World } from '../../../test/world.ts';
import { facts as asked } from './test/asking.ts';

let server: TestServer;

beforeAll(async () => {
  server = await withServer();
  server.clock.now = Date.parse('2026-12-01T12:00:00+01:00');
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const nils = {
  kind: 'staff' as const,
  id: 'nils',
  role: 'sykepleier',
  hpr: { category: 'SP', status: 'active' as const },
  org: 'legevakt',
  unit: 'legevakt',
};
const facts: CaseFacts = {
  ...asked,
  actor: nils,
  patient: { id: 'tor', birthDate: '1992-09-02', address: 'none', deceased: false },
  relations: [],
};

let worlds = 0;

/** A world where the actor's unit is registered as a service of this type. */
async function worldOf(type: string, more: Partial<CaseFacts> = {}, list = 8663): Promise<World> {
  const prefix = `arr${++worlds}`;
  const world = await buildWorld(server, { facts: { ...facts, ...more } }, prefix);
  const unit = await server.get(`Organization/${prefix}-${nils.unit}`);
  const coding = [{ system: `urn:oid:2.16.578.1.12.4.1.1.${list}`, code: type }];
  await server.put(`Organization/${prefix}-${nils.unit}`, { ...unit.body, type: [{ coding }] });
  return world;
}

const as = ({ token, headers }: World) => ({ authorization: `Bearer ${token}`, ...headers });
const arrive = (world: World, way: string) =>
  server.post(
    `Patient/${world.patient}/$register-arrival`,
    { resourceType: 'Parameters', parameter: [{ name: 'identifiedBy', valueCode: way }] },
    as(world),
  );
const waysTold = async (world: World) =>
  (await server.get(`Patient/${world.patient}/$access-explain`, as(world))).body.parameter
    .filter(({ name }) => name === 'arrival')
    .map(({ valueCode }) => valueCode);

test('who comes to the out-of-hours clinic is let in by being there, and the log says who noted it', async () => {
  const world = await worldOf('KA02');
  expect((await server.get(world.resource, as(world))).status).toBe(404);
  expect(await waysTold(world)).toEqual(['document', 'known', 'telephone']);
  const { status, body } = await arrive(world, 'document');
  expect(status).toBe(200);
  const made = body.parameter.find(({ name }) => name === 'encounter') as unknown as {
    valueReference: { reference: string };
  };
  expect((await server.get(world.resource, as(world))).status).toBe(200);
  const encounter = await server.get(made.valueReference.reference, as(world));
  expect(encounter.body).toMatchObject({ status: 'arrived', class: { code: 'AMB' } });
  const { rows } = await server.database.reader.query(
    `SELECT interaction, basis, obligations FROM access_log WHERE interaction = '$register-arrival' AND id = $1`,
    [made.valueReference.reference.split('/')[1]],
  );
  expect(rows).toEqual([
    { interaction: '$register-arrival', basis: 'relation:encounter', obligations: 'self-registered' },
  ]);
  expect((await arrive(world, 'document')).status, 'once is enough').toBe(422);
});

test('people come to the emergency departments of hospitals too, and a code means what its own list says', async () => {
  for (const type of ['1', '2']) {
    const department = await worldOf(type, {}, 8668);
    expect(await waysTold(department)).toEqual(['document', 'known', 'telephone']);
    expect((await arrive(department, 'known')).status).toBe(200);
  }
  const other = await worldOf('1', {}, 8451);
  expect(await waysTold(other)).toEqual([]);
});

test('a unit that nobody walks into, and a role that receives nobody, cannot note an arrival', async () => {
  const ward = await worldOf('KP01');
  expect(await waysTold(ward)).toEqual([]);
  expect((await arrive(ward, 'known')).status).toBe(403);
  const assistant = await worldOf('KA02', { actor: { ...nils, role: 'assistent', hpr: null } });
  expect((await arrive(assistant, 'known')).status).toBe(403);
  expect((await server.get(assistant.resource, as(assistant))).status).toBe(404);
});

test('who is blocked by name, and whose own record it is, gets no way in by an arrival', async () => {
  const block = { kind: 'person', target: 'nils', marker: true, from: '2026-01-01T00:00:00+01:00', to: null };
  const blocked = await worldOf('KA02', { blocks: [block] as CaseFacts['blocks'] });
  expect((await arrive(blocked, 'document')).status).toBe(403);
  expect((await server.get(blocked.resource, as(blocked))).status).toBe(404);
  const own = await worldOf('KA02', { actor: { ...nils, id: 'tor' } });
  expect((await arrive(own, 'document')).status).toBe(403);
});

test('how the person was identified must be told, in one of the ways', async () => {
  const world = await worldOf('KA02');
  expect((await arrive(world, 'by heart')).status).toBe(400);
  const bare = await server.post(
    `Patient/${world.patient}/$register-arrival`,
    { resourceType: 'Parameters' },
    as(world),
  );
  expect(bare.status).toBe(400);
});
