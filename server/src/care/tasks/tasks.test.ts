import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Actor } from '../../access/actor.ts';
import { careFollower } from '../../care-events.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type TestServer, type Told, withServer } from '../../test/server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

/** The acts of the start page and the inbox, by an outside app through FHIR. */
let server: TestServer;
const noon = Date.parse('2026-11-27T12:00:00+01:00');

type Staff = { id: string; unit: string; role?: string; profession?: string };
const people: Staff[] = [
  { id: 'ada', unit: 'solli' },
  { id: 'berg', unit: 'solli' },
  { id: 'siri', unit: 'solli', role: 'helsesekretaer', profession: 'HE' },
  { id: 'grete', unit: 'granli', role: 'sykepleier', profession: 'SP' },
  { id: 'gunnar', unit: 'granli' },
];

beforeAll(async () => {
  server = await withServer();
  server.clock.now = noon;
  for (const id of ['solli', 'granli'])
    await server.put(`Organization/${id}`, { resourceType: 'Organization', id, name: id });
  for (const one of people) await employ(one);
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

async function employ({ id, unit, role = 'lege', profession = 'LE' }: Staff): Promise<void> {
  const code = { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9060', code: profession }] };
  await made(server.put(`Practitioner/${id}`, { resourceType: 'Practitioner', id, qualification: [{ code }] }));
  await made(server.put(`PractitionerRole/${id}-role`, roleOf({ id, unit, role })));
  const actor: Actor = {
    kind: 'staff',
    id: `Practitioner/${id}`,
    display: id,
    clientId: 'outside-app',
    scopes: ['user/*.cruds'],
    loa: 4,
    practitioner: id,
    practitionerRole: `${id}-role`,
    organization: { id: unit, display: unit },
    role,
    purpose: 'TREAT',
  };
  server.actors.set(id, actor);
}

const roleOf = ({ id, unit, role = 'lege' }: Staff, more: JsonObject = {}): JsonObject => ({
  resourceType: 'PractitionerRole',
  id: `${id}-role`,
  active: true,
  period: { start: '2020-01-01' },
  practitioner: { reference: `Practitioner/${id}` },
  organization: { reference: `Organization/${unit}` },
  code: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: role }] }],
  ...more,
});

const as = (who: string) => ({ authorization: `Bearer ${who}` });

async function made(answer: Promise<{ status: number; text: string; body: Told }>): Promise<Told> {
  const { status, text, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${text}`);
  return body;
}

let ordinal = 0;
/** A citizen on the list of Ada at Solli. */
async function aCitizen(): Promise<string> {
  const id = `citizen-${++ordinal}`;
  const generalPractitioner = [{ reference: 'PractitionerRole/ada-role' }, { reference: 'Organization/solli' }];
  await made(server.put(`Patient/${id}`, { resourceType: 'Patient', id, generalPractitioner }));
  return id;
}

const aTask = (patient: string, more: JsonObject = {}): JsonObject => ({
  resourceType: 'Task',
  status: 'requested',
  intent: 'order',
  description: 'Ring pårørende',
  for: { reference: `Patient/${patient}` },
  requester: { reference: 'Practitioner/ada' },
  owner: { reference: 'Organization/solli' },
  ...more,
});

const asked = async (more: JsonObject = {}): Promise<Told> =>
  made(server.post('Task', aTask(await aCitizen(), more), as('ada')));

const call = (who: string, task: Told, name: string, parameter: object[] = []) =>
  server.post(`Task/${task.id}/$${name}`, { resourceType: 'Parameters', parameter }, as(who));

const follow = () =>
  careFollower(server.service, { onFault: (error) => server.faults.push(error), holder: 'test' }).settle();

const found = async (query: string): Promise<Told[]> =>
  (await made(server.get(query))).entry?.map(({ resource }) => resource) ?? [];

const keysOf = ({ body }: { body: Told }) => body.issue.map((one) => `${keyOf(one)} ${one.expression}`);
const keyOf = (issue: object) => (issue as { details?: { coding?: { code: string }[] } }).details?.coding?.[0]?.code;

describe('an app that writes tasks', () => {
  test('accepts, begins and completes with plain updates, and the history stays', async () => {
    const task = await asked();
    for (const status of ['received', 'accepted', 'in-progress', 'completed']) {
      const now = await made(server.get(`Task/${task.id}`, as('berg')));
      await made(server.put(`Task/${task.id}`, { ...now, status }, as('berg')));
    }
    const history = await made(server.get(`Task/${task.id}/_history`));
    expect(history.entry.map(({ resource }) => resource.status)).toEqual([
      ...['completed', 'in-progress', 'accepted', 'received', 'requested'],
    ]);
    const again = await server.put(`Task/${task.id}`, { ...task, status: 'requested' }, as('ada'));
    expect([again.status, ...keysOf(again)]).toEqual([422, 'task-closed Task.status']);
  });

  test('is refused a task without an owner, and a no without a reason, in its own language', async () => {
    const patient = await aCitizen();
    const { owner, ...ownerless } = aTask(patient);
    const answer = await server.post('Task', ownerless, { ...as('ada'), 'accept-language': 'nn' });
    expect([answer.status, ...keysOf(answer)]).toEqual([422, 'task-owner Task.owner']);
    expect(answer.text).toContain('Vel kven som skal ha oppgåva');
    const task = await asked();
    const no = await server.put(`Task/${task.id}`, { ...task, status: 'rejected' }, as('berg'));
    expect(keysOf(no)).toEqual(['task-reason Task.statusReason']);
  });

  test('meets the same rules in a transaction and by a patch', async () => {
    const task = await asked({ owner: { reference: 'Organization/granli' } });
    const resource = { ...task, status: 'accepted' };
    const request = { method: 'PUT', url: `Task/${task.id}` };
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry: [{ resource, request }] };
    const answer = await server.post('', bundle, as('ada'));
    expect([answer.status, keyOf(answer.body.issue[0]!)]).toEqual([422, 'task-not-yours']);
    const patch = JSON.stringify([{ op: 'replace', path: '/status', value: 'accepted' }]);
    const type = { 'content-type': 'application/json-patch+json' };
    const patched = await server.send('PATCH', `Task/${task.id}`, patch, { ...as('ada'), ...type });
    expect(keysOf(patched)).toEqual(['task-not-yours Task.status']);
  });
});

describe('a task that crosses organisations', () => {
  test('is accepted by who takes it from the queue of the unit that is asked', async () => {
    const task = await asked({ owner: { reference: 'Organization/granli' } });
    const mine = await made(call('grete', task, 'accept'));
    expect(mine).toMatchObject({ status: 'accepted', owner: { reference: 'PractitionerRole/grete-role' } });
  });

  test('comes back to who asked when the unit says no, once', async () => {
    const task = await asked({ owner: { reference: 'Organization/granli' } });
    const reason = [{ name: 'reason', valueString: 'Ingen ledige plasser' }];
    const no = await made(call('grete', task, 'decline', reason));
    expect(no).toMatchObject({ status: 'rejected', statusReason: { text: 'Ingen ledige plasser' } });
    await follow();
    await follow();
    const back = await found(`Task?focus=Task/${task.id}&patient=${(task.for as { reference: string }).reference}`);
    expect(back).toMatchObject([
      { status: 'requested', owner: { reference: 'Practitioner/ada' }, code: { coding: [{ code: 'declined' }] } },
    ]);
  });

  test('is delegated, and then theirs to accept', async () => {
    const task = await asked();
    const to = [{ name: 'to', valueReference: { reference: 'Organization/granli' } }];
    const given = await made(call('berg', task, 'delegate', to));
    expect(given).toMatchObject({ status: 'requested', owner: { reference: 'Organization/granli' } });
    expect((await call('berg', task, 'accept')).status).toBe(422);
    expect((await call('gunnar', task, 'accept')).status).toBe(200);
  });
});

describe('nothing is without an owner', () => {
  test('what a person says no to stands in the unit’s queue', async () => {
    const task = await asked({ owner: { reference: 'PractitionerRole/berg-role' } });
    expect((await call('berg', task, 'decline')).status).toBe(422);
    const back = await made(call('berg', task, 'decline', [{ name: 'reason', valueString: 'Har ikke tid' }]));
    expect(back).toMatchObject({
      status: 'requested',
      owner: { reference: 'Organization/solli' },
      statusReason: { text: 'Har ikke tid' },
      note: [{ text: 'Har ikke tid', authorReference: { reference: 'Practitioner/berg' } }],
    });
  });

  test('what somebody who leaves had goes to the unit, but for what is closed', async () => {
    await employ({ id: 'leaver', unit: 'solli' });
    const owner = { reference: 'PractitionerRole/leaver-role' };
    const [open, person] = [await asked({ owner }), await asked({ owner: { reference: 'Practitioner/leaver' } })];
    const done = await asked({ owner });
    await made(server.put(`Task/${done.id}`, { ...done, status: 'completed' }, as('leaver')));
    await made(
      server.put(
        'PractitionerRole/leaver-role',
        roleOf({ id: 'leaver', unit: 'solli' }, { active: false, period: { start: '2020-01-01', end: '2026-11-26' } }),
      ),
    );
    await follow();
    for (const { id } of [open, person])
      expect(await made(server.get(`Task/${id}`))).toMatchObject({
        status: 'requested',
        owner: { reference: 'Organization/solli' },
      });
    expect(await made(server.get(`Task/${done.id}`))).toMatchObject({ status: 'completed', owner });
    const answer = await server.post('Task', aTask(await aCitizen(), { owner }), as('ada'));
    expect(keysOf(answer)).toEqual(['task-owner-ended Task.owner']);
  });

  test('while somebody is away, what is asked and answered goes to their deputy; from the day it begins, by itself', async () => {
    for (const id of ['away', 'standin']) await employ({ id, unit: 'solli' });
    const owner = { reference: 'PractitionerRole/away-role' };
    const deputy = { reference: 'PractitionerRole/standin-role' };
    const before = await asked({ owner });
    const absence = (who: string, during: object) => [
      {
        extension: [
          { url: 'https://enjournal.no/fhir/StructureDefinition/deputy', valueReference: { reference: who } },
        ],
        description: 'Ferie',
        during,
      },
    ];
    const job = await made(server.get('PractitionerRole/away-role', as('away')));
    const put = (notAvailable: object[], who = 'away', more: JsonObject = {}) =>
      server.put('PractitionerRole/away-role', { ...job, ...more, notAvailable } as JsonObject, as(who));
    const during = { start: '2026-11-28', end: '2026-12-06' };
    expect((await put(absence(deputy.reference, during), 'berg')).status, 'a colleague').toBe(403);
    expect((await put(absence(deputy.reference, during), 'away', { specialty: [{ text: 'x' }] })).status).toBe(403);
    const wrong = await put(absence('PractitionerRole/grete-role', { end: '2026-11-28' }));
    expect(keysOf(wrong)).toEqual([
      'absence-period PractitionerRole.notAvailable[0].during',
      'absence-deputy PractitionerRole.notAvailable[0].extension',
    ]);
    await made(put(absence(deputy.reference, during)));
    await follow();
    expect(await made(server.get(`Task/${before.id}`)), 'not yet').toMatchObject({ owner });
    server.clock.now = noon + 86_400_000;
    await follow();
    expect(await made(server.get(`Task/${before.id}`))).toMatchObject({ status: 'requested', owner: deputy });
    for (const to of [owner, { reference: 'Practitioner/away' }]) {
      const meanwhile = await asked({ owner: to });
      await follow();
      expect(await made(server.get(`Task/${meanwhile.id}`))).toMatchObject({ status: 'requested', owner: deputy });
    }
    const patient = await aCitizen();
    const report = await made(
      server.post('DiagnosticReport', {
        resourceType: 'DiagnosticReport',
        status: 'final',
        code: { text: 'Klinisk kjemi' },
        subject: { reference: `Patient/${patient}` },
        issued: '2026-11-28T11:50:00+01:00',
        resultsInterpreter: [owner],
      }),
    );
    await follow();
    expect(await found(`Task?patient=${patient}&focus=DiagnosticReport/${report.id}`)).toMatchObject([
      { owner: deputy },
    ]);
    server.clock.now = noon + 10 * 86_400_000;
    const after = await asked({ owner });
    await follow();
    server.clock.now = noon;
    expect(await made(server.get(`Task/${after.id}`)), 'back').toMatchObject({ owner });
  });

  test('what is overdue becomes more urgent, and the unit is told, once and until it is done', async () => {
    const owner = { reference: 'PractitionerRole/berg-role' };
    const late = await asked({ owner, restriction: { period: { end: '2026-11-27T11:00:00+01:00' } } });
    const intime = await asked({ owner, restriction: { period: { end: '2026-11-27' } } });
    await follow();
    await follow();
    expect(await made(server.get(`Task/${late.id}`))).toMatchObject({
      priority: 'urgent',
      owner,
      businessStatus: { coding: [{ code: 'escalated' }] },
    });
    expect(await made(server.get(`Task/${intime.id}`))).toEqual(intime);
    const told = `Task?focus=Task/${late.id}&patient=${(late.for as { reference: string }).reference}`;
    expect(await found(told)).toMatchObject([
      { status: 'requested', owner: { reference: 'Organization/solli' }, code: { coding: [{ code: 'follow-up' }] } },
    ]);
    const now = await made(server.get(`Task/${late.id}`));
    await made(server.put(`Task/${late.id}`, { ...now, status: 'completed' }, as('berg')));
    await follow();
    expect(await found(told)).toMatchObject([{ status: 'completed' }]);
  });

  test('a person may ask that it is', async () => {
    const task = await asked({ owner: { reference: 'PractitionerRole/berg-role' } });
    expect(await made(call('ada', task, 'escalate', [{ name: 'reason', valueString: 'Haster' }]))).toMatchObject({
      priority: 'urgent',
      status: 'requested',
      owner: { reference: 'Organization/solli' },
    });
  });
});

describe('a result', () => {
  const value = (patient: string, code: string, quantity: number) => ({
    resourceType: 'Observation',
    status: 'final',
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
    ],
    code: { text: 'Kalium' },
    subject: { reference: `Patient/${patient}` },
    effectiveDateTime: '2026-11-27T09:00:00+01:00',
    valueQuantity: { value: quantity, unit: 'mmol/L' },
    interpretation: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', code }] },
    ],
  });

  async function aReport(code: string, more: JsonObject = {}, patient?: string): Promise<[string, Told]> {
    const whose = patient ?? (await aCitizen());
    const result = await made(server.post('Observation', value(whose, code, 6.2)));
    const report = await made(
      server.post('DiagnosticReport', {
        resourceType: 'DiagnosticReport',
        status: 'final',
        category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] }],
        code: { text: 'Klinisk kjemi' },
        subject: { reference: `Patient/${whose}` },
        effectiveDateTime: '2026-11-27T09:00:00+01:00',
        issued: '2026-11-27T11:50:00+01:00',
        result: [{ reference: `Observation/${result.id}` }],
        ...more,
      }),
    );
    await follow();
    return [whose, report];
  }

  const tasksOf = (report: Told, patient: string) =>
    found(`Task?patient=${patient}&focus=DiagnosticReport/${report.id}`);

  const inbox = async (who: string, owner: string): Promise<Told> =>
    made(
      server.get(
        `Task?owner=${owner}&status=requested,received,accepted,in-progress&code=https://enjournal.no/fhir/CodeSystem/task-code|sign-result&_include=Task:focus&_include:iterate=DiagnosticReport:result`,
        as(who),
      ),
    );

  test('waits for who ordered it, and is found with its values by one search', async () => {
    const patient = await aCitizen();
    const order = await made(
      server.post('ServiceRequest', {
        resourceType: 'ServiceRequest',
        status: 'active',
        intent: 'order',
        subject: { reference: `Patient/${patient}` },
        requester: { reference: 'PractitionerRole/berg-role' },
      }),
    );
    const [, report] = await aReport('HH', { basedOn: [{ reference: `ServiceRequest/${order.id}` }] }, patient);
    const mine = await inbox('berg', 'PractitionerRole/berg-role');
    const of = mine.entry.map(({ resource }) => resource.resourceType);
    expect([...new Set(of)]).toEqual(['Task', 'DiagnosticReport', 'Observation']);
    const [task] = (await tasksOf(report, patient)) as [Told];
    expect(task).toMatchObject({ priority: 'stat', owner: { reference: 'PractitionerRole/berg-role' } });
    expect((task.restriction as { period: { end: string } }).period.end).toBe('2026-11-27T11:30:00.000Z');
  });

  test('waits for the general practitioner when nobody ordered it, and is made once', async () => {
    const [patient, report] = await aReport('N');
    await made(server.put(`DiagnosticReport/${report.id}`, { ...report, conclusion: 'Uten anmerkning' }));
    await follow();
    expect(await tasksOf(report, patient)).toMatchObject([
      { priority: 'routine', owner: { reference: 'PractitionerRole/ada-role' } },
    ]);
  });

  test('is signed by its owner, several at once, and not by a secretary', async () => {
    const [[one, first], [other, second]] = [await aReport('N'), await aReport('N')];
    const tasks = [...(await tasksOf(first, one)), ...(await tasksOf(second, other))];
    const entry = tasks.map((task) => ({
      resource: { ...task, status: 'completed' },
      request: { method: 'PUT', url: `Task/${task.id}`, ifMatch: `W/"${task.meta.versionId}"` },
    }));
    const signing = { resourceType: 'Bundle', type: 'transaction', entry };
    expect((await server.post('', signing, as('siri'))).status).toBeGreaterThanOrEqual(400);
    expect((await server.post('', signing, as('ada'))).status).toBe(200);
    expect(await tasksOf(first, one)).toMatchObject([{ status: 'completed' }]);
  });

  test('that is corrected after it was signed waits again; one that was a mistake waits no more', async () => {
    const [patient, report] = await aReport('H');
    const [task] = (await tasksOf(report, patient)) as [Told];
    await made(server.put(`Task/${task.id}`, { ...task, status: 'completed' }, as('ada')));
    await made(server.put(`DiagnosticReport/${report.id}`, { ...report, status: 'corrected' }));
    await follow();
    const statuses = async () => (await tasksOf(report, patient)).map(({ status }) => status).sort();
    expect(await statuses()).toEqual(['completed', 'requested']);
    await made(server.put(`DiagnosticReport/${report.id}`, { ...report, status: 'entered-in-error' }));
    await follow();
    expect(await statuses()).toEqual(['cancelled', 'completed']);
  });

  test('that is critical and not seen is the whole unit’s after half an hour', async () => {
    const [patient, report] = await aReport('HH');
    const [task] = (await tasksOf(report, patient)) as [Told];
    server.clock.now = noon + 31 * 60_000;
    await follow();
    server.clock.now = noon;
    const told = await found(`Task?patient=${patient}&focus=Task/${task.id}`);
    expect(told).toMatchObject([{ priority: 'stat', owner: { reference: 'Organization/solli' } }]);
  });

  const observed = async (patient: string, code: string, more: JsonObject = {}, token?: string): Promise<Told> => {
    const { status: _, ...rest } = value(patient, code, 6.2);
    const resource = { ...rest, status: 'final', ...more };
    return made(server.post('Observation', resource, token === undefined ? {} : as(token)));
  };
  const waiting = async (patient: string) =>
    (await found(`Task?patient=${patient}&code=https://enjournal.no/fhir/CodeSystem/task-code|sign-result`)).filter(
      ({ status }) => status !== 'cancelled',
    );

  test('without a report waits too: those of one order together, as urgent as the worst, and escalates as reports do', async () => {
    const patient = await aCitizen();
    const order = await made(
      server.post('ServiceRequest', {
        resourceType: 'ServiceRequest',
        status: 'active',
        intent: 'order',
        subject: { reference: `Patient/${patient}` },
        requester: { reference: 'PractitionerRole/berg-role' },
      }),
    );
    const basedOn = [{ reference: `ServiceRequest/${order.id}` }];
    const normal = await observed(patient, 'N', { basedOn });
    await follow();
    const critical = await observed(patient, 'HH', { basedOn });
    await follow();
    await follow();
    const [task, ...others] = (await waiting(patient)) as [Told];
    expect(others).toEqual([]);
    expect(task).toMatchObject({
      status: 'requested',
      priority: 'stat',
      owner: { reference: 'PractitionerRole/berg-role' },
      focus: { reference: `Observation/${critical.id}` },
      input: [normal, critical].map(({ id }) => ({ valueReference: { reference: `Observation/${id}` } })),
    });
    server.clock.now = noon + 31 * 60_000;
    await follow();
    server.clock.now = noon;
    expect(await found(`Task?patient=${patient}&focus=Task/${task.id}`)).toMatchObject([
      { owner: { reference: 'Organization/solli' } },
    ]);
    const now = await made(server.get(`Task/${task.id}`));
    expect(
      (await server.put(`Task/${task.id}`, { ...now, status: 'completed' }, as('siri'))).status,
    ).toBeGreaterThanOrEqual(400);
    await made(server.put(`Task/${task.id}`, { ...now, status: 'completed' }, as('berg')));
    await made(server.put(`Observation/${normal.id}`, { ...normal, status: 'corrected' }));
    await follow();
    expect((await waiting(patient)).map(({ status }) => status).sort()).toEqual(['completed', 'requested']);
  });

  test('that a report has, that a person wrote down, or that was a mistake waits by itself no more', async () => {
    const patient = await aCitizen();
    const result = await observed(patient, 'H');
    await follow();
    expect(await waiting(patient)).toMatchObject([{ owner: { reference: 'PractitionerRole/ada-role' } }]);
    await made(
      server.post('DiagnosticReport', {
        resourceType: 'DiagnosticReport',
        status: 'final',
        code: { text: 'Klinisk kjemi' },
        subject: { reference: `Patient/${patient}` },
        issued: '2026-11-27T11:50:00+01:00',
        result: [{ reference: `Observation/${result.id}` }],
      }),
    );
    await follow();
    expect(await waiting(patient)).toMatchObject([
      { focus: { reference: expect.stringMatching(/^DiagnosticReport/) } },
    ]);
    const other = await aCitizen();
    await observed(other, 'H', {}, 'ada');
    const mistake = await observed(other, 'H');
    await follow();
    expect(await waiting(other)).toHaveLength(1);
    await made(server.put(`Observation/${mistake.id}`, { ...mistake, status: 'entered-in-error' }));
    await follow();
    expect(await waiting(other)).toEqual([]);
  });

  test('from years ago is history, and waits for nobody', async () => {
    const [patient, report] = await aReport('H', { issued: '2020-01-01T10:00:00+01:00' });
    expect(await tasksOf(report, patient)).toEqual([]);
  });
});
