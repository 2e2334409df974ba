import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { citizen } from '../../../test/actors.ts';
import type { TestServer } from '../../../test/server.ts';
import { type Asking, aCitizen, as, doctor, facts, partsOf, toldOf, withAsking } from './test/asking.ts';

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

describe('$access-explain', () => {
  test('says that the record is open, why, and what of it, in three languages', async () => {
    const world = await worldOf({});
    const { status, body } = await call(world, 'access-explain');
    expect([status, toldOf(body, 'decision')]).toEqual([200, 'permit']);
    expect(toldOf(body, 'reason')).toMatchObject({ code: 'relation:vedtak' });
    expect(partsOf(body, 'explanation').map(({ language }) => language)).toEqual(['nb', 'nn', 'en']);
    const seen = partsOf(body, 'category').filter(({ access }) => access === 'permit');
    expect(seen.map(({ code }) => code)).toContain('clinical-note');
    expect(seen.map(({ code }) => code)).not.toContain('psych-note');
    expect(toldOf(body, 'suppressed')).toBe(false);
  });

  test('says why not, and offers emergency access to those who may', async () => {
    const refused = await call(await worldOf({ actor: doctor, relations: [] }), 'access-explain');
    expect(toldOf(refused.body, 'decision')).toBe('deny');
    expect(toldOf(refused.body, 'reason')).toMatchObject({ code: 'no-basis' });
    expect(partsOf(refused.body, 'emergency')[0]).toMatchObject({ minutes: 60, reasonLength: 10 });
    const assistant = { ...facts.actor, role: 'assistent', hpr: null };
    const other = await call(await worldOf({ actor: assistant, relations: [] }), 'access-explain');
    expect(partsOf(other.body, 'emergency')).toEqual([]);
  });

  test('tells that something is kept from the reader only where the citizen lets it be told', async () => {
    const block = { kind: 'category', target: 'lab', from: '2026-01-01T00:00:00+01:00', to: null };
    const told = await call(await worldOf({ blocks: [{ ...block, marker: true }] }), 'access-explain');
    expect(toldOf(told.body, 'suppressed')).toBe(true);
    const hidden = await call(await worldOf({ blocks: [{ ...block, marker: false }] }), 'access-explain');
    expect(toldOf(hidden.body, 'suppressed')).toBe(false);
  });

  test('tells who holds what is kept from others, and nobody else', async () => {
    const block = { kind: 'org', target: 'hospital', from: '2026-01-01T00:00:00+01:00', to: null, marker: true };
    const holder = await call(
      await worldOf({ blocks: [{ ...block, custodian: facts.actor.unit }] } as never),
      'access-explain',
    );
    expect(toldOf(holder.body, 'holdsBlocked')).toBe(true);
    const other = await call(await worldOf({ blocks: [{ ...block, custodian: 'elsewhere' }] }), 'access-explain');
    expect(toldOf(other.body, 'holdsBlocked')).toBe(false);
    const hidden = await call(
      await worldOf({ blocks: [{ ...block, custodian: facts.actor.unit, marker: false }] } as never),
      'access-explain',
    );
    expect(toldOf(hidden.body, 'holdsBlocked')).toBe(false);
  });

  test('answers of a person that is not there, and to a citizen of another, alike', async () => {
    const world = await worldOf({ actor: { ...aCitizen, id: 'other' }, purpose: 'PATRQT' });
    const other = await call(world, 'access-explain');
    const nobody = await call({ ...world, patient: 'nobody-at-all' }, 'access-explain');
    expect([other.status, other.text]).toEqual([404, nobody.text]);
  });
});

describe('$block and $unblock', () => {
  test('the citizen keeps the notes from the municipality, and lets them be read again', async () => {
    const nurse = await worldOf({});
    const own = { ...nurse, token: `${nurse.token}-citizen`, headers: {} };
    server.actors.set(own.token, citizen(nurse.patient));
    expect((await server.get(nurse.resource, as(nurse))).status).toBe(200);
    const prefix = nurse.token;
    const made = await call(own, 'block', [
      { name: 'kind', valueCode: 'org' },
      { name: 'from', valueReference: { reference: `Organization/${prefix}-kommune` } },
      { name: 'category', valueCode: 'clinical-note' },
    ]);
    expect([made.status, made.body.resourceType]).toEqual([200, 'Consent']);
    const kept = await server.get(nurse.resource, as(nurse));
    expect([kept.status, kept.body.issue[0]?.code]).toEqual([200, 'suppressed']);
    expect((await server.get(nurse.resource, as(own))).status, 'the citizen reads it').toBe(200);
    expect((await server.get(`Consent/${made.body.id}`, as(nurse))).status, 'the block itself tells too much').not.toBe(
      200,
    );
    const lift = [{ name: 'block', valueReference: { reference: `Consent/${made.body.id}` } }];
    expect((await call(nurse, 'unblock', lift)).status, 'not by those from whom it is kept').toBe(403);
    expect((await call(own, 'unblock', lift)).status).toBe(200);
    expect((await server.get(nurse.resource, as(nurse))).body.resourceType).toBe('Composition');
    expect((await call(own, 'unblock', lift)).status).toBe(422);
  });

  test.each([
    ['no kind', [], 400],
    ['a kind that is none', [{ name: 'kind', valueCode: 'everything' }], 400],
    ['from nobody', [{ name: 'kind', valueCode: 'person' }], 400],
    [
      'a category that is none',
      [
        { name: 'kind', valueCode: 'category' },
        { name: 'category', valueCode: 'gossip' },
      ],
      400,
    ],
    [
      'an unknown parameter',
      [
        { name: 'kind', valueCode: 'all' },
        { name: 'mood', valueString: 'angry' },
      ],
      400,
    ],
  ] as [string, object[], number][])('is refused: %s', async (_name, parameter, status) => {
    expect((await call(await worldOf({}), 'block', parameter)).status).toBe(status);
  });

  test('who has nothing to do with the citizen blocks nothing', async () => {
    const world = await worldOf({ relations: [] });
    expect((await call(world, 'block', [{ name: 'kind', valueCode: 'all' }])).status).toBe(403);
  });

  test('personnel write no block past the operation', async () => {
    const world = await worldOf({});
    const consent = {
      resourceType: 'Consent',
      status: 'active',
      scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
      category: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/consent-category', code: 'sperring' }] }],
      patient: { reference: `Patient/${world.patient}` },
      policyRule: { text: '-' },
      provision: { type: 'deny' },
    };
    expect((await server.post('Consent', consent, as(world))).status).toBe(403);
  });
});
