import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CaseFacts } from '../../access/cases/read-cases.ts';
import { careFollower } from '../../care-events.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type Answer, type TestServer, type Told, withServer } from '../../test/server.ts';
import { buildWorld } from '../../test/world.ts';
import { processes } from '../index.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let server: TestServer;
let follower: ReturnType<typeof careFollower>;
beforeAll(async () => {
  server = await withServer({ processes });
  server.clock.now = Date.parse('2026-11-29T12:00:00+01:00');
  await made(server.put('Organization/sone', { resourceType: 'Organization', id: 'sone', name: 'Sone 3' }));
  follower = careFollower(server.service, { holder: 'test', onFault: (error) => server.faults.push(error) });
});
afterAll(async () => {
  await follower.close();
  await server.close();
  expect(server.faults).toEqual([]);
});

async function made(answer: Promise<Answer>): Promise<Told> {
  const { status, text, body } = await answer;
  expect(status, text).toBeLessThan(300);
  return body;
}
async function follow(): Promise<void> {
  for (let round = 0; round < 3; round += 1) await follower.settle();
}
const keysOf = ({ body }: Answer): string[] =>
  ((body.issue ?? []) as unknown as { details: { coding: { code: string }[] } }[]).map(
    ({ details }) => details.coding[0]!.code,
  );
const found = async (query: string): Promise<Told[]> =>
  ((await made(server.get(query))).entry ?? []).map(({ resource }) => resource);

/** Somebody with a dispenser that an order is loaded in. */
async function atHome() {
  const { id } = await made(
    server.post('Patient', { resourceType: 'Patient', generalPractitioner: [{ reference: 'Organization/sone' }] }),
  );
  const subject = { reference: `Patient/${id}` };
  const device = await made(server.post('Device', { resourceType: 'Device', status: 'active', patient: subject }));
  const order = await made(
    server.post('MedicationRequest', {
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: { text: 'Levodopa 100 mg' },
      subject,
      authoredOn: '2026-11-01',
      dosageInstruction: [
        {
          text: '1 tablett morgen',
          timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd', timeOfDay: ['08:00:00'] } },
          doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }],
        },
      ],
    }),
  );
  const load = await made(
    server.post('MedicationDispense', {
      resourceType: 'MedicationDispense',
      extension: [
        {
          url: 'https://enjournal.no/fhir/StructureDefinition/dispenser',
          valueReference: { reference: `Device/${device.id}` },
        },
      ],
      status: 'in-progress',
      medicationCodeableConcept: { text: 'Levodopa 100 mg' },
      subject,
      authorizingPrescription: [{ reference: `MedicationRequest/${order.id}` }],
    }),
  );
  const dose = (more: JsonObject = {}): JsonObject => ({
    resourceType: 'MedicationAdministration',
    status: 'completed',
    medicationCodeableConcept: { text: 'Levodopa 100 mg' },
    subject,
    effectiveDateTime: '2026-11-29T08:05:00+01:00',
    request: { reference: `MedicationRequest/${order.id}` },
    device: [{ reference: `Device/${device.id}` }],
    dosage: { dose: { value: 1, unit: 'tablett' } },
    ...more,
  });
  return { patient: `Patient/${id}`, order, load, dose };
}

test('what a dispenser says was taken is unverified, of the right person and order; what was missed is a task at once', async () => {
  const { patient, dose } = await atHome();
  const other = await atHome();
  const taken = await made(server.post('MedicationAdministration', dose()));
  expect((taken.meta as unknown as { tag: { code: string }[] }).tag.map(({ code }) => code)).toContain('unverified');
  expect(keysOf(await server.post('MedicationAdministration', { ...dose(), device: other.dose().device! }))).toContain(
    'dispenser-person-other',
  );
  expect(
    keysOf(await server.post('MedicationAdministration', { ...dose(), effectiveDateTime: '2026-11-29' })),
  ).toContain('dispenser-time');
  const missed = dose({
    status: 'not-done',
    statusReason: [{ text: 'Ikke hentet ut' }],
    effectiveDateTime: '2026-11-28T08:00:00+01:00',
  });
  await made(server.post('MedicationAdministration', missed));
  await follow();
  expect(await found(`Task?patient=${patient}&code=dose-missed`)).toMatchObject([
    { status: 'requested', priority: 'urgent', owner: { reference: 'Organization/sone' } },
  ]);
});

test('a stop takes what is left out of the dispenser, and a renewal lets it lie', async () => {
  const { patient, order, load } = await atHome();
  const renewed = await made(
    server.post('MedicationRequest/$renew', {
      resourceType: 'Parameters',
      parameter: [{ name: 'order', valueReference: { reference: `MedicationRequest/${order.id}` } }],
    }),
  );
  await follow();
  const next = renewed.entry[0]!.resource;
  expect(await made(server.get(`MedicationDispense/${load.id}`))).toMatchObject({
    status: 'in-progress',
    authorizingPrescription: [{ reference: `MedicationRequest/${next.id}` }],
  });
  expect(await found(`Task?patient=${patient}&code=refill-dispenser`)).toEqual([]);
  const stop = { resourceType: 'Parameters', parameter: [{ name: 'reason', valueCode: 'A' }] };
  await made(server.post(`MedicationRequest/${next.id}/$stop`, stop));
  await follow();
  await follow();
  expect(await made(server.get(`MedicationDispense/${load.id}`))).toMatchObject({ status: 'stopped' });
  expect(await found(`Task?patient=${patient}&code=refill-dispenser`)).toMatchObject([
    { description: 'Ta ut av dispenseren og fyll på nytt: Levodopa 100 mg er stoppet' },
  ]);
});

const facts: CaseFacts = {
  now: '2026-11-29T12:00:00+01:00',
  actor: {
    kind: 'staff',
    id: 'hanne',
    role: 'sykepleier',
    org: 'kommune',
    unit: 'sone-3',
    hpr: { category: 'SP', status: 'active' },
  },
  patient: { id: 'kari', birthDate: '1942-03-05', address: 'none', deceased: false },
  relations: [
    { type: 'vedtak', org: 'kommune', unit: 'sone-3', status: 'active', from: '2026-10-01T00:00:00+02:00', to: null },
  ],
  purpose: 'TREAT',
  op: 'write',
  resource: {
    type: 'MedicationRequest',
    id: 'm',
    category: 'medication',
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

test('a nurse by an outside app fills what the citizen takes alone, once, and confirms what was told', async () => {
  const world = await buildWorld(server, { facts }, 'fill1');
  const actor = server.actors.get(world.token)!;
  server.actors.set(world.token, { ...actor, clientId: 'fill-app', scopes: ['user/*.cruds'] });
  const headers = { authorization: `Bearer ${world.token}`, ...world.headers };
  const subject = { reference: `Patient/${world.patient}` };
  const device = await made(server.post('Device', { resourceType: 'Device', status: 'active', patient: subject }));
  const daily = { timing: { repeat: { timeOfDay: ['08:00:00'] } } };
  const ordered = (line: JsonObject = daily, more: JsonObject = {}) =>
    made(
      server.post('MedicationRequest', {
        resourceType: 'MedicationRequest',
        status: 'active',
        intent: 'order',
        medicationCodeableConcept: { text: 'Levodopa 100 mg' },
        subject,
        authoredOn: '2026-11-01',
        dosageInstruction: [{ ...line, doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }] }],
        ...more,
      }),
    );
  const fill = (order: Told, more: JsonObject = {}, on = device) =>
    server.post(
      'MedicationDispense',
      {
        resourceType: 'MedicationDispense',
        extension: [
          {
            url: 'https://enjournal.no/fhir/StructureDefinition/dispenser',
            valueReference: { reference: `Device/${on.id}` },
          },
        ],
        status: 'in-progress',
        medicationCodeableConcept: { text: 'Levodopa 100 mg' },
        subject,
        authorizingPrescription: [{ reference: `MedicationRequest/${order.id}` }],
        ...more,
      },
      headers,
    );
  const order = await ordered();
  const loaded = await fill(order);
  expect(loaded.status, loaded.text).toBe(201);
  expect(keysOf(await fill(order))).toEqual(['dispenser-loaded']);
  // filled again, the same stands with its new time
  const again = { ...loaded.body, whenPrepared: '2026-11-29T12:00:00+01:00' } as unknown as JsonObject;
  expect((await server.put(`MedicationDispense/${loaded.body.id}`, again, headers)).status).toBe(200);
  const needed = await ordered({ asNeededBoolean: true });
  expect(keysOf(await fill(needed))).toEqual(['dispenser-load-alone']);
  const seen = {
    coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/dose-instruction', code: 'observed-intake' }],
  };
  expect(keysOf(await fill(await ordered({ ...daily, additionalInstruction: [seen] })))).toEqual([
    'dispenser-load-alone',
  ]);
  expect(keysOf(await fill(await ordered(daily, { status: 'stopped' })))).toEqual(['dispenser-load-order']);
  const other = await made(
    server.post('Device', { resourceType: 'Device', status: 'active', patient: { reference: 'Patient/other' } }),
  );
  expect(keysOf(await fill(await ordered(), {}, other))).toEqual(['dispenser-person-other']);

  const told = await made(
    server.post('MedicationAdministration', {
      resourceType: 'MedicationAdministration',
      status: 'not-done',
      statusReason: [{ text: 'Ikke hentet ut' }],
      medicationCodeableConcept: { text: 'Levodopa 100 mg' },
      subject,
      effectiveDateTime: '2026-11-29T08:05:00+01:00',
      request: { reference: `MedicationRequest/${order.id}` },
      device: [{ reference: `Device/${device.id}` }],
    }),
  );
  const confirmed = {
    ...told,
    meta: { ...told.meta, tag: [] },
    note: [{ text: 'Bekreftet' }],
  } as unknown as JsonObject;
  const answer = await server.put(`MedicationAdministration/${told.id}`, confirmed, headers);
  expect(answer.status, answer.text).toBe(200);
  expect(answer.text).not.toContain('unverified');
});

test('a nurse by an outside app hands a dispenser out by its number, to one at a time, and takes an empty one in', async () => {
  const world = await buildWorld(server, { facts }, 'hand-out');
  const next = await buildWorld(server, { facts }, 'hand-out-next');
  const by = (of: typeof world) => ({ authorization: `Bearer ${of.token}`, ...of.headers });
  const kind = { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/device-kind', code: 'medicine-dispenser' }] };
  const handOut = (of: typeof world, serial: JsonObject = { serialNumber: 'MD-1' }) =>
    server.post(
      'Device',
      {
        ...{ resourceType: 'Device', status: 'active', type: kind, patient: { reference: `Patient/${of.patient}` } },
        ...serial,
      },
      by(of),
    );
  expect(keysOf(await handOut(world, {}))).toEqual(['dispenser-serial']);
  const device = await made(handOut(world));
  expect(keysOf(await handOut(next))).toEqual(['dispenser-in-use']);

  const subject = { reference: `Patient/${world.patient}` };
  const extension = [
    {
      url: 'https://enjournal.no/fhir/StructureDefinition/dispenser',
      valueReference: { reference: `Device/${device.id}` },
    },
  ];
  const medicationCodeableConcept = { text: 'Levodopa 100 mg' };
  const load = await made(
    server.post('MedicationDispense', {
      ...{ resourceType: 'MedicationDispense', status: 'in-progress', extension, medicationCodeableConcept, subject },
    }),
  );
  const put = (resource: JsonObject) => server.put(`Device/${device.id}`, resource as never, by(world));
  const handedIn = { ...(device as unknown as JsonObject), status: 'inactive' };
  expect(keysOf(await put(handedIn))).toEqual(['dispenser-not-empty']);
  const moved = { ...(device as unknown as JsonObject), patient: { reference: `Patient/${next.patient}` } };
  expect((await put(moved)).status).toBeGreaterThanOrEqual(400);
  expect((await server.send('DELETE', `Device/${device.id}`, undefined, by(world))).status).toBeGreaterThanOrEqual(400);
  await made(
    server.put(`MedicationDispense/${load.id}`, { ...(load as unknown as JsonObject), status: 'stopped' } as never),
  );
  await made(put(handedIn));
  await made(handOut(next));
});
