import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CaseFacts } from '../../access/cases/read-cases.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Answer, type TestServer, withServer } from '../../test/server.ts';
import { buildWorld } from '../../test/world.ts';
import { delegationOf } from './delegation.ts';

vi.setConfig({ testTimeout: 60_000 });

const NOON = Date.parse('2026-11-29T12:00:00+01:00');

let server: TestServer;
beforeAll(async () => {
  server = await withServer();
  server.clock.now = NOON;
});
afterAll(() => server.close());

const facts: CaseFacts = {
  now: '2026-11-29T12:00:00+01:00',
  actor: { kind: 'staff', id: 'aksel', role: 'assistent', org: 'kommune', unit: 'sone-3' },
  patient: { id: 'kari', birthDate: '1942-03-05', address: 'none', deceased: false },
  relations: [
    { type: 'vedtak', org: 'kommune', unit: 'sone-3', status: 'active', from: '2026-10-01T00:00:00+02:00', to: null },
  ],
  purpose: 'TREAT',
  op: 'write',
  resource: {
    type: 'CarePlan',
    id: 'plan',
    category: 'care-plan',
    custodianUnit: 'sone-3',
    custodianOrg: 'kommune',
    labels: [],
  },
  blocks: [],
  btg: null,
  consentInSitu: null,
  kin: null,
  mandate: null,
  project: null,
};
const nurseActor = {
  ...facts.actor,
  id: 'hanne',
  role: 'sykepleier',
  hpr: { category: 'SP', status: 'active' as const },
};

let worlds = 0;
/** An assistant with need of the record, and two medicines in it. */
async function assistant() {
  worlds += 1;
  const world = await buildWorld(server, { facts }, `ass${worlds}`);
  const actor = server.actors.get(world.token)!;
  const subject = { reference: `Patient/${world.patient}` };
  const order = async (more: JsonObject = {}): Promise<string> => {
    const answer = await server.post('MedicationRequest', {
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: { text: 'Paracetamol 500 mg' },
      subject,
      authoredOn: '2026-11-01',
      dosageInstruction: [
        {
          timing: { repeat: { timeOfDay: ['08:00:00'] } },
          route: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7477', code: '53' }] },
          doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }],
          ...more,
        },
      ],
    });
    expect(answer.status, answer.text).toBe(201);
    return answer.body.id;
  };
  return {
    subject,
    role: actor.practitionerRole!,
    headers: { authorization: `Bearer ${world.token}`, ...world.headers },
    order,
    plain: await order(),
    needed: await order({ asNeededBoolean: true }),
  };
}
type Assistant = Awaited<ReturnType<typeof assistant>>;

const KIND = 'https://enjournal.no/fhir/CodeSystem/care-team-kind';
const extension = (name: string) => `https://enjournal.no/fhir/StructureDefinition/${name}`;
const named = (order: string) => ({
  url: extension('delegated-medicine'),
  valueReference: { reference: `MedicationRequest/${order}` },
});
const byMouth = {
  url: extension('delegated-route'),
  valueCoding: { system: 'urn:oid:2.16.578.1.12.4.1.1.7477', code: '53' },
};
const delegation = ({ subject, role }: Assistant, what: JsonObject[], more: JsonObject = {}) => ({
  resourceType: 'CareTeam',
  status: 'active',
  category: [{ coding: [{ system: KIND, code: 'medication-delegation' }] }],
  subject,
  period: { start: '2026-11-29T00:00:00+01:00', end: '2026-12-29' },
  participant: [{ member: { reference: `PractitionerRole/${role}` } }],
  extension: what,
  ...more,
});
const give = ({ subject, headers }: Assistant, order: string, at = '2026-11-29T11:00:00+01:00'): Promise<Answer> =>
  server.post(
    'MedicationAdministration',
    {
      resourceType: 'MedicationAdministration',
      status: 'completed',
      medicationCodeableConcept: { text: 'Paracetamol 500 mg' },
      subject,
      request: { reference: `MedicationRequest/${order}` },
      reasonCode: [{ text: 'hodepine' }],
      effectiveDateTime: at,
    },
    headers,
  );
const keysOf = ({ body }: Answer): string[] =>
  ((body.issue ?? []) as unknown as { details: { coding: { code: string }[] } }[]).map(
    ({ details }) => details.coding[0]!.code,
  );

test('an assistant sees and gives no medicine before it is delegated, and then what is delegated and no more', async () => {
  const aksel = await assistant();
  const seen = async () =>
    (await server.get(`MedicationRequest?subject=${aksel.subject.reference}`, aksel.headers)).body.total ?? 0;
  expect(await seen()).toBe(0);
  expect((await give(aksel, aksel.plain)).status).not.toBe(201);
  await server.post('CareTeam', delegation(aksel, [named(aksel.plain)]));
  expect(await seen()).toBe(2);
  const given = await give(aksel, aksel.plain);
  expect(given.status, given.text).toBe(201);
  const other = await give(aksel, aksel.needed);
  expect([other.status, keysOf(other)]).toEqual([422, ['dose-not-delegated']]);
  const changed = await server.post(
    'MedicationRequest',
    {
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'proposal',
      subject: aksel.subject,
      medicationCodeableConcept: { text: 'x' },
    },
    aksel.headers,
  );
  expect(keysOf(changed)).toContain('delegated-gives-only');
});

test('an assistant notes what a dose did that was delegated to them, and nothing else in the notes', async () => {
  const aksel = await assistant();
  await server.post('CareTeam', delegation(aksel, [named(aksel.needed)]));
  const given = await give(aksel, aksel.needed);
  expect(given.status, given.text).toBe(201);
  const effect = 'https://enjournal.no/fhir/CodeSystem/dose-effect';
  const noted = (code: JsonObject) =>
    server.post(
      'Observation',
      {
        resourceType: 'Observation',
        status: 'final',
        code,
        subject: aksel.subject,
        partOf: [{ reference: `MedicationAdministration/${given.body.id}` }],
        effectiveDateTime: '2026-11-29T11:40:00+01:00',
        valueCodeableConcept: { coding: [{ system: effect, code: 'good' }] },
      },
      aksel.headers,
    );
  const answer = await noted({ coding: [{ system: effect, code: 'effect' }] });
  expect(answer.status, answer.text).toBe(201);
  const seen = await server.get(`MedicationRequest/$unscheduled?patient=${aksel.subject.reference}`, aksel.headers);
  expect(seen.text).toContain(answer.body.id);
  expect((await noted({ text: 'Virker nedfor' })).status).toBe(403);
});

test('by route, all regular medicines are delegated, and none that is taken as needed', async () => {
  const aksel = await assistant();
  await server.post('CareTeam', delegation(aksel, [byMouth]));
  expect((await give(aksel, aksel.plain)).status).toBe(201);
  expect(keysOf(await give(aksel, aksel.needed))).toEqual(['dose-not-delegated']);
  const injected = await aksel.order({ route: { coding: [{ code: '62' }] } });
  expect(keysOf(await give(aksel, injected))).toEqual(['dose-not-delegated']);
});

test('a delegation that is ended gives nothing more; what was given before is told of', async () => {
  const aksel = await assistant();
  const { body } = await server.post('CareTeam', delegation(aksel, [named(aksel.plain)]));
  const end = '2026-11-29T11:30:00+01:00';
  const over = delegation(aksel, [named(aksel.plain)], { status: 'inactive', period: { start: '2026-11-29', end } });
  expect((await server.put(`CareTeam/${body.id}`, { ...over, id: body.id })).status).toBe(200);
  // the person sees no medicines any longer, so that a nurse who is told of it writes it down
  expect((await give(aksel, aksel.plain, '2026-11-29T11:45:00+01:00')).status).not.toBe(201);
  const again = { ...delegation(aksel, [named(aksel.plain)]), id: body.id };
  expect(keysOf(await server.put(`CareTeam/${body.id}`, again))).toContain('delegation-over');
});

test('a nurse delegates to somebody else, for a time, of something; nobody delegates to themself', async () => {
  const aksel = await assistant();
  worlds += 1;
  const world = await buildWorld(server, { facts: { ...facts, actor: nurseActor } }, `ass${worlds}`);
  const nurse = server.actors.get(world.token)!;
  const headers = { authorization: `Bearer ${world.token}`, ...world.headers };
  const subject = { reference: `Patient/${world.patient}` };
  const by = {
    url: extension('delegated-by'),
    valueReference: { reference: `PractitionerRole/${nurse.practitionerRole}` },
  };
  const of = (what: JsonObject[], more: JsonObject = {}) =>
    server.post('CareTeam', delegation({ ...aksel, subject }, what, more), headers);
  const good = await of([by, byMouth]);
  expect(good.status, good.text).toBe(201);
  expect(keysOf(await of([byMouth]))).toEqual(['delegation-by']);
  expect(keysOf(await of([by]))).toEqual(['delegation-scope']);
  expect(keysOf(await of([by, named(aksel.plain)]))).toEqual(['delegation-medicine']);
  expect(keysOf(await of([by, byMouth], { period: { start: '2026-11-29' } }))).toEqual(['delegation-period']);
  expect(keysOf(await of([by, byMouth], { period: { start: '2026-11-29', end: '2028-01-01' } }))).toEqual([
    'delegation-too-long',
  ]);
  const self = [{ member: { reference: `PractitionerRole/${nurse.practitionerRole}` } }];
  expect(keysOf(await of([by, byMouth], { participant: self }))).toEqual(['delegation-to-self']);
  // an assistant, who writes plans, delegates nothing to anybody
  const own = await server.post('CareTeam', delegation(aksel, [byMouth]), aksel.headers);
  expect(keysOf(own)).toEqual(expect.arrayContaining(['delegation-not-yours', 'delegation-to-self']));
});

test('a delegation told by days begins and ends at midnight in Norway', () => {
  const team = delegation({ subject: {}, role: 'x' } as unknown as Assistant, [named('o')], {
    period: { start: '2026-07-01', end: '2026-12-31' },
  }) as unknown as Resource;
  const { from, until } = delegationOf(team);
  expect([from, until]).toEqual([Date.parse('2026-06-30T22:00:00Z'), Date.parse('2026-12-31T23:00:00Z')]);
});
