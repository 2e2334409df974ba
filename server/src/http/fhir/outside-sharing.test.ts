import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '../../access/actor.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type TestServer, type Told, withServer } from '../../test/server.ts';

/** A school, PPT, NAV know what the citizen has agreed that they know, while it holds, and nothing else. */
let server: TestServer;
let patient: string;
let plan: string;
let note: string;
let decided: string;
const noon = Date.parse('2026-12-04T12:00:00+01:00');
const own = (name: string): string => `https://enjournal.no/fhir/CodeSystem/${name}`;
const coded = (system: string, code: string): JsonObject => ({ coding: [{ system, code }] });
const unit = (id: string) => ({ reference: `Organization/${id}` });

beforeAll(async () => {
  server = await withServer();
  for (const [id, more] of Object.entries({
    fjordvik: {},
    habilitation: { partOf: unit('fjordvik') },
    ppt: { partOf: unit('fjordvik'), type: [coded(own('service-kind'), 'outside-health')] },
    'ppt-north': { partOf: unit('ppt') },
    school: { type: [coded('http://terminology.hl7.org/CodeSystem/organization-type', 'edu')] },
  }))
    await stored({ resourceType: 'Organization', id, name: id, ...more });
  for (const [who, where] of [
    ['hanna', 'habilitation'],
    ['petter', 'ppt'],
    ['nora', 'ppt-north'],
    ['tuva', 'school'],
  ] as const) {
    await stored({ resourceType: 'Practitioner', id: who });
    await stored({
      resourceType: 'PractitionerRole',
      id: `${who}-role`,
      active: true,
      practitioner: { reference: `Practitioner/${who}` },
      organization: unit(where),
      code: [coded(own('access-role'), 'koordinator')],
    });
    server.actors.set(who, {
      ...{ kind: 'staff', id: `Practitioner/${who}`, display: who, clientId: 'outside-app', scopes: ['user/*.cruds'] },
      ...{ loa: 4, practitioner: who, practitionerRole: `${who}-role`, role: 'koordinator', purpose: 'COC' },
      organization: { id: where, display: where },
    } as Actor);
  }
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

let ordinal = 0;
beforeEach(async () => {
  server.clock.now = noon;
  patient = `child-${++ordinal}`;
  await stored({ resourceType: 'Patient', id: patient });
  server.actors.set(patient, {
    ...{ kind: 'citizen', id: `Patient/${patient}`, display: 'Kari', clientId: 'outside-app', loa: 4 },
    ...{ scopes: ['user/*.cruds'], ownPatient: patient, purpose: 'PATRQT' },
  } as Actor);
  const subject = { reference: `Patient/${patient}` };
  plan = await made({ resourceType: 'CarePlan', status: 'active', intent: 'plan', title: 'Felles plan', subject });
  note = await made({
    resourceType: 'Composition',
    status: 'final',
    title: 'Notat',
    subject,
    type: { text: 'Notat' },
    date: '2026-12-01',
    author: [{ display: 'Lege' }],
  });
  const application = coded('urn:oid:2.16.578.1.12.4.1.1.9169', '2');
  decided = await made({
    resourceType: 'ServiceRequest',
    status: 'completed',
    intent: 'order',
    category: [application],
    subject,
  });
  await made({
    resourceType: 'CareTeam',
    status: 'active',
    subject,
    participant: [
      ...['ppt', 'ppt-north', 'school'].map((id) => ({
        role: [coded(own('plan-party'), 'invited')],
        member: unit(id),
      })),
      { member: unit('habilitation') },
    ],
  });
});

const as = (who: string) => ({ authorization: `Bearer ${who}` });
async function stored(resource: JsonObject): Promise<void> {
  const { status, text } = await server.put(`${resource.resourceType}/${resource.id}`, resource);
  if (status >= 300) throw new Error(text);
}
async function made(resource: JsonObject): Promise<string> {
  const { status, text, body } = await server.post(String(resource.resourceType), resource);
  if (status >= 300) throw new Error(text);
  return `${resource.resourceType}/${body.id}`;
}

/** What the citizen says, by an app that writes the Consent itself. */
async function agrees(reference: JsonObject, what = 'plan', period: JsonObject = { end: '2027-06-30' }): Promise<Told> {
  const consent = {
    resourceType: 'Consent',
    status: 'active',
    scope: coded('http://terminology.hl7.org/CodeSystem/consentscope', 'patient-privacy'),
    category: [coded(own('consent-category'), 'share-outside')],
    patient: { reference: `Patient/${patient}` },
    dateTime: new Date(noon - 60_000).toISOString(),
    policyRule: { text: 'hpl § 22' },
    provision: {
      type: 'permit',
      period: { start: new Date(noon - 60_000).toISOString(), ...period },
      actor: [{ role: coded('http://terminology.hl7.org/CodeSystem/v3-ParticipationType', 'IRCP'), reference }],
      code: [coded(own('shared-outside'), what)],
    },
  };
  const { status, text, body } = await server.post('Consent', consent, as(patient));
  if (status >= 300) throw new Error(text);
  return body;
}

const reads = async (who: string, reference: string) => (await server.get(reference, as(who))).status;

/** By every way in: one resource, a search, the whole record, and the list of who can see it. */
async function expectNothing(who: string, where: string): Promise<void> {
  for (const one of [plan, note, decided, `Patient/${patient}`])
    expect(await reads(who, one), one).toBeGreaterThanOrEqual(403);
  const searched = await server.get(`CarePlan?patient=${patient}`, as(who));
  expect(searched.text).not.toContain('Felles plan');
  expect((await server.get(`CarePlan?status=active`, as(who))).text).not.toContain(plan.split('/')[1]);
  expect((await server.get(`Patient/${patient}/$everything`, as(who))).status).toBeGreaterThanOrEqual(403);
  const who_ = await server.get(`Patient/${patient}/$who-can-see`, as(patient));
  expect(who_.text).not.toContain(`Organization/${where}"`);
}

test('who is invited to a plan from outside of the health service sees nothing until the citizen agrees', async () => {
  await expectNothing('petter', 'ppt');
  await expectNothing('tuva', 'school');
  expect(await reads('hanna', plan)).toBe(200);
  await agrees(unit('ppt'));
  expect(await reads('petter', plan)).toBe(200);
  expect(await reads('petter', `Patient/${patient}`)).toBe(200);
  expect((await server.get(`CarePlan?patient=${patient}`, as('petter'))).text).toContain('Felles plan');
  // and no more than was said, to no others
  for (const one of [note, decided]) expect(await reads('petter', one)).toBeGreaterThanOrEqual(403);
  await expectNothing('tuva', 'school');
});

test('a yes to an organisation is one to its units; a yes to services is none to the plan', async () => {
  await agrees(unit('ppt'));
  expect(await reads('nora', plan)).toBe(200);
  await agrees(unit('school'), 'services');
  expect(await reads('tuva', decided)).toBe(200);
  expect(await reads('tuva', plan)).toBeGreaterThanOrEqual(403);
});

test('what is withdrawn, over or not begun is no yes', async () => {
  const { id, meta, ...consent } = await agrees(unit('ppt'));
  expect(await reads('petter', plan)).toBe(200);
  const { status } = await server.put(`Consent/${id}`, { ...consent, id, status: 'inactive' }, as(patient));
  expect(status, JSON.stringify(meta)).toBe(200);
  await expectNothing('petter', 'ppt');
  await agrees(unit('school'), 'plan', { end: '2026-12-10' });
  expect(await reads('tuva', plan)).toBe(200);
  server.clock.now = Date.parse('2026-12-11T00:00:00+01:00');
  await expectNothing('tuva', 'school');
});

test('a yes in words names nobody who could log on, and a yes alone is no part in the work', async () => {
  await agrees({ display: 'PPT i Fjordvik' });
  await expectNothing('petter', 'ppt');
  const stranger = `child-${ordinal}-alone`;
  await stored({ resourceType: 'Patient', id: stranger });
  await made({ ...(await sharedPlanConsent(stranger)) });
  expect(await reads('petter', `Patient/${stranger}`)).toBeGreaterThanOrEqual(403);
});

const sharedPlanConsent = async (whose: string): Promise<JsonObject> => ({
  resourceType: 'Consent',
  status: 'active',
  scope: coded('http://terminology.hl7.org/CodeSystem/consentscope', 'treatment'),
  category: [coded(own('consent-category'), 'individual-plan')],
  patient: { reference: `Patient/${whose}` },
  dateTime: '2026-12-01',
  policyRule: { text: 'pbrl § 2-5' },
  provision: { type: 'permit', actor: [{ role: coded('urn:x', 'IRCP'), reference: unit('ppt') }] },
});

test('the yes that an individual plan rests on holds for those it names', async () => {
  await made(await sharedPlanConsent(patient));
  expect(await reads('petter', plan)).toBe(200);
  await expectNothing('tuva', 'school');
});

test('work that is given to such a place opens nothing more', async () => {
  const task = (status: string) =>
    made({
      resourceType: 'Task',
      status,
      intent: 'order',
      for: { reference: `Patient/${patient}` },
      focus: { reference: plan },
      requester: { reference: 'PractitionerRole/hanna-role' },
      owner: unit('school'),
    });
  await task('requested');
  await expectNothing('tuva', 'school');
  await task('accepted');
  await expectNothing('tuva', 'school');
});

test('who is invited and belongs to the health service is let in by what they do, and not by the invitation', async () => {
  const subject = { reference: `Patient/${patient}-two` };
  await stored({ resourceType: 'Patient', id: `${patient}-two` });
  const member = { role: [coded(own('plan-party'), 'invited')], member: unit('habilitation') };
  await made({ resourceType: 'CareTeam', status: 'active', subject, participant: [member] });
  expect(await reads('hanna', `Patient/${patient}-two`)).toBeGreaterThanOrEqual(403);
});
