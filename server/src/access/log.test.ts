import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseJson } from '../fhir/json/index.ts';
import { typeNumber } from '../fhir/types.ts';
import type { FhirRequest } from '../http/fhir/message.ts';
import { writeContext } from '../http/fhir/write-context.ts';
import { change, guessRecord, migrate } from '../record/index.ts';
import { withDatabase } from '../test/database.ts';
import { type TestServer, withServer } from '../test/server.ts';
import type { Actor } from './actor.ts';
import type { Access } from './log.ts';

let server: TestServer;
let admin: pg.Client;

beforeAll(async () => {
  server = await withServer();
  admin = new pg.Client(server.database.url);
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await server.close();
});

const someone = (id: string): Actor => ({
  kind: 'system',
  id: `client:${id}`,
  display: `The "${id}"\tof Solvik`,
  clientId: id,
  scopes: ['system/*.cruds'],
  loa: 4,
});
const access = (more: Partial<Access> = {}): Access => ({
  actor: someone('a'),
  interaction: 'read',
  decision: 'permit',
  ...more,
});

const odd = 'tab\t line\n return\r back\\slash \\N \b\f\v æøå 😀';

const strange = access({
  record: -5n,
  type: 'Patient',
  id: 'x',
  decision: 'deny:no-basis',
  outcome: 4,
  stream: 'security',
  purpose: 'ETREAT',
  basis: odd,
  rule: 'G6',
  onBehalfOf: 'Practitioner/1',
  emergencyReason: odd,
  obligations: ['notify-patient', 'review-task'],
  detail: odd,
  shown: 'Patient/x',
});

test('what the writer hashes is what stands in the database, whatever is in it', async () => {
  const { log } = server.service;
  await Promise.all([log.append(access()), log.append(strange)]);
  // alone, each of them is another statement
  await log.append(strange);
  await log.append(access());
  const { body } = await server.post('Patient', { resourceType: 'Patient' });
  await server.put(`Patient/${body.id}`, { resourceType: 'Patient', id: body.id, active: true });
  const entry = { resource: { resourceType: 'Patient' }, request: { method: 'POST', url: 'Patient' } };
  await server.post('', { resourceType: 'Bundle', type: 'transaction', entry: [entry, entry, entry] });
  await server.get('Patient');
  const { rows } = await admin.query<{ entries: string; wrong: string; homeless: string }>(
    `SELECT count(*) AS entries, count(*) FILTER (WHERE leaf <> access_log_leaf(l)) AS wrong,
       count(*) FILTER (WHERE c.id IS NULL) AS homeless
     FROM access_log l LEFT JOIN access_log_context c ON c.id = l.context`,
  );
  expect(Number(rows[0]!.entries)).toBe(10);
  expect(rows[0]).toMatchObject({ wrong: '0', homeless: '0' });
});

test('who asked is written once for a session and named by what it says', async () => {
  const { log } = server.service;
  const [one, two] = [someone('once'), { ...someone('once') }];
  await Promise.all([log.append(access({ actor: one })), log.append(access({ actor: two }))]);
  await log.append(access({ actor: one }));
  const { rows } = await admin.query<{ n: number; named: boolean; content: { display: string } }>(
    `SELECT (SELECT count(*)::int FROM access_log l WHERE l.context = c.id) AS n, content::json,
       encode(substring(sha256(convert_to(content, 'UTF8')) FOR 16), 'hex')::uuid = id AS named
     FROM access_log_context c WHERE person = 'client:once'`,
  );
  expect(rows).toMatchObject([{ n: 3, named: true, content: { display: one.display } }]);
});

test('a decision that was overtaken reads nothing, and its entry stands as an attempt', async () => {
  const { log } = server.service;
  const { body } = await server.post('Patient', { resourceType: 'Patient' });
  const record = guessRecord('Patient', body.id);
  const key = { record, type: typeNumber('Patient'), id: body.id };
  const reading = (epoch: bigint, of = key) =>
    log.read({ ...access({ type: 'Patient' }), epochs: [{ record, epoch }] }, of);
  // The Patient itself is a fact of its record, so the record stands at 1.
  const [fresh, early] = await Promise.all([reading(1n), reading(7n)]);
  expect(fresh).toMatchObject({ version: 1 });
  expect(early).toBe('overtaken');
  await admin.query('UPDATE access_epoch SET epoch = 7 WHERE record = $1', [String(record)]);
  expect(await reading(0n)).toBe('overtaken');
  expect(await reading(7n)).toMatchObject({ version: 1 });
  expect(await reading(7n, { ...key, id: 'nobody' })).toBeUndefined();
  expect(await log.append(access({ epochs: [{ record, epoch: 6n }] }))).toBe('overtaken');
  expect(await log.append(access({ epochs: [{ record, epoch: 7n }] }))).toBeUndefined();
  const { rows } = await admin.query('SELECT count(*)::int AS n FROM access_log WHERE id = $1', [body.id]);
  expect(rows[0].n).toBe(5);
});

test('a write by someone whom the log does not know is refused', async () => {
  const request = { actor: someone('stranger'), headers: {} } as unknown as FhirRequest;
  const body = parseJson('{"resourceType":"Patient"}');
  const writing = change(
    server.database,
    [{ kind: 'create', type: 'Patient', body }],
    writeContext(server.service, request),
  );
  await expect(writing).rejects.toThrow('not introduced');
});

test('entries of an older store get their hashes when it is brought up to date', async () => {
  const store = await withDatabase();
  await migrate(store.url, 9);
  const old = new pg.Client(store.url);
  await old.connect();
  await old.query(
    `INSERT INTO access_log (writer, seq, at, actor, client, interaction, record, type, id, decision, detail)
     VALUES (1, 1, now(), 'client:old', 'old', 'read', 7, 1, 'x', 'permit', $1), (1, 2, now(), 'client:old', 'old', 'read', 7, 1, 'x', 'deny:scope', NULL)`,
    [odd],
  );
  await migrate(store.url);
  const { rows } = await old.query(
    `SELECT l.outcome, c.person, leaf = access_log_leaf(l) AS right FROM access_log l
     JOIN access_log_context c ON c.id = l.context ORDER BY seq`,
  );
  await old.end();
  await store.close();
  expect(rows).toEqual([
    { outcome: 0, person: 'client:old', right: true },
    { outcome: 4, person: 'client:old', right: true },
  ]);
});
