import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../../access/actor.ts';
import { citizen } from '../../../test/actors.ts';
import type { TestServer } from '../../../test/server.ts';
import type { World } from '../../../test/world.ts';
import { type Asking, as, doctor, partsOf, vedtak, withAsking } from './test/asking.ts';

let server: TestServer;
let worldOf: Asking['worldOf'];
let call: Asking['call'];

beforeAll(async () => {
  ({ server, worldOf, call } = await withAsking());
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

describe('$who-can-see and $care-relations', () => {
  const stay = { ...vedtak, type: 'stay', org: 'hospital', unit: 'ward' };

  test('tells the units and roles that could open the record, with the ground, as the decision gives it', async () => {
    const world = await worldOf({ relations: [vedtak] });
    const { status, body } = await call(world, 'who-can-see');
    expect(status).toBe(200);
    const [party, ...more] = partsOf(body, 'party');
    expect(more).toEqual([]);
    expect(party).toMatchObject({
      organization: { reference: `Organization/${world.token}-sone-3`, display: 'sone-3' },
      legalEntity: { reference: `Organization/${world.token}-kommune` },
      role: 'sykepleier',
      ground: { code: 'relation:vedtak' },
      people: 1,
      blocked: false,
    });
  });

  test('systems that read by themselves are told to the citizen alone', async () => {
    const world = await worldOf({ relations: [vedtak] });
    const scopes = ['system/*.rs'];
    const collector: Actor = { ...{ kind: 'system', id: 'client:x', display: 'X', clientId: 'x', loa: 4 }, scopes };
    server.service.systems = async () => [collector];
    expect(partsOf((await call(world, 'who-can-see')).body, 'system')).toEqual([]);
    server.actors.set('the-citizen', citizen(world.patient));
    const headers = { authorization: 'Bearer the-citizen' };
    const { body } = await server.get(`Patient/${world.patient}/$who-can-see`, headers);
    expect(partsOf(body, 'system')).toMatchObject([{ name: 'X', ground: { code: 'system' } }]);
    server.service.systems = async () => [];
  });

  test('a unit whose relation has ended is not among them', async () => {
    const ended = { ...stay, status: 'finished', to: '2026-11-01T00:00:00+01:00' };
    const world = await worldOf({ relations: [vedtak, ended] });
    const parties = partsOf((await call(world, 'who-can-see')).body, 'party');
    expect(parties).toHaveLength(1);
    const relations = partsOf((await call(world, 'care-relations')).body, 'relation');
    expect(relations).toMatchObject([{ kind: 'vedtak', active: true }]);
    const all = await call(world, 'care-relations', [{ name: 'ended', valueBoolean: true }]);
    expect(partsOf(all.body, 'relation')).toHaveLength(1);
  });

  test('who took part in what has ended is told with the day it closes', async () => {
    const to = '2026-11-25T12:00:00+01:00';
    const over = { ...vedtak, type: 'encounter', unit: 'legevakt', status: 'finished', to, participants: ['vera'] };
    const world = await worldOf({ actor: doctor, relations: [over] });
    const parties = partsOf((await call(world, 'who-can-see')).body, 'party');
    expect(parties).toMatchObject([
      {
        ground: {
          code: 'relation:encounter-grace',
          display:
            'Personen var til behandling i enheten. Behandlingen er avsluttet, og den som var med, kan gjøre ferdig det som skal skrives.',
        },
        person: { reference: expect.stringMatching(/^Practitioner\//) },
        until: '2026-12-09T11:00:00.000Z',
      },
    ]);
  });

  test('what is kept from whom is told to the citizen, and to personnel no more than their own marker', async () => {
    const block = { kind: 'category', target: 'lab', from: '2026-01-01T00:00:00+01:00', to: null };
    const blockedIn = async (world: World, headers = as(world)) =>
      partsOf((await server.get(`Patient/${world.patient}/$who-can-see`, headers)).body, 'party').map(
        ({ organization, blocked }) => [(organization as { display: string }).display, blocked],
      );
    const shown = await worldOf({ relations: [vedtak, stay], blocks: [{ ...block, marker: true }] });
    const hidden = await worldOf({ relations: [vedtak, stay], blocks: [{ ...block, marker: false }] });
    expect(await blockedIn(shown)).toContainEqual(['sone-3', true]);
    expect(await blockedIn(hidden)).toContainEqual(['sone-3', false]);
    server.actors.set('kari-herself', citizen(hidden.patient));
    expect(await blockedIn(hidden, { authorization: 'Bearer kari-herself' })).toContainEqual(['sone-3', true]);
    const elsewhere = await worldOf({
      ...{ actor: doctor, relations: [vedtak, { ...vedtak, type: 'encounter', unit: 'legevakt' }] },
      blocks: [{ ...block, marker: true }],
    });
    const parties = await blockedIn(elsewhere);
    expect(parties).toContainEqual(['legevakt', true]);
    expect(parties.filter(([unit, blocked]) => unit !== 'legevakt' && blocked !== undefined)).toEqual([]);
  });

  test('who has opened the record in an emergency is told to who sees the log, and to nobody else', async () => {
    const world = await worldOf({ relations: [vedtak] });
    const other = await worldOf({ actor: doctor, relations: [] });
    const reason = [
      { name: 'reasonCode', valueCode: 'life-threatening' },
      { name: 'reasonText', valueString: 'Bevisstløs, ukjent medisinbruk' },
    ];
    expect((await call({ ...other, patient: world.patient }, 'emergency-access', reason)).status).toBe(200);
    const grounds = async (headers: Record<string, string>) =>
      partsOf((await server.get(`Patient/${world.patient}/$who-can-see`, headers)).body, 'party').map(
        ({ ground }) => (ground as { code: string }).code,
      );
    expect(await grounds(as(world))).toEqual(['relation:vedtak']);
    expect((await grounds(as(other))).sort(), 'one’s own').toEqual(['break-glass', 'relation:vedtak']);
    server.actors.set('kari-too', citizen(world.patient));
    expect((await grounds({ authorization: 'Bearer kari-too' })).sort()).toEqual(['break-glass', 'relation:vedtak']);
  });

  test('neither is told to who has no ground', async () => {
    const world = await worldOf({ actor: doctor, relations: [] });
    for (const name of ['who-can-see', 'care-relations']) {
      const { status, body } = await call(world, name);
      expect([status, body.issue[0]?.code]).toEqual([403, 'forbidden']);
    }
  });
});
