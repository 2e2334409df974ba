import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsOf, type Proof, told } from '../../../../tools/src/verify-log/proof.ts';
import type { Actor } from '../../access/actor.ts';
import { Sealer } from '../../access/ledger/sealer.ts';
import type { Access } from '../../access/log.ts';
import { guessRecord } from '../../record/index.ts';
import { type TestServer, type Told, withServer } from '../../test/server.ts';

let server: TestServer;
let patient: string;

const nurse: Actor = {
  kind: 'staff',
  id: 'Practitioner/ingrid',
  display: 'Ingrid Solberg',
  clientId: 'enjournal-web',
  scopes: ['user/*.cruds'],
  loa: 4,
  practitioner: 'ingrid',
  practitionerRole: 'ingrid-hjemme',
  organization: { id: 'hjemmetjenesten-sone-3', display: 'Hjemmetjenesten sone 3' },
  legalEntity: 'solvik',
  role: 'sykepleier',
  purpose: 'TREAT',
};

beforeAll(async () => {
  server = await withServer();
  patient = (await server.post('Patient', { resourceType: 'Patient' })).body.id;
  const record = guessRecord('Patient', patient);
  const access = (more: Partial<Access>): Access => ({
    actor: nurse,
    interaction: 'read',
    type: 'Observation',
    id: 'o1',
    record,
    decision: 'permit',
    basis: 'relation:vedtak',
    rule: 'G6-relation',
    ...more,
  });
  const { log } = server.service;
  await log.append(access({}));
  await log.append(
    access({
      interaction: 'search-type',
      type: 'Condition',
      detail: Buffer.from('code=x').toString('base64'),
      shown: 'Condition/1,Condition/2',
    }),
  );
  await log.append(access({ decision: 'deny:no-basis', basis: 'no-basis', purpose: 'ETREAT' }));
  await log.append(
    access({
      interaction: '$emergency-access',
      type: 'Patient',
      id: patient,
      purpose: 'BTG',
      emergencyReason: 'Bevisstløs, ingen andre',
      obligations: ['notify-patient', 'review-task'],
      onBehalfOf: 'Practitioner/lege',
    }),
  );
  await log.append(access({ decision: 'deny:loa-too-low', stream: 'security', record: 5n }));
});
afterAll(async () => await server.close());

const found = (body: Told) => (body.entry ?? []).map(({ resource }) => resource as unknown as Event);
type Event = {
  id: string;
  language: string;
  recorded: string;
  action: string;
  outcome: string;
  outcomeDesc: string;
  subtype: { code: string }[];
  agent: { who: { reference?: string; display?: string }; requestor: boolean }[];
  entity: {
    what?: { reference: string };
    query?: string;
    description?: string;
    detail?: { type: string; valueString: string }[];
  }[];
};
const search = async (query: string, headers?: Record<string, string>) => {
  const { status, body } = await server.get(`AuditEvent?${query}`, headers);
  expect(status, JSON.stringify(body)).toBe(200);
  return found(body);
};

test('a record’s log comes newest first, each entry valid R4 and by our profile', async () => {
  const events = await search(`patient=${patient}`);
  expect(events.map(({ subtype }) => subtype.at(-1)!.code)).toEqual([
    'emergency-access',
    'read',
    'search-type',
    'read',
    'create',
  ]);
  for (const event of events) {
    const issues = server.service.conformance
      .validate(event as never)
      .filter(({ severity }) => severity !== 'information');
    expect(issues).toEqual([]);
  }
});

test('an entry says who, where, in what role, why and on what ground, in three languages, and names nobody by number', async () => {
  const [emergency] = await search(`patient=${patient}&subtype=emergency-access`);
  expect(emergency).toMatchObject({
    action: 'E',
    outcome: '0',
    language: 'nb',
    outcomeDesc: expect.stringContaining('nødsituasjon'),
    purposeOfEvent: [{ coding: [{ code: 'BTG' }] }],
  });
  expect(emergency!.agent.map(({ who }) => who)).toEqual([
    { reference: 'PractitionerRole/ingrid-hjemme', display: 'Ingrid Solberg' },
    { reference: 'Practitioner/lege' },
    { reference: 'Organization/hjemmetjenesten-sone-3', display: 'Hjemmetjenesten sone 3' },
    { display: 'enjournal-web' },
  ]);
  expect(emergency!.entity[0]!.what).toEqual({ reference: `Patient/${patient}` });
  expect(emergency!.entity[1]!.detail).toContainEqual({ type: 'reason', valueString: 'Bevisstløs, ingen andre' });
  const english = await search(`patient=${patient}&action=R&outcome=0`, { 'accept-language': 'en-GB,nb;q=0.5' });
  expect(english[0]).toMatchObject({
    language: 'en',
    outcomeDesc: expect.stringMatching(/^Read: measurements.*formal decision/),
  });
});

describe('the log is searched by', () => {
  const cases: [string, () => string, string[]][] = [
    [
      'patient and subtype',
      () => `patient=Patient/${patient}&subtype=search-type&agent=Practitioner/ingrid`,
      ['search-type'],
    ],
    [
      'who asked',
      () => `agent=Practitioner/ingrid&patient=${patient}&_sort=date`,
      ['read', 'search-type', 'read', 'emergency-access'],
    ],
    ['the role', () => `agent=PractitionerRole/ingrid-hjemme&outcome=4&patient=${patient}`, ['read']],
    ['another person', () => `agent=Practitioner/other`, []],
    ['what was read', () => 'entity=Observation/o1&outcome=0', ['read']],
    ['what was shown by a search', () => 'entity=Condition/2', ['search-type']],
    ['action', () => `patient=${patient}&action=C`, ['create']],
    [
      'what was executed',
      () => `patient=${patient}&action=E&agent=Practitioner/ingrid`,
      ['emergency-access', 'search-type'],
    ],
    ['purpose', () => `patient=${patient}&purpose=BTG,ETREAT`, ['emergency-access', 'read']],
    ['rule', () => `patient=${patient}&policy=https://enjournal.no/fhir/access-rule/G6-relation&outcome=4`, ['read']],
    ['a time that is over', () => `patient=${patient}&date=lt2020`, []],
    ['a time that lasts', () => `patient=${patient}&date=ge2020&date=lt2200&action=C`, ['create']],
  ];
  test.each(cases)('%s', async (_, query, expected) => {
    expect((await search(query())).map(({ subtype }) => subtype.at(-1)!.code)).toEqual(expected);
  });
});

test('log-ons, refused ones too, and old versions that were read are told as what they are', async () => {
  const { log } = server.service;
  const detail = Buffer.from('{"provider":"helseid","failures":3}').toString('base64');
  await log.append({ actor: nurse, interaction: 'log-on', decision: 'deny:level', stream: 'security', detail });
  await server.get(`Patient/${patient}/_history/1`);
  const [logOn] = await search('type=110114&outcome=4', { 'accept-language': 'en' });
  expect(logOn).toMatchObject({
    type: { code: '110114' },
    subtype: [{ code: '110122' }, { code: 'log-on' }],
    outcomeDesc: 'Refused. Logged on',
  });
  expect(logOn!.entity[0]!.detail).toContainEqual({
    type: 'detail',
    valueString: '{"provider":"helseid","failures":3}',
  });
  const [version] = await search(`subtype=vread&patient=${patient}`);
  for (const event of [logOn, version]) {
    const issues = server.service.conformance
      .validate(event as never)
      .filter(({ severity }) => severity !== 'information');
    expect(issues).toEqual([]);
  }
  expect(await search('type=rest&subtype=log-on')).toEqual([]);
});

test('pages follow each other without loss, also over the whole log', async () => {
  for (const whose of [`patient=${patient}&`, '']) {
    const before = whose === '' ? new Date().toISOString() : undefined;
    const seen: Event[] = [];
    let next: string | undefined =
      `AuditEvent?${whose}_count=2${before === undefined ? '' : `&date=lt${encodeURIComponent(before)}`}`;
    while (next !== undefined) {
      const { body } = await server.get(next);
      seen.push(...found(body));
      next = body.link.find(({ relation }) => relation === 'next')?.url;
    }
    const times = seen.map(({ recorded }) => recorded);
    expect(times).toEqual([...times].sort().reverse());
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(whose === '' ? 6 : 5);
  }
});

test('how many entries there are is told without them, of what the reader may know of', async () => {
  const whose = `patient=${patient}&agent=Practitioner/ingrid`;
  const { body } = await server.get(`AuditEvent?${whose}&_summary=count`);
  expect(body).toMatchObject({ type: 'searchset', total: (await search(`${whose}&_count=100`)).length });
  expect(body.total).toBeGreaterThan(0);
  expect(body.entry).toBeUndefined();
  const narrowed = await server.get(`Patient/${patient}/AuditEvent?action=C&_summary=count`);
  expect(narrowed.body.total).toBe(1);
  server.actors.set('ingrid', nurse);
  const refused = await server.get(`AuditEvent?${whose}&_summary=count`, { authorization: 'Bearer ingrid' });
  expect(refused.status).toBeGreaterThanOrEqual(403);
  server.actors.set('self', {
    ...nurse,
    kind: 'citizen',
    id: `Patient/${patient}`,
    ownPatient: patient,
    purpose: 'PATRQT',
  });
  const own = { authorization: 'Bearer self' };
  const counted = (await server.get('AuditEvent?_summary=count', own)).body.total;
  const listed = (await server.get('AuditEvent?_count=100', own)).body.entry.length;
  expect(listed).toBe(counted);
});

test('an entry is read by its id, and one that is not there is not found', async () => {
  const [event] = await search(`patient=${patient}&_count=1`);
  expect((await server.get(`AuditEvent/${event!.id}`)).body).toMatchObject({ id: event!.id });
  expect((await server.get(`AuditEvent?_id=${event!.id}`)).body.entry).toHaveLength(1);
  expect((await server.get(`Patient/${patient}/AuditEvent?action=C`)).body.entry).toHaveLength(1);
  for (const id of ['1.2.3', 'x']) expect((await server.get(`AuditEvent/${id}`)).status).toBe(404);
});

test('looking into the log is logged', async () => {
  await search(`patient=${patient}&_count=1`);
  const [event] = await search(`patient=${patient}&subtype=search-type&entity=Patient/x&agent=Device/test`);
  expect(event).toBeUndefined();
  const events = await search(`patient=${patient}&subtype=search-type&agent=Device/test&_count=1`);
  expect(events[0]!.agent[0]!.who.display).toBe('test');
});

test('nobody writes the log, by whatever way', async () => {
  const event = { resourceType: 'AuditEvent', id: '1.1.1', recorded: '2026-01-01T00:00:00Z' };
  const full = {
    ...event,
    type: { code: 'rest' },
    agent: [{ requestor: true }],
    source: { observer: { display: 'x' } },
  };
  expect((await server.post('AuditEvent', full)).status).toBe(405);
  expect((await server.put('AuditEvent/1.1.1', full)).status).toBe(405);
  expect((await server.send('DELETE', 'AuditEvent/1.1.1')).status).toBe(405);
  const entry = [{ resource: full, request: { method: 'POST', url: 'AuditEvent' } }];
  expect((await server.post('', { resourceType: 'Bundle', type: 'transaction', entry })).status).toBe(405);
});

test('a proof of an entry holds with a program that knows nothing of us, and not when anything in it is changed', async () => {
  const sealer = new Sealer({ database: server.database, era: 0n, everyMs: 1_000_000, onFault: () => undefined });
  const [event] = await search(`patient=${patient}&subtype=emergency-access`);
  const asked = async () => {
    await sealer.seal();
    return (await server.get(`AuditEvent/${event!.id}/$proof`)).status;
  };
  await expect.poll(asked, { timeout: 15_000 }).toBe(200);
  const proof = JSON.parse((await server.get(`AuditEvent/${event!.id}/$proof`)).text) as Proof;
  expect(faultsOf(proof, [proof.head])).toEqual([]);
  expect(Object.fromEntries(told(proof))).toMatchObject({ purpose: 'BTG', reason: 'Bevisstløs, ingen andre' });
  const other = proof.path[0]!;
  const wrong: Partial<Proof>[] = [
    { entry: proof.entry.replace('BTG', 'TREAT') },
    { kept: proof.kept!.replace('Bevisstløs', 'Våken') },
    { salt: '00'.repeat(16) },
    { context: proof.context!.replace('Ingrid', 'Inger') },
    { index: proof.index + 1 },
    { path: proof.path.slice(1) },
    { path: [...proof.path.slice(1), other] },
    { head: { ...proof.head, size: proof.head.size + 1 } },
    { head: { ...proof.head, root: other } },
    { head: { ...proof.head, at: new Date().toISOString() } },
    { key: { ...proof.key, public: other } },
  ];
  for (const change of wrong) expect(faultsOf({ ...proof, ...change }), Object.keys(change)[0]!).not.toEqual([]);
  expect(faultsOf(proof, [{ ...proof.head, root: other }])).not.toEqual([]);
});

test('an unknown parameter is refused when that is asked for, and a malformed one always', async () => {
  expect((await server.get('AuditEvent?site=x')).status).toBe(200);
  expect((await server.get('AuditEvent?site=x', { prefer: 'handling=strict' })).status).toBe(400);
  for (const query of ['date=never', '_count=x', '_sort=agent', 'patient=Observation/1']) {
    expect((await server.get(`AuditEvent?${query}`)).status, query).toBe(400);
  }
});
