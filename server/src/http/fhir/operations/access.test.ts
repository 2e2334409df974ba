import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../../access/actor.ts';
import type { CaseFacts } from '../../../access/cases/read-cases.ts';
import { type Answer, type TestServer, type Told, withServer } from '../../../test/server.ts';
import { buildWorld, type World } from '../../../test/world.ts';

let server: TestServer;

beforeAll(async () => {
  server = await withServer();
  server.clock.now = Date.parse('2026-12-01T12:00:00+01:00');
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const vedtak = {
  type: 'vedtak',
  org: 'kommune',
  unit: 'sone-3',
  status: 'active',
  from: '2026-10-01T00:00:00+02:00',
  to: null,
};

const facts: CaseFacts = {
  now: '2026-12-01T12:00:00+01:00',
  actor: {
    kind: 'staff',
    id: 'hanne',
    role: 'sykepleier',
    hpr: { category: 'SP', status: 'active' },
    org: 'kommune',
    unit: 'sone-3',
  },
  patient: { id: 'kari', birthDate: '1942-03-05', address: 'none', deceased: false },
  relations: [vedtak],
  purpose: 'TREAT',
  op: 'read',
  resource: {
    type: 'Composition',
    id: 'note',
    category: 'clinical-note',
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
const worldOf = (more: Partial<CaseFacts>): Promise<World> =>
  buildWorld(server, { facts: { ...facts, ...more } }, `op${++worlds}`);
const doctor = {
  ...facts.actor,
  id: 'vera',
  role: 'lege',
  hpr: { category: 'LE', status: 'active' as const },
  unit: 'legevakt',
};
const citizen = { kind: 'citizen' as const, id: 'kari' };

const as = ({ token, headers }: World, more: Record<string, string> = {}) => ({
  authorization: `Bearer ${token}`,
  ...headers,
  ...more,
});
const call = (world: World, name: string, parameter: object[] = []): Promise<Answer> =>
  server.post(`Patient/${world.patient}/$${name}`, { resourceType: 'Parameters', parameter }, as(world));

const toldOf = ({ parameter }: Told, name: string): unknown => {
  const one = parameter.find((each) => each.name === name);
  return one && Object.entries(one).find(([key]) => key !== 'name')?.[1];
};
const partsOf = ({ parameter }: Told, name: string): Record<string, unknown>[] =>
  parameter
    .filter((each) => each.name === name)
    .map(({ part }) =>
      Object.fromEntries(
        (part as { name: string }[]).map((one) => [one.name, Object.entries(one).find(([key]) => key !== 'name')?.[1]]),
      ),
    );

describe('$access-explain', () => {
  test('says that the record is open, why, and what of it, in three languages', async () => {
    const world = await worldOf({});
    const { status, body } = await call(world, 'access-explain');
    expect([status, toldOf(body, 'decision')]).toEqual([200, 'permit']);
    expect(toldOf(body, 'reason')).toMatchObject({ code: 'relation:vedtak' });
    expect(partsOf(body, 'explanation').map(({ language }) => language)).toEqual(['nb', 'nn', 'en']);
    const seen = partsOf(body, 'category').filter(({ access }) => access === 'permit');
    expect(seen.map(({ code }) => code)).toContain('clinical-note');
    expect(seen.map(({ code }) => code)).not.toContain('psych-note');
    expect(toldOf(body, 'suppressed')).toBe(false);
  });

  test('says why not, and offers emergency access to those who may', async () => {
    const refused = await call(await worldOf({ actor: doctor, relations: [] }), 'access-explain');
    expect(toldOf(refused.body, 'decision')).toBe('deny');
    expect(toldOf(refused.body, 'reason')).toMatchObject({ code: 'no-basis' });
    expect(partsOf(refused.body, 'emergency')[0]).toMatchObject({ minutes: 60, reasonLength: 10 });
    const assistant = { ...facts.actor, role: 'assistent', hpr: null };
    const other = await call(await worldOf({ actor: assistant, relations: [] }), 'access-explain');
    expect(partsOf(other.body, 'emergency')).toEqual([]);
  });

  test('tells that something is kept from the reader only where the citizen lets it be told', async () => {
    const block = { kind: 'category', target: 'lab', from: '2026-01-01T00:00:00+01:00', to: null };
    const told = await call(await worldOf({ blocks: [{ ...block, marker: true }] }), 'access-explain');
    expect(toldOf(told.body, 'suppressed')).toBe(true);
    const hidden = await call(await worldOf({ blocks: [{ ...block, marker: false }] }), 'access-explain');
    expect(toldOf(hidden.body, 'suppressed')).toBe(false);
  });

  test('tells who holds what is kept from others, and nobody else', async () => {
    const block = { kind: 'org', target: 'hospital', from: '2026-01-01T00:00:00+01:00', to: null, marker: true };
    const holder = await call(
      await worldOf({ blocks: [{ ...block, custodian: facts.actor.unit }] } as never),
      'access-explain',
    );
    expect(toldOf(holder.body, 'holdsBlocked')).toBe(true);
    const other = await call(await worldOf({ blocks: [{ ...block, custodian: 'elsewhere' }] }), 'access-explain');
    expect(toldOf(other.body, 'holdsBlocked')).toBe(false);
    const hidden = await call(
      await worldOf({ blocks: [{ ...block, custodian: facts.actor.unit, marker: false }] } as never),
      'access-explain',
    );
    expect(toldOf(hidden.body, 'holdsBlocked')).toBe(false);
  });

  test('answers of a person that is not there, and to a citizen of another, alike', async () => {
    const world = await worldOf({ actor: { ...citizen, id: 'other' }, purpose: 'PATRQT' });
    const other = await call(world, 'access-explain');
    const nobody = await call({ ...world, patient: 'nobody-at-all' }, 'access-explain');
    expect([other.status, other.text]).toEqual([404, nobody.text]);
  });
});

describe('$emergency-access', () => {
  const reason = [
    { name: 'reasonCode', valueCode: 'life-threatening' },
    { name: 'reasonText', valueString: 'Bevisstløs, ukjent medisinbruk' },
  ];

  test('opens the record for an hour, tells the citizen, and leaves a review to somebody else', async () => {
    const world = await worldOf({ actor: doctor, relations: [] });
    const patient = `Patient/${world.patient}`;
    expect((await server.get(patient, as(world))).status).toBe(403);
    const opened = await call(world, 'emergency-access', reason);
    expect(opened.status).toBe(200);
    const period = toldOf(opened.body, 'period') as { start: string; end: string };
    expect(Date.parse(period.end) - Date.parse(period.start)).toBe(3_600_000);
    expect((await server.get(patient, as(world))).status).toBe(200);
    expect((await server.get(world.resource, as(world))).status).toBe(200);
    const told = await server.get(`Communication?subject=${patient}`);
    expect(told.body.total).toBe(1);
    const { reference } = toldOf(opened.body, 'task') as { reference: string };
    const review = await server.get(reference);
    expect(review.body).toMatchObject({ status: 'requested', description: 'Bevisstløs, ukjent medisinbruk' });
    expect((await server.get(reference, as(world))).status, 'the review is not for who opened').not.toBe(200);
    const { rows } = await server.database.reader.query<{ reason: string }>(
      `SELECT reason FROM access_log WHERE interaction = '$emergency-access' ORDER BY seq DESC LIMIT 1`,
    );
    expect(rows[0]?.reason).toBe('Bevisstløs, ukjent medisinbruk');
    server.clock.now = Date.parse(period.end);
    expect((await server.get(world.resource, as(world))).status).toBe(404);
    server.clock.now = Date.parse(facts.now);
  });

  test('ends before the hour when whoever opened says so', async () => {
    const world = await worldOf({ actor: doctor, relations: [] });
    await call(world, 'emergency-access', reason);
    expect((await call(world, 'emergency-end')).status).toBe(200);
    expect((await server.get(`Patient/${world.patient}`, as(world))).status).toBe(403);
    expect((await call(world, 'emergency-end')).status).toBe(422);
  });

  test.each([
    [
      'too short a reason',
      { actor: doctor, relations: [] },
      [reason[0], { name: 'reasonText', valueString: 'Haster' }],
      400,
    ],
    [
      'a reason that is none of the codes',
      { actor: doctor, relations: [] },
      [{ name: 'reasonCode', valueCode: 'curious' }, reason[1]],
      400,
    ],
    ['no reason', { actor: doctor, relations: [] }, [], 400],
    ['a role that may not', { actor: { ...facts.actor, role: 'assistent', hpr: null }, relations: [] }, reason, 403],
    [
      'one from whom the record is kept by name',
      {
        actor: doctor,
        relations: [],
        blocks: [{ kind: 'person', target: 'vera', marker: true, from: '2026-01-01', to: null }],
      },
      reason,
      403,
    ],
    ['one’s own record', { actor: { ...doctor, id: 'kari' }, relations: [] }, reason, 403],
    ['a citizen', { actor: citizen, purpose: 'PATRQT' }, reason, 403],
    ['what is open already', {}, reason, 422],
  ] as [string, Partial<CaseFacts>, object[], number][])('is refused: %s', async (_name, more, parameter, status) => {
    const world = await worldOf(more);
    expect((await call(world, 'emergency-access', parameter)).status).toBe(status);
  });

  test('nobody makes an opening by writing its task', async () => {
    const world = await worldOf({});
    const period = { start: '2026-12-01T11:00:00Z', end: '2026-12-01T12:30:00Z' };
    const task = {
      resourceType: 'Task',
      status: 'requested',
      intent: 'order',
      code: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/task-code', code: 'emergency-review' }] },
      description: 'A long enough reason',
      for: { reference: `Patient/${world.patient}` },
      requester: { reference: `Practitioner/${server.actors.get(world.token)!.practitioner}` },
      restriction: { period },
    };
    expect((await server.post('Task', task, as(world))).status).toBe(403);
  });
});

describe('$block and $unblock', () => {
  test('the citizen keeps the notes from the municipality, and lets them be read again', async () => {
    const nurse = await worldOf({});
    const own = { ...nurse, token: `${nurse.token}-citizen`, headers: {} };
    server.actors.set(own.token, {
      ...{ kind: 'citizen', id: `Patient/${nurse.patient}`, display: 'Kari', clientId: 'web', loa: 4 },
      ...{ scopes: ['user/*.cruds'], ownPatient: nurse.patient, purpose: 'PATRQT' },
    });
    expect((await server.get(nurse.resource, as(nurse))).status).toBe(200);
    const prefix = nurse.token;
    const made = await call(own, 'block', [
      { name: 'kind', valueCode: 'org' },
      { name: 'from', valueReference: { reference: `Organization/${prefix}-kommune` } },
      { name: 'category', valueCode: 'clinical-note' },
    ]);
    expect([made.status, made.body.resourceType]).toEqual([200, 'Consent']);
    const kept = await server.get(nurse.resource, as(nurse));
    expect([kept.status, kept.body.issue[0]?.code]).toEqual([200, 'suppressed']);
    expect((await server.get(nurse.resource, as(own))).status, 'the citizen reads it').toBe(200);
    expect((await server.get(`Consent/${made.body.id}`, as(nurse))).status, 'the block itself tells too much').not.toBe(
      200,
    );
    const lift = [{ name: 'block', valueReference: { reference: `Consent/${made.body.id}` } }];
    expect((await call(nurse, 'unblock', lift)).status, 'not by those from whom it is kept').toBe(403);
    expect((await call(own, 'unblock', lift)).status).toBe(200);
    expect((await server.get(nurse.resource, as(nurse))).body.resourceType).toBe('Composition');
    expect((await call(own, 'unblock', lift)).status).toBe(422);
  });

  test.each([
    ['no kind', [], 400],
    ['a kind that is none', [{ name: 'kind', valueCode: 'everything' }], 400],
    ['from nobody', [{ name: 'kind', valueCode: 'person' }], 400],
    [
      'a category that is none',
      [
        { name: 'kind', valueCode: 'category' },
        { name: 'category', valueCode: 'gossip' },
      ],
      400,
    ],
    [
      'an unknown parameter',
      [
        { name: 'kind', valueCode: 'all' },
        { name: 'mood', valueString: 'angry' },
      ],
      400,
    ],
  ] as [string, object[], number][])('is refused: %s', async (_name, parameter, status) => {
    expect((await call(await worldOf({}), 'block', parameter)).status).toBe(status);
  });

  test('who has nothing to do with the citizen blocks nothing', async () => {
    const world = await worldOf({ relations: [] });
    expect((await call(world, 'block', [{ name: 'kind', valueCode: 'all' }])).status).toBe(403);
  });

  test('personnel write no block past the operation', async () => {
    const world = await worldOf({});
    const consent = {
      resourceType: 'Consent',
      status: 'active',
      scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
      category: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/consent-category', code: 'sperring' }] }],
      patient: { reference: `Patient/${world.patient}` },
      policyRule: { text: '-' },
      provision: { type: 'deny' },
    };
    expect((await server.post('Consent', consent, as(world))).status).toBe(403);
  });
});

describe('$who-can-see and $care-relations', () => {
  const stay = { ...vedtak, type: 'stay', org: 'hospital', unit: 'ward' };

  test('tells the units and roles that could open the record, with the ground, as the decision gives it', async () => {
    const world = await worldOf({ relations: [vedtak] });
    const { status, body } = await call(world, 'who-can-see');
    expect(status).toBe(200);
    const [party, ...more] = partsOf(body, 'party');
    expect(more).toEqual([]);
    expect(party).toMatchObject({
      organization: { reference: `Organization/${world.token}-sone-3`, display: 'sone-3' },
      legalEntity: { reference: `Organization/${world.token}-kommune` },
      role: 'sykepleier',
      ground: { code: 'relation:vedtak' },
      people: 1,
      blocked: false,
    });
  });

  test('systems that read by themselves are told to the citizen alone', async () => {
    const world = await worldOf({ relations: [vedtak] });
    const scopes = ['system/*.rs'];
    const collector: Actor = { ...{ kind: 'system', id: 'client:x', display: 'X', clientId: 'x', loa: 4 }, scopes };
    server.service.systems = async () => [collector];
    expect(partsOf((await call(world, 'who-can-see')).body, 'system')).toEqual([]);
    server.actors.set('the-citizen', {
      ...{ kind: 'citizen', id: `Patient/${world.patient}`, display: 'Kari', clientId: 'enjournal-web', loa: 4 },
      ...{ scopes: ['user/*.cruds'], ownPatient: world.patient, purpose: 'PATRQT' },
    });
    const headers = { authorization: 'Bearer the-citizen' };
    const { body } = await server.get(`Patient/${world.patient}/$who-can-see`, headers);
    expect(partsOf(body, 'system')).toMatchObject([{ name: 'X', ground: { code: 'system' } }]);
    server.service.systems = async () => [];
  });

  test('a unit whose relation has ended is not among them', async () => {
    const ended = { ...stay, status: 'finished', to: '2026-11-01T00:00:00+01:00' };
    const world = await worldOf({ relations: [vedtak, ended] });
    const parties = partsOf((await call(world, 'who-can-see')).body, 'party');
    expect(parties).toHaveLength(1);
    const relations = partsOf((await call(world, 'care-relations')).body, 'relation');
    expect(relations).toMatchObject([{ kind: 'vedtak', active: true }]);
    const all = await call(world, 'care-relations', [{ name: 'ended', valueBoolean: true }]);
    expect(partsOf(all.body, 'relation')).toHaveLength(1);
  });

  test('what is kept from whom is told to the citizen, and to personnel no more than their own marker', async () => {
    const block = { kind: 'category', target: 'lab', from: '2026-01-01T00:00:00+01:00', to: null };
    const blockedIn = async (world: World, headers = as(world)) =>
      partsOf((await server.get(`Patient/${world.patient}/$who-can-see`, headers)).body, 'party').map(
        ({ organization, blocked }) => [(organization as { display: string }).display, blocked],
      );
    const shown = await worldOf({ relations: [vedtak, stay], blocks: [{ ...block, marker: true }] });
    const hidden = await worldOf({ relations: [vedtak, stay], blocks: [{ ...block, marker: false }] });
    expect(await blockedIn(shown)).toContainEqual(['sone-3', true]);
    expect(await blockedIn(hidden)).toContainEqual(['sone-3', false]);
    server.actors.set('kari-herself', {
      ...{ kind: 'citizen', id: `Patient/${hidden.patient}`, display: 'Kari', clientId: 'enjournal-web', loa: 4 },
      ...{ scopes: ['user/*.cruds'], ownPatient: hidden.patient, purpose: 'PATRQT' },
    } as Actor);
    expect(await blockedIn(hidden, { authorization: 'Bearer kari-herself' })).toContainEqual(['sone-3', true]);
    const elsewhere = await worldOf({
      ...{ actor: doctor, relations: [vedtak, { ...vedtak, type: 'encounter', unit: 'legevakt' }] },
      blocks: [{ ...block, marker: true }],
    });
    const parties = await blockedIn(elsewhere);
    expect(parties).toContainEqual(['legevakt', true]);
    expect(parties.filter(([unit, blocked]) => unit !== 'legevakt' && blocked !== undefined)).toEqual([]);
  });

  test('who has opened the record in an emergency is told to who sees the log, and to nobody else', async () => {
    const world = await worldOf({ relations: [vedtak] });
    const other = await worldOf({ actor: doctor, relations: [] });
    const reason = [
      { name: 'reasonCode', valueCode: 'life-threatening' },
      { name: 'reasonText', valueString: 'Bevisstløs, ukjent medisinbruk' },
    ];
    expect((await call({ ...other, patient: world.patient }, 'emergency-access', reason)).status).toBe(200);
    const grounds = async (headers: Record<string, string>) =>
      partsOf((await server.get(`Patient/${world.patient}/$who-can-see`, headers)).body, 'party').map(
        ({ ground }) => (ground as { code: string }).code,
      );
    expect(await grounds(as(world))).toEqual(['relation:vedtak']);
    expect((await grounds(as(other))).sort(), 'one’s own').toEqual(['break-glass', 'relation:vedtak']);
    server.actors.set('kari-too', {
      ...{ kind: 'citizen', id: `Patient/${world.patient}`, display: 'Kari', clientId: 'enjournal-web', loa: 4 },
      ...{ scopes: ['user/*.cruds'], ownPatient: world.patient, purpose: 'PATRQT' },
    } as Actor);
    expect((await grounds({ authorization: 'Bearer kari-too' })).sort()).toEqual(['break-glass', 'relation:vedtak']);
  });

  test('neither is told to who has no ground', async () => {
    const world = await worldOf({ actor: doctor, relations: [] });
    for (const name of ['who-can-see', 'care-relations']) {
      const { status, body } = await call(world, name);
      expect([status, body.issue[0]?.code]).toEqual([403, 'forbidden']);
    }
  });
});

describe('who controls access', () => {
  test('sees the reviews that the organisation is given, concludes them, and opens a case with its reason', async () => {
    const world = await worldOf({ actor: doctor, relations: [] });
    const parameter = [
      { name: 'reasonCode', valueCode: 'life-threatening' },
      { name: 'reasonText', valueString: 'Bevisstløs, ukjent medisinbruk' },
    ];
    const { reference } = toldOf((await call(world, 'emergency-access', parameter)).body, 'task') as {
      reference: string;
    };
    const role = { resourceType: 'PractitionerRole', id: `${world.token}-control`, active: true };
    await server.put(`Practitioner/${role.id}`, { resourceType: 'Practitioner', id: role.id });
    await server.put(`PractitionerRole/${role.id}`, {
      ...role,
      practitioner: { reference: `Practitioner/${role.id}` },
      organization: { reference: `Organization/${world.token}-kommune` },
      code: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: 'loggkontroll' }] }],
    });
    server.actors.set(role.id, {
      ...{
        kind: 'staff',
        id: `Practitioner/${role.id}`,
        display: 'Petra',
        clientId: 'web',
        scopes: ['user/*.cruds'],
        loa: 4,
      },
      ...{ practitioner: role.id, practitionerRole: role.id, purpose: 'AUDIT' },
      organization: { id: `${world.token}-kommune`, display: 'Kommunen' },
    });
    const petra = { authorization: `Bearer ${role.id}` };
    const found = await server.get('Task?status=requested', petra);
    expect(found.body.entry.map(({ resource }) => `Task/${resource.id}`)).toEqual([reference]);
    const review = await server.get(reference, petra);
    expect(review.status).toBe(200);
    const patient = `Patient/${world.patient}`;
    expect((await server.get(patient, petra)).status, 'and nothing else of the record').toBe(403);
    expect((await server.get(`AuditEvent?patient=${patient}`, petra)).status).toBe(403);
    const concluded = { ...review.body, status: 'completed', businessStatus: { text: 'Lovlig' } };
    expect((await server.put(reference, { ...concluded, description: 'Something else' }, petra)).status).toBe(403);
    expect((await server.put(reference, concluded, petra)).status).toBe(200);
    const logCase = {
      resourceType: 'Task',
      status: 'in-progress',
      intent: 'order',
      code: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/task-code', code: 'log-control' }] },
      for: { reference: patient },
      owner: { reference: `Organization/${world.token}-kommune` },
      authoredOn: '2026-12-01T11:00:00+01:00',
    };
    expect((await server.post('Task', logCase, petra)).status, 'not without a reason').toBe(403);
    const opened = { ...logCase, description: 'The citizen asks who has looked' };
    expect((await server.post('Task', opened, petra)).status).toBe(201);
    const log = await server.get(`AuditEvent?patient=${patient}`, petra);
    expect([log.status, log.body.entry?.length > 1]).toEqual([200, true]);
    expect((await server.get(world.resource, petra)).status).not.toBe(200);
  });
});

describe('$citizen-view', () => {
  const view = ({ patient }: World, query = '') => `Patient/${patient}/$citizen-view${query}`;
  const kept = (of: World, code: string, parts: object[]) => ({
    resourceType: 'Composition',
    status: 'final',
    meta: { security: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9603', code }] },
    extension: [{ url: 'https://enjournal.no/fhir/StructureDefinition/citizen-access', extension: parts }],
    type: { text: 'Notat' },
    subject: { reference: `Patient/${of.patient}` },
    date: facts.now,
    author: [{ display: 'Vera' }],
    title: 'Notat',
  });
  const put = async (id: string, resource: object): Promise<string> => {
    const { resourceType } = resource as { resourceType: string };
    expect((await server.put(`${resourceType}/${id}`, { ...resource, id })).status).toBe(201);
    return `${resourceType}/${id}`;
  };

  test('tells the nurse what the citizen sees now, later and not, with why and when it is looked at again', async () => {
    const world = await worldOf({});
    const delayed = kept(world, 'NORU', [{ url: 'until', valueDate: '2026-12-08' }]);
    const later = await put(`${world.token}-later`, delayed);
    const withheld = kept(world, 'NORN_FFL', [
      { url: 'review', valueDate: '2027-01-15' },
      { url: 'reason', valueString: 'Fare for liv om det vises nå' },
    ]);
    const not = await put(`${world.token}-not`, withheld);
    const { status, body } = await server.get(view(world), as(world));
    expect(status).toBe(200);
    const entries = partsOf(body, 'entry');
    expect(entries.find(({ item }) => (item as { reference: string }).reference === later)).toMatchObject({
      shown: 'later',
      reason: { code: 'delayed' },
      ground: { code: 'NORU' },
      until: '2026-12-08',
    });
    expect(entries.find(({ item }) => (item as { reference: string }).reference === not)).toMatchObject({
      shown: 'not',
      reason: { code: 'withheld' },
      text: 'Fare for liv om det vises nå',
      review: '2027-01-15',
    });
    expect(entries.map(({ item }) => (item as { reference: string }).reference)).not.toContain(world.resource);
    expect(toldOf(body, 'now')).toBeGreaterThan(0);
    const one = await server.get(view(world, `?item=${world.resource}&item=${not}`), as(world));
    expect(partsOf(one.body, 'entry').map(({ shown }) => shown)).toEqual(['now', 'not']);
    expect(one.text).not.toContain('"resource"');
    // what it says is what the citizen meets
    const own = { ...world, headers: {}, token: `${world.token}-own` };
    server.actors.set(own.token, {
      ...{ kind: 'citizen', id: `Patient/${world.patient}`, display: 'Kari', clientId: 'web', loa: 4 },
      ...{ scopes: ['user/*.cruds'], ownPatient: world.patient, purpose: 'PATRQT' },
    });
    const met = await Promise.all([later, not, world.resource].map((path) => server.get(path, as(own))));
    expect(met.map((answer) => answer.status)).toEqual([404, 404, 200]);
    expect((await server.get(view(world), as(own))).status, 'it is for personnel').toBe(403);
    const { rows } = await server.database.reader.query<{ shown: string }>(
      `SELECT shown FROM access_log WHERE interaction = '$citizen-view' AND decision = 'permit' ORDER BY seq LIMIT 1`,
    );
    expect(rows[0]?.shown.split(',').sort()).toEqual([later, not].sort());
  });

  test('gives an item as the citizen is given it, and nothing of what either of the two does not see', async () => {
    const world = await worldOf({});
    const text = { status: 'additional', div: '<div xmlns="http://www.w3.org/1999/xhtml">Bra</div>' };
    const marked = [{ url: 'https://enjournal.no/fhir/StructureDefinition/third-party', valueBoolean: true }];
    const note = await put(`${world.token}-partly`, {
      ...kept(world, 'NORU', []),
      extension: undefined,
      meta: { security: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-label', code: 'third-party' }] },
      section: [
        { title: 'Om deg', text },
        { title: 'Om broren', text, extension: marked },
      ],
    });
    const delayed = await put(
      `${world.token}-delayed`,
      kept(world, 'NORU', [{ url: 'until', valueDate: '2026-12-08' }]),
    );
    const query = `?item=${note}&item=${delayed}&item=${world.resource}&content=true`;
    const { body } = await server.get(view(world, query), as(world));
    const given = new Map(
      partsOf(body, 'entry').map((one) => [(one.item as { reference: string }).reference, one] as const),
    );
    expect(given.get(note)).toMatchObject({ shown: 'partly', resource: { section: [{ title: 'Om deg' }] } });
    expect(given.get(delayed)).toMatchObject({ shown: 'later' });
    expect(given.get(delayed)).not.toHaveProperty('resource');
    // the same bytes that the citizen meets
    const token = `${world.token}-own`;
    server.actors.set(token, {
      ...{ kind: 'citizen', id: `Patient/${world.patient}`, display: 'Kari', clientId: 'web', loa: 4 },
      ...{ scopes: ['user/*.cruds'], ownPatient: world.patient, purpose: 'PATRQT' },
    });
    for (const path of [note, world.resource])
      expect((await server.get(path, as({ ...world, headers: {}, token }))).body).toEqual(given.get(path)?.resource);
    const { rows } = await server.database.reader.query<{ shown: string }>(
      `SELECT shown FROM access_log WHERE interaction = '$citizen-view' AND decision = 'permit' ORDER BY seq DESC LIMIT 1`,
    );
    expect(rows[0]?.shown.split(',').sort(), 'all that was given stands in the log').toEqual(
      [note, delayed, world.resource].sort(),
    );
  });

  test('tells nothing of what the nurse does not see, and nothing to who has no ground', async () => {
    const world = await worldOf({});
    const psych = await put(`${world.token}-psych`, {
      ...kept(world, 'NORU', [{ url: 'until', valueDate: '2026-12-08' }]),
      meta: {
        security: [
          { system: 'urn:oid:2.16.578.1.12.4.1.1.9603', code: 'NORU' },
          { system: 'https://enjournal.no/fhir/CodeSystem/information-category', code: 'sexual-health' },
        ],
      },
    });
    const all = await server.get(view(world), as(world));
    expect(all.text).not.toContain(psych);
    const hidden = await server.get(view(world, `?item=${psych}`), as(world));
    const absent = await server.get(view(world, '?item=Composition/never-was'), as(world));
    expect([hidden.status, hidden.text]).toEqual([404, absent.text]);
    const other = await worldOf({});
    expect((await server.get(view(world, `?item=${other.resource}`), as(world))).status, 'another record').toBe(404);
    const stranger = await worldOf({ relations: [] });
    expect((await server.get(view(stranger), as(stranger))).status).toBe(403);
    expect((await server.get(view(world, '?item=nothing'), as(world))).status).toBe(400);
  });
});
