import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { careFollower } from '../../care-events.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { nationalNumbers } from '../../test/national-numbers.ts';
import { type Answer, type TestServer, type Told, withServer } from '../../test/server.ts';
import { httpService, processesWith } from '../index.ts';
import { standingOf } from './rules.ts';
import { type StandIn, startStandIn } from './stand-in/server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let noon = Date.parse('2026-11-29T12:00:00+01:00');
const ATC = 'http://www.whocc.no/atc';
const HPR = 'urn:oid:2.16.578.1.12.4.1.4.4';
const HER = 'urn:oid:2.16.578.1.12.4.1.2';
const volven = (list: number) => `urn:oid:2.16.578.1.12.4.1.1.${list}`;

let server: TestServer;
let bank: StandIn;
let follower: ReturnType<typeof careFollower>;

beforeAll(async () => {
  bank = await startStandIn();
  const service = httpService({ base: bank.base, timeoutMs: 800 });
  server = await withServer({
    processes: processesWith({
      remindAfterMs: 86_400_000,
      prescribing: { service, receiver: { name: 'Reseptformidleren', herId: '8093776' }, waitsMs: [5_000, 60_000] },
    }),
  });
  server.clock.now = noon;
  for (const [id, more] of [
    ['kommune', {}],
    ['solli', { partOf: { reference: 'Organization/kommune' } }],
  ] as const) {
    await made(
      server.put(`Organization/${id}`, {
        resourceType: 'Organization',
        id,
        name: id,
        identifier: [{ system: HER, value: `99000${id.length}` }],
        ...more,
      }),
    );
  }
  for (const [id, role, profession, approval] of [
    ['ada', 'lege', 'LE', '1'],
    ['lars', 'lege', 'LE', '18'],
    ['grete', 'sykepleier', 'SP', '1'],
  ] as const) {
    const coding = [
      { system: volven(9060), code: profession },
      { system: volven(7704), code: approval },
    ];
    await made(
      server.put(`Practitioner/${id}`, {
        resourceType: 'Practitioner',
        id,
        identifier: [{ system: HPR, value: '900000001' }],
        name: [{ family: 'Solli', given: [id] }],
        qualification: [{ code: { coding } }],
      }),
    );
    await made(
      server.put(`PractitionerRole/${id}-role`, {
        resourceType: 'PractitionerRole',
        id: `${id}-role`,
        active: true,
        period: { start: '2020-01-01' },
        practitioner: { reference: `Practitioner/${id}`, display: id },
        organization: { reference: 'Organization/solli', display: 'Solli' },
        code: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: role }] }],
      }),
    );
    server.actors.set(id, {
      kind: 'staff',
      id: `Practitioner/${id}`,
      display: id,
      clientId: 'outside-app',
      scopes: ['user/*.cruds'],
      loa: 4,
      practitioner: id,
      practitionerRole: `${id}-role`,
      organization: { id: 'solli', display: 'Solli' },
      role,
      purpose: 'TREAT',
    });
  }
  follower = careFollower(server.service, { holder: 'test', onFault: (error) => server.faults.push(error) });
  await follow();
});

beforeEach(() => {
  bank.mode('ok');
  // time never goes back
  noon += 10 * 60_000;
  server.clock.now = noon;
});

afterAll(async () => {
  await follower.close();
  await server.close();
  await bank.close();
  expect(server.faults).toEqual([]);
});

/** What the house does by itself until nothing is left. */
async function follow(): Promise<void> {
  for (let round = 0; round < 3; round += 1) await follower.settle();
}

async function made(answer: Promise<Answer>): Promise<Told> {
  const { status, text, body } = await answer;
  expect(status, text).toBeLessThan(300);
  return body;
}

const as = (who: string) => ({ authorization: `Bearer ${who}` });
const numbers = nationalNumbers();

async function aCitizen(more: { [name: string]: unknown } = {}): Promise<string> {
  const patient = await made(
    server.post('Patient', {
      resourceType: 'Patient',
      identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: numbers.next().value as string }],
      name: [{ use: 'official', family: 'Prøvesen', given: ['Tor'] }],
      gender: 'male',
      birthDate: '1992-11-03',
      address: [{ use: 'home', line: ['Smedgata 7 B'], postalCode: '0001', city: 'Fjordvik' }],
      generalPractitioner: [{ reference: 'PractitionerRole/ada-role' }, { reference: 'Organization/solli' }],
      ...more,
    }),
  );
  return `Patient/${patient.id}`;
}

const repeat = { frequency: 2, period: 1, periodUnit: 'd', timeOfDay: ['08:00:00', '20:00:00'] };
async function anOrder(patient: string, more: JsonObject = {}): Promise<Told> {
  return made(
    server.post(
      'MedicationRequest',
      {
        resourceType: 'MedicationRequest',
        status: 'active',
        intent: 'order',
        category: [{ coding: [{ system: volven(9101), code: '1' }] }],
        medicationCodeableConcept: {
          coding: [{ system: ATC, code: 'C03CA01', display: 'Furosemid' }],
          text: 'Furosemid 40 mg',
        },
        subject: { reference: patient },
        authoredOn: '2026-11-29',
        requester: { reference: 'PractitionerRole/ada-role' },
        dosageInstruction: [
          {
            text: '1 tablett morgen og kveld',
            timing: { repeat },
            doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }],
          },
        ],
        dispenseRequest: { quantity: { value: 1, unit: 'pakning' }, numberOfRepeatsAllowed: 1 },
        ...more,
      },
      as('ada'),
    ),
  );
}

const oxycodone: JsonObject = {
  medicationCodeableConcept: { coding: [{ system: ATC, code: 'N02AA05' }], text: 'Oksykodon 5 mg' },
  dispenseRequest: { quantity: { value: 1, unit: 'pakning' } },
};

const prescribe = (who: string, orders: readonly Told[], more: JsonObject[] = []): Promise<Answer> =>
  server.post(
    'MedicationRequest/$prescribe',
    {
      resourceType: 'Parameters',
      parameter: [
        ...orders.map(({ id }) => ({ name: 'order', valueReference: { reference: `MedicationRequest/${id}` } })),
        ...more,
      ],
    },
    as(who),
  );

const tasksOf = async (patient: string): Promise<Told[]> => {
  const { entry = [] } = await made(server.get(`Task?patient=${patient}&_count=100`));
  return entry.map(({ resource }) => resource);
};
const dispensesOf = async (patient: string): Promise<Told[]> =>
  ((await made(server.get(`MedicationDispense?patient=${patient}`))).entry ?? []).map(({ resource }) => resource);

/** How the order's prescription stands, as a screen shows it. */
async function stateOf(patient: string, order: Told): Promise<string | undefined> {
  const now = await made(server.get(`MedicationRequest/${order.id}`));
  const [tasks, dispensed] = [await tasksOf(patient), await dispensesOf(patient)];
  return standingOf(now as never, tasks as never, dispensed as never, '2026-11-29')?.state;
}

const keysOf = ({ body }: Answer): string[] =>
  (body.issue as unknown as { details: { coding: { code: string }[] } }[]).map(
    ({ details }) => details.coding[0]!.code,
  );
const placesOf = ({ body }: Answer): string[] => body.issue.map(({ expression }) => expression[0]!);
const idOf = (task: Told): string => String((task.identifier as JsonObject[])[0]!.value).replace('urn:uuid:', '');

test('several orders are signed at once, go to the bank, and are told as received, dispensed and recalled', async () => {
  const patient = await aCitizen();
  const draft = await anOrder(patient, { status: 'draft' });
  const order = await anOrder(patient, {
    medicationCodeableConcept: { coding: [{ system: ATC, code: 'C07AB07' }], text: 'Bisoprolol 5 mg' },
  });
  expect(await stateOf(patient, draft)).toBe('draft');
  const { entry } = await made(prescribe('ada', [draft, order]));
  expect(entry.map(({ resource }) => resource.status)).toEqual(['ready', 'ready']);
  expect(await made(server.get(`MedicationRequest/${draft.id}`))).toMatchObject({
    status: 'active',
    requester: { reference: 'PractitionerRole/ada-role' },
  });
  expect(await stateOf(patient, draft)).toBe('signed');
  await follow();
  expect(await stateOf(patient, draft)).toBe('received');
  const prescriptions = entry.map(({ resource }) =>
    bank.bank.state.prescriptions.find(({ id }) => id === idOf(resource)),
  );
  expect(prescriptions.map((one) => one?.medicine)).toEqual(['Furosemid 40 mg', 'Bisoprolol 5 mg']);
  expect(prescriptions[0]?.xml).toContain('<DosVeiledEnkel>1 tablett morgen og kveld</DosVeiledEnkel>');

  expect(bank.bank.dispense(prescriptions[0]!.id, 1, new Date(noon + 60_000))).toBeUndefined();
  const listed = await made(server.post(`${patient}/$prescriptions`, { resourceType: 'Parameters' }, as('ada')));
  expect(
    listed.entry.map(({ resource }) => [
      resource.status,
      (resource.medicationCodeableConcept as JsonObject).text,
      (resource.requester as JsonObject).display,
    ]),
  ).toEqual([
    ['active', 'Furosemid 40 mg', 'ada Solli'],
    ['active', 'Bisoprolol 5 mg', 'ada Solli'],
  ]);
  await made(server.post(`${patient}/$prescriptions`, { resourceType: 'Parameters' }, as('ada')));
  expect(await dispensesOf(patient)).toHaveLength(1);
  expect(await stateOf(patient, draft)).toBe('dispensed');

  await made(
    server.post(
      `MedicationRequest/${order.id}/$recall`,
      { resourceType: 'Parameters', parameter: [{ name: 'text', valueString: 'Feil' }] },
      as('ada'),
    ),
  );
  expect(await stateOf(patient, order)).toBe('recalling');
  await follow();
  expect(await stateOf(patient, order)).toBe('recalled');
  expect(prescriptions[1]?.recalled).toMatchObject({ reason: '4' });
});

test('an outside app signs by a plain POST, and meets the same rules', async () => {
  const patient = await aCitizen();
  const order = await anOrder(patient);
  const task = {
    resourceType: 'Task',
    identifier: [
      { use: 'official', system: 'urn:ietf:rfc:3986', value: 'urn:uuid:0b0f4f6e-8f2c-4a2e-9a3f-0c5e5f1d0a01' },
    ],
    status: 'ready',
    intent: 'order',
    code: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/task-code', code: 'prescription' }] },
    focus: { reference: `MedicationRequest/${order.id}` },
    for: { reference: patient },
    authoredOn: new Date(noon).toISOString(),
    requester: { reference: 'PractitionerRole/ada-role' },
    owner: { reference: 'Organization/solli' },
    restriction: { period: { start: '2026-11-29', end: '2027-11-28' } },
  };
  expect(keysOf(await server.post('Task', task))).toEqual(['prescription-prescriber']);
  expect(keysOf(await server.post('Task', { ...task, status: 'completed' }, as('ada')))).toEqual([
    'prescription-moved',
  ]);
  expect(
    keysOf(await server.post('Task', { ...task, requester: { reference: 'PractitionerRole/lars-role' } }, as('ada'))),
  ).toEqual(['author-is-another']);
  const signed = await made(server.post('Task', task, as('ada')));
  expect(keysOf(await server.post('Task', task, as('ada')))).toContain('prescription-twice');
  await follow();
  expect(await stateOf(patient, order)).toBe('received');
  const now = await made(server.get(`Task/${signed.id}`));
  expect(keysOf(await server.put(`Task/${signed.id}`, { ...now, status: 'ready' }, as('ada')))).toEqual([
    'prescription-moved',
  ]);
  expect((await server.send('DELETE', `Task/${signed.id}`, undefined, as('ada'))).status).toBe(403);
});

describe('what would be wrong is refused before anything is signed, by its field:', () => {
  test.each<[string, JsonObject, string, string]>([
    [
      'no words',
      { dosageInstruction: [{ timing: { repeat }, doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }] }] },
      'prescription-dosage',
      'dosageInstruction',
    ],
    ['no code', { medicationCodeableConcept: { text: 'Noe' } }, 'prescription-medicine', 'medication'],
    [
      'nothing to dispense',
      { dispenseRequest: { quantity: { value: 0, unit: 'pakning' } } },
      'prescription-quantity',
      'dispenseRequest.quantity',
    ],
    [
      'words that are too long',
      { dosageInstruction: [{ text: 'x'.repeat(501) }] },
      'prescription-message',
      'dosageInstruction.text',
    ],
    [
      'group A again',
      { ...oxycodone, dispenseRequest: { quantity: { value: 1, unit: 'pakning' }, numberOfRepeatsAllowed: 1 } },
      'prescription-no-repeats',
      'dispenseRequest.numberOfRepeatsAllowed',
    ],
    [
      'out of date',
      { dispenseRequest: { validityPeriod: { end: '2026-11-01' } } },
      'prescription-validity',
      'validityPeriod.end',
    ],
  ])('%s', async (_, more, key, place) => {
    const patient = await aCitizen();
    const answer = await prescribe('ada', [await anOrder(patient), await anOrder(patient, more)]);
    expect(answer.status, answer.text).toBe(422);
    expect(keysOf(answer)).toEqual([key]);
    expect(placesOf(answer)[0]).toMatch(new RegExp(`${place}$`));
    expect(await tasksOf(patient)).toEqual([]);
  });

  test('a person without a number', async () => {
    const patient = await aCitizen({ identifier: undefined });
    expect(keysOf(await prescribe('ada', [await anOrder(patient)]))).toEqual(['prescription-number']);
  });
});

test('group A and B need a doctor’s authorisation without conditions; a nurse sends nothing', async () => {
  const patient = await aCitizen();
  const [strong, plain] = [await anOrder(patient, oxycodone), await anOrder(patient)];
  expect(keysOf(await prescribe('lars', [strong]))).toEqual(['prescription-authorisation']);
  await made(prescribe('lars', [plain]));
  expect(keysOf(await prescribe('grete', [strong]))).toEqual(['prescription-prescriber']);
  await made(prescribe('ada', [strong]));
  await follow();
  expect(await stateOf(patient, strong)).toBe('received');
});

test('a stop recalls what the pharmacies can still see, in the name of who stopped it', async () => {
  const patient = await aCitizen();
  const order = await anOrder(patient, oxycodone);
  const { entry } = await made(prescribe('ada', [order]));
  await follow();
  const stop = { resourceType: 'Parameters', parameter: [{ name: 'reason', valueCode: 'A' }] };
  await made(server.post(`MedicationRequest/${order.id}/$stop`, stop, as('ada')));
  await follow();
  expect(await stateOf(patient, order)).toBe('recalled');
  expect(bank.bank.state.prescriptions.find(({ id }) => id === idOf(entry[0]!.resource))?.recalled).toMatchObject({
    reason: '2',
  });
});

test('a renewal with its prescription recalls the one before it, and only when the new one is there', async () => {
  const patient = await aCitizen();
  const order = await anOrder(patient);
  const [first] = (await made(prescribe('ada', [order]))).entry;
  await follow();
  bank.mode('away');
  const renewed = await made(prescribe('ada', [order], [{ name: 'renew', valueBoolean: true }]));
  await follow();
  expect(bank.bank.state.prescriptions.find(({ id }) => id === idOf(first!.resource))?.state).toBe('E');
  bank.mode('ok');
  server.clock.now = noon + 10_000;
  await follow();
  const old = bank.bank.state.prescriptions.find(({ id }) => id === idOf(first!.resource));
  expect(old?.recalled).toMatchObject({ reason: '1', by: idOf(renewed.entry[0]!.resource) });
});

describe('when the bank does not answer as it should', () => {
  test('it is tried again, then stands in the unit’s queue with why; a doctor sends it again', async () => {
    const patient = await aCitizen();
    const order = await anOrder(patient);
    bank.mode('away');
    await made(prescribe('ada', [order]));
    for (const seconds of [0, 10, 80]) {
      server.clock.now = noon + seconds * 1000;
      await follow();
    }
    const queue = await made(server.get('Task?owner=Organization/solli&status=on-hold', as('ada')));
    const waiting = queue.entry
      .map(({ resource }) => resource)
      .find((task) => (task.for as JsonObject).reference === patient)!;
    expect(waiting).toMatchObject({
      statusReason: { coding: [{ code: 'not-reached' }] },
      priority: 'urgent',
      requester: { reference: 'PractitionerRole/ada-role' },
    });
    expect(await stateOf(patient, order)).toBe('failed');
    bank.mode('ok');
    expect((await server.put(`Task/${waiting.id}`, { ...waiting, status: 'ready' }, as('grete'))).status).toBe(422);
    await made(server.put(`Task/${waiting.id}`, { ...waiting, status: 'ready' }, as('lars')));
    await follow();
    expect(await stateOf(patient, order)).toBe('received');
  });

  test('what is refused tells why, and goes anew under another id; or is withdrawn', async () => {
    const patient = await aCitizen();
    const [again, given] = [await anOrder(patient), await anOrder(patient, oxycodone)];
    bank.mode('refuse');
    await made(prescribe('ada', [again, given]));
    await follow();
    const tasks = await tasksOf(patient);
    expect(tasks.map(({ statusReason }) => (statusReason as JsonObject).text)).toEqual([
      'Lege er ikke registrert hos mottaker',
      'Lege er ikke registrert hos mottaker',
    ]);
    bank.mode('ok');
    const of = (order: Told) =>
      tasks.find(({ focus }) => (focus as JsonObject).reference === `MedicationRequest/${order.id}`)!;
    await made(server.put(`Task/${of(again).id}`, { ...of(again), status: 'ready' }, as('ada')));
    await made(server.put(`Task/${of(given).id}`, { ...of(given), status: 'cancelled' }, as('ada')));
    await follow();
    expect([await stateOf(patient, again), await stateOf(patient, given)]).toEqual(['received', undefined]);
  });

  test('a message that arrived before we could note it is one prescription, however often it is sent', async () => {
    const patient = await aCitizen();
    const order = await anOrder(patient);
    bank.mode('hang-up');
    const { entry } = await made(prescribe('ada', [order]));
    await follow();
    const id = idOf(entry[0]!.resource);
    const times = () => bank.bank.state.received.filter((one) => one === id).length;
    expect([times(), await stateOf(patient, order)]).toEqual([1, 'signed']);
    bank.mode('ok');
    server.clock.now = noon + 10_000;
    await follow();
    expect([times(), await stateOf(patient, order)]).toEqual([2, 'received']);
    expect(bank.bank.state.prescriptions.filter((one) => one.id === id)).toHaveLength(1);
  });

  test('a receipt that comes later is asked for', async () => {
    const patient = await aCitizen();
    const order = await anOrder(patient);
    bank.mode('later');
    await made(prescribe('ada', [order]));
    await follow();
    expect(await stateOf(patient, order)).toBe('sent');
    bank.mode('ok');
    server.clock.now = noon + 10_000;
    await follow();
    expect(await stateOf(patient, order)).toBe('received');
  });

  test('a look-up says so', async () => {
    const patient = await aCitizen();
    bank.mode('away');
    const answer = await server.post(`${patient}/$prescriptions`, { resourceType: 'Parameters' }, as('ada'));
    expect([answer.status, keysOf(answer)]).toEqual([503, ['prescription-bank-away']]);
    expect((await server.post(`${patient}/$prescriptions`, { resourceType: 'Parameters' }, as('grete'))).status).toBe(
      403,
    );
  });
});

test('where somebody with a protected address lives is not in the message', async () => {
  const extension = [
    { url: 'https://enjournal.no/fhir/StructureDefinition/address-protection', valueCode: 'fortrolig' },
  ];
  const patient = await aCitizen({ extension });
  const { entry } = await made(prescribe('ada', [await anOrder(patient)]));
  await follow();
  const xml = bank.bank.state.prescriptions.find(({ id }) => id === idOf(entry[0]!.resource))!.xml;
  expect(xml).not.toContain('Smedgata');
});
