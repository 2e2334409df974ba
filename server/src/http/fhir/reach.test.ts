import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseFacts } from '../../access/cases/read-cases.ts';
import { type TestServer, withServer } from '../../test/server.ts';
import { buildWorld, type World } from '../../test/world.ts';
import { facts as nurse } from './operations/test/asking.ts';

let server: TestServer;

beforeAll(async () => {
  server = await withServer();
  server.clock.now = Date.parse('2026-12-01T12:00:00+01:00');
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const mother: CaseFacts = {
  ...nurse,
  actor: { kind: 'parent', id: 'mother' },
  patient: { ...nurse.patient, id: 'child', birthDate: '2020-03-05' },
  kin: { parentalResponsibility: true },
  purpose: 'FAMRQT',
};

let worlds = 0;
const worldOf = (facts: CaseFacts = nurse): Promise<World> => buildWorld(server, { facts }, `re${++worlds}`);
const as = ({ token, headers }: World) => ({ authorization: `Bearer ${token}`, ...headers });
const idsOf = (body: { entry?: { resource: { id: string } }[] }) =>
  (body.entry ?? []).map(({ resource }) => resource.id);

describe('a token of a launch', () => {
  test('reaches the record that it was launched with, and no other', async () => {
    const [one, other] = [await worldOf(), await worldOf()];
    const launched = { ...server.actors.get(one.token)!, patient: one.patient, scopes: ['patient/*.rs'] };
    server.actors.set('launched', launched);
    const headers = { ...as(one), authorization: 'Bearer launched' };
    expect((await server.get(one.resource, headers)).status).toBe(200);
    expect((await server.get(other.resource, headers)).status).toBe(404);
    // the same person is the nurse of nobody in the other world: without a launch neither
    const found = await server.get('Composition?_count=1000', headers);
    expect(idsOf(found.body).map((id) => `Composition/${id}`)).toEqual([one.resource]);
  });

  test('reaches nobody else even where the one who holds it does', async () => {
    const world = await worldOf();
    const second = await server.post('Patient', { resourceType: 'Patient', name: [{ family: 'Annen' }] });
    const care = {
      resourceType: 'EpisodeOfCare',
      status: 'active',
      type: [{ coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9151', code: '99' }] }],
      patient: { reference: `Patient/${second.body.id}` },
      managingOrganization: { reference: `Organization/${world.token}-sone-3` },
      period: { start: '2026-10-01' },
    };
    expect((await server.post('EpisodeOfCare', care)).status).toBe(201);
    const path = `Patient/${second.body.id}`;
    expect((await server.get(path, as(world))).status, 'she is the nurse of both').toBe(200);
    const actor = { ...server.actors.get(world.token)!, patient: world.patient, scopes: ['patient/*.rs'] };
    server.actors.set('launched-of-two', actor);
    const headers = { ...as(world), authorization: 'Bearer launched-of-two' };
    expect((await server.get(path, headers)).status).toBe(404);
    const found = await server.get('EpisodeOfCare?_count=1000', headers);
    expect(
      new Set(found.body.entry.map(({ resource }) => (resource.patient as { reference: string }).reference)),
    ).toEqual(new Set([`Patient/${world.patient}`]));
  });
});

describe('a parent', () => {
  test('searches the record of the child that they name, and their own when they name nobody', async () => {
    const world = await worldOf(mother);
    const own = { authorization: `Bearer ${world.token}`, 'x-purpose-of-use': 'PATRQT' };
    expect(idsOf((await server.get('Patient', as(world))).body)).toEqual([world.patient]);
    expect(idsOf((await server.get('Patient', own)).body)).toEqual([`${world.token}-mother`]);
  });

  test('stands in the log as one, whether or not they say for whom they ask', async () => {
    const world = await worldOf(mother);
    const own = { authorization: `Bearer ${world.token}`, 'x-purpose-of-use': 'PATRQT' };
    for (const headers of [as(world), own]) {
      expect((await server.get(world.resource, headers)).status).toBe(200);
      const { rows } = await server.database.reader.query('SELECT purpose FROM access_log ORDER BY seq DESC LIMIT 1');
      expect(rows).toEqual([{ purpose: 'FAMRQT' }]);
    }
  });

  test('is not one to a child that is not theirs', async () => {
    const [world, other] = [await worldOf(mother), await worldOf(mother)];
    const headers = { ...as(world), 'x-acting-for': `Patient/${other.patient}` };
    const refused = await server.get(`Patient/${other.patient}`, headers);
    const absent = await server.get('Patient/nobody-at-all', { ...headers, 'x-acting-for': 'Patient/nobody-at-all' });
    expect([refused.status, refused.text]).toEqual([404, absent.text]);
  });

  test('says for whom in words that are understood, or is told', async () => {
    const world = await worldOf(mother);
    const answer = await server.get('Patient', { ...as(world), 'x-acting-for': 'my child' });
    expect([answer.status, answer.body.issue[0]?.code]).toEqual([400, 'value']);
  });
});

describe('the directory', () => {
  test('shows who a person is to who has nothing to do with them, and not where they are', async () => {
    const world = await worldOf({ ...nurse, relations: [] });
    const found = await server.get(`Patient?_id=${world.patient}`, as(world));
    const [entry] = found.body.entry;
    expect(Object.keys(entry!.resource).sort()).toEqual([
      ...['birthDate', 'gender', 'id', 'identifier', 'meta', 'name', 'resourceType'],
    ]);
    expect(entry!.resource.meta).toEqual({ tag: [expect.objectContaining({ code: 'SUBSETTED' })] });
    expect((await server.get(`Patient/${world.patient}`, as(world))).status, 'nor is the record open').toBe(403);
    const byPlace = await server.get(`Patient?_id=${world.patient}&address-city=Fjordvik`, as(world));
    expect(idsOf(byPlace.body), 'nor are they found by it').toEqual([]);
  });

  test('shows whole whom the reader has to do with', async () => {
    const world = await worldOf();
    const found = await server.get(`Patient?_id=${world.patient}`, as(world));
    expect(found.body.entry[0]?.resource.address).toBeDefined();
  });

  test('is not a citizen’s to search', async () => {
    const [world, other] = [await worldOf(mother), await worldOf()];
    const found = await server.get(`Patient?_id=${other.patient}`, as(world));
    expect(idsOf(found.body)).toEqual([]);
  });
});

describe('who learns or manages', () => {
  const leader: CaseFacts = { ...nurse, actor: { ...nurse.actor, role: 'leder', hpr: null }, purpose: 'HOPERAT' };

  test('says in their own words what for, or is refused with words', async () => {
    const world = await worldOf(leader);
    const { 'x-purpose-text': said, ...silent } = as(world) as Record<string, string>;
    const path = `Patient/${world.patient}`;
    for (const asked of [path, world.resource, `Composition?patient=${world.patient}`, 'Composition']) {
      const refused = await server.get(asked, silent);
      expect([asked, refused.status, refused.body.issue[0]]).toMatchObject([
        asked,
        403,
        { details: { coding: [{ code: 'purpose-text-missing' }] } },
      ]);
      expect((await server.get(asked, { ...silent, 'x-purpose-text': said! })).status).toBe(200);
    }
    const { rows } = await server.database.reader.query(
      `SELECT decision, rule FROM access_log WHERE decision LIKE 'deny%' ORDER BY seq DESC LIMIT 1`,
    );
    expect(rows).toEqual([{ decision: 'deny:purpose-text-missing', rule: 'G5-purpose' }]);
  });

  test('does not have to in care, nor does a system', async () => {
    const world = await worldOf();
    expect((await server.get(world.resource, as(world))).status).toBe(200);
    expect((await server.get(world.resource, { 'x-purpose-of-use': 'HOPERAT' })).status).toBe(200);
  });
});

test('a block on the documents of a legal entity covers what its units write, also one that comes later', async () => {
  const block = { kind: 'org', target: 'kommune', custodian: 'practice', marker: false, from: nurse.now, to: null };
  const world = await worldOf({ ...nurse, blocks: [block] });
  const organisation = (name: string, of: string) => ({
    resource: {
      resourceType: 'Organization',
      id: `${world.token}-${name}`,
      name,
      partOf: { reference: `Organization/${world.token}-${of}` },
    },
    request: { method: 'PUT', url: `Organization/${world.token}-${name}` },
  });
  const entry = [organisation('branch', 'practice'), organisation('room', 'branch')];
  expect((await server.post('', { resourceType: 'Bundle', type: 'transaction', entry })).status).toBe(200);
  const written = async (unit: string) => {
    const { body } = await server.post('Condition', {
      resourceType: 'Condition',
      meta: { tag: [{ system: 'https://enjournal.no/fhir/CodeSystem/custodian', code: `${world.token}-${unit}` }] },
      subject: { reference: `Patient/${world.patient}` },
      code: { text: unit },
    });
    return body.id;
  };
  const [other, ...kept] = [
    await written('sone-3'),
    await written('practice'),
    await written('branch'),
    await written('room'),
  ];
  for (const id of kept) expect((await server.get(`Condition/${id}`, as(world))).status).toBe(404);
  expect((await server.get(`Condition/${other}`, as(world))).status).toBe(200);
  for (const search of [`Condition?patient=${world.patient}`, 'Condition?_count=1000']) {
    expect(idsOf((await server.get(search, as(world))).body)).toEqual([other]);
  }
});
