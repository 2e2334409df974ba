import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseFacts } from '../../access/cases/read-cases.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type TestServer, type Told, withServer } from '../../test/server.ts';
import { buildWorld, type World } from '../../test/world.ts';

/** A unit that is asked for something sees what is asked, and no more of the record before it has said yes. */
let server: TestServer;

beforeAll(async () => {
  server = await withServer();
  server.clock.now = Date.parse('2026-12-01T12:00:00+01:00');
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const nurse: CaseFacts = {
  now: '2026-12-01T12:00:00+01:00',
  actor: {
    kind: 'staff',
    id: 'hanne',
    role: 'sykepleier',
    hpr: { category: 'SP', status: 'active' },
    org: 'kommune',
    unit: 'sone-3',
  },
  patient: { id: 'kari', birthDate: '1942-03-05', address: 'none', deceased: false },
  relations: [],
  purpose: 'TREAT',
  op: 'read',
  resource: {
    type: 'Composition',
    id: 'note',
    category: 'clinical-note',
    custodianUnit: 'legekontor',
    custodianOrg: 'legekontor',
    labels: [],
  },
  blocks: [],
  btg: null,
  consentInSitu: null,
  kin: null,
  mandate: null,
  project: null,
};

/** A record that nobody at the unit has to do with, a referral in it, and the request to the unit. */
type Asked = World & { unit: string; referral: string; task: string; headers: Record<string, string> };

let worlds = 0;

async function asked(more: JsonObject = {}, facts: Partial<CaseFacts> = {}): Promise<Asked> {
  const world = await buildWorld(server, { facts: { ...nurse, ...facts } }, `tr${++worlds}`);
  const unit = `Organization/${world.token}-sone-3`;
  const subject = { reference: `Patient/${world.patient}` };
  const referral = await server.post('ServiceRequest', {
    resourceType: 'ServiceRequest',
    status: 'active',
    intent: 'order',
    subject,
  });
  const task = await server.post('Task', {
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    for: subject,
    focus: { reference: `ServiceRequest/${referral.body.id}` },
    owner: { reference: unit },
    authoredOn: '2026-12-01T11:00:00+01:00',
    ...more,
  });
  expect(task.status, task.text).toBe(201);
  return {
    ...world,
    unit,
    referral: `ServiceRequest/${referral.body.id}`,
    task: `Task/${task.body.id}`,
    headers: { authorization: `Bearer ${world.token}`, ...world.headers },
  };
}

const found = (body: Told): string[] =>
  (body.entry ?? [])
    .filter(({ search }) => search.mode !== 'outcome')
    .map(({ resource }) => `${resource.resourceType}/${resource.id}`)
    .sort();

async function answered(of: Asked, status: string): Promise<number> {
  const { body } = await server.get(of.task, of.headers);
  return (await server.put(of.task, { ...body, status, statusReason: { text: 'No room' } }, of.headers)).status;
}

describe('a unit that is asked for something', () => {
  test('sees the request, what it is about and who it is for, and nothing else of the record', async () => {
    const one = await asked();
    const patient = `Patient/${one.patient}`;
    for (const path of [one.task, one.referral, patient])
      expect((await server.get(path, one.headers)).status).toBe(200);
    const hidden = await server.get(one.resource, one.headers);
    const absent = await server.get(
      `Composition/${'x'.repeat(one.resource.length - 'Composition/'.length)}`,
      one.headers,
    );
    expect([hidden.status, hidden.text.replaceAll(one.resource, '')]).toEqual([
      404,
      absent.text.replaceAll(/Composition\/x+/g, ''),
    ]);
    expect(found((await server.get(`Composition?patient=${one.patient}`, one.headers)).body)).toEqual([]);
    expect(found((await server.get(`${patient}/$everything`, one.headers)).body)).toEqual(
      [one.unit, patient, one.referral, one.task].sort(),
    );
  });

  test('finds it in its work list, with what it is about', async () => {
    const one = await asked();
    const list = await server.get(
      `Task?owner=${one.unit}&status=requested&_include=Task:focus&_include=Task:patient`,
      one.headers,
    );
    expect(found(list.body)).toEqual([`Patient/${one.patient}`, one.referral, one.task].sort());
    const counted = await server.get(`ServiceRequest?patient.gender=female&_summary=count`, one.headers);
    expect(counted.body.total).toBe(1);
  });

  test('is shown what is sent along outright, and what it follows from', async () => {
    const world = await asked();
    const { body } = await server.get(world.task);
    const input = [{ type: { text: 'letter' }, valueReference: { reference: world.resource } }];
    await server.put(world.task, { ...body, input });
    expect((await server.get(world.resource, world.headers)).status).toBe(200);
    await server.put(world.task, { ...body, basedOn: [{ reference: world.resource }] });
    expect((await server.get(world.resource, world.headers)).status).toBe(200);
    await server.put(world.task, body);
    expect((await server.get(world.resource, world.headers)).status).toBe(404);
  });

  test('sees the whole record once it has said yes', async () => {
    const one = await asked();
    expect(await answered(one, 'received')).toBe(200);
    expect((await server.get(one.resource, one.headers)).status, 'only opened').toBe(404);
    expect(await answered(one, 'accepted')).toBe(200);
    expect((await server.get(one.resource, one.headers)).status).toBe(200);
  });

  test('sees nothing more once it has said no', async () => {
    const one = await asked();
    expect(await answered(one, 'rejected')).toBe(200);
    for (const path of [one.task, one.referral]) expect((await server.get(path, one.headers)).status).toBe(404);
    expect((await server.get(`Patient/${one.patient}`, one.headers)).status).toBe(403);
    expect(found((await server.get(`Task?owner=${one.unit}`, one.headers)).body)).toEqual([]);
  });

  test('answers the request before it writes anything else', async () => {
    const one = await asked();
    const { body } = await server.get(one.referral, one.headers);
    const changed = await server.put(one.referral, { ...body, priority: 'urgent' }, one.headers);
    const made = await server.post(
      'Observation',
      { resourceType: 'Observation', status: 'final', code: { text: 'x' }, subject: body.subject },
      one.headers,
    );
    for (const answer of [changed, made]) {
      expect([answer.status, answer.body.issue[0]], answer.text).toMatchObject([
        403,
        { details: { coding: [{ code: 'task-not-accepted' }] } },
      ]);
    }
  });

  test('is told that it sees a part only, and may open the record in an emergency', async () => {
    const one = await asked();
    const explained = await server.get(`Patient/${one.patient}/$access-explain`, one.headers);
    const of = (name: string) => explained.body.parameter.filter((parameter) => parameter.name === name);
    expect(of('decision')).toMatchObject([{ valueCode: 'permit' }]);
    expect(of('reason')).toMatchObject([{ valueCoding: { code: 'relation:task-requested' } }]);
    expect(of('rule')).toMatchObject([{ valueString: 'G6-task-requested' }]);
    expect(of('only').map(({ valueReference }) => (valueReference as { reference: string }).reference)).toEqual([
      one.task,
      one.referral,
      `Patient/${one.patient}`,
    ]);
    expect(of('emergency')).toHaveLength(1);
    const opened = await server.post(
      `Patient/${one.patient}/$emergency-access`,
      {
        resourceType: 'Parameters',
        parameter: [
          { name: 'reasonCode', valueCode: 'life-threatening' },
          { name: 'reasonText', valueString: 'Funnet bevisstløs hjemme' },
        ],
      },
      one.headers,
    );
    expect(opened.status, opened.text).toBe(200);
    expect((await server.get(one.resource, one.headers)).status).toBe(200);
  });

  test('sees nothing by it when it learns from others’ care, nor does another unit', async () => {
    const one = await asked();
    const learning = { ...one.headers, 'x-purpose-of-use': 'HQUALIMP', 'x-purpose-text': 'To learn from it' };
    expect((await server.get(one.task, learning)).status).toBe(404);
    expect(found((await server.get(`Task?owner=${one.unit}`, learning)).body)).toEqual([]);
    const other = await asked();
    expect((await server.get(one.task, other.headers)).status).toBe(404);
    expect(found((await server.get(`Task?owner=${one.unit}`, other.headers)).body)).toEqual([]);
  });

  test('does not see what the citizen keeps from it, though it is sent along', async () => {
    const blocks = [{ kind: 'unit', target: 'sone-3', marker: false, from: '2026-11-01T00:00:00+01:00', to: null }];
    const one = await asked({}, { blocks });
    expect((await server.get(one.referral, one.headers)).status).toBe(404);
  });

  test('does not ask itself: who makes a request of themself with nothing behind it is let in nowhere', async () => {
    const tag = [{ system: 'https://enjournal.no/fhir/CodeSystem/recorder', code: `tr${worlds + 1}-hanne` }];
    const world = await asked({ focus: { display: 'nothing' } as JsonObject, meta: { tag } });
    expect((await server.get(world.task, world.headers)).status, 'a focus in words is something').toBe(200);
    const { focus: _, ...body } = (await server.get(world.task)).body;
    await server.put(world.task, body);
    expect((await server.get(world.task, world.headers)).status).toBe(404);
  });
});

test('the citizen sees who is asked, and what of the record they see', async () => {
  const one = await asked();
  const citizen = { ...server.actors.get(one.token)!, kind: 'citizen' as const, ownPatient: one.patient };
  server.actors.set('own', { ...citizen, id: `Patient/${one.patient}` });
  const answer = await server.get(`Patient/${one.patient}/$who-can-see`, {
    authorization: 'Bearer own',
    'x-purpose-of-use': 'PATRQT',
  });
  const parties = answer.body.parameter.map(({ part }) => part as { name: string; [value: string]: unknown }[]);
  const [party] = parties.filter((part) =>
    part.some(({ valueCoding }) => (valueCoding as { code?: string })?.code === 'relation:task-requested'),
  );
  expect(party?.filter(({ name }) => name === 'only')).toHaveLength(3);
  expect(party?.filter(({ name }) => name === 'category')).toHaveLength(0);
});
