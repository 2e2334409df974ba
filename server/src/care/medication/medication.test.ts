import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { CaseFacts } from '../../access/cases/read-cases.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type Answer, type TestServer, withServer } from '../../test/server.ts';
import { buildWorld } from '../../test/world.ts';
import { deviationExtension, plannedDoseSystem } from './doses.ts';

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
  const id = `med${citizens}`;
  await server.put(`Patient/${id}`, { resourceType: 'Patient', id });
  return `Patient/${id}`;
}

const repeat = { frequency: 2, period: 1, periodUnit: 'd', timeOfDay: ['08:00:00', '20:00:00'] };
const orderOf = (subject: string, more: JsonObject = {}) => ({
  resourceType: 'MedicationRequest',
  status: 'active',
  intent: 'order',
  medicationCodeableConcept: { text: 'Metoprolol 50 mg' },
  subject: { reference: subject },
  authoredOn: '2026-11-01',
  dosageInstruction: [{ timing: { repeat }, doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }] }],
  ...more,
});

async function ordered(subject: string, more: JsonObject = {}): Promise<string> {
  const answer = await server.post('MedicationRequest', orderOf(subject, more));
  expect(answer.status, answer.text).toBe(201);
  return answer.body.id;
}

const doseOf = (subject: string, order: string, at: string, more: JsonObject = {}) => ({
  resourceType: 'MedicationAdministration',
  status: 'completed',
  medicationCodeableConcept: { text: 'Metoprolol 50 mg' },
  subject: { reference: subject },
  request: { reference: `MedicationRequest/${order}` },
  effectiveDateTime: at,
  dosage: { dose: { value: 1, unit: 'tablett' } },
  ...more,
});
const planned = (order: string, time: string) => ({
  identifier: [{ system: plannedDoseSystem, value: `${order}/0@${time}` }],
});
const give = (...of: Parameters<typeof doseOf>): Promise<Answer> =>
  server.post('MedicationAdministration', doseOf(...of));
const keysOf = ({ body }: Answer): string[] =>
  (body.issue as unknown as { details: { coding: { code: string }[] } }[]).map(
    ({ details }) => details.coding[0]!.code,
  );

type Part = { name: string; valueCode?: string; valueInstant?: string };
/** Of each dose of the day that is told as ended, when it was due and when its order ended. */
async function endedOf(subject: string): Promise<string[]> {
  const { body } = await server.get(
    `MedicationRequest/$due-doses?patient=${subject}&from=2026-11-29T00:00:00%2B01:00&to=2026-11-29T23:59:00%2B01:00`,
  );
  return ((body.parameter ?? []) as unknown as { part: Part[] }[]).flatMap(({ part }) => {
    const of = (name: string) => part.find((one) => one.name === name)?.valueInstant?.slice(11, 16);
    return of('ended') === undefined ? [] : [`${of('at')} until ${of('ended')}`];
  });
}
async function due(subject: string, day = '2026-11-29'): Promise<string[]> {
  const answer = await server.get(
    `MedicationRequest/$due-doses?patient=${subject}&from=${day}T00:00:00%2B01:00&to=${day}T23:59:00%2B01:00`,
  );
  expect(answer.status, answer.text).toBe(200);
  return ((answer.body.parameter ?? []) as unknown as { part: Part[] }[]).map(({ part }) => {
    const of = (name: string) => part.find((one) => one.name === name);
    return `${of('at')?.valueInstant?.slice(11, 16)} ${of('status')?.valueCode}`;
  });
}

test('what is due comes from the orders, and tells what became of each dose', async () => {
  const kari = await citizen();
  const order = await ordered(kari);
  expect(await due(kari)).toEqual(['07:00 late', '19:00 planned']);
  const given = await give(kari, order, '2026-11-29T08:20:00+01:00', planned(order, '2026-11-29T08:00'));
  expect(given.status, given.text).toBe(201);
  expect(await due(kari)).toEqual(['07:00 given', '19:00 planned']);
  expect(await due(kari, '2026-11-28')).toEqual(['07:00 late', '19:00 late']);
});

test('a stop takes away what is due from that moment, and not what was', async () => {
  const kari = await citizen();
  const order = await ordered(kari);
  const stop = (parameter: JsonObject[]) =>
    server.post(`MedicationRequest/${order}/$stop`, { resourceType: 'Parameters', parameter });
  expect((await stop([])).status).toBe(400);
  const stopped = await stop([
    { name: 'reason', valueCode: 'L' },
    { name: 'text', valueString: 'Svimmel' },
  ]);
  expect(stopped.status, stopped.text).toBe(200);
  expect(stopped.body).toMatchObject({ status: 'stopped', statusReason: { coding: [{ code: 'L' }], text: 'Svimmel' } });
  expect(await due(kari)).toEqual(['07:00 late']);
  // nobody recorded the dose of the morning, and it is not to be given any more
  expect(await endedOf(kari)).toEqual([
    `07:00 until ${new Date(server.clock.now as number).toISOString().slice(11, 16)}`,
  ]);
  expect((await stop([{ name: 'reason', valueCode: 'L' }])).status).toBe(422);
  expect(keysOf(await server.put(`MedicationRequest/${order}`, { ...orderOf(kari), id: order }))).toEqual([
    'order-over',
  ]);
});

test('by an order that came from elsewhere as ended, nothing is due', async () => {
  const kari = await citizen();
  for (const status of ['stopped', 'completed']) await ordered(kari, { status, statusReason: { text: 'x' } });
  expect(await due(kari)).toEqual([]);
  expect(await due(kari, '2026-11-20')).toEqual([]);
});

test('a stop that lies ahead leaves what is due until then', async () => {
  const kari = await citizen();
  const order = await ordered(kari);
  const parameter = [
    { name: 'reason', valueCode: 'A' },
    { name: 'at', valueInstant: '2026-11-30T12:00:00+01:00' },
  ];
  const answer = await server.post(`MedicationRequest/${order}/$stop`, { resourceType: 'Parameters', parameter });
  expect(answer.body.status).toBe('active');
  expect(await due(kari, '2026-11-30')).toEqual(['07:00 planned']);
  expect(await due(kari, '2026-12-01')).toEqual([]);
});

test('no dose is given against an order that is stopped; what was given all the same is told as a deviation', async () => {
  const kari = await citizen();
  const order = await ordered(kari);
  const parameter = [{ name: 'reason', valueCode: 'L' }];
  await server.post(`MedicationRequest/${order}/$stop`, { resourceType: 'Parameters', parameter });
  const late = await give(kari, order, '2026-11-29T12:02:00+01:00');
  expect([late.status, keysOf(late)]).toEqual([422, ['order-not-active']]);
  // a phone without network tells afterwards of what was given before the stop
  expect((await give(kari, order, '2026-11-29T08:05:00+01:00', planned(order, '2026-11-29T08:00'))).status).toBe(201);
  const deviation = { extension: [{ url: deviationExtension, valueCode: 'after-stop' }] };
  expect((await give(kari, order, '2026-11-29T12:02:00+01:00', deviation)).status).toBe(422);
  const told = { ...deviation, note: [{ text: 'Gitt før beskjeden om stopp nådde meg' }] };
  expect((await give(kari, order, '2026-11-29T12:02:00+01:00', told)).status).toBe(201);
});

test('the same dose from two phones at once is one dose, and sent again it is the same', async () => {
  const kari = await citizen();
  const order = await ordered(kari);
  const at = '2026-11-29T08:10:00+01:00';
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => give(kari, order, at, planned(order, '2026-11-29T08:00'))),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422, 422, 422, 422, 422]);
  expect(keysOf(answers.find(({ status }) => status === 422)!)).toEqual(['dose-already-recorded']);
  const value = encodeURIComponent(`${plannedDoseSystem}|${order}/0@2026-11-29T08:00`);
  const again = await server.post(
    'MedicationAdministration',
    doseOf(kari, order, at, planned(order, '2026-11-29T08:00')),
    {
      'if-none-exist': `identifier=${value}`,
    },
  );
  expect(again.status).toBe(200);
  const both = [0, 1].map(() => ({
    resource: doseOf(kari, order, '2026-11-28T20:10:00+01:00', planned(order, '2026-11-28T20:00')),
    request: { method: 'POST', url: 'MedicationAdministration' },
  }));
  expect((await server.post('', { resourceType: 'Bundle', type: 'transaction', entry: both })).status).toBe(422);
  const all = await server.get(`MedicationAdministration?subject=${kari}`);
  expect(all.body.total).toBe(1);
});

test('a stop and a dose at the same moment come one after the other', async () => {
  const kari = await citizen();
  for (let round = 0; round < 6; round += 1) {
    const order = await ordered(kari);
    server.clock.now = NOON + round;
    const parameter = [
      { name: 'reason', valueCode: 'X' },
      { name: 'text', valueString: 'x' },
    ];
    const [stop, dose] = await Promise.all([
      server.post(`MedicationRequest/${order}/$stop`, { resourceType: 'Parameters', parameter }),
      give(kari, order, '2026-11-29T12:04:00+01:00'),
    ]);
    expect(stop.status).toBe(200);
    // given before the stop was written, or refused after it: never given against what was stopped
    const { lastUpdated } = stop.body.meta;
    expect([201, 422]).toContain(dose.status);
    if (dose.status === 201) expect(dose.body.meta.lastUpdated <= lastUpdated).toBe(true);
    else expect(keysOf(dose)).toEqual(['order-not-active']);
  }
  server.clock.now = NOON;
});

test('each thing wrong with a dose is told, with its field and in words', async () => {
  const [kari, odd] = [await citizen(), await citizen()];
  const order = await ordered(kari);
  const keys = async (...of: Parameters<typeof doseOf>) => keysOf(await give(...of));
  const at = '2026-11-29T08:10:00+01:00';
  expect(await keys(odd, order, at)).toEqual(['order-unknown']);
  expect(await keys(kari, order, '2026-11-29T14:00:00+01:00')).toEqual(['dose-in-future']);
  expect(await keys(kari, order, '2026-10-01T08:00:00+02:00')).toEqual(['before-order']);
  expect(await keys(kari, order, at, { dosage: { dose: { value: 50, unit: 'mg' } } })).toEqual(['dose-unit']);
  expect(await keys(kari, order, at, { dosage: { dose: { value: 0, unit: 'tablett' } } })).toEqual(['dose-amount']);
  expect(await keys(kari, order, at, { status: 'not-done' })).toEqual(['not-given-reason']);
  expect(await keys(kari, order, at, planned(order, '2026-11-29T09:00'))).toEqual(['dose-not-planned']);
  const answer = await server.post('MedicationAdministration', doseOf(kari, order, at, { status: 'not-done' }), {
    'accept-language': 'nn',
  });
  expect(answer.body.issue).toMatchObject([
    { details: { text: 'Oppgi kvifor dosen ikkje vart gitt.' }, expression: ['MedicationAdministration.statusReason'] },
  ]);
});

test('what is taken as needed stays within its limit, by the hour', async () => {
  const kari = await citizen();
  const order = await ordered(kari, {
    dosageInstruction: [
      {
        asNeededBoolean: true,
        doseAndRate: [{ doseQuantity: { value: 2, unit: 'tablett' } }],
        maxDosePerPeriod: {
          numerator: { value: 4, unit: 'tablett' },
          denominator: { value: 1, system: 'http://unitsofmeasure.org', code: 'd' },
        },
      },
    ],
  });
  expect(await due(kari)).toEqual([]);
  const two = { dosage: { dose: { value: 2, unit: 'tablett' } } };
  expect((await give(kari, order, '2026-11-28T13:00:00+01:00', two)).status).toBe(201);
  expect((await give(kari, order, '2026-11-29T08:00:00+01:00', two)).status).toBe(201);
  const over = await give(kari, order, '2026-11-29T11:00:00+01:00', two);
  expect([over.status, keysOf(over)]).toEqual([422, ['over-max']]);
  server.clock.now = Date.parse('2026-11-29T13:30:00+01:00');
  expect((await give(kari, order, '2026-11-29T13:10:00+01:00', two)).status).toBe(201);
  server.clock.now = NOON;
});

test('a dose is corrected with its reason and never becomes another, and an error stays readable', async () => {
  const kari = await citizen();
  const [order, other] = [await ordered(kari), await ordered(kari)];
  const plan = planned(order, '2026-11-29T08:00');
  const { id } = (await give(kari, order, '2026-11-29T08:10:00+01:00', plan)).body;
  const put = (more: JsonObject, of = order) =>
    server.put(`MedicationAdministration/${id}`, {
      ...doseOf(kari, of, '2026-11-29T08:30:00+01:00', plan),
      ...more,
      id,
    });
  expect(keysOf(await put({}))).toEqual(['correction-note']);
  expect((await put({ note: [{ text: 'Feil klokkeslett' }] })).status).toBe(200);
  expect(keysOf(await put({ note: [{ text: 'a' }, { text: 'b' }] }, other))).toContain('dose-is-another');
  const error = { status: 'entered-in-error', note: [{ text: 'Feil klokkeslett' }, { text: 'Feil person' }] };
  expect((await put(error)).status).toBe(200);
  expect(await due(kari)).toEqual(['07:00 late', '07:00 late', '19:00 planned', '19:00 planned']);
  expect((await give(kari, order, '2026-11-29T09:10:00+01:00', plan)).status).toBe(201);
  expect((await server.get(`MedicationAdministration/${id}/_history/1`)).status).toBe(200);
});

test('an order whose doses cannot be worked out, or that ends before it begins, is refused with the place', async () => {
  const kari = await citizen();
  const wrong = async (dosage: JsonObject) => {
    const answer = await server.post(
      'MedicationRequest',
      orderOf(kari, { dosageInstruction: [{ text: 'x' }, dosage] }),
    );
    return [answer.status, ...(answer.body.issue?.map(({ expression }) => expression[0]) ?? [])];
  };
  const path = 'MedicationRequest.dosageInstruction[1]';
  expect(await wrong({ timing: { repeat: { frequency: 1, period: 1.5, periodUnit: 'd' } } })).toEqual([
    422,
    `${path}.timing`,
  ]);
  expect(await wrong({ timing: { repeat: { frequency: 1, period: 1, periodUnit: 's' } } })).toEqual([
    422,
    `${path}.timing`,
  ]);
  const bounds = { start: '2026-11-29', end: '2026-11-20' };
  expect((await wrong({ timing: { repeat: { ...repeat, boundsPeriod: bounds } } }))[0]).not.toBe(201);
  expect(await wrong({ doseAndRate: [{ doseQuantity: { value: -1 } }] })).toEqual([422, `${path}.doseAndRate[0].dose`]);
});

test.each([
  ['winter', '2026-12-31T23:30:00Z', '2027-01-01', '2028-01-01'],
  ['summer', '2027-06-30T22:30:00Z', '2027-07-01', '2028-07-01'],
])(
  'an order that is renewed after midnight is good from the day it is in Norway, in %s',
  async (_, now, start, end) => {
    const order = await ordered(await citizen());
    server.clock.now = Date.parse(now);
    const answer = await server.post('MedicationRequest/$renew', {
      resourceType: 'Parameters',
      parameter: [{ name: 'order', valueReference: { reference: `MedicationRequest/${order}` } }],
    });
    server.clock.now = NOON;
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body.entry[0]?.resource).toMatchObject({ dispenseRequest: { validityPeriod: { start, end } } });
  },
);

test('several orders are renewed with one signature, and their doses go on with none missing and none twice', async () => {
  const kari = await citizen();
  const orders = [await ordered(kari), await ordered(kari), await ordered(kari)];
  const renew = (named: readonly string[], more: JsonObject[] = []) =>
    server.post('MedicationRequest/$renew', {
      resourceType: 'Parameters',
      parameter: [
        ...named.map((id) => ({ name: 'order', valueReference: { reference: `MedicationRequest/${id}` } })),
        ...more,
      ],
    });
  const before = [await due(kari), await due(kari, '2026-11-30')];
  const answer = await renew(orders);
  expect(answer.status, answer.text).toBe(200);
  expect(answer.body.entry.map(({ resource }) => (resource.priorPrescription as JsonObject).reference)).toEqual(
    orders.map((id) => `MedicationRequest/${id}`),
  );
  expect(answer.body.entry[0]?.resource).toMatchObject({
    status: 'active',
    dispenseRequest: { validityPeriod: { start: '2026-11-29', end: '2027-11-29' } },
  });
  expect([await due(kari), await due(kari, '2026-11-30')]).toEqual(before);
  expect((await server.get(`MedicationRequest/${orders[0]}`)).body.status).toBe('completed');
  // what is renewed already, or of another, renews nothing at all
  const [odd, fresh] = [await citizen(), await ordered(kari)];
  expect((await renew([fresh, orders[0]!])).status).toBe(422);
  expect((await renew([fresh, await ordered(odd)])).status).toBe(400);
  expect((await renew([fresh], [{ name: 'until', valueDate: '2030-01-01' }])).status).toBe(400);
  expect((await renew([])).status).toBe(400);
  expect((await server.get(`MedicationRequest/${fresh}`)).body).toMatchObject({
    status: 'active',
    meta: { versionId: '1' },
  });
});

describe('an outside app, as the nurse who uses it', () => {
  const facts: CaseFacts = {
    now: '2026-11-29T12:00:00+01:00',
    actor: {
      kind: 'staff',
      id: 'hanne',
      role: 'sykepleier',
      hpr: { category: 'SP', status: 'active' },
      org: 'kommune',
      unit: 'sone-3',
    },
    patient: { id: 'kari', birthDate: '1942-03-05', address: 'none', deceased: false },
    relations: [
      { type: 'vedtak', org: 'kommune', unit: 'sone-3', status: 'active', from: '2026-10-01T00:00:00+02:00', to: null },
    ],
    purpose: 'TREAT',
    op: 'write',
    resource: {
      type: 'MedicationRequest',
      id: 'order',
      category: 'medication',
      custodianUnit: 'legekontoret',
      custodianOrg: 'legekontoret',
      labels: [],
    },
    blocks: [],
    btg: null,
    consentInSitu: null,
    kin: null,
    mandate: null,
    project: null,
  };
  let worlds = 0;

  async function nurse(scopes: readonly string[], more: Partial<CaseFacts> = {}) {
    worlds += 1;
    const world = await buildWorld(server, { facts: { ...facts, ...more } }, `app${worlds}`);
    const actor = server.actors.get(world.token)!;
    server.actors.set(world.token, { ...actor, clientId: 'dose-app', scopes });
    const headers = { authorization: `Bearer ${world.token}`, ...world.headers };
    const subject = `Patient/${world.patient}`;
    return { headers, subject, order: await ordered(subject) };
  }
  const scopes = ['user/MedicationRequest.rs', 'user/MedicationAdministration.crus', 'user/Patient.r'];

  test('sees what is due, and gives it under the same rules as any screen', async () => {
    const { headers, subject, order } = await nurse(scopes);
    const answer = await server.get(`MedicationRequest/$due-doses?patient=${subject}`, headers);
    expect(answer.status, answer.text).toBe(200);
    const dose = doseOf(subject, order, '2026-11-29T08:20:00+01:00', planned(order, '2026-11-29T08:00'));
    expect((await server.post('MedicationAdministration', dose, headers)).status).toBe(201);
    expect(keysOf(await server.post('MedicationAdministration', dose, headers))).toEqual(['dose-already-recorded']);
    expect((await due(subject))[0]).toBe('07:00 given');
  });

  test('does no more than its scopes, though its nurse may', async () => {
    const { headers, subject, order } = await nurse(['user/MedicationRequest.rs', 'user/Patient.r']);
    const dose = doseOf(subject, order, '2026-11-29T08:20:00+01:00');
    expect((await server.post('MedicationAdministration', dose, headers)).status).toBe(403);
    const parameter = [{ name: 'reason', valueCode: 'A' }];
    const stop = await server.post(
      `MedicationRequest/${order}/$stop`,
      { resourceType: 'Parameters', parameter },
      headers,
    );
    expect(stop.status).toBe(403);
  });

  test('a nurse proposes and does not order; a nurse without need sees no doses', async () => {
    const { headers, subject } = await nurse(['user/*.cruds']);
    const today = orderOf(subject, { authoredOn: '2026-11-29' });
    expect(keysOf(await server.post('MedicationRequest', today, headers))).toEqual(['not-prescriber']);
    const proposal = await server.post('MedicationRequest', orderOf(subject, { intent: 'proposal' }), headers);
    expect(proposal.status, proposal.text).toBe(201);
    const stranger = await nurse(['user/*.cruds'], { relations: [] });
    const seen = await server.get(`MedicationRequest/$due-doses?patient=${stranger.subject}`, stranger.headers);
    expect([seen.status === 200 ? (seen.body.parameter ?? []) : [], seen.status < 500]).toEqual([[], true]);
  });
});
