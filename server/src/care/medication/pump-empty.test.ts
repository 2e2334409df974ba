import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { careFollower } from '../../care-events.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type Answer, type TestServer, type Told, withServer } from '../../test/server.ts';
import { processes } from '../index.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const START = Date.parse('2026-11-29T12:00:00+01:00');
const HOUR = 3_600_000;

let server: TestServer;
let follower: ReturnType<typeof careFollower>;
beforeAll(async () => {
  server = await withServer({ processes });
  server.clock.now = START;
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
const tasksOf = async (patient: string): Promise<Told[]> =>
  ((await made(server.get(`Task?patient=${patient}&code=pump-empty`))).entry ?? []).map(({ resource }) => resource);
async function at(hours: number): Promise<void> {
  server.clock.now = START + hours * HOUR;
  for (let round = 0; round < 3; round += 1) await follower.settle();
}

/** A pump that was filled with 24 ml now, for a day. */
async function withPump(more: JsonObject = {}): Promise<{ patient: string; pump: Told }> {
  const { id } = await made(server.post('Patient', { resourceType: 'Patient' }));
  const subject = { reference: `Patient/${id}` };
  const pump = await made(
    server.post('MedicationAdministration', {
      resourceType: 'MedicationAdministration',
      status: 'in-progress',
      medicationCodeableConcept: { text: 'Morfin 10 mg/ml' },
      subject,
      effectivePeriod: { start: new Date(START).toISOString() },
      dosage: {
        dose: { value: 24, unit: 'ml', system: 'http://unitsofmeasure.org', code: 'mL' },
        rateQuantity: { value: 1, unit: 'ml/time', system: 'http://unitsofmeasure.org', code: 'mL/h' },
      },
      ...more,
    }),
  );
  return { patient: `Patient/${id}`, pump };
}

const atHome = (patient: string) =>
  made(
    server.post('EpisodeOfCare', {
      resourceType: 'EpisodeOfCare',
      status: 'active',
      patient: { reference: patient },
      managingOrganization: { reference: 'Organization/sone' },
      period: { start: '2026-11-01' },
    }),
  );

test('nurses at home are told once of a pump that runs empty within twelve hours, and no more when it is filled anew', async () => {
  const { patient, pump } = await withPump();
  await atHome(patient);
  await at(11);
  expect(await tasksOf(patient)).toEqual([]);
  await at(13);
  await at(14);
  expect(await tasksOf(patient)).toMatchObject([
    {
      status: 'requested',
      priority: 'urgent',
      owner: { reference: 'Organization/sone', display: 'Sone 3' },
      description: expect.stringMatching(/^Pumpen går tom mandag 30\. november.* 12[.:]00: Morfin 10 mg\/ml$/),
    },
  ]);
  const end = new Date(START + 15 * HOUR).toISOString();
  const period = { start: new Date(START).toISOString(), end };
  const ended = { ...(pump as unknown as JsonObject), status: 'completed', effectivePeriod: period };
  await made(server.put(`MedicationAdministration/${pump.id}`, ended as never));
  await at(16);
  expect(await tasksOf(patient)).toMatchObject([{ status: 'completed' }]);
});

test('of a pump in a ward, and of somebody whom no service looks after at home, nobody is told', async () => {
  server.clock.now = START;
  const stay = await made(
    server.post('Encounter', {
      resourceType: 'Encounter',
      status: 'in-progress',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
    }),
  );
  const inWard = await withPump({ context: { reference: `Encounter/${stay.id}` } });
  await atHome(inWard.patient);
  const alone = await withPump();
  await at(20);
  expect(await tasksOf(inWard.patient)).toEqual([]);
  expect(await tasksOf(alone.patient)).toEqual([]);
});
