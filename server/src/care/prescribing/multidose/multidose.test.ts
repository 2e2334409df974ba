import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { careFollower } from '../../../care-events.ts';
import type { JsonObject } from '../../../fhir/resource.ts';
import { groupsAt, readXml, textAt, valueAt } from '../../../messages/index.ts';
import { nationalNumbers } from '../../../test/national-numbers.ts';
import { type Answer, type TestServer, type Told, withServer } from '../../../test/server.ts';
import { httpService, processesWith } from '../../index.ts';
import { type StandIn, startStandIn } from '../stand-in/server.ts';
import { listEnvelope } from './compose-list.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let noon = Date.parse('2026-11-29T12:00:00+01:00');
const HPR = 'urn:oid:2.16.578.1.12.4.1.4.4';
const HER = 'urn:oid:2.16.578.1.12.4.1.2';
const volven = (list: number) => `urn:oid:2.16.578.1.12.4.1.1.${list}`;
const code = (system: string, value: string) => ({ coding: [{ system, code: value }] });
const packing = {
  url: 'https://enjournal.no/fhir/StructureDefinition/dose-packing',
  valueCoding: { system: volven(9135), code: '3' },
};

let server: TestServer;
let bank: StandIn;
let follower: ReturnType<typeof careFollower>;

beforeAll(async () => {
  bank = await startStandIn();
  const service = httpService({ base: bank.base, timeoutMs: 800 });
  server = await withServer({
    processes: processesWith({
      remindAfterMs: 86_400_000,
      prescribing: { service, receiver: { name: 'Reseptformidleren', herId: '8093776' } },
    }),
  });
  server.clock.now = noon;
  for (const [at, id] of ['solli', 'legevakt', 'apotek'].entries()) {
    const identifier = [{ system: HER, value: `990000${at}` }];
    await made(server.put(`Organization/${id}`, { resourceType: 'Organization', id, name: id, identifier }));
  }
  for (const [id, role, unit] of [
    ['ada', 'lege', 'solli'],
    ['vera', 'lege', 'legevakt'],
    ['grete', 'sykepleier', 'solli'],
  ] as const) {
    await made(
      server.put(`Practitioner/${id}`, {
        resourceType: 'Practitioner',
        id,
        identifier: [{ system: HPR, value: '900000001' }],
        name: [{ family: 'Solli', given: [id] }],
        qualification: [{ code: code(volven(9060), role === 'lege' ? 'LE' : 'SP') }],
      }),
    );
    await made(
      server.put(`PractitionerRole/${id}-role`, {
        resourceType: 'PractitionerRole',
        id: `${id}-role`,
        active: true,
        period: { start: '2020-01-01' },
        practitioner: { reference: `Practitioner/${id}`, display: id },
        organization: { reference: `Organization/${unit}`, display: unit },
        code: [code('https://enjournal.no/fhir/CodeSystem/access-role', role)],
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
      organization: { id: unit, display: unit },
      role,
      purpose: 'TREAT',
    });
  }
  follower = careFollower(server.service, { holder: 'test', onFault: (error) => server.faults.push(error) });
  await follow();
});

beforeEach(() => {
  bank.mode('ok');
  noon += 48 * 3_600_000;
  server.clock.now = noon;
});

afterAll(async () => {
  await follower.close();
  await server.close();
  await bank.close();
  expect(server.faults).toEqual([]);
});

const moment = (): number => server.clock.now ?? noon;
const later = (ms: number): void => {
  server.clock.now = moment() + ms;
};

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

async function aCitizen(): Promise<{ patient: string; number: string }> {
  const number = numbers.next().value as string;
  const patient = await made(
    server.post('Patient', {
      resourceType: 'Patient',
      identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: number }],
      name: [{ use: 'official', family: 'Prøvesen', given: ['Tor'] }],
      gender: 'male',
      birthDate: '1942-11-03',
      generalPractitioner: [{ reference: 'PractitionerRole/ada-role' }, { reference: 'Organization/solli' }],
    }),
  );
  return { patient: `Patient/${patient.id}`, number };
}

const anOrder = (patient: string, name: string, more: JsonObject = {}): JsonObject => ({
  resourceType: 'MedicationRequest',
  status: 'active',
  intent: 'order',
  medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code: 'C03CA01' }], text: name },
  subject: { reference: patient },
  authoredOn: new Date(noon).toISOString().slice(0, 10),
  requester: { reference: 'PractitionerRole/ada-role' },
  dosageInstruction: [
    {
      text: '1 tablett morgen',
      timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd', timeOfDay: ['08:00:00'] } },
      doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }],
    },
  ],
  dispenseRequest: { quantity: { value: 1, unit: 'pakning' } },
  ...more,
});

const supply = (patient: string, more: JsonObject = {}): JsonObject => ({
  resourceType: 'SupplyRequest',
  status: 'active',
  category: code('https://enjournal.no/fhir/CodeSystem/supply-kind', 'multidose'),
  itemCodeableConcept: code(volven(9135), '3'),
  quantity: { value: 1, unit: 'rull' },
  occurrenceTiming: {
    repeat: { boundsPeriod: { start: '2026-12-07' }, period: 2, periodUnit: 'wk', dayOfWeek: ['mon'] },
  },
  authoredOn: new Date(noon).toISOString(),
  requester: { reference: 'PractitionerRole/ada-role' },
  supplier: [{ reference: 'Organization/apotek', display: 'Fjordvik apotek' }],
  deliverTo: { reference: patient },
  ...more,
});

const keysOf = ({ body }: Answer): string[] =>
  ((body.issue ?? []) as unknown as { details: { coding: { code: string }[] } }[]).map(
    ({ details }) => details.coding[0]!.code,
  );

const found = async (query: string): Promise<Told[]> =>
  ((await made(server.get(query))).entry ?? []).map(({ resource }) => resource);
const messagesOf = async (patient: string): Promise<Told[]> =>
  (await found(`Task?patient=${patient}&code=medicines-in-use&_count=50`)).sort((a, b) =>
    String(a.authoredOn).localeCompare(String(b.authoredOn)),
  );
const tasksOf = (patient: string, kind: string) => found(`Task?patient=${patient}&code=${kind}`);

/** What the pharmacy was last sent of a person: each line's medicine, whether it is packed, and whether it was stopped. */
function sentList(number: string): { lines: string[]; count: number } {
  const all = (bank.bank.state.lists ?? []).filter(({ person }) => person === number);
  const { values, wrongs } = readXml(all.at(-1)!.xml, [listEnvelope]);
  expect(wrongs).toEqual([]);
  const list = valueAt(groupsAt(values, 'Document')[0], 'RefDoc', 'Content', 'LegemidlerIBruk');
  const lines = groupsAt(list, 'EnkeltoppforingLIB').map((line) => {
    const inner = Buffer.from(textAt(line, 'ReseptDokLegemiddelB64')!, 'base64').toString('utf8');
    const stopped = textAt(line, 'Seponering', 'Arsak', 'V');
    const name = /<NavnFormStyrke>([^<]+)/.exec(inner)?.[1];
    return `${name} ${inner.includes('Skal pakkes') ? 'packed' : 'beside'}${stopped ? ` stopped ${stopped}` : ''}`;
  });
  return { lines: lines.sort(), count: all.length };
}

async function begun(): Promise<{ patient: string; number: string; furosemid: Told; paracet: Told }> {
  const { patient, number } = await aCitizen();
  const furosemid = await made(server.post('MedicationRequest', anOrder(patient, 'Furosemid 40 mg'), as('ada')));
  const paracet = await made(server.post('MedicationRequest', anOrder(patient, 'Paracet 500 mg'), as('ada')));
  await follow();
  const entry = [
    { resource: supply(patient), request: { method: 'POST', url: 'SupplyRequest' } },
    {
      resource: { ...furosemid, extension: [packing] },
      request: { method: 'PUT', url: `MedicationRequest/${furosemid.id}` },
    },
  ];
  await made(server.post('', { resourceType: 'Bundle', type: 'transaction', entry }, as('ada')));
  await follow();
  return { patient, number, furosemid, paracet };
}

test('multidose is begun by plain FHIR, and the pharmacy is told of the list: then, and each time it changes', async () => {
  const { patient, number, furosemid, paracet } = await begun();
  expect(sentList(number)).toEqual({ lines: ['Furosemid 40 mg packed', 'Paracet 500 mg beside'], count: 1 });
  expect(await messagesOf(patient)).toMatchObject([
    {
      status: 'completed',
      businessStatus: { coding: [{ code: 'received' }] },
      requester: { reference: 'PractitionerRole/ada-role' },
    },
  ]);
  later(60_000);
  const stop = { resourceType: 'Parameters', parameter: [{ name: 'reason', valueCode: 'A' }] };
  await made(server.post(`MedicationRequest/${paracet.id}/$stop`, stop, as('ada')));
  await follow();
  expect(sentList(number)).toEqual({ lines: ['Furosemid 40 mg packed', 'Paracet 500 mg beside stopped A'], count: 2 });

  later(60_000);
  const dosage = { text: '2 tabletter morgen', doseAndRate: [{ doseQuantity: { value: 2, unit: 'tablett' } }] };
  const changed = await made(
    server.post(
      `MedicationRequest/${furosemid.id}/$change`,
      { resourceType: 'Parameters', parameter: [{ name: 'dosage', valueDosage: dosage }] },
      as('ada'),
    ),
  );
  expect(changed.extension).toEqual([packing]);
  await follow();
  expect(sentList(number).lines[0]).toBe('Furosemid 40 mg packed');
  expect(sentList(number).count).toBe(3);
  // nothing changed, nothing sent
  later(60_000);
  await made(server.put(`MedicationRequest/${changed.id}`, { ...changed, note: [{ text: 'x' }] }, as('ada')));
  await follow();
  expect(sentList(number).count).toBe(3);
});

test('a change by a doctor elsewhere waits for the unit that answers, and a doctor there signs and sends it', async () => {
  const { patient, number, paracet } = await begun();
  later(60_000);
  const stop = { resourceType: 'Parameters', parameter: [{ name: 'reason', valueCode: 'A' }] };
  await made(
    server.post('EpisodeOfCare', {
      resourceType: 'EpisodeOfCare',
      status: 'active',
      patient: { reference: patient },
      managingOrganization: { reference: 'Organization/legevakt' },
      period: { start: '2026-01-01' },
    }),
  );
  await made(server.post(`MedicationRequest/${paracet.id}/$stop`, stop, as('vera')));
  await follow();
  const waiting = (await messagesOf(patient)).at(-1)!;
  expect(waiting).toMatchObject({
    status: 'on-hold',
    owner: { reference: 'Organization/solli' },
    statusReason: { coding: [{ code: 'list-signer' }] },
  });
  expect(sentList(number).count).toBe(1);
  expect(keysOf(await server.put(`Task/${waiting.id}`, { ...waiting, status: 'ready' }, as('grete')))).toEqual([
    'prescription-prescriber',
  ]);
  await made(server.put(`Task/${waiting.id}`, { ...waiting, status: 'ready' }, as('ada')));
  await follow();
  expect(sentList(number)).toEqual({ lines: ['Furosemid 40 mg packed', 'Paracet 500 mg beside stopped A'], count: 2 });
});

test('what does not arrive stands in the queue, and is overtaken by the next list', async () => {
  const { patient, number, furosemid, paracet } = await begun();
  bank.mode('refuse');
  later(60_000);
  await made(
    server.post(
      `MedicationRequest/${paracet.id}/$stop`,
      { resourceType: 'Parameters', parameter: [{ name: 'reason', valueCode: 'A' }] },
      as('ada'),
    ),
  );
  await follow();
  expect((await messagesOf(patient)).at(-1)).toMatchObject({
    status: 'on-hold',
    owner: { reference: 'Organization/solli' },
  });
  bank.mode('ok');
  later(60_000);
  const now = await made(server.get(`MedicationRequest/${furosemid.id}`));
  await made(server.put(`MedicationRequest/${furosemid.id}`, { ...now, extension: undefined }, as('ada')));
  await follow();
  expect((await messagesOf(patient)).map(({ status }) => status)).toEqual(['completed', 'cancelled', 'completed']);
  expect(sentList(number).lines).toEqual(['Furosemid 40 mg beside', 'Paracet 500 mg beside stopped A']);
});

test('what is wrong is refused by its field, whoever writes it; a nurse begins no multidose', async () => {
  const { patient } = await aCitizen();
  const refusals = async (more: JsonObject, who = 'ada') =>
    keysOf(await server.post('SupplyRequest', supply(patient, more), as(who)));
  expect(await refusals({ requester: { reference: 'PractitionerRole/grete-role' } }, 'grete')).toContain(
    'multidose-doctor',
  );
  expect(await refusals({ supplier: undefined as never })).toEqual(['multidose-pharmacy']);
  expect(
    await refusals({ supplier: [{ reference: 'Organization/apotek' }, { reference: 'Organization/solli' }] }),
  ).toEqual(['multidose-pharmacy']);
  expect(await refusals({ occurrenceTiming: { repeat: { period: 2, periodUnit: 'wk', dayOfWeek: ['mon'] } } })).toEqual(
    ['multidose-start'],
  );
  const order = anOrder(patient, 'Furosemid 40 mg', { extension: [packing] });
  expect(keysOf(await server.post('MedicationRequest', order, as('ada')))).toEqual(['multidose-none']);
  const arranged = await made(server.post('SupplyRequest', supply(patient), as('ada')));
  expect(await refusals({})).toEqual(['multidose-twice']);
  const asNeeded = { ...order, dosageInstruction: [{ text: '1 tablett ved behov', asNeededBoolean: true }] };
  expect(keysOf(await server.post('MedicationRequest', asNeeded, as('ada')))).toEqual(['multidose-as-needed']);
  expect((await server.send('DELETE', `SupplyRequest/${arranged.id}`, undefined, as('ada'))).status).toBeGreaterThan(
    399,
  );
});

test('the pharmacy’s question is a task of the unit, with the date by which it must know', async () => {
  const { patient, number } = await begun();
  expect(bank.bank.pharmacy.propose(number, 'Kan tablettene deles?', new Date(moment()))).toBeUndefined();
  later(20_000);
  await follow();
  expect(await tasksOf(patient, 'multidose-proposal')).toMatchObject([
    { status: 'requested', owner: { reference: 'Organization/solli' } },
  ]);
  const [asked] = await tasksOf(patient, 'multidose-proposal');
  expect(asked!.description).toContain('Kan tablettene deles?');
  const [arranged] = await found(`SupplyRequest?subject=${patient}`);
  expect(arranged!.extension).toMatchObject([
    {
      url: 'https://enjournal.no/fhir/StructureDefinition/multidose-packing',
      extension: [{ url: 'deadline' }, {}, {}],
    },
  ]);
  // and it is not told as a change of the list
  expect(sentList(number).count).toBe(1);
  expect(Object.values(bank.bank.state.answers ?? {}).at(-1)).toContain('<Status V="1"');
});

test('what was packed is dispensed; what should have been and was not, is an urgent task at once', async () => {
  const { patient, number, furosemid } = await begun();
  bank.bank.pharmacy.pack(number, [], new Date(moment()));
  later(20_000);
  await follow();
  const dispensed = await found(`MedicationDispense?patient=${patient}`);
  expect(dispensed).toMatchObject([
    {
      authorizingPrescription: [{ reference: `MedicationRequest/${furosemid.id}` }],
      daysSupply: { value: 14 },
      type: { coding: [{ code: '3' }] },
    },
  ]);
  expect(await tasksOf(patient, 'multidose-differs')).toEqual([]);
  later(86_400_000);
  bank.bank.pharmacy.pack(number, ['Furosemid'], new Date(moment()));
  await follow();
  const [task] = await tasksOf(patient, 'multidose-differs');
  expect(task).toMatchObject({ priority: 'urgent', description: 'Ikke pakket: Furosemid 40 mg. Må gis ved siden av.' });
});

test('a message of nobody here is answered with why, and nothing is written', async () => {
  const { number } = await begun();
  bank.bank.pharmacy.pack(number, [], new Date(moment()));
  const waiting = bank.bank.state.inbox!.at(-1)!;
  waiting.xml = waiting.xml.replaceAll(number, numbers.next().value as string);
  later(20_000);
  await follow();
  expect(bank.bank.state.inbox).toEqual([]);
  expect(bank.bank.state.answers![waiting.id]).toContain('Pasienten har ikke multidose her');
});

test('what a pharmacy hands out is known by its report, and without one when the bank is asked', async () => {
  const { patient } = await aCitizen();
  const orders = [
    await made(server.post('MedicationRequest', anOrder(patient, 'Furosemid 40 mg'), as('ada'))),
    await made(server.post('MedicationRequest', anOrder(patient, 'Ramipril 5 mg'), as('ada'))),
  ];
  const parameter = orders.map(({ id }) => ({
    name: 'order',
    valueReference: { reference: `MedicationRequest/${id}` },
  }));
  const { entry } = await made(
    server.post('MedicationRequest/$prescribe', { resourceType: 'Parameters', parameter }, as('ada')),
  );
  await follow();
  const ids = entry.map(({ resource }) =>
    String((resource.identifier as JsonObject[])[0]!.value).replace('urn:uuid:', ''),
  );
  expect(bank.bank.dispense(ids[0]!, 1, new Date(moment()), true)).toBeUndefined();
  expect(bank.bank.dispense(ids[1]!, 1, new Date(moment()), false)).toBeUndefined();
  const dispensed = async () =>
    (await found(`MedicationDispense?patient=${patient}`)).map(
      ({ authorizingPrescription }) => (authorizingPrescription as JsonObject[])[0]!.reference,
    );
  later(20_000);
  await follow();
  expect(await dispensed()).toContain(`MedicationRequest/${orders[0]!.id}`);
  later(7 * 3_600_000);
  await follow();
  later(7 * 3_600_000);
  await follow();
  expect((await dispensed()).sort()).toEqual(orders.map(({ id }) => `MedicationRequest/${id}`).sort());
  // whoever did it is told in the log, as the house with a purpose
  const log = await found(`AuditEvent?patient=${patient}&_count=200`);
  const agents = log.flatMap(({ agent }) => agent as { who?: { display?: string }; purposeOfUse?: unknown }[]);
  expect(agents.map(({ who }) => who?.display)).toContain('Enjournal');
});
