import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { careFollower } from '../../care-events.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type Answer, type TestServer, type Told, withServer } from '../../test/server.ts';
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
