import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { JsonObject } from '../../fhir/resource.ts';
import { type Answer, type TestServer, withServer } from '../../test/server.ts';

vi.setConfig({ testTimeout: 60_000 });
const NOON = Date.parse('2026-11-29T12:00:00+01:00');

let server: TestServer;
beforeAll(async () => {
  server = await withServer();
  server.clock.now = NOON;
});
afterAll(() => server.close());

let citizens = 0;
async function citizen(): Promise<string> {
  citizens += 1;
  await server.put(`Patient/chg${citizens}`, { resourceType: 'Patient', id: `chg${citizens}` });
  return `Patient/chg${citizens}`;
}

const daily = (value: number, more: JsonObject = {}): JsonObject => ({
  text: `${value} tablett morgen`,
  timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd', timeOfDay: ['08:00:00'], ...more } },
  doseAndRate: [{ doseQuantity: { value, unit: 'tablett' } }],
});

async function ordered(subject: string, more: JsonObject = {}): Promise<string> {
  const answer = await server.post('MedicationRequest', {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { text: 'Furosemid tablett 40 mg' },
    subject: { reference: subject },
    authoredOn: '2026-11-01',
    dosageInstruction: [daily(1)],
    ...more,
  });
  expect(answer.status, answer.text).toBe(201);
  return answer.body.id;
}

const call = (path: string, parameter: JsonObject[]): Promise<Answer> =>
  server.post(path, { resourceType: 'Parameters', parameter });
const change = (order: string, parameter: JsonObject[]) => call(`MedicationRequest/${order}/$change`, parameter);
const keyOf = ({ body }: Answer): string | undefined =>
  (body.issue?.[0] as unknown as { details?: { coding: { code: string }[] } })?.details?.coding[0]?.code;

async function due(subject: string, day: string): Promise<string[]> {
  const { body } = await server.get(
    `MedicationRequest/$due-doses?patient=${subject}&from=${day}T00:00:00%2B01:00&to=${day}T23:59:00%2B01:00`,
  );
  return ((body.parameter ?? []) as unknown as { part: { name: string; valueQuantity?: { value: number } }[] }[]).map(
    ({ part }) => String(part.find(({ name }) => name === 'dose')?.valueQuantity?.value),
  );
}

/** The list of a day, as `name: amount`. */
async function listOn(subject: string, day?: string): Promise<string[]> {
  const answer = await server.get(`${subject}/$medication-list${day === undefined ? '' : `?date=${day}`}`);
  expect(answer.status, answer.text).toBe(200);
  return (answer.body.parameter as unknown as { name: string; resource?: JsonObject }[]).flatMap(
    ({ name, resource }) => {
      if (resource === undefined) return [];
      const { text } = (resource.medicationCodeableConcept ?? {}) as { text?: string };
      const lines = (
        (resource.dosageInstruction ?? []) as { doseAndRate: { doseQuantity: { value: number } }[] }[]
      ).map(({ doseAndRate }) => doseAndRate[0]?.doseQuantity.value);
      return `${name === 'order' ? '' : `${name} `}${text}: ${lines.join('+')}`;
    },
  );
}

test('a change of dose ends the order and is followed by another, with no dose lost and none twice', async () => {
  const kari = await citizen();
  const order = await ordered(kari);
  const answer = await change(order, [
    { name: 'dosage', valueDosage: daily(0.5) },
    { name: 'text', valueString: 'Lavt blodtrykk' },
  ]);
  expect(answer.status, answer.text).toBe(200);
  expect(answer.body).toMatchObject({
    status: 'active',
    priorPrescription: { reference: `MedicationRequest/${order}` },
    note: [{ text: 'Lavt blodtrykk' }],
  });
  expect((await server.get(`MedicationRequest/${order}`)).body).toMatchObject({
    status: 'completed',
    statusReason: { text: 'Lavt blodtrykk' },
  });
  expect([await due(kari, '2026-11-29'), await due(kari, '2026-11-30')]).toEqual([['1'], ['0.5']]);
  expect(keyOf(await change(order, [{ name: 'dosage', valueDosage: daily(2) }]))).toBe('order-over');
  expect(keyOf(await change(answer.body.id, []))).toBe('change-nothing');
});

test('a change that lies ahead begins then, and a dose that cannot be made is refused with nothing changed', async () => {
  const kari = await citizen();
  const order = await ordered(kari);
  const refused = await change(order, [{ name: 'dosage', valueDosage: daily(0.3) }]);
  expect([refused.status, keyOf(refused)]).toEqual([422, 'dose-strength']);
  expect(refused.body.issue[0]?.expression[0]).toContain('dosageInstruction[0].doseAndRate[0].dose');
  expect((await server.get(`MedicationRequest/${order}`)).body.status).toBe('active');
  const at = { name: 'at', valueInstant: '2026-12-01T00:00:00+01:00' };
  expect((await change(order, [{ name: 'dosage', valueDosage: daily(2) }, at])).status).toBe(200);
  expect([await due(kari, '2026-11-30'), await due(kari, '2026-12-01')]).toEqual([['1'], ['2']]);
  const back = { name: 'at', valueInstant: '2026-11-01T00:00:00+01:00' };
  expect((await change(await ordered(kari), [{ name: 'dosage', valueDosage: daily(2) }, back])).status).toBe(400);
});

test('what is taken every other day is renewed on the same days', async () => {
  const kari = await citizen();
  const period = { period: 2, boundsPeriod: { start: '2026-11-01' } };
  const order = await ordered(kari, { dosageInstruction: [daily(1, period)] });
  const days = ['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03'];
  const before = await Promise.all(days.map((day) => due(kari, day)));
  const renewed = await call('MedicationRequest/$renew', [
    { name: 'order', valueReference: { reference: `MedicationRequest/${order}` } },
  ]);
  expect(renewed.status, renewed.text).toBe(200);
  expect(await Promise.all(days.map((day) => due(kari, day)))).toEqual(before);
  expect(before.map(({ length }) => length)).toEqual([0, 1, 0, 1]);
});

test('a stop of a course that was to go on ends its doses, however it was written', async () => {
  const kari = await citizen();
  const bounds = { boundsPeriod: { start: '2026-11-20', end: '2026-12-10' } };
  const order = await ordered(kari, { dosageInstruction: [daily(1, bounds)] });
  expect(await due(kari, '2026-12-01')).toEqual(['1']);
  const { body } = await server.get(`MedicationRequest/${order}`);
  const stopped = { ...body, status: 'stopped', statusReason: { text: 'Utslett' } };
  expect((await server.put(`MedicationRequest/${order}`, stopped)).status).toBe(200);
  expect(await due(kari, '2026-12-01')).toEqual([]);
});

test('the list of any past day is worked out of when orders stood', async () => {
  const kari = await citizen();
  const order = await ordered(kari);
  await ordered(kari, {
    medicationCodeableConcept: { text: 'Penicillin tablett 660 mg' },
    dosageInstruction: [daily(2, { boundsPeriod: { start: '2026-11-10', end: '2026-11-16' } })],
  });
  // written down today of what began long ago
  await ordered(kari, { medicationCodeableConcept: { text: 'Ramipril tablett 5 mg' }, authoredOn: '2025-01-05' });
  expect(await listOn(kari, '2025-06-01')).toEqual(['Ramipril tablett 5 mg: 1']);
  expect((await listOn(kari, '2026-11-12')).sort()).toEqual([
    ...['Furosemid tablett 40 mg: 1', 'Penicillin tablett 660 mg: 2', 'Ramipril tablett 5 mg: 1'],
  ]);
  expect(await listOn(kari, '2026-11-17')).toHaveLength(2);

  await change(order, [{ name: 'dosage', valueDosage: daily(0.5) }]);
  server.clock.now = NOON + 3 * 86_400_000;
  expect((await listOn(kari, '2026-11-28')).sort()[0]).toBe('Furosemid tablett 40 mg: 1');
  expect((await listOn(kari, '2026-11-29')).sort()[0]).toBe('Furosemid tablett 40 mg: 0.5');
  expect((await listOn(kari)).sort()).toEqual(['Furosemid tablett 40 mg: 0.5', 'Ramipril tablett 5 mg: 1']);
  server.clock.now = NOON;
});

test('an order edited in place shows what it said that day, and a taper the step of that day', async () => {
  const kari = await citizen();
  server.clock.now = NOON - 5 * 86_400_000;
  const order = await ordered(kari, { authoredOn: '2026-11-20' });
  server.clock.now = NOON;
  const { body } = await server.get(`MedicationRequest/${order}`);
  await server.put(`MedicationRequest/${order}`, { ...body, dosageInstruction: [daily(2)] });
  expect([await listOn(kari, '2026-11-26'), await listOn(kari, '2026-11-29')]).toEqual([
    ['Furosemid tablett 40 mg: 1'],
    ['Furosemid tablett 40 mg: 2'],
  ]);
  const odd = await citizen();
  const step = (value: number, start: string, end: string) => daily(value, { boundsPeriod: { start, end } });
  await ordered(odd, {
    dosageInstruction: [step(4, '2026-11-20', '2026-11-23'), step(2, '2026-11-24', '2026-12-24')],
  });
  expect([await listOn(odd, '2026-11-21'), await listOn(odd, '2026-11-25')]).toEqual([
    ['Furosemid tablett 40 mg: 4'],
    ['Furosemid tablett 40 mg: 2'],
  ]);
});

test('of what came as ended with no word of when, the list says that it is not sure', async () => {
  const kari = await citizen();
  await ordered(kari, { status: 'stopped', statusReason: { text: 'x' }, authoredOn: '2026-05-01' });
  const ended = { validityPeriod: { start: '2026-05-01', end: '2026-06-01' } };
  await ordered(kari, {
    status: 'stopped',
    statusReason: { text: 'x' },
    authoredOn: '2026-05-01',
    dispenseRequest: ended,
  });
  expect((await listOn(kari, '2026-05-20')).sort()).toEqual([
    ...['Furosemid tablett 40 mg: 1', 'unsure Furosemid tablett 40 mg: 1'],
  ]);
  expect(await listOn(kari, '2026-07-01')).toEqual(['unsure Furosemid tablett 40 mg: 1']);
  expect((await server.get(`${kari}/$medication-list?date=2026-02-31`)).status).toBe(400);
});
