import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CaseFacts } from '../../../access/cases/read-cases.ts';
import type { JsonObject } from '../../../fhir/resource.ts';
import { type Answer, type TestServer, withServer } from '../../../test/server.ts';
import { buildWorld } from '../../../test/world.ts';

vi.setConfig({ testTimeout: 60_000 });
const NOON = Date.parse('2026-11-29T12:00:00+01:00');

let server: TestServer;
beforeAll(async () => {
  server = await withServer();
  server.clock.now = NOON;
  for (const id of ['sone-3-unit', 'legekontoret-gp'])
    await server.put(`Organization/${id}`, { resourceType: 'Organization', id, active: true, name: id });
});
afterAll(() => server.close());

const facts: CaseFacts = {
  now: '2026-11-29T12:00:00+01:00',
  actor: {
    kind: 'staff',
    id: 'nina',
    role: 'lege',
    hpr: { category: 'LE', status: 'active' },
    org: 'nordas',
    unit: 'medisin',
  },
  patient: { id: 'kari', birthDate: '1942-03-05', address: 'none', deceased: false },
  relations: [
    { type: 'stay', org: 'nordas', unit: 'medisin', status: 'active', from: '2026-11-28T00:00:00+01:00', to: null },
  ],
  purpose: 'TREAT',
  op: 'write',
  resource: {
    type: 'MedicationRequest',
    id: 'order',
    category: 'medication',
    custodianUnit: 'medisin',
    custodianOrg: 'nordas',
    labels: [],
  },
  blocks: [],
  btg: null,
  consentInSitu: null,
  kin: null,
  mandate: null,
  project: null,
};

const ATC: Record<string, string> = {
  Furosemid: 'C03CA01',
  Bisoprolol: 'C07AB07',
  Zopiklon: 'N05CF01',
  Paracetamol: 'N02BE01',
};
const conceptOf = (text: string) => ({
  coding: [{ system: 'http://www.whocc.no/atc', code: ATC[text.split(' ')[0]!]! }],
  text,
});
const daily = (value: number, timeOfDay = '08:00:00'): JsonObject => ({
  text: `${value} tablett`,
  timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd', timeOfDay: [timeOfDay] } },
  doseAndRate: [{ doseQuantity: { value, unit: 'tablett' } }],
});

let worlds = 0;
/** A citizen with a list, and an app that acts for a colleague at the hospital. */
async function admitted(more: Partial<CaseFacts> = {}) {
  worlds += 1;
  const world = await buildWorld(server, { facts: { ...facts, ...more } }, `rec${worlds}`);
  const actor = server.actors.get(world.token)!;
  server.actors.set(world.token, { ...actor, clientId: 'ward-app', scopes: ['user/*.cruds'] });
  const headers = { authorization: `Bearer ${world.token}`, ...world.headers };
  const subject = `Patient/${world.patient}`;
  const { body } = await server.get(subject);
  await server.put(subject, {
    ...body,
    generalPractitioner: [{ reference: 'Organization/legekontoret-gp', display: 'Legekontoret' }],
  });
  // what is in the case's own record besides is of no matter here
  for (const { resource } of (await server.get(`MedicationRequest?subject=${subject}`)).body.entry ?? [])
    await server.put(`MedicationRequest/${resource.id}`, { ...resource, status: 'entered-in-error' });
  const order = async (text: string, value = 1, of: JsonObject = {}) => {
    const answer = await server.post('MedicationRequest', {
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: conceptOf(text),
      subject: { reference: subject },
      authoredOn: '2026-11-01',
      dosageInstruction: [daily(value)],
      ...of,
    });
    expect(answer.status, answer.text).toBe(201);
    return answer.body.id;
  };
  return { subject, headers, order };
}

type Part = {
  name: string;
  valueCode?: string;
  valueReference?: { reference: string };
  valueString?: string;
  part?: Part[];
};
const partsOf = (answer: Answer): Part[] => (answer.body.parameter ?? []) as unknown as Part[];
const partValue = (parts: readonly Part[] | undefined, name: string): string | undefined => {
  const one = parts?.find((part) => part.name === name);
  return one?.valueCode ?? one?.valueReference?.reference ?? one?.valueString;
};

async function rows(subject: string, headers: Record<string, string>) {
  const answer = await server.get(`${subject}/$medication-sources`, headers);
  expect(answer.status, answer.text).toBe(200);
  return partsOf(answer).map(({ part }) => ({
    order: partValue(part, 'order'),
    version: partValue(part, 'version'),
    differences: part?.filter(({ name }) => name === 'difference').map(({ valueCode }) => valueCode),
    sources: part?.filter(({ name }) => name === 'source').map((one) => partValue(one.part, 'kind')),
  }));
}

const line = (parts: Record<string, JsonObject>): JsonObject =>
  ({ name: 'line', part: Object.entries(parts).map(([name, value]) => ({ name, ...value })) }) as unknown as JsonObject;
const ref = (id: string) => ({ valueReference: { reference: `MedicationRequest/${id}` } });
const decide = (id: string, decision: string, more: Record<string, JsonObject> = {}) =>
  line({ order: ref(id), decision: { valueCode: decision }, ...more });
const sign = (subject: string, headers: Record<string, string>, parameter: JsonObject[]) =>
  server.post(
    `${subject}/$reconcile`,
    { resourceType: 'Parameters', parameter: [{ name: 'transition', valueCode: 'admission' }, ...parameter] },
    headers,
  );
const keysOf = ({ body }: Answer): string[] =>
  (body.issue as unknown as { details: { coding: { code: string }[] } }[]).map(
    ({ details }) => details.coding[0]!.code,
  );

test('what all sources say of a medicine stands in one row, and how they differ is told', async () => {
  const { subject, headers, order } = await admitted();
  const furosemide = await order('Furosemid tab 40 mg');
  const bisoprolol = await order('Bisoprolol tab 5 mg');
  const about = { subject: { reference: subject } };
  const handed = (text: string) => ({
    resourceType: 'MedicationDispense',
    status: 'completed',
    medicationCodeableConcept: conceptOf(text),
    ...about,
    whenHandedOver: '2026-11-12T14:00:00+01:00',
  });
  for (const text of ['Furosemid tab 40 mg', 'Zopiklon tab 7,5 mg'])
    await server.post('MedicationDispense', handed(text));
  await server.post('MedicationAdministration', {
    resourceType: 'MedicationAdministration',
    status: 'completed',
    medicationCodeableConcept: conceptOf('Bisoprolol tab 5 mg'),
    ...about,
    effectiveDateTime: '2026-11-28T08:04:00+01:00',
    request: { reference: `MedicationRequest/${bisoprolol}` },
    dosage: { dose: { value: 1, unit: 'tablett' } },
  });
  const said = (text: string, category: string, more: JsonObject = {}) => ({
    resourceType: 'MedicationStatement',
    status: 'active',
    category: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/medication-statement-category', code: category }],
    },
    medicationCodeableConcept: conceptOf(text),
    ...about,
    dateAsserted: '2026-11-29T09:05:00+01:00',
    ...more,
  });
  await server.post(
    'MedicationStatement',
    said('Furosemid tab 40 mg', 'patientspecified', { dosage: [daily(2)] }),
    headers,
  );
  await server.post(
    'MedicationStatement',
    said('Zopiklon tab 7,5 mg', 'community', { dosage: [{ text: 'noen ganger to' }] }),
    headers,
  );
  expect(await rows(subject, headers)).toEqual([
    {
      order: `MedicationRequest/${bisoprolol}`,
      version: '1',
      differences: ['not-dispensed'],
      sources: ['list', 'given'],
    },
    {
      order: `MedicationRequest/${furosemide}`,
      version: '1',
      differences: ['dose'],
      sources: ['list', 'dispensed', 'citizen'],
    },
    { order: undefined, version: undefined, differences: ['not-on-list'], sources: ['dispensed', 'box'] },
  ]);
});

test('an outside app reconciles for its doctor: all of it in one transaction, told beforehand by the same code', async () => {
  const { subject, headers, order } = await admitted();
  const [furosemide, bisoprolol, zopiclone] = [
    await order('Furosemid tab 40 mg'),
    await order('Bisoprolol tab 5 mg'),
    await order('Zopiklon tab 7,5 mg'),
  ];
  const told = await server.post('MedicationStatement', {
    resourceType: 'MedicationStatement',
    status: 'active',
    medicationCodeableConcept: conceptOf('Paracetamol tab 500 mg'),
    subject: { reference: subject },
    dateAsserted: '2026-11-29T09:05:00+01:00',
  });
  const lines = [
    decide(furosemide, 'change', {
      dosage: { valueDosage: daily(0.5) },
      reason: { valueString: 'BT 96/52' },
      version: { valueString: '1' },
    }),
    decide(bisoprolol, 'keep'),
    decide(zopiclone, 'stop', { stopReason: { valueCode: 'L' }, reason: { valueString: 'Fall' } }),
    line({
      decision: { valueCode: 'add' },
      medication: { valueCodeableConcept: conceptOf('Paracetamol tab 500 mg') },
      dosage: { valueDosage: daily(2) },
      statement: { valueReference: { reference: `MedicationStatement/${told.body.id}` } },
    }),
    { name: 'notify', valueReference: { reference: 'Organization/sone-3-unit', display: 'Sone 3' } },
  ];
  const dry = await sign(subject, headers, [...lines, { name: 'dryRun', valueBoolean: true }]);
  expect(dry.status, dry.text).toBe(200);
  expect((await server.get(`List?subject=${subject}`)).body.total ?? 0).toBe(0);
  const done = await sign(subject, headers, lines);
  expect(done.status, done.text).toBe(200);
  // what was said would happen is what happened
  expect(partsOf(done).filter(({ name }) => name !== 'list')).toEqual(partsOf(dry));
  const told_ = Object.fromEntries(partsOf(done).map(({ name, ...value }) => [name, Object.values(value)[0]]));
  expect(told_).toMatchObject({
    onList: 3,
    keep: 1,
    change: 1,
    stop: 1,
    add: 1,
    ask: 0,
    fallAway: 7,
    firstDose: '2026-11-30T07:00:00.000Z',
  });

  const orders = (await server.get(`MedicationRequest?subject=${subject}&status=active&_count=50`)).body.entry;
  expect(orders.map(({ resource }) => (resource.medicationCodeableConcept as { text: string }).text).sort()).toEqual([
    ...['Bisoprolol tab 5 mg', 'Furosemid tab 40 mg', 'Paracetamol tab 500 mg'],
  ]);
  expect((await server.get(`MedicationRequest/${zopiclone}`)).body).toMatchObject({
    status: 'stopped',
    statusReason: { coding: [{ code: 'L' }], text: 'Fall' },
  });
  expect((await server.get(`MedicationStatement/${told.body.id}`)).body.status).toBe('completed');
  const [list] = (await server.get(`List?subject=${subject}`)).body.entry;
  expect(list?.resource).toMatchObject({
    status: 'current',
    mode: 'snapshot',
    code: { coding: [{ code: '10160-0' }] },
  });
  const items = (list!.resource.entry as unknown as { item: { reference: string } }[]).map(
    ({ item }) => item.reference,
  );
  expect(items.sort()).toEqual(orders.map(({ resource }) => `MedicationRequest/${resource.id}`).sort());
  const tasks = (await server.get(`Task?patient=${subject}&code=medicines-changed`)).body.entry;
  expect(tasks.map(({ resource }) => (resource.owner as { reference: string }).reference).sort()).toEqual([
    ...['Organization/legekontoret-gp', 'Organization/sone-3-unit'],
  ]);
  expect(tasks[0]?.resource.description).toContain('Stoppet: Zopiklon tab 7,5 mg (Fall)');
  // the list is what everyone sees, by the plain list of the day too
  const now = await server.get(`${subject}/$medication-list`);
  expect(partsOf(now).filter(({ name }) => name === 'order')).toHaveLength(3);
});

test('what the rules of orders would refuse is told while it is decided, and not first when it is signed', async () => {
  const { subject, headers, order } = await admitted();
  const furosemide = await order('Furosemid tab 40 mg');
  const lines = [decide(furosemide, 'change', { dosage: { valueDosage: daily(0.3) } })];
  const dry = await sign(subject, headers, [...lines, { name: 'dryRun', valueBoolean: true }]);
  const done = await sign(subject, headers, lines);
  expect([dry.status, done.status]).toEqual([422, 422]);
  expect(keysIn(dry)).toEqual(keysIn(done));
  expect(keysIn(dry)).not.toEqual([]);
  const { body } = await server.get(`MedicationRequest/${furosemide}`);
  expect([body.status, body.meta?.versionId]).toEqual(['active', '1']);
});

const keysIn = ({ body }: Answer): (string | undefined)[] =>
  (body.issue as unknown as { details?: { coding?: { code: string }[] } }[]).map(
    ({ details }) => details?.coding?.[0]?.code,
  );

test('nothing is passed over: what is not decided, decided wrongly or changed meanwhile is refused with nothing done', async () => {
  const { subject, headers, order } = await admitted();
  const [one, two] = [await order('Furosemid tab 40 mg'), await order('Bisoprolol tab 5 mg')];
  const refusedFor = async (...lines: JsonObject[]) => {
    const answer = await sign(subject, headers, lines);
    return [answer.status, ...keysOf(answer)];
  };
  expect(await refusedFor(decide(one, 'keep'))).toEqual([422, 'reconcile-undecided']);
  expect(await refusedFor(decide(one, 'keep'), decide(two, 'stop'))).toEqual([422, 'stop-reason']);
  expect(await refusedFor(decide(one, 'change'), decide(two, 'keep'))).toEqual([422, 'change-nothing']);
  expect(await refusedFor(decide(one, 'keep'), decide(one, 'keep'), decide(two, 'keep'))).toEqual([
    422,
    'reconcile-twice',
  ]);
  expect(await refusedFor(decide(one, 'keep'), decide(two, 'keep'), line({ decision: { valueCode: 'add' } }))).toEqual([
    422,
    'reconcile-add',
  ]);
  const impossible = decide(one, 'change', { dosage: { valueDosage: daily(0.3) } });
  expect(await refusedFor(impossible, decide(two, 'stop', { stopReason: { valueCode: 'A' } }))).toEqual([
    422,
    'dose-strength',
  ]);
  const { body } = await server.get(`MedicationRequest/${one}`);
  await server.put(`MedicationRequest/${one}`, { ...body, note: [{ text: 'x' }] });
  expect(await refusedFor(decide(one, 'keep', { version: { valueString: '1' } }), decide(two, 'keep'))).toEqual([
    409,
    'reconcile-changed',
  ]);
  await server.put(`MedicationRequest/${one}`, { ...body, status: 'stopped' });
  expect(await refusedFor(decide(one, 'keep', { version: { valueString: '2' } }), decide(two, 'keep'))).toEqual([
    409,
    'reconcile-changed',
  ]);
  expect((await server.get(`MedicationRequest/${two}`)).body.status).toBe('active');
  expect((await server.get(`List?subject=${subject}`)).body.total ?? 0).toBe(0);
});

test('a nurse prepares and the doctor signs; a signed list and what it was prepared on stay as they are', async () => {
  const { subject, headers, order } = await admitted({
    actor: {
      ...facts.actor,
      id: 'otto',
      role: 'sykepleier',
      hpr: { category: 'SP', status: 'active' },
    } as CaseFacts['actor'],
  });
  const one = await order('Furosemid tab 40 mg');
  const draft = await server.post(
    'List',
    {
      resourceType: 'List',
      status: 'current',
      mode: 'working',
      code: {
        coding: [
          { system: 'https://enjournal.no/fhir/CodeSystem/list-kind', code: 'reconciliation' },
          { code: 'medications' },
        ],
      },
      subject: { reference: subject },
      entry: [{ item: { reference: `MedicationRequest/${one}` } }],
    },
    headers,
  );
  expect(draft.status, draft.text).toBe(201);
  const dry = await sign(subject, headers, [decide(one, 'keep'), { name: 'dryRun', valueBoolean: true }]);
  expect(dry.status, dry.text).toBe(200);
  const refused = await sign(subject, headers, [decide(one, 'keep')]);
  expect([refused.status, keysOf(refused)]).toEqual([422, ['reconcile-signer']]);
  // nor by writing the list itself
  const list = {
    resourceType: 'List',
    status: 'current',
    mode: 'snapshot',
    code: { coding: [{ system: 'http://loinc.org', code: '10160-0' }] },
    subject: { reference: subject },
  };
  expect(keysOf(await server.post('List', list, headers))).toEqual(['reconcile-signer']);

  const actor = server.actors.get(headers.authorization.slice(7))!;
  const asSystem = await sign(subject, {}, [
    decide(one, 'keep'),
    { name: 'draft', valueReference: { reference: `List/${draft.body.id}` } },
  ]);
  expect(asSystem.status, asSystem.text).toBe(200);
  expect((await server.get(`List/${draft.body.id}`)).body.status).toBe('retired');
  const again = { ...(await server.get(`List/${draft.body.id}`)).body, status: 'current' };
  expect(keysOf(await server.put(`List/${draft.body.id}`, again, headers))).toEqual(['draft-over']);
  expect(actor.role).toBe('sykepleier');
});
