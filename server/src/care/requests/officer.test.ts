import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Actor } from '../../access/actor.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type TestServer, type Told, withServer } from '../../test/server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

/** Who answers what citizens ask: the service about the record, the privacy officer about the log, objections and refusals. */
let server: TestServer;
const noon = Date.parse('2026-12-04T12:00:00+01:00');
const names: Record<string, string> = { fjordvik: 'Fjordvik kommune', brygga: 'Brygga kommune' };

beforeAll(async () => {
  server = await withServer();
  server.clock.now = noon;
  const units: [id: string, partOf?: string][] = [
    ['fjordvik'],
    ['clinic', 'fjordvik'],
    ['privacy-office', 'fjordvik'],
    ['brygga'],
    ['brygga-clinic', 'brygga'],
    ['small'],
    ['alone'],
  ];
  for (const [id, partOf] of units) {
    const above = partOf === undefined ? {} : { partOf: { reference: `Organization/${partOf}` } };
    await stored({ resourceType: 'Organization', id, name: names[id] ?? id, ...above });
  }
  for (const id of ['clinic', 'brygga-clinic', 'small', 'alone']) {
    await stored({
      resourceType: 'HealthcareService',
      id,
      active: true,
      providedBy: { reference: `Organization/${id}` },
      category: [coded('service-category', 'dialogue')],
    });
  }
  await stored({
    resourceType: 'OrganizationAffiliation',
    id: 'looked-after',
    organization: { reference: 'Organization/small' },
    participatingOrganization: { reference: 'Organization/fjordvik' },
    code: [coded('affiliation-kind', 'privacy-officer')],
  });
  await employ('ada', 'clinic', 'fjordvik', 'lege', 'LE');
  await employ('nina', 'clinic', 'fjordvik', 'sykepleier', 'SP');
  await employ('petra', 'privacy-office', 'fjordvik', 'loggkontroll');
  await employ('pal', 'brygga', 'brygga', 'loggkontroll');
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const coded = (system: string, code: string): JsonObject => ({
  coding: [{ system: `https://enjournal.no/fhir/CodeSystem/${system}`, code }],
});

const stored = async (resource: JsonObject): Promise<Told> =>
  made(server.put(`${resource.resourceType}/${resource.id}`, resource));

async function made(answer: Promise<{ status: number; text: string; body: Told }>): Promise<Told> {
  const { status, text, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${text}`);
  return body;
}

async function employ(id: string, unit: string, legalEntity: string, role: string, profession?: string) {
  const code = { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9060', code: profession ?? '' }] };
  await stored({
    resourceType: 'Practitioner',
    id,
    ...(profession === undefined ? {} : { qualification: [{ code }] }),
  });
  await stored({
    resourceType: 'PractitionerRole',
    id: `${id}-role`,
    active: true,
    period: { start: '2020-01-01' },
    practitioner: { reference: `Practitioner/${id}` },
    organization: { reference: `Organization/${unit}` },
    code: [coded('access-role', role)],
  });
  server.actors.set(id, {
    ...{ kind: 'staff', id: `Practitioner/${id}`, display: id, clientId: 'outside-app', scopes: ['user/*.cruds'] },
    ...{ loa: 4, practitioner: id, practitionerRole: `${id}-role`, role, legalEntity },
    purpose: role === 'loggkontroll' ? 'AUDIT' : 'TREAT',
    organization: { id: unit, display: unit },
  } as Actor);
}

let ordinal = 0;
async function aCitizen(): Promise<string> {
  const id = `asker-${++ordinal}`;
  await stored({
    resourceType: 'Patient',
    id,
    name: [{ given: ['Kari'], family: 'Testdal' }],
    generalPractitioner: [{ reference: 'PractitionerRole/ada-role' }, { reference: 'Organization/clinic' }],
  });
  server.actors.set(id, {
    ...{ kind: 'citizen', id: `Patient/${id}`, display: 'Kari Testdal', clientId: 'outside-app', loa: 4 },
    ...{ scopes: ['user/*.cruds'], ownPatient: id, purpose: 'PATRQT' },
  } as Actor);
  return id;
}

const as = (who: string) => ({ authorization: `Bearer ${who}` });
const keysOf = ({ body }: { body: Told }) =>
  body.issue.map((one) => (one as { details?: { coding?: { code: string }[] } }).details?.coding?.[0]?.code);
const at = (id: string) => ({ reference: `Organization/${id}` });

const parameters = (given: Record<string, unknown>) => ({
  resourceType: 'Parameters',
  parameter: Object.entries(given).map(([name, value]) => ({
    name,
    ...(typeof value === 'string'
      ? { [name === 'kind' || name === 'decision' ? 'valueCode' : 'valueString']: value }
      : { valueReference: value }),
  })),
});
const asks = (patient: string, given: Record<string, unknown>) =>
  server.post(
    `Patient/${patient}/$request`,
    parameters({ text: 'Hvem er det som har sett på dette?', to: at('clinic'), ...given }),
    as(patient),
  );
const decides = (who: string, task: Told, decision: string, reason = 'Vi har sett på dette, og svarer slik.') =>
  server.post(`Task/${task.id}/$decide`, parameters({ decision, reason }), as(who));
/** Whoever treats is told that the kind is not for their role, anybody else that there is nothing. */
const isKept = async (who: string, task: Told) => {
  expect([403, 404]).toContain((await server.get(`Task/${task.id}`, as(who))).status);
  const found = await made(server.get(`Task?code=citizen-request&_id=${task.id}`, as(who)));
  expect(found.entry ?? []).toEqual([]);
  expect([403, 404]).toContain((await decides(who, task, 'granted')).status);
};

test('what is asked about the log goes to the privacy officer, who sees the case and nothing of the record', async () => {
  const kari = await aCitizen();
  const task = await made(asks(kari, { kind: '4' }));
  expect(task).toMatchObject({
    owner: { reference: 'Organization/fjordvik', display: 'Fjordvik kommune' },
    performerType: [{ coding: [{ code: 'loggkontroll' }] }],
    input: [{ valueReference: at('clinic') }],
    for: { display: 'Kari Testdal' },
    restriction: { period: { end: '2027-01-03' } },
  });
  const query = 'code=citizen-request&performer=loggkontroll&status=requested';
  const found = await made(server.get(`Task?${query}&_id=${task.id}`, as('petra')));
  expect(found.entry.map(({ resource }) => resource.id)).toEqual([task.id]);
  expect((await server.get(`Patient/${kari}`, as('petra'))).status).toBeGreaterThanOrEqual(403);
  const answered = await made(decides('petra', task, 'granted', 'Det var fastlegen din, i timen du hadde.'));
  expect(answered).toMatchObject({ status: 'completed', owner: { reference: 'Organization/fjordvik' } });
  const seen = await server.get(`Task/${task.id}`, as(kari));
  expect(seen.text).toContain('Det var fastlegen din');
});

test('neither who treats nor another municipality’s officer sees or answers it, and it opens no record', async () => {
  const kari = await aCitizen();
  for (const kind of ['3', '4', '7', '8']) {
    const task = await made(asks(kari, { kind }));
    for (const who of ['ada', 'nina', 'pal']) await isKept(who, task);
  }
  // who is asked gets no relation by it: the doctor's is the list
  const stranger = await aCitizen();
  await stored({ resourceType: 'Patient', id: stranger, name: [{ family: 'Annen' }] });
  await made(asks(stranger, { kind: '7', to: at('brygga-clinic') }));
  expect((await server.get(`Patient/${stranger}`, as('nina'))).status).toBe(403);
  expect((await server.get(`Patient/${stranger}`, as('pal'))).status).toBeGreaterThanOrEqual(403);
});

test('what is about the record itself stays with the service, and an officer has no hand in it', async () => {
  const kari = await aCitizen();
  for (const kind of ['1', '2', '5', '6']) {
    const task = await made(asks(kari, { kind }));
    expect(task).toMatchObject({ owner: at('clinic'), input: [{ valueReference: at('clinic') }] });
    expect(task.performerType).toBeUndefined();
    await isKept('petra', task);
    expect((await server.get(`Task/${task.id}`, as('ada'))).status).toBe(200);
  }
});

test('the officer of the enterprise that looks after privacy by agreement answers; without one, the service does', async () => {
  const kari = await aCitizen();
  const byAgreement = await made(asks(kari, { kind: '3', to: at('small') }));
  expect(byAgreement.owner).toMatchObject({ reference: 'Organization/fjordvik' });
  expect((await server.get(`Task/${byAgreement.id}`, as('petra'))).status).toBe(200);
  const alone = await made(asks(kari, { kind: '3', to: at('alone') }));
  expect(alone.owner).toMatchObject(at('alone'));
  expect(alone.performerType).toBeUndefined();
  expect((await server.get(`Task/${alone.id}`, as('petra'))).status).toBe(404);
});

test('an app that writes the Task itself meets the same: the kind says who answers', async () => {
  const kari = await aCitizen();
  const bare = ({ id: _, meta: __, ...task }: Told) => task;
  const log = bare(await made(asks(kari, { kind: '4' })));
  const record = bare(await made(asks(kari, { kind: '1' })));
  const post = (task: object, more: object) => server.post('Task', { ...task, ...more }, as(kari));
  expect((await post(log, {})).status).toBe(201);
  expect(keysOf(await post(log, { owner: at('clinic'), performerType: undefined }))).toEqual(['request-officer']);
  expect(keysOf(await post(log, { owner: at('brygga') }))).toEqual(['request-officer']);
  expect(keysOf(await post(record, { performerType: log.performerType }))).toEqual(['request-service']);
  expect(keysOf(await post(record, { owner: at('fjordvik') }))).toEqual(['request-service']);
});

test('who asks and who answers keep to what is theirs, and the no tells to whom one complains', async () => {
  const kari = await aCitizen();
  const task = await made(asks(kari, { kind: '8' }));
  const put = (who: string, more: object) => server.put(`Task/${task.id}`, { ...task, ...more }, as(who));
  expect((await put(kari, { owner: at('clinic') })).status).toBeGreaterThanOrEqual(403);
  expect((await decides(kari, task, 'granted')).status).toBe(422);
  expect((await put('petra', { description: 'Noe helt annet enn det hun skrev' })).status).toBeGreaterThanOrEqual(403);
  expect(keysOf(await put('petra', { status: 'rejected', statusReason: { text: 'Nei' } }))).toContain('request-decide');
  const later = { restriction: { period: { end: '2027-02-01' } } };
  expect(keysOf(await put('petra', later))).toEqual(['request-later']);
  const note = [{ text: 'Vi må spørre leverandøren først.', time: new Date(noon).toISOString() }];
  expect((await put('petra', { ...later, note })).status).toBe(200);
  const refused = await made(decides('petra', task, 'refused'));
  expect(refused.output).toContainEqual({ type: { text: 'complaint' }, valueCode: 'datatilsynet' });
  const record = await made(asks(kari, { kind: '1' }));
  const no = await made(decides('ada', record, 'partly'));
  expect(no.output).toContainEqual({ type: { text: 'complaint' }, valueCode: 'statsforvalter' });
});

test('a service’s no can be brought before the privacy officer once, who sees that and not what stands in the record', async () => {
  const kari = await aCitizen();
  const correction = await made(asks(kari, { kind: '5', text: 'Det står feil dose i notatet.' }));
  const disputes = { reference: `Task/${correction.id}` };
  const dispute = (who = kari, more = {}) =>
    server.post(
      `Patient/${who}/$request`,
      parameters({ text: 'Jeg mener fortsatt at det er feil.', disputes, ...more }),
      as(who),
    );
  expect(keysOf(await dispute())).toEqual(['request-dispute']);
  await made(decides('ada', correction, 'refused', 'Dosen er den som ble gitt.'));
  expect(keysOf(await dispute(kari, { to: at('brygga-clinic') }))).toEqual(['request-dispute']);
  const case1 = await made(dispute());
  expect(case1).toMatchObject({
    owner: { reference: 'Organization/fjordvik' },
    basedOn: [disputes],
    input: [{ valueReference: at('clinic') }],
    reasonCode: { coding: [{ code: '5' }] },
  });
  expect(keysOf(await dispute())).toEqual(['request-disputed']);
  expect((await server.get(`Task/${case1.id}`, as('petra'))).text).not.toContain('feil dose');
  expect((await server.get(`Task/${correction.id}`, as('petra'))).status).toBe(404);
  await isKept('nina', case1);
  const other = await aCitizen();
  expect((await dispute(other)).status).toBe(404);
});

test('nobody answers what is about themself', async () => {
  const own = await aCitizen();
  server.actors.set('petra-too', { ...server.actors.get('petra')!, ownPatient: own } as Actor);
  const task = await made(asks(own, { kind: '4' }));
  await isKept('petra-too', task);
  expect((await server.get(`Task/${task.id}`, as('petra'))).status).toBe(200);
  // nor is it counted, in searches over all records that tell a total
  const count = async (who: string) =>
    (await server.get('Task?code=citizen-request&owner=Organization/fjordvik&_summary=count', as(who))).body
      .total as unknown as number;
  expect((await count('petra-too')) - (await count('petra'))).toBe(-1);
});
