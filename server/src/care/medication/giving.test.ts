import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { CaseFacts } from '../../access/cases/read-cases.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type Answer, type TestServer, withServer } from '../../test/server.ts';
import { buildWorld } from '../../test/world.ts';
import { checkExtensionOf, type DoseCheck } from './check.ts';
import { deviationExtension } from './doses.ts';

vi.setConfig({ testTimeout: 60_000 });

const NOON = Date.parse('2026-11-29T12:00:00+01:00');
const HOUR = 3_600_000;
const iso = (at: number): string => new Date(at).toISOString();
const EAN = 'urn:oid:1.3.160';
const ATC = 'http://www.whocc.no/atc';

let server: TestServer;
beforeAll(async () => {
  server = await withServer();
  server.clock.now = NOON;
  for (const [id, text, atc, substance, ean] of [
    ['furix-40', 'Furix tab 40 mg', 'C03CA01', 'Furosemid', '7000000000011'],
    ['furix-20', 'Diural tab 20 mg', 'C03CA01', 'Furosemid', '7000000000028'],
    ['emconcor', 'Emconcor tab 5 mg', 'C07AB07', 'Bisoprolol', '7000000000035'],
  ] as const) {
    await server.put(`MedicationKnowledge/${id}`, {
      resourceType: 'MedicationKnowledge',
      id,
      status: 'active',
      code: {
        text,
        coding: [
          { system: EAN, code: ean },
          { system: ATC, code: atc },
        ],
      },
      ingredient: [{ itemCodeableConcept: { text: substance } }],
    });
  }
});
afterAll(() => server.close());

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

let worlds = 0;
/** A nurse by an outside app, at a citizen who has this order. */
async function atBedside(order: JsonObject) {
  worlds += 1;
  const world = await buildWorld(server, { facts }, `give${worlds}`);
  const actor = server.actors.get(world.token)!;
  server.actors.set(world.token, { ...actor, clientId: 'dose-app', scopes: ['user/*.cruds'] });
  const headers = { authorization: `Bearer ${world.token}`, ...world.headers };
  const subject = { reference: `Patient/${world.patient}` };
  const made = await server.post('MedicationRequest', {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    subject,
    authoredOn: '2026-11-01',
    ...order,
  });
  expect(made.status, made.text).toBe(201);
  const { id } = made.body;
  const doseOf = (more: JsonObject, at: number = server.clock.now ?? NOON): JsonObject => ({
    resourceType: 'MedicationAdministration',
    status: 'completed',
    medicationCodeableConcept: order.medicationCodeableConcept as JsonObject,
    subject,
    request: { reference: `MedicationRequest/${id}` },
    ...(more.effectivePeriod === undefined ? { effectiveDateTime: iso(at) } : {}),
    ...more,
  });
  const give = (more: JsonObject, at?: number): Promise<Answer> =>
    server.post('MedicationAdministration', doseOf(more, at), headers);
  return { headers, subject, id, doseOf, give };
}

const keysOf = ({ body }: Answer): string[] =>
  ((body.issue ?? []) as unknown as { details: { coding: { code: string }[] } }[]).map(
    ({ details }) => details.coding[0]!.code,
  );
const tablets = (value: number) => ({ dose: { value, unit: 'tablett' } });
const daily = {
  timing: { repeat: { timeOfDay: ['08:00:00'] } },
  doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }],
};
const furosemide = {
  medicationCodeableConcept: { text: 'Furosemid 40 mg', coding: [{ system: ATC, code: 'C03CA01' }] },
  dosageInstruction: [daily],
};

describe('a check that is recorded with a dose', () => {
  const checked = (check: DoseCheck) => ({ extension: [checkExtensionOf(check) as unknown as JsonObject] });

  test('is kept with it when person and package are the right ones', async () => {
    const { give, subject, headers } = await atBedside(furosemide);
    const check: DoseCheck = {
      person: subject.reference,
      personBy: 'number',
      item: { system: EAN, code: '7000000000011', display: 'Furix tab 40 mg' },
      batch: 'AB12',
      expiry: '2027-03-31',
      serial: '10001',
      fit: 'same',
    };
    const given = await give({ ...checked(check), dosage: tablets(1) });
    expect(given.status, given.text).toBe(201);
    const read = await server.get(`MedicationAdministration/${given.body.id}`, headers);
    expect(read.body.extension).toEqual([checkExtensionOf(check)]);
  });

  test('is refused when it says another person, another strength, another substance, or a package that has expired', async () => {
    const { give, subject } = await atBedside(furosemide);
    const person = subject.reference;
    const keys = async (check: DoseCheck, more: JsonObject = {}) => keysOf(await give({ ...checked(check), ...more }));
    const item = (code: string) => ({ item: { system: EAN, code } });
    expect(await keys({ person: 'Patient/somebody-else' })).toEqual(['check-wrong-person']);
    expect(await keys({ person, ...item('7000000000028') })).toEqual(['check-wrong-medicine']);
    expect(await keys({ person, ...item('7000000000035') })).toEqual(['check-wrong-medicine']);
    expect(await keys({ person, ...item('7000000000011'), expiry: '2026-11-28' })).toEqual(['check-expired']);
    // the last day of a package is one of its days
    expect(await keys({ person, ...item('7000000000011'), expiry: '2026-11-29' })).toEqual([]);
    const refusal = await give(checked({ ...item('7000000000035') }));
    expect(refusal.body.issue).toMatchObject([{ details: { text: expect.stringContaining('Legg den bort') } }]);
  });

  test('that was of the wrong medicine, swallowed all the same, is told as what it was', async () => {
    const { give } = await atBedside(furosemide);
    const wrong = checked({ item: { system: EAN, code: '7000000000028' } });
    const deviation = { url: deviationExtension, valueCode: 'wrong-medicine' };
    const extension = [...wrong.extension, deviation];
    expect(keysOf(await give({ extension }))).toEqual(['check-wrong-medicine']);
    expect((await give({ extension, note: [{ text: 'To av 20 mg i stedet for én av 40' }] })).status).toBe(201);
  });

  test('of a number that the catalogue does not have is kept as it was read', async () => {
    const { give } = await atBedside(furosemide);
    expect((await give(checked({ item: { system: EAN, code: '7000000009999' }, fit: 'by-eye' }))).status).toBe(201);
  });
});

describe('what is taken as needed', () => {
  const morphine = {
    medicationCodeableConcept: { text: 'Morfin 10 mg', coding: [{ system: ATC, code: 'N02AA01' }] },
    dosageInstruction: [
      {
        asNeededCodeableConcept: { text: 'smerter' },
        timing: { repeat: { frequency: 1, period: 4, periodUnit: 'h' } },
        doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }],
        maxDosePerPeriod: {
          numerator: { value: 3, unit: 'tablett' },
          denominator: { value: 1, system: 'http://unitsofmeasure.org', code: 'd' },
        },
      },
    ],
  };
  const forPain = { reasonCode: [{ text: 'Smerter ved stell' }], dosage: tablets(1) };

  test('says what for, keeps its distance and its most, and is told of with when the next may be given', async () => {
    const { give, subject, headers } = await atBedside(morphine);
    expect(keysOf(await give({ dosage: tablets(1) }))).toEqual(['as-needed-reason']);
    expect((await give(forPain, NOON - 9 * HOUR)).status).toBe(201);
    expect((await give(forPain, NOON - 5 * HOUR)).status).toBe(201);
    expect(keysOf(await give(forPain, NOON - 2 * HOUR))).toEqual(['too-soon']);
    // a phone that was without network tells of one between two that are known
    expect(keysOf(await give(forPain, NOON - 7 * HOUR))).toEqual(['too-soon']);
    expect((await give(forPain, NOON)).status).toBe(201);
    expect(keysOf(await give(forPain, NOON - 13 * HOUR))).toEqual(['over-max']);
    const answer = await server.get(`MedicationRequest/$unscheduled?patient=${subject.reference}`, headers);
    expect(answer.status, answer.text).toBe(200);
    const [{ part }] = answer.body.parameter as unknown as [{ part: (JsonObject & { name: string })[] }];
    const of = (name: string) => part.filter((one) => one.name === name);
    expect(of('kind')).toMatchObject([{ valueCode: 'as-needed' }]);
    expect(of('given')).toHaveLength(3);
    expect(of('left')).toMatchObject([{ valueDecimal: 0 }]);
    // three hours past midnight tomorrow the first of the three is a day old
    expect(of('next')).toMatchObject([{ valueInstant: iso(NOON + 15 * HOUR) }]);
  });

  test('given too soon all the same is told as what it was, and sent twice is one', async () => {
    const { give, doseOf, headers } = await atBedside(morphine);
    const act = 'urn:uuid:0ad1b9d8-4a2b-4ab2-9f5e-2a7d8c1b6e01';
    const identifier = [{ system: 'https://enjournal.no/fhir/NamingSystem/act', value: act }];
    const once = { 'if-none-exist': `identifier=https://enjournal.no/fhir/NamingSystem/act|${act}` };
    const send = () =>
      server.post('MedicationAdministration', doseOf({ ...forPain, identifier }), { ...headers, ...once });
    expect([(await send()).status, (await send()).status]).toEqual([201, 200]);
    const deviation = { extension: [{ url: deviationExtension, valueCode: 'too-soon' }] };
    expect(keysOf(await give({ ...forPain, ...deviation }))).toEqual(['too-soon']);
    expect((await give({ ...forPain, ...deviation, note: [{ text: 'Avtalt med vakthavende' }] })).status).toBe(201);
  });

  test('from two phones at once it is given by one', async () => {
    const { give } = await atBedside(morphine);
    const answers = await Promise.all(Array.from({ length: 6 }, () => give(forPain)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422, 422, 422]);
  });

  test('has its effect noted, of a dose that was given to the same citizen', async () => {
    const { give, subject, headers } = await atBedside(morphine);
    const other = await atBedside(morphine);
    const { id } = (await give(forPain, NOON - HOUR)).body;
    const effect = (dose: string, code = 'good') => ({
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/dose-effect', code: 'effect' }] },
      subject,
      partOf: [{ reference: `MedicationAdministration/${dose}` }],
      effectiveDateTime: iso(NOON),
      valueCodeableConcept: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/dose-effect', code }] },
    });
    const stranger = (await other.give(forPain)).body.id;
    expect(keysOf(await server.post('Observation', effect(stranger), headers))).toEqual(['effect-of-dose']);
    const noted = await server.post('Observation', effect(id), headers);
    expect(noted.status, noted.text).toBe(201);
    const answer = await server.get(`MedicationRequest/$unscheduled?patient=${subject.reference}`, headers);
    expect(answer.text).toContain(`"partOf":[{"reference":"MedicationAdministration/${id}"}]`);
  });
});

describe('a pump', () => {
  const rate = (value: number) => ({ value, unit: 'ml/time', system: 'http://unitsofmeasure.org', code: 'mL/h' });
  const filled = { value: 48, unit: 'ml', system: 'http://unitsofmeasure.org', code: 'mL' };
  const order = {
    medicationCodeableConcept: { text: 'Morfin 10 mg/ml', coding: [{ system: ATC, code: 'N02AA01' }] },
    dosageInstruction: [{ text: '0,5 ml/time', doseAndRate: [{ rateQuantity: rate(0.5) }] }],
  };
  const runs = (more: JsonObject = {}, start = NOON - 2 * HOUR) => ({
    status: 'in-progress',
    effectivePeriod: { start: iso(start) },
    dosage: { dose: filled, rateQuantity: rate(0.5) },
    ...more,
  });

  test('is started as ordered, once, and what is left is told', async () => {
    const { give, subject, headers } = await atBedside(order);
    expect(keysOf(await give(runs({ dosage: { dose: filled, rateQuantity: rate(1) } })))).toEqual(['rate-not-ordered']);
    expect(keysOf(await give(runs({ status: 'completed' })))).toEqual(['infusion-period']);
    const answers = await Promise.all([give(runs()), give(runs()), give(runs())]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
    expect(keysOf(answers.find(({ status }) => status === 422)!)).toEqual(['pump-running']);
    const answer = await server.get(`MedicationRequest/$unscheduled?patient=${subject.reference}`, headers);
    const [{ part }] = answer.body.parameter as unknown as [{ part: (JsonObject & { name: string })[] }];
    expect(part.find(({ name }) => name === 'left')).toMatchObject({ valueDecimal: 47 });
    expect(part.find(({ name }) => name === 'empty')).toMatchObject({ valueInstant: iso(NOON + 94 * HOUR) });
  });

  test('is changed and stopped with its times, also twice, and also after its order was stopped', async () => {
    const { give, subject, headers, id, doseOf } = await atBedside(order);
    const act = { system: 'https://enjournal.no/fhir/NamingSystem/act', value: `pump-${id}` };
    const first = (await give(runs({ identifier: [act] }))).body.id;
    const end = (status: string, at: number) => [
      { op: 'replace', path: '/status', value: status },
      { op: 'add', path: '/effectivePeriod/end', value: iso(at) },
    ];
    const patch = (path: string, body: JsonObject[]) =>
      server.send('PATCH', path, body, { ...headers, 'content-type': 'application/json-patch+json' });
    // as a phone that does not know its id ends it: by the name that it gave it
    const named = `MedicationAdministration?identifier=${encodeURIComponent(`${act.system}|${act.value}`)}`;
    for (const _ of [1, 2]) {
      const ended = await patch(named, end('completed', NOON - HOUR));
      expect(ended.status, ended.text).toBe(200);
    }
    const next = runs({ partOf: [{ reference: `MedicationAdministration/${first}` }] }, NOON - HOUR);
    const second = await give(next);
    expect(second.status, second.text).toBe(201);
    const parameter = [{ name: 'reason', valueCode: 'L' }];
    await server.post(`MedicationRequest/${id}/$stop`, { resourceType: 'Parameters', parameter });
    const seen = await server.get(`MedicationRequest/$unscheduled?patient=${subject.reference}`, headers);
    expect(seen.text).toContain('"name":"standing","valueBoolean":false');
    expect(keysOf(await server.post('MedicationAdministration', doseOf(runs({}, NOON + 60_000)), headers))).toContain(
      'order-not-active',
    );
    server.clock.now = NOON + HOUR;
    const stopped = await patch(`MedicationAdministration/${second.body.id}`, end('stopped', NOON + HOUR));
    expect(stopped.status, stopped.text).toBe(200);
    const after = await server.get(`MedicationRequest/$unscheduled?patient=${subject.reference}`, headers);
    expect(after.body.parameter ?? []).toEqual([]);
    server.clock.now = NOON;
  });
});

describe('an opioid agonist under supervision', () => {
  const order = {
    medicationCodeableConcept: { text: 'Buprenorfin 16 mg', coding: [{ system: ATC, code: 'N07BC01' }] },
    dosageInstruction: [
      {
        ...daily,
        additionalInstruction: [
          { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/dose-instruction', code: 'observed-intake' }] },
        ],
      },
    ],
  };
  const FUNCTION = 'http://terminology.hl7.org/CodeSystem/med-admin-perform-function';
  const seen = (role: string) => ({
    performer: [{ function: { coding: [{ system: FUNCTION, code: 'witness' }] }, actor: { reference: role } }],
  });

  test('is seen being taken, and after three that were missed a doctor orders anew', async () => {
    const { give, headers, id, subject } = await atBedside(order);
    const token = headers.authorization.replace('Bearer ', '');
    const role = `PractitionerRole/${server.actors.get(token)!.practitionerRole}`;
    const eight = Date.parse('2026-11-29T08:05:00+01:00');
    expect(keysOf(await give({}, eight - 4 * 24 * HOUR))).toEqual(['intake-not-observed']);
    expect((await give(seen(role), eight - 4 * 24 * HOUR)).status).toBe(201);
    const late = await give(seen(role), eight);
    expect(keysOf(late)).toEqual(['missed-doses']);
    expect(late.body.issue).toMatchObject([{ details: { text: expect.stringContaining('legen') } }]);
    // one that was not missed: two days away is not three
    expect((await give(seen(role), eight - 2 * 24 * HOUR)).status).toBe(201);
    expect((await give(seen(role), eight)).status).toBe(201);
    expect((await server.get(`MedicationRequest/${id}`, headers)).body.subject).toEqual(subject);
  });

  test('is given again when the doctor has ordered since', async () => {
    const { give, headers, id, subject, doseOf } = await atBedside(order);
    const token = headers.authorization.replace('Bearer ', '');
    const role = `PractitionerRole/${server.actors.get(token)!.practitionerRole}`;
    expect((await give(seen(role), NOON - 100 * HOUR)).status).toBe(201);
    const again = async (authoredOn: string) => {
      const prior = { reference: `MedicationRequest/${id}` };
      const made = await server.post('MedicationRequest', {
        resourceType: 'MedicationRequest',
        status: 'active',
        intent: 'order',
        subject,
        ...order,
        authoredOn,
        priorPrescription: prior,
      });
      const request = { reference: `MedicationRequest/${made.body.id}` };
      return server.post('MedicationAdministration', doseOf({ ...seen(role), request }), headers);
    };
    expect(keysOf(await again('2026-11-01'))).toEqual(['missed-doses']);
    expect((await again('2026-11-29T09:00:00+01:00')).status).toBe(201);
  });
});
