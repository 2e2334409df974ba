import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccessCase, readCases } from '../../access/cases/read-cases.ts';
import { type Answer, type TestServer, withServer } from '../../test/server.ts';
import { buildWorld, type World } from '../../test/world.ts';

/**
 * Every worked case through the real server: its facts are resources in the store, its actor sends a request, and the
 * answer, the search, the log line and what must be done besides are as the case says. Our own cases, and every file that
 * ENJOURNAL_ACCESS_CASES names (paths parted by `:`).
 */
const files = [
  ...globSync(join(import.meta.dirname, '../../access/cases/*.json')),
  ...(process.env.ENJOURNAL_ACCESS_CASES ?? '').split(':').filter((path) => path !== ''),
];

let server: TestServer;

beforeAll(async () => {
  server = await withServer({ processes: [] });
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

let worlds = 0;

describe.each(files.map((file) => [basename(file), file] as const))('%s', (_name, file) => {
  const cases = readCases(file).filter((one) => !isBeyondResources(one));
  test.each(cases.map((one) => [`${one.id} ${one.title}`, one] as const))('%s', async (_, one) => {
    server.clock.now = Date.parse(one.facts.now);
    worlds += 1;
    const world = await buildWorld(server, one, `w${worlds}`);
    const asked = await askFor(world, one);
    const { answer, entry } = asked;
    expect({ status: answer.status, ...shownBy(answer, one) }, answer.text.slice(0, 2000)).toEqual({
      status: statusOf(one),
      ...expectedShow(one),
    });
    expect(entry).toMatchObject(expectedEntry(one));
    expect(entry.obligations).toEqual([...one.expect.obligations, ...one.expect.log.extra].sort());
    await expectNotices(world, one);
    if (one.facts.op === 'read') expect(searchedBy(await searchFor(world, one), one)).toBe(one.expect.search);
  });
});

/** Kinds of power of attorney that are about other things than health have no resource that could give access. */
const isBeyondResources = ({ facts: { mandate } }: AccessCase): boolean =>
  mandate?.scopes.some((scope) => scope === 'payment' || scope === 'economic') === true;

type Entry = {
  decision: string;
  outcome: number;
  stream: string;
  purpose: string | null;
  basis: string | null;
  obligations: string[];
};

/** Sends what the case asks, and finds the line of the log that it left. */
async function askFor(world: World, one: AccessCase): Promise<{ answer: Answer; entry: Entry }> {
  const headers = { authorization: `Bearer ${world.token}`, ...world.headers };
  const path =
    one.facts.resource.type === 'AuditEvent' && one.facts.op === 'read' ? await logEntryOf(world) : world.resource;
  const { rows } = await server.database.reader.query<{ seq: bigint }>(
    'SELECT coalesce(max(seq), 0) AS seq FROM access_log',
  );
  const answer = await sendFor(world, one, path, headers);
  const found = await server.database.reader.query<Omit<Entry, 'obligations'> & { obligations: string | null }>(
    `SELECT l.decision, l.outcome, l.stream::text AS stream, l.purpose, l.basis, l.obligations FROM access_log l
     JOIN access_log_context c ON c.id = l.context WHERE l.seq > $1 AND c.person <> 'client:test' AND c.person <> 'client:enjournal'
     ORDER BY l.seq LIMIT 1`,
    [rows[0]!.seq],
  );
  const line = found.rows[0] ?? {
    decision: 'none',
    outcome: -1,
    stream: '',
    purpose: null,
    basis: null,
    obligations: null,
  };
  return { answer, entry: { ...line, obligations: (line.obligations ?? '').split(',').filter(Boolean).sort() } };
}

/** An entry of the patient's log, as a look of a system left it. */
async function logEntryOf(world: World): Promise<string> {
  await server.get(`Patient/${world.patient}`);
  const { body } = await server.get(`AuditEvent?patient=Patient/${world.patient}&_count=1`);
  return `AuditEvent/${body.entry[0]!.resource.id}`;
}

async function sendFor(world: World, one: AccessCase, path: string, headers: Record<string, string>): Promise<Answer> {
  const [type = ''] = path.split('/');
  switch (one.facts.op) {
    case 'vread':
      return server.get(`${path}/_history/1`, headers);
    case 'history':
      return server.get(`${path}/_history`, headers);
    case 'everything':
    case 'export':
      return server.get(`Patient/${world.patient}/$everything`, headers);
    case 'system-history':
      return server.get('_history', headers);
    case 'destroy':
      return server.send('DELETE', path, undefined, headers);
    case 'write': {
      if (type === 'AuditEvent') return server.post('AuditEvent', { resourceType: 'AuditEvent' }, headers);
      const { body } = await server.get(path);
      return server.put(path, { ...body, language: 'nb' }, headers);
    }
    default:
      return server.get(path, headers);
  }
}

/** Nobody writes in the log, whatever the decision about a record would be: the method is not there. */
function statusOf({ facts, expect: wanted }: AccessCase): number {
  if (facts.op === 'write' && facts.resource.type === 'AuditEvent') return 405;
  // what is shown in part only may not be written: the marker is for readers
  return facts.op === 'write' && wanted.decision === 'mask' ? 404 : wanted.http;
}

/** What of the resource the answer shows. */
function shownBy(answer: Answer, { facts, expect: wanted }: AccessCase): Record<string, unknown> {
  if (answer.status !== 200 || facts.op === 'write' || facts.op === 'everything') return {};
  if (facts.op === 'export')
    return { isTold: /Testdal|Hemmelig|\b\d{11}\b|-\d\d-\d\d/.test(answer.text.replaceAll(/\/fhir[^"]*/g, '')) };
  const { body, text } = answer;
  if (wanted.mask?.includes('all-content')) return { code: body.issue?.[0]?.code, bytes: text.includes('Notat') };
  if (wanted.mask?.includes('address')) return { type: body.resourceType, isTold: /Hemmelig|99 99/.test(text) };
  return { type: body.resourceType };
}

function expectedShow({ facts, expect: wanted }: AccessCase): Record<string, unknown> {
  if (wanted.http !== 200 || facts.op === 'write' || facts.op === 'everything') return {};
  if (facts.op === 'export') return { isTold: false };
  if (wanted.mask?.includes('all-content')) return { code: 'suppressed', bytes: false };
  if (wanted.mask?.includes('address')) return { type: facts.resource.type, isTold: false };
  return { type: facts.resource.type };
}

function expectedEntry({ facts, expect: wanted }: AccessCase): Partial<Entry> {
  if (facts.op === 'write' && facts.resource.type === 'AuditEvent') return {};
  const { log } = wanted;
  return {
    outcome: facts.op === 'write' && wanted.decision === 'mask' ? 4 : Number(log.outcome),
    stream: log.stream === 'security' ? 's' : 'p',
    purpose: log.purpose,
    // a block that names a place is of the organisation and its units alike
    basis: log.basis === 'blocked-unit' ? 'blocked-org' : log.basis,
  };
}

/** What had to be told or looked at stands in the record, once. */
async function expectNotices(world: World, { expect: wanted }: AccessCase): Promise<void> {
  const notified = await server.get(`Communication?subject=Patient/${world.patient}&_summary=count`);
  expect(notified.body.total).toBe(wanted.obligations.includes('notify-patient') ? 1 : 0);
  const alerts = wanted.obligations.filter((one) => /alert|close-relation|colleague/.test(one));
  const tasks = await server.get(
    `Task?patient=Patient/${world.patient}&code=https://enjournal.no/fhir/CodeSystem/task-code|access-alert,https://enjournal.no/fhir/CodeSystem/task-code|access-review&_summary=count`,
  );
  expect(tasks.body.total).toBe(alerts.length);
}

async function searchFor(world: World, { facts }: AccessCase): Promise<Answer | undefined> {
  const headers = { authorization: `Bearer ${world.token}`, ...world.headers };
  const [type, id] = world.resource.split('/');
  if (type === 'AuditEvent' || type === 'Linkage') return undefined;
  const whose = type === 'Patient' ? '' : `&patient=Patient/${world.patient}`;
  void facts;
  return server.get(`${type}?_id=${id}${whose}&_total=accurate`, headers);
}

/** The search's answer in the case's words. */
function searchedBy(answer: Answer | undefined, { facts, expect: wanted }: AccessCase): string {
  if (answer === undefined) return wanted.search;
  const nothing = 'no entry, total excludes it, no outcome entry';
  if (answer.status !== 200) return nothing;
  const { entry = [], total } = answer.body;
  const matches = entry.filter(({ search }) => search.mode === 'match');
  const outcomes = entry.filter(({ search }) => search.mode === 'outcome');
  expect(total).toBe(matches.length);
  if (matches.length === 0) {
    if (outcomes.length === 0) return nothing;
    expect(outcomes).toHaveLength(1);
    expect(Object.keys(outcomes[0]!.resource.issue[0]!).sort()).toEqual(['code', 'details', 'severity']);
    return 'no entry, total excludes it; one OperationOutcome entry (search.mode=outcome, code=suppressed) with no count, type, date or custodian';
  }
  // a directory shows that somebody is, and nothing that is asked for here
  const isDirectory = facts.resource.type === 'Patient' && wanted.decision === 'deny';
  if (isDirectory) return nothing;
  const isMasked = JSON.stringify(matches).includes('SUBSETTED');
  return isMasked ? 'entry present with the masked elements absent' : 'entry present';
}
