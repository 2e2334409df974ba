import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../access/actor.ts';
import { healthRegisters } from '../../fhir/norwegian/health-registers.ts';
import { typeNumber, typeOfNumber } from '../../fhir/types.ts';
import { citizen } from '../../test/actors.ts';
import { type TestServer, type Told, withServer } from '../../test/server.ts';

/**
 * Systems that say what they ask for: research, learning, and to collect for a register, against which citizens have reservations;
 * and those of organisations outside of the health service, which know what citizens have agreed to.
 */
let server: TestServer;
const at = '2026-12-01T12:00:00+01:00';

const system = (purpose?: string): Actor => ({
  ...{ kind: 'system', id: 'client:study', display: 'Study', clientId: 'study', scopes: ['system/*.cruds'], loa: 4 },
  ...(purpose === undefined ? {} : { purpose }),
});

const own = (name: string): string => `https://enjournal.no/fhir/CodeSystem/${name}`;
const coded = (name: string, code: string) => ({ coding: [{ system: own(name), code }] });

const put = async (resource: { resourceType: string; id: string; [more: string]: unknown }): Promise<void> => {
  const answer = await server.put(`${resource.resourceType}/${resource.id}`, resource);
  if (answer.status >= 300) throw new Error(answer.text);
};
const reservation = (patient: string, purpose: string, more: object = {}) => ({
  resourceType: 'Consent',
  id: `${patient}-${purpose.toLowerCase()}`,
  status: 'active',
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
  category: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/consent-category', code: 'sperring' }] }],
  patient: { reference: `Patient/${patient}` },
  dateTime: '2026-11-01T12:00:00+01:00',
  policyRule: { text: 'pbrl' },
  provision: {
    type: 'deny',
    purpose: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: purpose }],
  },
  ...more,
});

const against = (patient: string, register: string | undefined) => ({
  ...reservation(patient, 'register'),
  category: [coded('consent-category', 'register-reservation')],
  provision: {
    type: 'deny',
    code: [register === undefined ? { text: 'Et register' } : coded('health-register', register)],
  },
});
const agreement = (patient: string, place: string, what: string, more: object = {}) => ({
  ...reservation(patient, `to-${place}`),
  category: [coded('consent-category', 'share-outside')],
  provision: {
    type: 'permit',
    actor: [{ role: coded('role', 'IRCP'), reference: { reference: `Organization/${place}` } }],
    code: [coded('shared-outside', what)],
    ...more,
  },
});

beforeAll(async () => {
  server = await withServer();
  server.clock.now = Date.parse(at);
  for (const id of ['open', 'unstudied', 'untaught', 'once']) {
    await put({ resourceType: 'Patient', id });
    await put({
      resourceType: 'Condition',
      id: `${id}-problem`,
      subject: { reference: `Patient/${id}` },
      code: { text: 'Migrene' },
    });
  }
  await put(reservation('unstudied', 'HRESCH'));
  await put(reservation('untaught', 'HQUALIMP'));
  const over = { type: 'deny', period: { end: '2026-11-20' } };
  const { provision } = reservation('once', 'HRESCH');
  await put(reservation('once', 'HRESCH', { provision: { ...provision, ...over } }));
  await put(against('collected-from', 'quality-registers'));
  await put(against('kept-here', 'kjernejournal'));
  await put(against('kept-unclear', undefined));
  server.actors.set('registered', system('HRESCH'));
  server.actors.set('collector', { ...system('HQUALIMP'), register: 'quality-registers' });
  for (const [id, more] of Object.entries({
    fjordvik: {},
    nav: { type: [coded('service-kind', 'outside-health')] },
    'nav-north': { partOf: { reference: 'Organization/nav' } },
    school: { type: [coded('service-kind', 'outside-health')] },
    clinic: { partOf: { reference: 'Organization/fjordvik' } },
    ended: { active: false },
  })) {
    await put({ resourceType: 'Organization', id, name: id, ...more });
    server.actors.set(id, { ...system(), organization: { id, display: id } });
  }
  server.actors.set('plain', system());
  server.actors.set('mistyped', { ...system(), organization: { id: 'nowhere', display: 'Nowhere' } });
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const as = (purpose?: string, who = 'plain') => ({
  authorization: `Bearer ${who}`,
  ...(purpose === undefined ? {} : { 'x-purpose-of-use': purpose }),
});
const found = async (headers: Record<string, string>, path = 'Condition?code:text=migrene'): Promise<string[]> =>
  ((await server.get(path, headers)).body.entry ?? []).map(({ resource }: Told['entry'][number]) => resource.id).sort();
const keyOf = ({ body }: { body: Told }) => JSON.stringify(body.issue?.[0] ?? '');

test('who has a reservation against research is in no search, count or page of a system that asks for it', async () => {
  const all = ['once-problem', 'open-problem', 'untaught-problem'];
  expect(await found(as('HRESCH'))).toEqual(all);
  expect(await found(as('HRESCH'), 'Condition?_total=accurate&_count=1')).toHaveLength(1);
  expect((await server.get('Condition?_summary=count', as('HRESCH'))).body.total).toBe(3);
  expect(await found(as('HRESCH'), 'Condition?patient=unstudied')).toEqual([]);
  expect(await found(as('HRESCH'), 'Patient?_id=open,unstudied&_revinclude=Condition:subject')).toEqual([
    'open',
    'open-problem',
  ]);
  expect(await found(as('HRESCH'), 'Condition?_id=open-problem,unstudied-problem&_include=Condition:subject')).toEqual([
    'open',
    'open-problem',
  ]);
});

test('nor is anything of the record read by its address, as a whole or as it was, and the log says why', async () => {
  for (const path of ['Condition/unstudied-problem', 'Patient/unstudied', 'Patient/unstudied/$everything']) {
    const answer = await server.get(path, as('HRESCH'));
    expect([answer.status, keyOf(answer)], path).toEqual([403, expect.stringContaining('blocked-secondary-use')]);
  }
  for (const path of [
    'Condition/unstudied-problem/_history',
    'Condition/unstudied-problem/_history/1',
    'Patient/unstudied/$summary',
  ])
    expect((await server.get(path, as('HRESCH'))).status, path).toBe(403);
  for (const path of ['_history', 'Condition/_history'])
    expect((await server.get(path, as('HRESCH'))).status, path).toBe(403);
  expect((await server.get('Condition/open-problem', as('HRESCH'))).status).toBe(200);
  expect((await server.get('Patient/open/$everything', as('HRESCH'))).status).toBe(200);
  const { rows } = await server.database.reader.query<{ n: string }>(
    `SELECT count(*)::text AS n FROM access_log WHERE decision = 'deny:blocked-secondary-use'`,
  );
  expect(Number(rows[0]?.n)).toBeGreaterThanOrEqual(6);
});

test('in a batch it is the same, entry by entry', async () => {
  const entry = ['open', 'unstudied'].map((id) => ({ request: { method: 'GET', url: `Condition/${id}-problem` } }));
  const { body } = await server.post('', { resourceType: 'Bundle', type: 'batch', entry }, as('HRESCH'));
  expect((body.entry ?? []).map((one) => String(one.response.status).slice(0, 3))).toEqual(['200', '403']);
});

test('a reservation is against what it names: one against learning keeps nothing from research, nor the other way', async () => {
  expect(await found(as('HQUALIMP'))).toEqual(['once-problem', 'open-problem', 'unstudied-problem']);
  expect((await server.get('Patient/untaught', as('HQUALIMP'))).status).toBe(403);
  expect((await server.get('Patient/untaught', as('HRESCH'))).status).toBe(200);
});

test('a reservation holds from when it is made until it is taken back, at once', async () => {
  const mine = await put(reservation('open', 'HRESCH')).then(() => 'Consent/open-hresch');
  expect((await server.get('Condition/open-problem', as('HRESCH'))).status).toBe(403);
  expect(await found(as('HRESCH'))).not.toContain('open-problem');
  await put(reservation('open', 'HRESCH', { status: 'inactive' }));
  expect((await server.get('Condition/open-problem', as('HRESCH'))).status).toBe(200);
  expect(await found(as('HRESCH'))).toContain('open-problem');
  expect((await server.get(mine, as())).status).toBe(200);
});

test('whoever asks for research writes nothing in records', async () => {
  const body = { resourceType: 'Condition', subject: { reference: 'Patient/open' }, code: { text: 'Funnet' } };
  const answer = await server.post('Condition', body, as('HRESCH'));
  expect([answer.status, keyOf(answer)]).toEqual([403, expect.stringContaining('op-not-allowed')]);
  const entry = [{ request: { method: 'DELETE', url: 'Condition/open-problem' } }];
  const deleting = { resourceType: 'Bundle', type: 'transaction', entry };
  expect((await server.post('', deleting, as('HRESCH'))).status).toBe(403);
  expect((await server.get('Condition/open-problem', as())).status).toBe(200);
});

test('the attempt of a transaction stands in the log of every record it would have reached, with reads and changes', async () => {
  for (const id of ['reached', 'read-too', 'new-in']) await put({ resourceType: 'Patient', id });
  for (const id of ['reached', 'read-too']) {
    for (const which of ['a', 'b'])
      await put({ resourceType: 'Condition', id: `${id}-${which}`, subject: { reference: `Patient/${id}` } });
  }
  const from = await lastEntry();
  const change = (method: string, url: string) => ({ request: { method, url } });
  const problem = { resourceType: 'Condition', subject: { reference: 'Patient/new-in' } };
  const entry = [
    { resource: problem, ...change('POST', 'Condition') },
    { resource: { ...problem, identifier: [{ value: '2' }] }, ...change('POST', 'Condition') },
    change('DELETE', 'Condition/reached-a'),
    change('DELETE', 'Condition/reached-b'),
    change('GET', 'Condition/read-too-a'),
    change('GET', 'Condition?patient=read-too'),
  ];
  expect((await server.post('', { resourceType: 'Bundle', type: 'transaction', entry }, as('HRESCH'))).status).toBe(
    403,
  );
  const refused = { decision: 'deny:op-not-allowed', outcome: 4, shown: null };
  expect(await entriesFrom(from)).toEqual([
    {
      of: 'reached',
      interaction: 'delete',
      about: 'Condition',
      ...refused,
      shown: 'Condition/reached-a,Condition/reached-b',
    },
    { of: 'new-in', interaction: 'create', about: 'Condition', ...refused },
    { of: 'read-too', interaction: 'transaction', about: 'Condition/read-too-a', ...refused },
  ]);
  const only = { resourceType: 'Bundle', type: 'transaction', entry: entry.slice(4) };
  const next = await lastEntry();
  expect((await server.post('', only, as('HRESCH'))).status).toBe(403);
  expect((await entriesFrom(next)).map(({ of }) => of)).toEqual(['read-too']);
});

const lastEntry = async (): Promise<bigint> =>
  (await server.database.reader.query<{ seq: bigint }>('SELECT coalesce(max(seq), 0) AS seq FROM access_log')).rows[0]!
    .seq;
/** Entries after one, with the citizen in whose log they stand. */
async function entriesFrom(seq: bigint): Promise<{ [column: string]: unknown }[]> {
  const { rows } = await server.database.reader.query<{ type: number | null; id: string | null }>(
    `SELECT (SELECT p.id FROM resource p WHERE p.record = l.record AND p.type = $2) AS of, interaction, l.type, l.id, decision,
       outcome, shown FROM access_log l WHERE seq > $1 ORDER BY seq`,
    [seq, typeNumber('Patient')],
  );
  return rows.map(({ type, id, ...row }) => {
    const name = type === null ? null : typeOfNumber(type)!;
    return { ...row, about: name === null || id === null ? name : `${name}/${id}` };
  });
}

test('what its token says that it is for, no header makes something else of', async () => {
  for (const purpose of [undefined, 'TREAT', 'HOPERAT'])
    expect((await server.get('Condition/unstudied-problem', as(purpose, 'registered'))).status, purpose).toBe(403);
});

test('a system that says no such purpose does what its registration says, as before', async () => {
  for (const purpose of [undefined, 'TREAT']) {
    expect(await found(as(purpose))).toHaveLength(4);
    expect((await server.get('Condition/unstudied-problem', as(purpose))).status).toBe(200);
  }
  expect((await server.get('_history', as())).status).toBe(200);
});

/** Whose records only these tests look at. */
const collected = ['collected-from', 'kept-here', 'kept-unclear', 'collected'];

test('a register gets nothing of those who have a reservation against it, by any way, and of the others all it may have', async () => {
  for (const id of collected) {
    await put({ resourceType: 'Patient', id });
    await put({
      resourceType: 'Procedure',
      id: `${id}-op`,
      status: 'completed',
      subject: { reference: `Patient/${id}` },
    });
  }
  const theirs = as(undefined, 'collector');
  const all = ['collected-op', 'kept-here-op'];
  expect(await found(theirs, 'Procedure?status=completed')).toEqual(all);
  expect((await server.get('Procedure?_summary=count', theirs)).body.total).toBe(2);
  expect(await found(theirs, 'Procedure?_count=1')).toHaveLength(1);
  expect(await found(theirs, 'Patient?_id=collected,collected-from&_revinclude=Procedure:subject')).toEqual([
    'collected',
    'collected-op',
  ]);
  expect(await found(theirs, 'Procedure?_id=collected-op,kept-unclear-op&_include=Procedure:subject')).toEqual([
    'collected',
    'collected-op',
  ]);
  for (const id of ['collected-from', 'kept-unclear'])
    for (const path of [
      ...[`Procedure/${id}-op`, `Procedure/${id}-op/_history`, `Procedure/${id}-op/_history/1`],
      ...[`Patient/${id}`, `Patient/${id}/$everything`, `Patient/${id}/$summary`, `AuditEvent?patient=${id}`],
    ])
      expect((await server.get(path, theirs)).status, path).toBe(403);
  for (const path of ['_history', 'Procedure/_history'])
    expect((await server.get(path, theirs)).status, path).toBe(403);
  const entry = collected.map((id) => ({ request: { method: 'GET', url: `Procedure/${id}-op` } }));
  const { body } = await server.post('', { resourceType: 'Bundle', type: 'batch', entry }, theirs);
  const statuses = (body.entry ?? []).map((one) => one.response.status);
  expect(statuses.map((status) => status.slice(0, 3))).toEqual(['403', '200', '403', '200']);
  const { rows } = await server.database.reader.query<{ rule: string }>(
    `SELECT DISTINCT rule FROM access_log WHERE decision = 'deny:blocked-register'`,
  );
  expect(rows).toEqual([{ rule: 'G5-register' }]);
});

test('a register changes nothing, whatever purpose it says, and a reservation holds at once and until it is lifted', async () => {
  await put({ resourceType: 'Patient', id: 'changing' });
  const reads = async (purpose?: string) => (await server.get('Patient/changing', as(purpose, 'collector'))).status;
  expect(await reads()).toBe(200);
  await put(against('changing', 'quality-registers'));
  for (const purpose of [undefined, 'TREAT', 'COC']) expect(await reads(purpose), purpose).toBe(403);
  const body = { resourceType: 'Condition', subject: { reference: 'Patient/changing' }, code: { text: 'Funnet' } };
  expect((await server.post('Condition', body, as('TREAT', 'collector'))).status).toBe(403);
  await put({ ...against('changing', 'quality-registers'), status: 'inactive' });
  expect(await reads()).toBe(200);
  expect((await server.get('Patient/collected-from', as())).status).toBe(200);
});

test('of an organisation that the register has not, or that has ended, a system reads as one from outside of the health service', async () => {
  expect((await server.get('Patient/open', as(undefined, 'clinic'))).status).toBe(200);
  for (const who of ['mistyped', 'ended']) {
    const headers = as(undefined, who);
    expect((await server.get('Patient/open', headers)).status, who).toBe(404);
    expect(await found(headers), who).toEqual([]);
    const body = { resourceType: 'Condition', subject: { reference: 'Patient/open' }, code: { text: 'Funnet' } };
    expect((await server.post('Condition', body, headers)).status, who).toBe(403);
  }
});

/** A record with something of each kind; nobody has agreed to anything yet. */
async function recordOf(id: string): Promise<void> {
  const subject = { reference: `Patient/${id}` };
  await put({ resourceType: 'Patient', id, name: [{ family: id }] });
  await put({ resourceType: 'CarePlan', id: `${id}-plan`, status: 'active', intent: 'plan', title: 'Plan', subject });
  await put({ resourceType: 'Condition', id: `${id}-ill`, subject, code: { text: 'Angst' } });
  await put({
    ...{ resourceType: 'ServiceRequest', id: `${id}-service`, status: 'completed', intent: 'order', subject },
    category: [{ coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9169', code: '2' }] }],
  });
  await put({
    ...{ resourceType: 'CarePlan', id: `${id}-withheld`, status: 'active', intent: 'plan', title: 'Skjult', subject },
    meta: { security: [{ system: own('access-label'), code: 'withheld' }] },
  });
}
const parts = (id: string): string[] => [id, `${id}-plan`, `${id}-ill`, `${id}-service`, `${id}-withheld`];
const addressOf = (one: string): string =>
  one.endsWith('plan') || one.endsWith('withheld')
    ? `CarePlan/${one}`
    : one.endsWith('ill')
      ? `Condition/${one}`
      : one.endsWith('service')
        ? `ServiceRequest/${one}`
        : `Patient/${one}`;

/** By every way in, that a system sees these of a record and nothing else. */
async function expectSees(who: string, id: string, seen: readonly string[]): Promise<void> {
  const theirs = as(undefined, who);
  for (const one of parts(id)) {
    const status = seen.includes(one) ? 200 : 404;
    for (const path of [addressOf(one), `${addressOf(one)}/_history`, `${addressOf(one)}/_history/1`])
      expect((await server.get(path, theirs)).status, `${who} ${path}`).toBe(status);
  }
  const types = ['CarePlan', 'Condition', 'ServiceRequest'];
  for (const type of types) {
    const wanted = seen.filter((one) => one !== id && addressOf(one).startsWith(type));
    expect(await found(theirs, `${type}?patient=${id}`), `${who} ${type}`).toEqual(wanted);
    expect((await server.get(`${type}?patient=${id}&_summary=count`, theirs)).body.total).toBe(wanted.length);
    const all = await found(theirs, `${type}?_count=1000`);
    expect(
      all.filter((one) => parts(id).includes(one)),
      `${who} all ${type}`,
    ).toEqual(wanted);
  }
  const included = `Patient?_id=${id}${types.map((type) => `&_revinclude=${type}:subject`).join('')}`;
  expect(await found(theirs, included), who).toEqual([...seen].sort());
  expect(await found(theirs, `CarePlan?_id=${id}-plan&_include=CarePlan:subject`)).toEqual(
    seen.includes(`${id}-plan`) ? [id, `${id}-plan`] : [],
  );
  const everything = await server.get(`Patient/${id}/$everything`, theirs);
  expect(everything.status).toBe(seen.length > 0 ? 200 : 404);
  const told = (everything.body.entry ?? []).map(({ resource }: Told['entry'][number]) => resource.id);
  expect(told.filter((one: string) => parts(id).includes(one)).sort()).toEqual([...seen].sort());
  const summary = await server.get(`Patient/${id}/$summary`, theirs);
  expect(summary.status).toBe(seen.length > 0 ? 200 : 404);
  expect(
    parts(id).filter((one) => one !== id && !seen.includes(one) && summary.text.includes(one)),
    `${who} $summary`,
  ).toEqual([]);
  const entry = parts(id).map((one) => ({ request: { method: 'GET', url: addressOf(one) } }));
  const { body } = await server.post('', { resourceType: 'Bundle', type: 'batch', entry }, theirs);
  const statuses = (body.entry ?? []).map((one) => one.response.status);
  expect(statuses.map((status) => status.slice(0, 3))).toEqual(
    parts(id).map((one) => (seen.includes(one) ? '200' : '404')),
  );
}

test('a system of NAV or a school knows what the citizen has agreed to for that place, and nothing else', async () => {
  await recordOf('tor');
  await expectSees('nav', 'tor', []);
  await put(agreement('tor', 'nav', 'plan'));
  await expectSees('nav', 'tor', ['tor', 'tor-plan']);
  await expectSees('nav-north', 'tor', ['tor', 'tor-plan']);
  await expectSees('school', 'tor', []);
  await put(agreement('tor', 'school', 'services'));
  await expectSees('school', 'tor', ['tor', 'tor-service']);
  const { rows } = await server.database.reader.query<{ rule: string; basis: string }>(
    `SELECT DISTINCT rule, basis FROM access_log WHERE id = 'tor-plan' AND decision = 'permit' AND basis LIKE '%shared%'`,
  );
  expect(rows).toEqual([{ rule: 'G9-outside', basis: 'shared-outside' }]);
});

test('a yes that is taken back, over, or kept from the place by a block shows nothing more', async () => {
  await recordOf('una');
  await put(agreement('una', 'nav', 'plan', { period: { end: '2026-11-30' } }));
  await expectSees('nav', 'una', []);
  await put(agreement('una', 'nav', 'plan'));
  await expectSees('nav', 'una', ['una', 'una-plan']);
  await put({
    ...reservation('una', 'block'),
    provision: {
      type: 'deny',
      data: [{ meaning: 'instance', reference: { reference: 'CarePlan/una-plan' } }],
    },
  });
  await expectSees('nav', 'una', ['una']);
  await put({ ...agreement('una', 'nav', 'plan'), status: 'inactive' });
  await expectSees('nav', 'una', []);
});

test('such a system finds nobody without a yes, however it asks, and only reads', async () => {
  await recordOf('siv');
  const theirs = as(undefined, 'nav');
  for (const path of ['Patient?name=siv', 'Patient?_has:Condition:subject:_id=siv-ill', 'Patient/siv/*', 'AuditEvent'])
    expect(JSON.stringify((await server.get(path, theirs)).body.entry ?? []), path).not.toMatch(/siv/);
  for (const path of ['_history', 'Condition/_history', 'Patient/siv/$who-can-see', 'Patient/siv/$care-relations'])
    expect((await server.get(path, theirs)).status, path).toBe(403);
  const log = await server.get('AuditEvent?patient=Patient/siv&outcome=4&_count=100', as());
  expect(log.text, 'what was tried is in the log of whose record it was').toMatch(/who-can-see/);
  for (const purpose of ['HRESCH', 'HOPERAT', 'AUDIT']) {
    await put(agreement('siv', 'nav', 'plan'));
    expect((await server.get('CarePlan/siv-plan', as(purpose, 'nav'))).status, purpose).toBe(404);
    expect(await found(as(purpose, 'nav'), 'CarePlan?patient=siv'), purpose).toEqual([]);
  }
  const write = { resourceType: 'CarePlan', status: 'active', intent: 'plan', subject: { reference: 'Patient/siv' } };
  expect((await server.post('CarePlan', write, theirs)).status).toBe(403);
  const once = { ...theirs, 'if-none-exist': 'identifier=x' };
  expect((await server.post('CarePlan', write, once)).status).toBe(403);
  expect((await server.get('CarePlan/siv-plan', theirs)).status).toBe(200);
});

test('the citizen sees which systems could read the record, by what each is registered for', async () => {
  await recordOf('ola');
  server.actors.set('ola-himself', citizen('ola'));
  const writer: Actor = {
    ...system(),
    id: 'client:writer',
    clientId: 'writer',
    display: 'Writer',
    scopes: ['system/*.c'],
  };
  const names = ['nav', 'registered', 'plain', 'clinic'];
  server.service.systems = async () => [...names.map((name) => server.actors.get(name)!), writer];
  const told = async (who: string) => {
    const { status, body } = await server.get('Patient/ola/$who-can-see', as(undefined, who));
    expect(status).toBe(200);
    return (body.parameter as { name: string; part: { name: string; [value: string]: unknown }[] }[])
      .filter(({ name }) => name === 'system')
      .map(({ part }) => Object.fromEntries(part.map(({ name, ...value }) => [name, Object.values(value)[0]])));
  };
  const purposes = async () =>
    (await told('ola-himself')).map(({ purpose = '-', organization }) => [purpose, organization !== undefined]);
  expect(await purposes()).toEqual([
    ['HRESCH', false],
    ['-', false],
    ['-', true],
  ]);
  await put(agreement('ola', 'nav', 'plan'));
  expect((await told('ola-himself'))[0]).toMatchObject({
    ground: { code: 'shared-outside' },
    category: expect.anything(),
  });
  expect(await purposes()).toHaveLength(4);
  await put(reservation('ola', 'HRESCH'));
  expect(await purposes()).toEqual([
    ['-', true],
    ['-', false],
    ['-', true],
  ]);
  server.service.systems = async () => [];
});

test('a system of the health service is not narrowed by what is agreed to with others', async () => {
  await recordOf('liv');
  expect((await server.get('Condition/liv-ill', as(undefined, 'clinic'))).status).toBe(200);
  expect(await found(as(undefined, 'clinic'), 'CarePlan?patient=liv')).toEqual(['liv-plan', 'liv-withheld']);
});

test('a citizen reserves against the registers that the law lets one object to, and those are what content names', async () => {
  const content = join(import.meta.dirname, '../../../../content/code-systems/health-register.json');
  const { concept } = JSON.parse(readFileSync(content, 'utf8')) as { concept: { code: string }[] };
  expect(concept.map(({ code }) => code)).toEqual([...healthRegisters]);
  await put({ resourceType: 'Patient', id: 'vil' });
  server.actors.set('vil', citizen('vil'));
  const says = async (register: string | undefined) => {
    const { id: _, ...consent } = against('vil', register);
    return (await server.post('Consent', consent, as(undefined, 'vil'))).status;
  };
  for (const register of ['kpr', undefined]) expect(await says(register), register).toBe(422);
  expect((await server.get('Patient/vil', as(undefined, 'collector'))).status).toBe(200);
  for (const register of healthRegisters) expect(await says(register), register).toBe(201);
  expect((await server.get('Patient/vil', as(undefined, 'collector'))).status).toBe(403);
});
