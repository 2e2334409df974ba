import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../access/actor.ts';
import { type TestServer, type Told, withServer } from '../../test/server.ts';

/** Systems that say what they ask for: research and learning, against which citizens have reservations. */
let server: TestServer;
const at = '2026-12-01T12:00:00+01:00';

const system = (purpose?: string): Actor => ({
  ...{ kind: 'system', id: 'client:study', display: 'Study', clientId: 'study', scopes: ['system/*.cruds'], loa: 4 },
  ...(purpose === undefined ? {} : { purpose }),
});

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
  server.actors.set('registered', system('HRESCH'));
  server.actors.set('plain', system());
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
  expect(
    (body.entry ?? []).map((one) =>
      String((one as never as { response: { status: string } }).response.status).slice(0, 3),
    ),
  ).toEqual(['200', '403']);
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
