import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseFacts } from '../../../access/cases/read-cases.ts';
import type { TestServer } from '../../../test/server.ts';
import { type Asking, aCitizen, as, doctor, facts, toldOf, withAsking } from './test/asking.ts';

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

describe('$emergency-access', () => {
  const reason = [
    { name: 'reasonCode', valueCode: 'life-threatening' },
    { name: 'reasonText', valueString: 'Bevisstløs, ukjent medisinbruk' },
  ];

  test('opens the record for an hour, tells the citizen, and leaves a review to somebody else', async () => {
    const world = await worldOf({ actor: doctor, relations: [] });
    const patient = `Patient/${world.patient}`;
    expect((await server.get(patient, as(world))).status).toBe(403);
    const opened = await call(world, 'emergency-access', reason);
    expect(opened.status).toBe(200);
    const period = toldOf(opened.body, 'period') as { start: string; end: string };
    expect(Date.parse(period.end) - Date.parse(period.start)).toBe(3_600_000);
    expect((await server.get(patient, as(world))).status).toBe(200);
    expect((await server.get(world.resource, as(world))).status).toBe(200);
    const told = await server.get(`Communication?subject=${patient}`);
    expect(told.body.total).toBe(1);
    const { reference } = toldOf(opened.body, 'task') as { reference: string };
    const review = await server.get(reference);
    expect(review.body).toMatchObject({ status: 'requested', description: 'Bevisstløs, ukjent medisinbruk' });
    expect((await server.get(reference, as(world))).status, 'the review is not for who opened').not.toBe(200);
    const { rows } = await server.database.reader.query<{ reason: string }>(
      `SELECT reason FROM access_log WHERE interaction = '$emergency-access' ORDER BY seq DESC LIMIT 1`,
    );
    expect(rows[0]?.reason).toBe('Bevisstløs, ukjent medisinbruk');
    server.clock.now = Date.parse(period.end);
    expect((await server.get(world.resource, as(world))).status).toBe(404);
    server.clock.now = Date.parse(facts.now);
  });

  test('ends before the hour when whoever opened says so', async () => {
    const world = await worldOf({ actor: doctor, relations: [] });
    await call(world, 'emergency-access', reason);
    expect((await call(world, 'emergency-end')).status).toBe(200);
    expect((await server.get(`Patient/${world.patient}`, as(world))).status).toBe(403);
    expect((await call(world, 'emergency-end')).status).toBe(422);
  });

  test.each([
    [
      'too short a reason',
      { actor: doctor, relations: [] },
      [reason[0], { name: 'reasonText', valueString: 'Haster' }],
      400,
    ],
    [
      'a reason that is none of the codes',
      { actor: doctor, relations: [] },
      [{ name: 'reasonCode', valueCode: 'curious' }, reason[1]],
      400,
    ],
    ['no reason', { actor: doctor, relations: [] }, [], 400],
    ['a role that may not', { actor: { ...facts.actor, role: 'assistent', hpr: null }, relations: [] }, reason, 403],
    [
      'one from whom the record is kept by name',
      {
        actor: doctor,
        relations: [],
        blocks: [{ kind: 'person', target: 'vera', marker: true, from: '2026-01-01', to: null }],
      },
      reason,
      403,
    ],
    ['one’s own record', { actor: { ...doctor, id: 'kari' }, relations: [] }, reason, 403],
    ['a citizen', { actor: aCitizen, purpose: 'PATRQT' }, reason, 403],
    ['what is open already', {}, reason, 422],
  ] as [string, Partial<CaseFacts>, object[], number][])('is refused: %s', async (_name, more, parameter, status) => {
    const world = await worldOf(more);
    expect((await call(world, 'emergency-access', parameter)).status).toBe(status);
  });

  test('nobody makes an opening by writing its task', async () => {
    const world = await worldOf({});
    const period = { start: '2026-12-01T11:00:00Z', end: '2026-12-01T12:30:00Z' };
    const task = {
      resourceType: 'Task',
      status: 'requested',
      intent: 'order',
      code: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/task-code', code: 'emergency-review' }] },
      description: 'A long enough reason',
      for: { reference: `Patient/${world.patient}` },
      requester: { reference: `Practitioner/${server.actors.get(world.token)!.practitioner}` },
      restriction: { period },
    };
    expect((await server.post('Task', task, as(world))).status).toBe(403);
  });
});

describe('who controls access', () => {
  test('sees the reviews that the organisation is given, concludes them, and opens a case with its reason', async () => {
    const world = await worldOf({ actor: doctor, relations: [] });
    const parameter = [
      { name: 'reasonCode', valueCode: 'life-threatening' },
      { name: 'reasonText', valueString: 'Bevisstløs, ukjent medisinbruk' },
    ];
    const { reference } = toldOf((await call(world, 'emergency-access', parameter)).body, 'task') as {
      reference: string;
    };
    const role = { resourceType: 'PractitionerRole', id: `${world.token}-control`, active: true };
    await server.put(`Practitioner/${role.id}`, { resourceType: 'Practitioner', id: role.id });
    await server.put(`PractitionerRole/${role.id}`, {
      ...role,
      practitioner: { reference: `Practitioner/${role.id}` },
      organization: { reference: `Organization/${world.token}-kommune` },
      code: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: 'loggkontroll' }] }],
    });
    server.actors.set(role.id, {
      ...{
        kind: 'staff',
        id: `Practitioner/${role.id}`,
        display: 'Petra',
        clientId: 'web',
        scopes: ['user/*.cruds'],
        loa: 4,
      },
      ...{ practitioner: role.id, practitionerRole: role.id, purpose: 'AUDIT' },
      organization: { id: `${world.token}-kommune`, display: 'Kommunen' },
    });
    const petra = { authorization: `Bearer ${role.id}` };
    const found = await server.get('Task?status=requested', petra);
    expect(found.body.entry.map(({ resource }) => `Task/${resource.id}`)).toEqual([reference]);
    const review = await server.get(reference, petra);
    expect(review.status).toBe(200);
    const patient = `Patient/${world.patient}`;
    expect((await server.get(patient, petra)).status, 'and nothing else of the record').toBe(403);
    expect((await server.get(`AuditEvent?patient=${patient}`, petra)).status).toBe(403);
    const concluded = { ...review.body, status: 'completed', businessStatus: { text: 'Lovlig' } };
    expect((await server.put(reference, { ...concluded, description: 'Something else' }, petra)).status).toBe(403);
    expect((await server.put(reference, concluded, petra)).status).toBe(200);
    const logCase = {
      resourceType: 'Task',
      status: 'in-progress',
      intent: 'order',
      code: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/task-code', code: 'log-control' }] },
      for: { reference: patient },
      owner: { reference: `Organization/${world.token}-kommune` },
      authoredOn: '2026-12-01T11:00:00+01:00',
    };
    expect((await server.post('Task', logCase, petra)).status, 'not without a reason').toBe(403);
    const opened = { ...logCase, description: 'The citizen asks who has looked' };
    expect((await server.post('Task', opened, petra)).status).toBe(201);
    const log = await server.get(`AuditEvent?patient=${patient}`, petra);
    expect([log.status, log.body.entry?.length > 1]).toEqual([200, true]);
    expect((await server.get(world.resource, petra)).status).not.toBe(200);
  });
});
