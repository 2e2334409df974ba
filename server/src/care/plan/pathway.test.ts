import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Actor } from '../../access/actor.ts';
import { careFollower } from '../../care-events.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import type { Follower } from '../../registers/index.ts';
import { type TestServer, type Told, withServer } from '../../test/server.ts';
import { store } from '../../test/stored.ts';

vi.setConfig({ testTimeout: 60_000 });

const volven = (list: number): string => `urn:oid:2.16.578.1.12.4.1.1.${list}`;
const kinds = 'https://enjournal.no/fhir/CodeSystem/service-kind';

let server: TestServer;
let follower: Follower;

/** A municipality with a unit of each kind; two of home care, so that the register alone cannot tell which. */
beforeAll(async () => {
  server = await withServer({ content: true });
  follower = careFollower(server.service, { onFault: (error) => server.faults.push(error), holder: 'test' });
  const units: [id: string, name: string, kind: string, list: number, code: string, partOf?: string][] = [
    ['office', 'Tildelingskontoret', 'case-office', 8663, 'KD0501', 'fjordvik'],
    ['coordination', 'Koordinerende enhet', 'coordinating-unit', 8663, 'KD0501', 'fjordvik'],
    ['other-office', 'Bergvik tildeling', 'case-office', 8663, 'KD0501', 'bergvik'],
    ['zone-1', 'Sone 1', 'home-care', 8663, 'KP02', 'fjordvik'],
    ['zone-3', 'Sone 3', 'home-care', 8663, 'KP02', 'fjordvik'],
    ['physio', 'Fysioterapi', 'physio', 8663, 'KR01', 'fjordvik'],
    ['practice', 'Solli legekontor', 'gp', 8663, 'KA01'],
    ['cardiology', 'Kystkardiologi', 'specialist', 8451, '150'],
    ['ward', 'Medisinsk avdeling', 'hospital', 8451, '110'],
  ];
  const put = (resource: JsonObject): Promise<unknown> =>
    server.put(`${String(resource.resourceType)}/${String(resource.id)}`, resource).then((answer) => {
      if (answer.status > 201) throw new Error(answer.text);
    });
  for (const id of ['fjordvik', 'bergvik']) await put({ resourceType: 'Organization', id, name: id });
  for (const [id, name, kind, list, code, partOf] of units) {
    await put({
      resourceType: 'Organization',
      id,
      name,
      active: true,
      meta: { tag: [{ system: kinds, code: kind }] },
      type: [{ coding: [{ system: volven(list), code }] }],
      ...(partOf === undefined ? {} : { partOf: { reference: `Organization/${partOf}` } }),
    });
  }
  for (const [id, unit, role, profession] of [
    ['nina', 'ward', 'lege', 'LE'],
    ['sara', 'office', 'saksbehandler', undefined],
    ['aksel', 'zone-3', 'assistent', undefined],
    ['hanne', 'zone-3', 'sykepleier', 'SP'],
  ] as const) {
    await put({
      resourceType: 'Practitioner',
      id,
      ...(profession === undefined
        ? {}
        : { qualification: [{ code: { coding: [{ system: volven(9060), code: profession }] } }] }),
    });
    await put({
      resourceType: 'PractitionerRole',
      id: `${id}-role`,
      active: true,
      period: { start: '2020-01-01' },
      practitioner: { reference: `Practitioner/${id}` },
      organization: { reference: `Organization/${unit}` },
      code: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: role }] }],
    });
    server.actors.set(id, staff(id, unit, role));
  }
}, 120_000);

afterAll(async () => {
  await follower.close();
  await server.close();
  expect(server.faults).toEqual([]);
});

const staff = (id: string, unit: string, role: string): Actor => ({
  kind: 'staff',
  id: `Practitioner/${id}`,
  display: id,
  clientId: 'enjournal-web',
  scopes: ['user/*.cruds'],
  loa: 4,
  practitioner: id,
  practitionerRole: `${id}-role`,
  organization: { id: unit, display: unit },
  role,
  purpose: role === 'saksbehandler' ? 'COC' : 'TREAT',
});

let citizens = 0;

/** A citizen of Fjordvik, in the ward, with home care from zone 3. */
async function citizen(birthDate = '1942-03-05'): Promise<string> {
  citizens += 1;
  const id = `citizen-${citizens}`;
  const subject = { reference: `Patient/${id}` };
  await store(server, [
    {
      resourceType: 'Patient',
      id,
      birthDate,
      managingOrganization: { reference: 'Organization/fjordvik' },
      generalPractitioner: [{ reference: 'Organization/practice', display: 'Solli legekontor' }],
    },
    {
      resourceType: 'Encounter',
      id: `stay-${citizens}`,
      status: 'in-progress',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
      subject,
      period: { start: '2026-11-20' },
      serviceProvider: { reference: 'Organization/ward' },
    },
    {
      resourceType: 'EpisodeOfCare',
      id: `care-${citizens}`,
      status: 'active',
      type: [{ coding: [{ system: volven(9151), code: '15' }] }],
      patient: subject,
      managingOrganization: { reference: 'Organization/zone-3' },
      period: { start: '2025-01-01' },
    },
  ]);
  return id;
}

const by = (who: string) => ({ authorization: `Bearer ${who}` });

function apply(pathway: string, subject: string, who = 'nina', more: JsonObject[] = []) {
  return server.post(
    `PlanDefinition/${pathway}/$apply`,
    {
      resourceType: 'Parameters',
      parameter: [{ name: 'subject', valueString: `Patient/${subject}` }, ...more],
    },
    by(who),
  );
}

type Task = Told & {
  status: string;
  owner: { reference: string };
  description: string;
  identifier: { value: string }[];
  extension?: { url: string }[];
  focus?: { reference: string };
  restriction?: { period: { end: string } };
};

async function tasksOf(plan: Told): Promise<Map<string, Task>> {
  const found = await server.get(`Task?based-on=CarePlan/${plan.id}&_count=50`);
  return new Map(
    (found.body.entry ?? []).map(({ resource }) => {
      const task = resource as unknown as Task;
      return [task.identifier[0]!.value.split('.').at(-1)!, task];
    }),
  );
}

const finish = async (task: Task, status = 'completed') => {
  const { body } = await server.get(`Task/${task.id}`);
  const answer = await server.put(`Task/${task.id}`, { ...body, status });
  expect(answer.status, answer.text).toBe(200);
  await follower.settle();
};

test('a ward starts a discharge, and its tasks stand with the right services of the municipality', async () => {
  const id = await citizen();
  const answer = await apply('discharge-to-municipality', id);
  expect(answer.status, answer.text).toBe(200);
  const plan = answer.body;
  expect(plan).toMatchObject({ resourceType: 'CarePlan', status: 'active', title: 'Utskriving til kommunen' });
  const tasks = await tasksOf(plan);
  const standing = Object.fromEntries([...tasks].map(([name, { status, owner }]) => [name, [status, owner.reference]]));
  expect(standing).toEqual({
    'early-notice': ['requested', 'Organization/office'],
    assessment: ['draft', 'Organization/office'],
    reconciliation: ['requested', 'Organization/ward'],
    ready: ['draft', 'Organization/ward'],
    answer: ['draft', 'Organization/office'],
    summary: ['draft', 'Organization/ward'],
    reception: ['draft', 'Organization/zone-3'],
    'gp-review': ['draft', 'Organization/practice'],
  });
  expect(tasks.get('early-notice')?.restriction?.period.end).toMatch(/^\d{4}-\d{2}-\d{2}T/);
  const shared = await server.get(
    `CarePlan?subject=Patient/${id}&category=https://enjournal.no/fhir/CodeSystem/plan-kind|shared`,
  );
  expect(shared.body.total).toBe(1);
  expect(plan.partOf).toEqual([{ reference: `CarePlan/${shared.body.entry[0]?.resource.id}` }]);
});

test('a step is asked for when what comes before it is over, and once', async () => {
  const id = await citizen();
  const plan = (await apply('discharge-to-municipality', id)).body;
  await finish((await tasksOf(plan)).get('early-notice')!);
  let tasks = await tasksOf(plan);
  expect(tasks.get('assessment')?.status).toBe('requested');
  expect(tasks.get('ready')?.status).toBe('draft');
  await finish(tasks.get('assessment')!);
  await finish(tasks.get('reconciliation')!);
  tasks = await tasksOf(plan);
  expect(tasks.get('ready')?.status).toBe('requested');
  await finish(tasks.get('ready')!);
  await finish((await tasksOf(plan)).get('summary')!);
  const review = (await tasksOf(plan)).get('gp-review')!;
  expect(review.status).toBe('requested');
  const appointment = (await server.get(review.focus!.reference)).body;
  expect(appointment).toMatchObject({ resourceType: 'Appointment', status: 'proposed' });
  expect((await server.get(`Appointment?patient=${id}`)).body.total).toBe(1);
});

test('what comes makes a step that was not there, once, with the time it must be done by', async () => {
  const id = await citizen();
  const plan = (await apply('heart-failure-follow-up', id)).body;
  expect([...(await tasksOf(plan)).keys()].sort()).toEqual([
    'bloods',
    'evaluation',
    'self-care',
    'specialist',
    'titration',
  ]);
  const weigh = async (kg: number, hoursAgo: number) => {
    const answer = await server.post('Observation', {
      resourceType: 'Observation',
      status: 'final',
      category: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
      ],
      code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
      subject: { reference: `Patient/${id}` },
      effectiveDateTime: new Date(Date.now() - hoursAgo * 3_600_000).toISOString(),
      valueQuantity: { value: kg, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
    });
    expect(answer.status, answer.text).toBe(201);
    await follower.settle();
  };
  await weigh(70, 40);
  await weigh(71.5, 20);
  expect((await tasksOf(plan)).has('weight-rise')).toBe(false);
  await weigh(72.2, 1);
  const made = (await tasksOf(plan)).get('weight-rise');
  expect(made).toMatchObject({
    status: 'requested',
    priority: 'urgent',
    owner: { reference: 'Organization/practice' },
  });
  await weigh(73, 0);
  expect((await server.get(`Task?based-on=CarePlan/${plan.id}&_count=50`)).body.total).toBe(6);
  const after = (await server.get(`CarePlan/${plan.id}`)).body as unknown as { activity: JsonObject[] };
  expect(after.activity.filter((one) => one.reference !== undefined)).toHaveLength(6);
});

test('a step whose receiver nobody can tell stands with who starts the pathway, and the answer says so', async () => {
  const id = await citizen();
  await server.send('DELETE', `EpisodeOfCare/care-${citizens}`);
  const dry = await apply('fall-at-home', id, 'nina', [{ name: 'dryRun', valueBoolean: true }]);
  expect(dry.status, dry.text).toBe(200);
  const contained = dry.body.contained as unknown as (Omit<Task, 'extension'> & {
    extension?: { valueReference?: JsonObject }[];
  })[];
  const first = contained.find((one) => one.id === 'first-check')!;
  expect(first.extension?.map(({ valueReference }) => valueReference?.reference)).toEqual([
    undefined,
    'Organization/zone-1',
    'Organization/zone-3',
  ]);
  expect((await server.get(`CarePlan?subject=Patient/${id}`)).body.total, 'nothing is stored').toBe(0);
  const answer = await apply('fall-at-home', id);
  const told = (answer.body.contained as unknown as Told[])[0]!;
  expect(told.issue[0]).toMatchObject({ details: { coding: [{ code: 'pathway-receiver-unknown' }] } });
  const tasks = await tasksOf(answer.body);
  expect(tasks.get('first-check')).toMatchObject({ owner: { reference: 'Organization/ward' } });
  expect(tasks.get('first-check')?.extension).toMatchObject([{ valueBoolean: true }]);
});

test('the starter chooses units and leaves steps out, and what waited for these is asked for', async () => {
  const id = await citizen();
  const answer = await apply('fall-at-home', id, 'nina', [
    {
      name: 'performer',
      part: [
        { name: 'action', valueString: 'first-check' },
        { name: 'organization', valueReference: { reference: 'Organization/zone-1' } },
      ],
    },
    { name: 'skip', valueString: 'exercise' },
  ]);
  const tasks = await tasksOf(answer.body);
  expect(tasks.get('first-check')).toMatchObject({ owner: { reference: 'Organization/zone-1' } });
  expect(tasks.has('exercise')).toBe(false);
  expect(tasks.get('evaluation')?.status).toBe('requested');
});

test('a citizen is in a pathway once, and in one shared plan whoever begins it', async () => {
  const id = await citizen();
  expect((await apply('discharge-to-municipality', id)).status).toBe(200);
  const again = await apply('discharge-to-municipality', id);
  expect([again.status, again.body.issue[0]?.expression]).toEqual([422, ['CarePlan.instantiatesCanonical']]);
  expect((await apply('fall-at-home', id)).status).toBe(200);
  const kind = 'https://enjournal.no/fhir/CodeSystem/plan-kind|shared';
  expect((await server.get(`CarePlan?subject=Patient/${id}&category=${kind}`)).body.total).toBe(1);
});

test('a stopped pathway says why, and nobody is asked any longer for what was left of it', async () => {
  const id = await citizen();
  const plan = (await apply('heart-failure-follow-up', id)).body;
  const stop = (parameter: JsonObject[]) =>
    server.post(`CarePlan/${plan.id}/$stop-pathway`, { resourceType: 'Parameters', parameter }, by('nina'));
  expect((await stop([])).status).toBe(422);
  const stopped = await stop([{ name: 'reason', valueString: 'Flytter til Bergvik' }]);
  expect(stopped.status, stopped.text).toBe(200);
  expect(stopped.body.status).toBe('revoked');
  const tasks = await tasksOf(plan);
  expect(new Set([...tasks.values()].map(({ status }) => status))).toEqual(new Set(['cancelled']));
  const appointment = (await server.get(tasks.get('titration')!.focus!.reference)).body;
  expect(appointment.status).toBe('cancelled');
});

test('a pathway that an outside app stops by a plain update needs a reason, and its tasks follow', async () => {
  const id = await citizen();
  const plan = (await apply('heart-failure-follow-up', id)).body;
  const { body } = await server.get(`CarePlan/${plan.id}`);
  expect((await server.put(`CarePlan/${plan.id}`, { ...body, status: 'revoked' })).status).toBe(422);
  const reason = {
    url: 'http://hl7.org/fhir/StructureDefinition/request-statusReason',
    valueCodeableConcept: { text: 'Ønsker det ikke' },
  };
  const answer = await server.put(`CarePlan/${plan.id}`, { ...body, status: 'revoked', extension: [reason] });
  expect(answer.status, answer.text).toBe(200);
  await follower.settle();
  expect((await tasksOf(plan)).get('bloods')).toMatchObject({
    status: 'cancelled',
    statusReason: { text: 'Ønsker det ikke' },
  });
});

test('a condition is asked of the citizen’s own age', async () => {
  const young = (await apply('dementia-assessment', await citizen('1975-01-01'))).body;
  expect((await tasksOf(young)).has('young-onset')).toBe(true);
  const old = (await apply('dementia-assessment', await citizen())).body;
  expect((await tasksOf(old)).has('young-onset')).toBe(false);
});

test('an assistant starts no pathway', async () => {
  const id = await citizen();
  const answer = await apply('fall-at-home', id, 'aksel');
  expect([403, 422]).toContain(answer.status);
  expect((await server.get(`CarePlan?subject=Patient/${id}`)).body.total).toBe(0);
});

test('who is asked sees the step and its plan, and when they have taken it on the whole record, as the board asks', async () => {
  const id = await citizen();
  const plan = (await apply('discharge-to-municipality', id)).body;
  const board = async (): Promise<string[]> => {
    const asked = {
      owner: 'Organization/office',
      code: 'https://enjournal.no/fhir/CodeSystem/task-code|pathway-step',
      status: 'requested,received,accepted,ready,in-progress,on-hold,rejected,failed',
      _include: 'Task:based-on',
      _count: '200',
    };
    const found = await server.get(`Task?${new URLSearchParams(asked)}`, by('sara'));
    expect(found.status, found.text).toBe(200);
    return (found.body.entry ?? []).map(({ resource }) => `${resource.resourceType}/${resource.id}`);
  };
  const task = (await tasksOf(plan)).get('early-notice')!;
  expect(await board()).toEqual(expect.arrayContaining([`Task/${task.id}`, `CarePlan/${plan.id}`]));
  const waiting = (await server.get(`Task/${task.id}`, by('sara'))).body;
  const accepted = await server.put(`Task/${task.id}`, { ...waiting, status: 'accepted' }, by('sara'));
  expect(accepted.status, accepted.text).toBe(200);
  expect(await board()).toEqual(expect.arrayContaining([`Task/${task.id}`, `CarePlan/${plan.id}`]));
  const done = (await server.get(`Task/${task.id}`, by('sara'))).body;
  const answer = await server.put(`Task/${task.id}`, { ...done, status: 'completed' }, by('sara'));
  expect(answer.status, answer.text).toBe(200);
  await follower.settle();
  expect((await tasksOf(plan)).get('assessment')).toMatchObject({ status: 'requested' });
});

test('a step that a unit has said no to is asked of another one, and the plan then leads there', async () => {
  const id = await citizen();
  const plan = (await apply('discharge-to-municipality', id)).body;
  const notice = (await tasksOf(plan)).get('early-notice')!;
  const redirect = (who: string, to = 'Organization/coordination') =>
    server.post(
      `Task/${notice.id}/$redirect`,
      { resourceType: 'Parameters', parameter: [{ name: 'to', valueReference: { reference: to } }] },
      by(who),
    );
  expect((await redirect('nina')).text).toContain('step-not-refused');
  const { body } = await server.get(`Task/${notice.id}`, by('sara'));
  const no = { ...body, status: 'rejected', statusReason: { text: 'Bor i en annen kommune' } };
  expect((await server.put(`Task/${notice.id}`, no, by('sara'))).status).toBe(200);
  await follower.settle();
  expect((await redirect('nina', 'Practitioner/nina')).text).toContain('step-to');
  expect((await redirect('hanne')).text).toContain('step-not-yours');
  const sent = await redirect('nina');
  expect(sent.status, sent.text).toBe(200);
  expect(sent.body).toMatchObject({
    status: 'requested',
    owner: { reference: 'Organization/coordination', display: 'Koordinerende enhet' },
    description: notice.description,
  });
  expect(sent.body).not.toHaveProperty('statusReason');
  expect((await redirect('nina')).text).toContain('step-sent-already');
  const now = (await server.get(`CarePlan/${plan.id}`)).body.activity as { reference?: { reference: string } }[];
  const named = now.map(({ reference }) => reference?.reference);
  expect(named).toContain(`Task/${sent.body.id}`);
  expect(named).not.toContain(`Task/${notice.id}`);
  await finish(sent.body as unknown as Task);
  expect((await tasksOf(plan)).get('assessment')).toMatchObject({ status: 'requested' });
});

test('a step that names no service is asked of another too: a unit, or a person in a job', async () => {
  const id = await citizen();
  const plan = (await apply('discharge-to-municipality', id)).body;
  const own = (await tasksOf(plan)).get('reconciliation')!;
  expect([own.owner?.reference, 'performerType' in own]).toEqual(['Organization/ward', false]);
  const no = { status: 'rejected', statusReason: { text: 'Ingen på vakt kan' } };
  const { body } = await server.get(`Task/${own.id}`, by('nina'));
  expect((await server.put(`Task/${own.id}`, { ...body, ...no }, by('nina'))).status).toBe(200);
  const redirect = (task: string, to: string) =>
    server.post(
      `Task/${task}/$redirect`,
      { resourceType: 'Parameters', parameter: [{ name: 'to', valueReference: { reference: to } }] },
      by('nina'),
    );
  const toUnit = await redirect(own.id, 'Organization/practice');
  expect(toUnit.status, toUnit.text).toBe(200);
  expect(toUnit.body).toMatchObject({ status: 'requested', owner: { reference: 'Organization/practice' } });
  await server.put(`Task/${toUnit.body.id}`, { ...toUnit.body, ...no });
  const toPerson = await redirect(String(toUnit.body.id), 'PractitionerRole/nina-role');
  expect(toPerson.status, toPerson.text).toBe(200);
  expect(toPerson.body).toMatchObject({ owner: { reference: 'PractitionerRole/nina-role' } });
});

test('who has one step takes on a later one before its turn, and is not shut out of the record between', async () => {
  const id = await citizen();
  const plan = (await apply('discharge-to-municipality', id)).body;
  const sees = async () => (await server.get(`Patient/${id}`, by('sara'))).status;
  const [notice, later] = [(await tasksOf(plan)).get('early-notice')!, (await tasksOf(plan)).get('answer')!];
  const put = async (task: Task, more: JsonObject, who = 'sara') =>
    server.put(`Task/${task.id}`, { ...(await server.get(`Task/${task.id}`)).body, ...more }, by(who));
  expect((await put(notice, { status: 'accepted' })).status).toBe(200);
  const waiting = {
    status: 'on-hold',
    businessStatus: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/task-state', code: 'waiting' }] },
  };
  expect((await put(later, waiting, 'hanne')).status, 'another unit').toBeGreaterThanOrEqual(400);
  expect((await put(later, waiting)).status).toBe(200);
  for (const name of ['early-notice', 'assessment']) await finish((await tasksOf(plan)).get(name)!);
  expect(await sees(), 'between two steps').toBe(200);
  for (const name of ['reconciliation', 'ready']) await finish((await tasksOf(plan)).get(name)!);
  expect((await tasksOf(plan)).get('answer')).toMatchObject({ status: 'accepted' });
  expect((await tasksOf(plan)).get('answer')).not.toHaveProperty('businessStatus');
  await finish((await tasksOf(plan)).get('answer')!);
  expect(await sees(), 'after the last').toBe(403);
});
