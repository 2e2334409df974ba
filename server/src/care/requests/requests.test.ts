import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Actor } from '../../access/actor.ts';
import { careFollower } from '../../care-events.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type TestServer, type Told, withServer } from '../../test/server.ts';
import { processesWith } from '../index.ts';
import { httpNotices } from '../notices/index.ts';
import { dueAt } from '../notices/rules.ts';
import { type NoticeStandIn, startNoticeStandIn } from '../notices/stand-in.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

/** What citizens ask of who keeps the record, what they measure themselves, and how they are told of news. */
let server: TestServer;
let gateway: NoticeStandIn;
const noon = Date.parse('2026-12-04T12:00:00+01:00');

beforeAll(async () => {
  gateway = await startNoticeStandIn();
  const notices = httpNotices({ base: gateway.base, timeoutMs: 5_000 });
  server = await withServer({ processes: processesWith({ remindAfterMs: 86_400_000, notices }) });
  server.clock.now = noon;
  for (const id of ['solli', 'silent']) await stored({ resourceType: 'Organization', id, name: id });
  await stored({
    resourceType: 'HealthcareService',
    id: 'solli',
    active: true,
    providedBy: { reference: 'Organization/solli' },
    category: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/service-category', code: 'dialogue' }] }],
  });
  await employ('ada', 'lege', 'LE');
  await employ('siri', 'helsesekretaer', 'HE');
  await employ('fritz', 'fysioterapeut', 'FT');
});

afterAll(async () => {
  await server.close();
  await gateway.close();
  expect(server.faults).toEqual([]);
});

const stored = async (resource: JsonObject): Promise<Told> =>
  made(server.put(`${resource.resourceType}/${resource.id}`, resource));

async function made(answer: Promise<{ status: number; text: string; body: Told }>): Promise<Told> {
  const { status, text, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${text}`);
  return body;
}

async function employ(id: string, role: string, profession: string): Promise<void> {
  const code = { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9060', code: profession }] };
  await stored({ resourceType: 'Practitioner', id, qualification: [{ code }] });
  await stored({
    resourceType: 'PractitionerRole',
    id: `${id}-role`,
    active: true,
    period: { start: '2020-01-01' },
    practitioner: { reference: `Practitioner/${id}` },
    organization: { reference: 'Organization/solli' },
    code: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: role }] }],
  });
  server.actors.set(id, {
    ...{ kind: 'staff', id: `Practitioner/${id}`, display: id, clientId: 'outside-app', scopes: ['user/*.cruds'] },
    ...{ loa: 4, practitioner: id, practitionerRole: `${id}-role`, role, purpose: 'TREAT', legalEntity: 'solli' },
    organization: { id: 'solli', display: 'Solli' },
  } as Actor);
}

let ordinal = 0;
async function aCitizen(): Promise<string> {
  const id = `citizen-${++ordinal}`;
  await stored({
    resourceType: 'Patient',
    id,
    generalPractitioner: [{ reference: 'PractitionerRole/ada-role' }, { reference: 'Organization/solli' }],
  });
  server.actors.set(id, {
    ...{ kind: 'citizen', id: `Patient/${id}`, display: 'Kari Testdal', clientId: 'outside-app', loa: 4 },
    ...{ scopes: ['user/*.cruds'], ownPatient: id, purpose: 'PATRQT' },
  } as Actor);
  return id;
}

const as = (who: string, more: Record<string, string> = {}) => ({ authorization: `Bearer ${who}`, ...more });
const keysOf = ({ body }: { body: Told }) =>
  body.issue.map((one) => (one as { details?: { coding?: { code: string }[] } }).details?.coding?.[0]?.code);
const parameters = (given: Record<string, unknown>) => ({
  resourceType: 'Parameters',
  parameter: Object.entries(given).map(([name, value]) => ({
    name,
    ...(typeof value === 'string'
      ? { [name === 'kind' || name === 'decision' ? 'valueCode' : 'valueString']: value }
      : { valueReference: value }),
  })),
});
const follower = () => careFollower(server.service, { onFault: (error) => server.faults.push(error), holder: 'test' });

const solli = { reference: 'Organization/solli', display: 'Solli legekontor' };
const asks = (patient: string, given: Record<string, unknown> = {}, who = patient) =>
  server.post(
    `Patient/${patient}/$request`,
    parameters({ kind: '5', text: 'Det står feil dose i notatet.', to: solli, ...given }),
    as(who),
  );
const decides = (who: string, task: Told, given: Record<string, unknown>) =>
  server.post(`Task/${task.id}/$decide`, parameters(given), as(who));

test('a request is a case of the service with a deadline, once, and is answered with a decision and a reason', async () => {
  const kari = await aCitizen();
  const task = await made(asks(kari, { key: 'k1' }));
  expect((await made(asks(kari, { key: 'k1' }))).id).toBe(task.id);
  expect(task).toMatchObject({
    status: 'requested',
    owner: solli,
    requester: { reference: `Patient/${kari}` },
    restriction: { period: { end: '2027-01-03' } },
  });
  expect(keysOf(await decides('ada', task, { decision: 'refused', reason: 'Nei' }))).toEqual(['request-reason']);
  expect(keysOf(await decides('ada', task, { decision: 'perhaps', reason: 'Vet ikke helt ennå' }))).toEqual([
    'request-reason',
  ]);
  const answered = await made(decides('ada', task, { decision: 'granted', reason: 'Dosen er rettet til 20 mg.' }));
  expect(answered.status).toBe('completed');
  const seen = await made(server.get(`Task/${task.id}`, as(kari)));
  expect(JSON.stringify(seen.output)).toContain('Dosen er rettet til 20 mg.');
});

test('a request meets the same rules when an app writes the Task itself', async () => {
  const kari = await aCitizen();
  const { id: _, meta: __, ...task } = await made(asks(kari));
  const put = (more: JsonObject, who = kari) => server.post('Task', { ...task, ...more }, as(who));
  const late = { restriction: { period: { end: '2027-06-01' } } };
  expect(keysOf(await put(late))).toEqual(['request-deadline']);
  expect(keysOf(await put({ description: 'Kort' }))).toEqual(['request-text']);
  const silent = { owner: { reference: 'Organization/silent' }, input: undefined } as unknown as JsonObject;
  expect(keysOf(await put(silent))).toEqual(['request-to']);
  expect(keysOf(await put({ output: [{ type: { text: 'decision' }, valueCode: 'granted' }] }))).toEqual([
    'request-decide',
  ]);
  expect((await put({})).status).toBe(201);
});

test('a request is not changed, rejected or taken back by who is asked; a later day is told with why', async () => {
  const kari = await aCitizen();
  const task = await made(asks(kari));
  const put = (more: JsonObject, who = 'ada') => server.put(`Task/${task.id}`, { ...task, ...more }, as(who));
  expect(keysOf(await put({ description: 'Noe helt annet enn før' }))).toContain('request-fixed');
  expect(keysOf(await put({ status: 'cancelled' }))).toContain('request-decide');
  expect(keysOf(await put({ status: 'rejected', statusReason: { text: 'Ikke vårt' } }))).toContain('request-decide');
  const later = { restriction: { period: { end: '2027-02-20' } } };
  expect(keysOf(await put(later))).toEqual(['request-later']);
  const told = (text: string) => ({ note: [{ text, time: new Date(noon).toISOString() }] });
  expect(keysOf(await put({ ...later, ...told('Ferie') })), 'that is no reason').toEqual(['request-later']);
  const { note } = told('Vi må spørre den som skrev notatet.');
  const moved = await made(put({ ...later, note }));
  expect(
    keysOf(
      await server.put(`Task/${task.id}`, { ...moved, restriction: { period: { end: '2027-09-01' } } }, as('ada')),
    ),
  ).toEqual(['request-later']);
  await made(server.put(`Task/${task.id}`, { ...moved, status: 'cancelled' }, as(kari)));
});

test('a request about a note is read by those who read notes, and decided by those who answer for the record', async () => {
  const kari = await aCitizen();
  const [correction, access] = [await made(asks(kari)), await made(asks(kari, { kind: '1' }))];
  expect((await server.get(`Task/${correction.id}`, as('fritz'))).status).toBeGreaterThanOrEqual(403);
  expect((await server.get(`Task/${access.id}`, as('siri'))).status).toBeGreaterThanOrEqual(403);
  expect(
    (await decides('fritz', correction, { decision: 'granted', reason: 'Det er rettet nå.' })).status,
  ).toBeGreaterThanOrEqual(403);
  const other = await aCitizen();
  expect((await asks(kari, {}, other)).status).toBeGreaterThanOrEqual(403);
  expect((await server.get(`Task/${correction.id}`, as(other))).status).toBe(404);
});

const measures = (patient: string, more: JsonObject = {}, who = patient) =>
  server.post(
    'Observation',
    {
      resourceType: 'Observation',
      status: 'final',
      category: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
      ],
      code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
      subject: { reference: `Patient/${patient}` },
      effectiveDateTime: '2026-12-04T08:00:00+01:00',
      valueQuantity: { value: 71.4, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
      ...more,
    },
    as(who),
  );

test('what a citizen has measured is marked so, by who is logged on and nobody’s word', async () => {
  const kari = await aCitizen();
  const own = await made(measures(kari, { performer: [{ reference: 'Organization/solli' }] }));
  expect(own).toMatchObject({ performer: [{ reference: `Patient/${kari}` }] });
  expect(JSON.stringify(own.meta)).toContain('self-reported');
  expect((await server.get(`Observation/${own.id}`, as('ada'))).status).toBe(200);
  const changed = { ...own, valueQuantity: { ...(own.valueQuantity as object), value: 60 } };
  const correction = await server.put(`Observation/${own.id}`, changed, as(kari));
  expect(correction.status).toBe(422);
  const byStaff = await made(measures(kari, {}, 'ada'));
  expect(JSON.stringify(byStaff.meta)).not.toContain('self-reported');
});

test('a citizen measures nothing that cannot be, is old, or is a laboratory’s', async () => {
  const kari = await aCitizen();
  const category = [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
  ];
  expect(keysOf(await measures(kari, { category }))).toContain('own-kind');
  expect(keysOf(await measures(kari, { effectiveDateTime: '2020-01-01' }))).toContain('own-time');
  expect(keysOf(await measures(kari, { valueQuantity: undefined as never }))).toContain('own-value');
  const heavy = { valueQuantity: { value: 7140, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' } };
  expect((await measures(kari, heavy)).status).toBe(422);
});

const chooses = (patient: string, choice: Record<string, string>, who = patient) =>
  server.post(
    'Consent',
    {
      resourceType: 'Consent',
      status: 'active',
      scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
      category: [
        { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/consent-category', code: 'notice-choice' }] },
      ],
      patient: { reference: `Patient/${patient}` },
      dateTime: new Date(noon).toISOString(),
      policyRule: { text: 'Varsler' },
      extension: [
        {
          url: 'https://enjournal.no/fhir/StructureDefinition/notice-choice',
          extension: Object.entries(choice).map(([url, value]) => ({
            url,
            [url === 'channel' ? 'valueCode' : url === 'address' ? 'valueString' : 'valueTime']: value,
          })),
        },
      ],
    },
    as(who),
  );

const tells = (patient: string, key: string) =>
  server.post(
    'Communication',
    {
      resourceType: 'Communication',
      identifier: [{ system: 'https://enjournal.no/fhir/NamingSystem/dialogue-message', value: `${patient}-${key}` }],
      status: 'completed',
      category: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/dialogue-topic', code: 'health' }] }],
      topic: { text: 'Svar på prøver' },
      subject: { reference: `Patient/${patient}` },
      recipient: [{ reference: `Patient/${patient}` }],
      sent: new Date(server.clock.now!).toISOString(),
      payload: [{ contentString: 'Prøvene viser diabetes.' }],
    },
    as('ada'),
  );

test('ten things are one notice, after the quiet hours, and it tells nothing but that there is something', async () => {
  const kari = await aCitizen();
  await made(chooses(kari, { channel: 'sms', address: '912 34 567', quietFrom: '21:00:00', quietTo: '08:00:00' }));
  server.clock.now = Date.parse('2026-12-04T22:15:00+01:00');
  for (const key of ['1', '2', '3']) await made(tells(kari, key));
  const care = follower();
  await care.settle();
  expect(gateway.sent).toEqual([]);
  server.clock.now = Date.parse('2026-12-05T08:01:00+01:00');
  await care.settle();
  expect(gateway.sent).toHaveLength(1);
  expect(gateway.sent[0]).toMatchObject({ channel: 'sms', address: '91234567' });
  const told = JSON.stringify(gateway.sent);
  for (const word of ['Kari', 'Solli', 'diabetes', 'Prøve', kari]) expect(told).not.toContain(word);
  expect((await server.get(`CommunicationRequest?patient=${kari}`, as('ada'))).body.total ?? 0).toBe(0);
  server.clock.now = noon;
});

test('who asked is told that there is a later day, and finds it with the reason', async () => {
  const kari = await aCitizen();
  await made(chooses(kari, { channel: 'email', address: 'seinare@eksempel.no' }));
  const task = await made(asks(kari));
  const care = follower();
  await care.settle();
  const before = gateway.sent.length;
  const note = [{ text: 'Vi må spørre den som skrev notatet.', time: new Date(noon).toISOString() }];
  server.clock.now = noon + 3_600_000;
  const current = await made(server.get(`Task/${task.id}`, as('ada')));
  await made(
    server.put(`Task/${task.id}`, { ...current, restriction: { period: { end: '2027-02-20' } }, note }, as('ada')),
  );
  await care.settle();
  expect(gateway.sent.slice(before)).toMatchObject([{ channel: 'email', address: 'seinare@eksempel.no' }]);
  expect(await made(server.get(`Task/${task.id}`, as(kari)))).toMatchObject({
    restriction: { period: { end: '2027-02-20' } },
    note,
  });
  server.clock.now = noon;
});

test('a gateway that is away is tried again, and who has chosen nothing is not written to', async () => {
  const [kari, per] = [await aCitizen(), await aCitizen()];
  await made(chooses(kari, { channel: 'email', address: 'kari@eksempel.no' }));
  await made(chooses(per, { channel: 'none' }));
  const before = gateway.sent.length;
  gateway.away(true);
  for (const one of [kari, per]) await made(tells(one, 'x'));
  const care = follower();
  await care.settle();
  expect(gateway.sent).toHaveLength(before);
  gateway.away(false);
  server.clock.now = noon + 60_000;
  await care.settle();
  expect(gateway.sent.slice(before)).toMatchObject([{ channel: 'email', address: 'kari@eksempel.no' }]);
  server.clock.now = noon;
});

test('how to be told is the citizen’s own choice, once, to an address that something can be sent to', async () => {
  const kari = await aCitizen();
  expect(keysOf(await chooses(kari, { channel: 'email', address: 'ingen' }))).toEqual(['notice-email']);
  expect(keysOf(await chooses(kari, { channel: 'sms', address: '123' }))).toEqual(['notice-phone']);
  expect(keysOf(await chooses(kari, { channel: 'none', quietFrom: '21:00:00' }))).toEqual(['notice-quiet']);
  expect((await chooses(kari, { channel: 'none' }, 'ada')).status).toBeGreaterThanOrEqual(403);
  const made_ = await made(chooses(kari, { channel: 'none' }));
  expect(keysOf(await chooses(kari, { channel: 'none' }))).toEqual(['notice-choice-twice']);
  expect((await server.get(`Consent/${made_.id}`, as('ada'))).status).toBeGreaterThanOrEqual(403);
});

test('quiet hours and the time of a digest are Norway’s, over midnight and in summer', () => {
  const at = (text: string) => Date.parse(text);
  const night = { channel: 'sms', quietFrom: '21:00:00', quietTo: '07:30:00' } as const;
  expect(dueAt(night, at('2026-07-01T20:59:00+02:00'))).toBe(at('2026-07-01T20:59:00+02:00'));
  expect(dueAt(night, at('2026-07-01T23:00:00+02:00'))).toBe(at('2026-07-02T07:30:00+02:00'));
  expect(dueAt(night, at('2026-07-02T03:00:00+02:00'))).toBe(at('2026-07-02T07:30:00+02:00'));
  const digest = { channel: 'email', digestAt: '16:00:00' } as const;
  expect(dueAt(digest, at('2026-12-01T15:00:00+01:00'))).toBe(at('2026-12-01T16:00:00+01:00'));
  expect(dueAt(digest, at('2026-12-01T17:00:00+01:00'))).toBe(at('2026-12-02T16:00:00+01:00'));
});
