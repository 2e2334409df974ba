import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseFacts } from '../../access/cases/read-cases.ts';
import { nationalNumbers } from '../../test/national-numbers.ts';
import { type TestServer, withServer } from '../../test/server.ts';
import { buildWorld, type World } from '../../test/world.ts';

let server: TestServer;

beforeAll(async () => {
  server = await withServer({ processes: [] });
  server.clock.now = Date.parse('2026-12-01T12:00:00+01:00');
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

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
  relations: [
    { type: 'vedtak', org: 'kommune', unit: 'sone-3', status: 'active', from: '2026-10-01T00:00:00+02:00', to: null },
  ],
  purpose: 'TREAT',
  op: 'write',
  resource: {
    type: 'Composition',
    id: 'note',
    category: 'clinical-note',
    custodianUnit: 'elsewhere',
    custodianOrg: 'elsewhere',
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
const worldOf = (more: Partial<CaseFacts> = {}): Promise<World> =>
  buildWorld(server, { facts: { ...facts, ...more } }, `wr${++worlds}`);
const as = ({ token, headers }: World, more: Record<string, string> = {}) => ({
  authorization: `Bearer ${token}`,
  ...headers,
  ...more,
});
const note = (world: World, more: object = {}) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'Blodtrykk' },
  category: [{ coding: [{ code: 'vital-signs' }] }],
  subject: { reference: `Patient/${world.patient}` },
  ...more,
});
const CUSTODIAN = 'https://enjournal.no/fhir/CodeSystem/custodian';
const RECORDER = 'https://enjournal.no/fhir/CodeSystem/recorder';
const tagsOf = (body: { meta: unknown }, system: string): string[] =>
  ((body.meta as { tag?: { system: string; code: string }[] }).tag ?? []).flatMap((tag) =>
    tag.system === system ? tag.code : [],
  );

describe('who wrote', () => {
  test('is said by the server, whatever the writer says', async () => {
    const world = await worldOf();
    const forged = {
      tag: [
        { system: RECORDER, code: 'ada-solli' },
        { system: CUSTODIAN, code: 'hospital' },
        { system: 'urn:x', code: 'y' },
      ],
    };
    const made = await server.post('Observation', note(world, { meta: forged }), as(world));
    expect(made.status).toBe(201);
    expect(tagsOf(made.body, RECORDER)).toEqual([`${world.token}-hanne`]);
    expect(tagsOf(made.body, CUSTODIAN)).toEqual([`${world.token}-sone-3`, `${world.token}-kommune`]);
    expect(tagsOf(made.body, 'urn:x')).toEqual(['y']);
  });

  test('stays with what somebody else amends', async () => {
    const world = await worldOf();
    const { body } = await server.get(world.resource);
    const amended = await server.put(world.resource, { ...body, title: 'Rettet' }, as(world));
    expect(amended.status).toBe(200);
    expect(tagsOf(amended.body, CUSTODIAN)).toEqual([`${world.token}-elsewhere`]);
    expect(tagsOf(amended.body, RECORDER)).toEqual([`${world.token}-hanne`]);
  });

  test.each([
    ['another doctor', { reference: 'Practitioner/ada-solli' }],
    ['another’s role', { reference: 'PractitionerRole/ada-solli-legekontor' }],
    ['a number of somebody', { identifier: { system: 'urn:oid:2.16.578.1.12.4.1.4.4', value: '900000001' } }],
    ['a name', { display: 'Dr. Ada Solli' }],
  ])('cannot be %s', async (_whom, performer) => {
    const world = await worldOf();
    const refused = await server.post('Observation', note(world, { performer: [performer] }), as(world));
    expect([refused.status, refused.body.issue[0]?.expression]).toEqual([422, ['Observation.performer[0]']]);
  });

  test.each(['self', 'role', 'unit', 'patient'])('can be named: %s', async (whom) => {
    const world = await worldOf();
    const reference = {
      self: `Practitioner/${world.token}-hanne`,
      role: `PractitionerRole/${world.token}-hanne-role`,
      unit: `Organization/${world.token}-sone-3`,
      patient: `Patient/${world.patient}`,
    }[whom];
    expect((await server.post('Observation', note(world, { performer: [{ reference }] }), as(world))).status).toBe(201);
  });

  test('who gave a dose stands in the actor of its performer', async () => {
    const world = await worldOf();
    const dose = (reference: string) =>
      server.post(
        'MedicationAdministration',
        {
          resourceType: 'MedicationAdministration',
          status: 'completed',
          medicationCodeableConcept: { text: 'Bisoprolol' },
          subject: { reference: `Patient/${world.patient}` },
          effectiveDateTime: '2026-12-01T11:00:00+01:00',
          performer: [{ actor: { reference, display: 'Somebody' } }],
        },
        as(world),
      );
    expect((await dose(`Practitioner/${world.token}-hanne`)).status).toBe(201);
    const refused = await dose('Practitioner/ada-solli');
    expect([refused.status, refused.body.issue[0]?.expression]).toEqual([
      422,
      ['MedicationAdministration.performer[0].actor'],
    ]);
  });

  test('is not told of what stands in a record from outside of it, by whoever is logged on', async () => {
    const [world, foreign] = [await worldOf(), await worldOf({ relations: [] })];
    const told = (target: object[]) => ({
      resourceType: 'Provenance',
      target,
      recorded: facts.now,
      agent: [{ who: { reference: `Practitioner/${world.token}-hanne` } }],
    });
    const theirs = { reference: `Patient/${foreign.patient}` };
    const ours = { reference: `Patient/${world.patient}` };
    for (const target of [[{ reference: foreign.resource }], [{ reference: world.resource }], [theirs]])
      expect((await server.post('Provenance', told(target), as(world))).status, JSON.stringify(target)).toBe(403);
    expect((await server.get(`Provenance?target=${foreign.resource}`)).body.total).toBe(0);
    expect((await server.post('Provenance', told([ours, { reference: world.resource }]), as(world))).status).toBe(201);
  });

  test('who is named already stays named', async () => {
    const world = await worldOf();
    const author = [{ reference: 'Practitioner/ada-solli' }];
    const { body } = await server.get(world.resource);
    await server.put(world.resource, { ...body, author });
    const amended = { ...body, author, title: 'Rettet' };
    expect((await server.put(world.resource, amended, as(world))).status).toBe(200);
    const stolen = { ...amended, author: [{ reference: 'Practitioner/bo-havn' }] };
    expect((await server.put(world.resource, stolen, as(world))).status).toBe(422);
  });

  test('the treater one acts for may be named, where the register bears it out', async () => {
    const secretary = {
      ...facts.actor,
      id: 'siri',
      role: 'helsesekretaer',
      hpr: { category: 'HS', status: 'active' as const },
      onBehalfOf: 'ada',
    };
    const relations = [{ ...facts.relations[0]!, type: 'fastlege', person: 'ada' }];
    const world = await worldOf({ actor: secretary, relations });
    const lab = note(world, {
      category: [{ coding: [{ code: 'laboratory' }] }],
      performer: [{ reference: `Practitioner/${world.token}-ada` }],
    });
    expect((await server.post('Observation', lab, as(world))).status).toBe(201);
    const { 'x-on-behalf-of': _, ...own } = world.headers;
    expect((await server.post('Observation', lab, as({ ...world, headers: own }))).status, 'not by herself').toBe(403);
    const stranger = as(world, { 'x-on-behalf-of': 'Practitioner/somebody-else' });
    expect((await server.post('Observation', lab, stranger)).status, 'nor for whom she does not work').toBe(403);
  });
});

describe('what may be written', () => {
  test('without ground nothing, and the attempt stands in the log', async () => {
    const world = await worldOf({ relations: [] });
    expect((await server.post('Observation', note(world), as(world))).status).toBe(403);
    const { rows } = await server.database.reader.query<{ decision: string }>(
      'SELECT decision FROM access_log ORDER BY seq DESC LIMIT 1',
    );
    expect(rows[0]?.decision).toBe('deny:no-basis');
  });

  test('an id that is not there is not made by a person', async () => {
    const world = await worldOf();
    const id = `${world.token}-own-id`;
    expect((await server.put(`Observation/${id}`, { ...note(world), id }, as(world))).status).toBe(404);
    expect((await server.put(`Observation/${id}`, { ...note(world), id })).status, 'but by a system').toBe(201);
  });

  test('who may know an address is not for personnel to say', async () => {
    const world = await worldOf();
    const consent = {
      resourceType: 'Consent',
      status: 'active',
      scope: { text: '-' },
      category: [
        { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/consent-category', code: 'address-access' }] },
      ],
      patient: { reference: `Patient/${world.patient}` },
      policyRule: { text: '-' },
      provision: { type: 'permit', actor: [{ role: { text: '-' }, reference: { reference: 'Practitioner/hanne' } }] },
    };
    expect((await server.post('Consent', consent, as(world))).status).toBe(403);
  });

  test('a parent whom somebody writes down is none to the gate, and the registers’ are not amended', async () => {
    const world = await worldOf();
    const parent = {
      resourceType: 'RelatedPerson',
      identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: nationalNumbers().next().value }],
      patient: { reference: `Patient/${world.patient}` },
      relationship: [
        { coding: [{ system: 'http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility', code: 'felles' }] },
      ],
    };
    const custodyFacts = async (id: unknown) => {
      const text = "SELECT id FROM access_fact WHERE id = $1 AND kind = 'custody'";
      return (await server.database.reader.query(text, [id])).rows.length;
    };
    const written = await server.post('RelatedPerson', parent, as(world));
    expect([written.status, await custodyFacts(written.body.id)]).toEqual([201, 0]);
    const registered = (await server.post('RelatedPerson', parent)).body;
    expect(await custodyFacts(registered.id)).toBe(1);
    const path = `RelatedPerson/${registered.id}`;
    expect((await server.put(path, { ...registered, active: false }, as(world))).status).toBe(403);
  });

  test('not a job, an authorisation, nor the log', async () => {
    const world = await worldOf();
    const practitioner = { reference: `Practitioner/${world.token}-hanne` };
    const job = {
      resourceType: 'PractitionerRole',
      practitioner,
      organization: { reference: `Organization/${world.token}-sone-3` },
    };
    expect((await server.post('PractitionerRole', job, as(world))).status).toBe(403);
    expect((await server.post('Practitioner', { resourceType: 'Practitioner' }, as(world))).status).toBe(403);
    expect((await server.post('AuditEvent', { resourceType: 'AuditEvent' }, as(world))).status).toBe(405);
    expect((await server.post('AuditEvent', { resourceType: 'AuditEvent' })).status, 'by systems neither').toBe(405);
  });

  test('not the GP, the number or the address protection of a citizen, but their phone', async () => {
    const world = await worldOf();
    const path = `Patient/${world.patient}`;
    const { body } = await server.get(path, as(world));
    expect(
      (await server.put(path, { ...body, telecom: [{ system: 'phone', value: '11 22 33 44' }] }, as(world))).status,
    ).toBe(200);
    const gp = [{ reference: `Organization/${world.token}-sone-3` }];
    expect((await server.put(path, { ...body, generalPractitioner: gp }, as(world))).status).toBe(403);
    expect((await server.put(path, { ...body, identifier: [] }, as(world))).status).toBe(403);
  });

  test('what is shown in part only is not written back', async () => {
    const world = await worldOf({ patient: { ...facts.patient, address: 'fortrolig' } });
    const path = `Patient/${world.patient}`;
    const masked = await server.get(path, as(world));
    expect(masked.body.address).toBeUndefined();
    expect((await server.put(path, masked.body, as(world))).status).toBe(422);
    // nor without the tag that says so
    const { meta: _meta, ...untagged } = masked.body;
    expect((await server.put(path, untagged, as(world))).status).toBe(403);
    expect((await server.get(path)).body.address).toBeDefined();
  });

  test('a transaction is refused whole when one entry is', async () => {
    const world = await worldOf();
    const entry = [
      { resource: note(world), request: { method: 'POST', url: 'Observation' } },
      {
        resource: note(world, { performer: [{ reference: 'Practitioner/ada-solli' }] }),
        request: { method: 'POST', url: 'Observation' },
      },
    ];
    const refused = await server.post('', { resourceType: 'Bundle', type: 'transaction', entry }, as(world));
    expect([refused.status, refused.body.issue[0]?.expression]).toEqual([
      422,
      ['Bundle.entry[1].resource.performer[0]'],
    ]);
    expect((await server.get(`Observation?patient=Patient/${world.patient}`)).body.total).toBe(0);
  });

  test('a phone that sends twice makes one', async () => {
    const world = await worldOf();
    const body = note(world, { identifier: [{ system: 'urn:phone', value: world.token }] });
    const headers = as(world, { 'if-none-exist': `identifier=urn:phone|${world.token}` });
    const [first, second] = [
      await server.post('Observation', body, headers),
      await server.post('Observation', body, headers),
    ];
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.id).toBe(first.body.id);
  });
});

describe('a transaction that is refused', () => {
  const request = (method: string, url: string) => ({ request: { method, url } });
  const transact = (world: World, ...entry: object[]) =>
    server.post('', { resourceType: 'Bundle', type: 'transaction', entry }, as(world));
  /** The decisions in the log of a citizen, with what they were about. */
  const logOf = async ({ patient }: World) => {
    const { body } = await server.get(`AuditEvent?patient=${patient}&outcome=4&_count=50`);
    return body.entry.map(({ resource }) => {
      const { subtype, entity } = resource as unknown as {
        subtype: { code: string }[];
        entity: { what?: { reference: string }; detail?: { type: string; valueString: string }[] }[];
      };
      const { what, detail = [] } = entity.at(-1)!;
      const said = (name: string) => detail.find(({ type }) => type === name)?.valueString;
      return [subtype[0]!.code, said('decision'), what?.reference ?? said('refused')];
    });
  };

  test('stands in the log of every record that it would have reached, each by its own decision', async () => {
    const [own, foreign, read] = [await worldOf(), await worldOf({ relations: [] }), await worldOf({ relations: [] })];
    const hidden = (await server.post('Observation', note(foreign))).body.id;
    const mine = (await server.post('Observation', note(own))).body.id;
    const theirs = (await server.post('Observation', note(read))).body.id;
    const refused = await transact(
      own,
      { resource: note(own), ...request('POST', 'Observation') },
      { resource: { ...note(own), id: mine }, ...request('PUT', `Observation/${mine}`) },
      { resource: note(foreign), ...request('POST', 'Observation') },
      { resource: { ...note(foreign), id: hidden }, ...request('PUT', `Observation/${hidden}`) },
      request('GET', `Observation/${theirs}`),
      request('GET', `Condition?patient=${read.patient}`),
      request('GET', `Observation/${mine}`),
    );
    expect(refused.status).toBe(403);
    expect(await logOf(own)).toEqual([['transaction', 'deny:refused-together', `Observation/${mine}`]]);
    expect(await logOf(foreign)).toEqual(
      expect.arrayContaining([
        ['update', 'deny:no-basis', `Observation/${hidden}`],
        ['create', 'deny:no-basis', undefined],
      ]),
    );
    expect(await logOf(read)).toEqual([['transaction', 'deny:no-basis', `Observation/${theirs}`]]);
  });

  test('is one attempt for each record, however many entries came to the same', async () => {
    const [one, other] = [await worldOf({ relations: [] }), await worldOf({ relations: [] })];
    const before = await statements();
    const created = { resource: note(one), ...request('POST', 'Observation') };
    const others = { resource: note(other), ...request('POST', 'Observation') };
    expect((await transact(one, ...Array(40).fill(created), ...Array(40).fill(others))).status).toBe(403);
    expect(await logOf(one)).toHaveLength(1);
    expect(await logOf(other)).toHaveLength(1);
    expect(await statements()).toBe(before + 1);
  });

  test('is an attempt also where only the id was not for the writer to choose', async () => {
    const world = await worldOf();
    const id = `${world.token}-chosen`;
    expect((await server.put(`Observation/${id}`, { ...note(world), id }, as(world))).status).toBe(404);
    expect(await logOf(world)).toEqual([['create', 'deny:op-not-allowed', `Observation/${id}`]]);
  });

  test('for what is hidden is an attempt on each of it, also where it is answered as if nothing were there', async () => {
    const [one, other] = [await worldOf({ relations: [] }), await worldOf({ relations: [] })];
    const hidden = await Promise.all(
      [one, other].map(async (world) => `Observation/${(await server.post('Observation', note(world))).body.id}`),
    );
    const done = await transact(one, ...hidden.map((url) => request('DELETE', url)));
    expect(done.status).toBe(200);
    expect(await logOf(one)).toEqual([['update', 'deny:no-basis', hidden[0]]]);
    expect(await logOf(other)).toEqual([['update', 'deny:no-basis', hidden[1]]]);
    expect((await server.get(hidden[0]!)).status).toBe(200);
  });
});

/** In how many transactions refusals were written. */
async function statements(): Promise<number> {
  const { rows } = await server.database.reader.query<{ n: number }>(
    'SELECT count(DISTINCT tx)::int AS n FROM access_log WHERE outcome = 4',
  );
  return rows[0]!.n;
}

test('to say whose record a write is for does not tell of what is hidden in another', async () => {
  const [own, foreign] = [await worldOf(), await worldOf({ relations: [] })];
  const hidden = (await server.post('Observation', note(foreign))).body.id;
  const put = async (id: string) => {
    const header = as(own, { 'x-record': `Patient/${own.patient}` });
    const { status, text } = await server.put(`Observation/${id}`, { ...note(own), id }, header);
    return [status, text.replaceAll(id, '[id]')];
  };
  const absent = `${hidden.slice(0, -4)}zzzz`;
  expect(await put(hidden)).toEqual(await put(absent));
  // what the writer may see is told of: it is of another citizen than the page says
  const mine = (await server.post('Observation', note(own), as(own))).body.id;
  const elsewhere = as(own, { 'x-record': `Patient/${foreign.patient}` });
  expect((await server.put(`Observation/${mine}`, { ...note(own), id: mine }, elsewhere)).status).toBe(412);
});
