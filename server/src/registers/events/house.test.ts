import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { typeNumber } from '../../fhir/types.ts';
import { storeInside } from '../../http/fhir/inside.ts';
import { type TestServer, withServer } from '../../test/server.ts';
import type { RegisterStore } from '../store.ts';
import { WATCHED } from './detect.ts';
import { RegisterEvents } from './follow.ts';

vi.setConfig({ testTimeout: 90_000 });

let server: TestServer;
let store: RegisterStore;
let events: RegisterEvents;
beforeAll(async () => {
  server = await withServer();
  store = storeInside(server.service, server.actors.get('test')!);
  events = eventsWith();
});
afterAll(() => server.close());

function eventsWith(more: Partial<ConstructorParameters<typeof RegisterEvents>[0]> = {}): RegisterEvents {
  return new RegisterEvents({
    database: server.database,
    store,
    holder: 'test',
    onFault: (error) => server.faults.push(error),
    today: () => '2026-11-29',
    ...more,
  });
}

/** All of the cluster's transactions must be over before a change is handled, also those of tests beside this one. */
async function settled(these = events): Promise<void> {
  for (;;) {
    await these.settle();
    const { rows } = await server.database.reader.query(
      `SELECT 1 FROM outbox x, feed_cursor c WHERE c.name = 'registers' AND x.op <> 'C' AND x.type = ANY ($1::int2[])
         AND (x.tx > c.tx OR (x.tx = c.tx AND x.seq > c.seq)) LIMIT 1`,
      [WATCHED.map(typeNumber)],
    );
    if (rows.length === 0) return;
    await new Promise((done) => setTimeout(done, 50));
  }
}

const FNR = 'urn:oid:2.16.578.1.12.4.1.4.1';
const put = async (resource: Resource): Promise<void> => {
  const answer = await server.put(`${resource.resourceType}/${resource.id}`, resource);
  expect(answer.status, answer.text).toBeLessThan(300);
};
const get = async (reference: string): Promise<Resource> => (await server.get(reference)).body as unknown as Resource;
const of = (id: string) => ({ reference: `Patient/${id}` });

const gp = (start: string) => [
  {
    extension: [{ url: 'https://enjournal.no/fhir/StructureDefinition/gp-period', valuePeriod: { start } }],
    reference: 'Organization/solli',
  },
];

function patient(id: string, number: string, more: JsonObject = {}): Resource {
  return {
    resourceType: 'Patient',
    id,
    identifier: [{ use: 'official', system: FNR, value: number }],
    generalPractitioner: gp('2020-01-01'),
    ...more,
  };
}

const mandate = (id: string, whose: string, code: 'FU' | 'VE', holder: string, by: string): Resource => ({
  resourceType: 'Consent',
  id,
  status: 'active',
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'treatment' }] },
  category: [{ coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7611', code }] }],
  patient: of(whose),
  policyRule: { text: 'x' },
  provision: {
    type: 'permit',
    period: { start: '2025-01-01', end: '2030-01-01' },
    actor: [
      {
        role: { text: 'x' },
        reference: { reference: `RelatedPerson/${by}`, identifier: { system: FNR, value: holder } },
      },
    ],
  },
});

test('when someone dies, what was open ends by rule, what lay ahead is cancelled, and mandates end that day', async () => {
  await put(patient('dead', '14834212081'));
  const episode = (id: string, status: string, period: JsonObject): Resource => ({
    resourceType: 'EpisodeOfCare',
    id,
    status,
    patient: of('dead'),
    managingOrganization: { reference: 'Organization/zone' },
    period,
  });
  await put(episode('ongoing', 'active', { start: '2026-01-01' }));
  await put(episode('ending', 'active', { start: '2026-01-01', end: '2026-11-22' }));
  await put(episode('ahead', 'planned', { start: '2026-12-24' }));
  await put(episode('over', 'finished', { start: '2020-01-01', end: '2021-01-01' }));
  const appointment = (id: string, start: string): Resource => ({
    resourceType: 'Appointment',
    id,
    status: 'booked',
    start,
    end: start.replace('T10', 'T11'),
    participant: [{ actor: of('dead'), status: 'accepted' }],
  });
  await put(appointment('after', '2026-12-01T10:00:00+01:00'));
  await put(appointment('before', '2026-11-01T10:00:00+01:00'));
  await put({
    resourceType: 'ServiceRequest',
    id: 'application',
    status: 'active',
    intent: 'proposal',
    subject: of('dead'),
  });
  await put(mandate('power', 'dead', 'FU', '26812297073', 'liv'));
  await settled();
  await put(patient('dead', '14834212081', { deceasedDateTime: '2026-11-20' }));
  await settled();

  expect(await get('EpisodeOfCare/ongoing')).toMatchObject({ status: 'active', period: { end: '2026-12-04' } });
  expect(await get('EpisodeOfCare/ending')).toMatchObject({ period: { end: '2026-11-22' } });
  expect(await get('EpisodeOfCare/ahead')).toMatchObject({ status: 'cancelled' });
  expect(await get('EpisodeOfCare/over')).toMatchObject({ meta: { versionId: '1' } });
  expect(await get('Appointment/after')).toMatchObject({ status: 'cancelled' });
  expect(await get('Appointment/before')).toMatchObject({ status: 'booked' });
  expect(await get('ServiceRequest/application')).toMatchObject({ status: 'revoked' });
  expect(await get('Consent/power')).toMatchObject({
    status: 'inactive',
    provision: { period: { end: '2026-11-20' } },
  });
  expect(await get('Patient/dead')).toMatchObject({
    generalPractitioner: [{ extension: [{ valuePeriod: { start: '2020-01-01', end: '2026-12-04' } }] }],
  });
  expect(server.faults).toEqual([]);
});

test('told again, as after a crash, it changes nothing more', async () => {
  const version = async (): Promise<string> => (await get('EpisodeOfCare/ongoing')).meta!.versionId!;
  const before = await version();
  await server.database.writer.query(
    "UPDATE feed_cursor SET seq = 0, tx = '0', floor = 0, window_end = 50000 WHERE name = 'registers'",
  );
  await settled();
  expect(await version()).toBe(before);
});

test('a death that was undone before the house came to it ends nothing', async () => {
  await put(patient('alive', '22750884907'));
  await put({ resourceType: 'EpisodeOfCare', id: 'lives', status: 'active', patient: of('alive') });
  await put(patient('alive', '22750884907', { deceasedBoolean: true }));
  await put(patient('alive', '22750884907'));
  await settled();
  expect(await get('EpisodeOfCare/lives')).toMatchObject({ meta: { versionId: '1' } });
});

test('a new number goes wherever the old one stood: as parent, at work, in a mandate; the old one stays as history', async () => {
  await put(patient('parent', '26812297073'));
  await put({
    resourceType: 'RelatedPerson',
    id: 'as-parent',
    identifier: [{ system: FNR, value: '26812297073' }],
    patient: of('child'),
  });
  await put({ resourceType: 'Practitioner', id: 'at-work', identifier: [{ system: FNR, value: '26812297073' }] });
  await put(mandate('acts', 'ward', 'FU', '26812297073', 'as-parent'));
  await settled();
  await put(
    patient('parent', '16758532406', {
      identifier: [
        { use: 'official', system: FNR, value: '16758532406' },
        { use: 'old', system: FNR, value: '26812297073' },
      ],
    }),
  );
  await settled();
  for (const reference of ['RelatedPerson/as-parent', 'Practitioner/at-work']) {
    expect((await get(reference)).identifier, reference).toEqual([
      { use: 'official', system: FNR, value: '16758532406' },
      { use: 'old', system: FNR, value: '26812297073' },
    ]);
  }
  expect(await get('Consent/acts')).toMatchObject({
    provision: { actor: [{ reference: { identifier: { value: '16758532406' } } }] },
  });
});

test('a guardian who is one no longer has no mandate any more', async () => {
  const guardian: Resource = {
    resourceType: 'RelatedPerson',
    id: 'guardian',
    patient: of('ward'),
    relationship: [{ coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7611', code: 'VE' }] }],
  };
  await put(guardian);
  await put(mandate('guards', 'ward', 'VE', '14834212081', 'guardian'));
  await put(mandate('other', 'ward', 'VE', '22750884907', 'someone'));
  await put({ ...guardian, active: false });
  await settled();
  expect(await get('Consent/guards')).toMatchObject({
    status: 'inactive',
    provision: { period: { end: '2026-11-29' } },
  });
  expect(await get('Consent/other')).toMatchObject({ status: 'active' });
});

test('what a handler cannot do is tried again, holds up nothing, and is in the end left where a person sees it', async () => {
  let calls = 0;
  const seen: string[] = [];
  const stubborn = eventsWith({
    waitsMs: [0, 0],
    peopleEveryMs: 0,
    handlers: [
      {
        name: 'breaks',
        on: 'name',
        handle: async () => {
          calls += 1;
          throw new TypeError('with a name in it');
        },
      },
      { name: 'works', on: 'name', handle: async ({ of: { id } }) => void seen.push(id!) },
    ],
  });
  await put(patient('renamed', '15906102061', { name: [{ family: 'A' }] }));
  await put(patient('renamed', '15906102061', { name: [{ family: 'B' }] }));
  await settled(stubborn);
  for (let round = 0; round < 4; round++) await stubborn.settle();
  expect(calls).toBe(3);
  expect(seen).toEqual(['renamed']);
  const dead = await stubborn.feed.dead();
  expect(dead).toMatchObject([{ handler: 'breaks', type: 'Patient', id: 'renamed', tries: 3, problem: 'TypeError' }]);
  expect(JSON.stringify(dead, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(
    'with a name',
  );
  const task = async (): Promise<Resource> =>
    (await store.search('Task', [['code', 'https://enjournal.no/fhir/CodeSystem/task-code|register-event']]))[0]!;
  expect(stubborn.left).toBe(1);
  expect(await task()).toMatchObject({
    status: 'failed',
    description: 'breaks: TypeError',
    focus: { reference: 'Patient/renamed' },
    for: { reference: 'Patient/renamed' },
  });
  // mended: a person has it tried again
  await put({ ...(await task()), status: 'requested' });
  const mended = eventsWith({
    peopleEveryMs: 0,
    handlers: [{ name: 'breaks', on: 'name', handle: async ({ of: { id } }) => void seen.push(`again ${id}`) }],
  });
  for (let round = 0; round < 3; round++) await mended.settle();
  expect(await task()).toMatchObject({ status: 'completed' });
  expect(seen).toEqual(['renamed', 'again renamed']);
  expect(await mended.feed.dead()).toEqual([]);
  server.faults.length = 0;
});
