import { typeNumber, typeOfNumber } from '../../fhir/types.ts';
import type { Queryable } from '../../record/index.ts';
import type { EntryKey } from './tree.ts';

/** Who asked, as the context tells it. */
export type Who = {
  kind: 'system' | 'staff' | 'citizen';
  id: string;
  display?: string;
  clientId?: string;
  practitioner?: string;
  practitionerRole?: string;
  organization?: { id: string; display?: string };
  legalEntity?: string;
  role?: string;
  title?: string;
};

/** An entry of the access log as it is read. What was erased is absent. */
export type Entry = EntryKey & {
  /** Epoch ms. */
  at: number;
  who: Who | undefined;
  interaction: string;
  decision: string;
  outcome: 0 | 4 | 8;
  stream: 'patient' | 'security';
  purpose?: string;
  basis?: string;
  rule?: string;
  obligations: string[];
  type?: string;
  record?: bigint;
  /** The citizen whose record it is, when it is one's. */
  patient?: string;
  id?: string;
  onBehalfOf?: string;
  reason?: string;
  /** The query, base64. */
  query?: string;
  shown: string[];
};

/** What is asked of the log; each list is of alternatives. */
export type EntryFilter = {
  key?: EntryKey;
  records?: readonly bigint[];
  /** `Practitioner/<id>`, `Patient/<id>`, `client:<id>` or `PractitionerRole/<id>`. */
  agents?: readonly string[];
  /** Persons, `Practitioner/<id>` or `Patient/<id>`, and clients, whose own entries are left out. */
  notAgents?: readonly string[];
  interactions?: readonly string[];
  notInteractions?: readonly string[];
  outcomes?: readonly number[];
  /** Of what was not done, only these interactions. */
  refusedOnly?: readonly string[];
  purposes?: readonly string[];
  rules?: readonly string[];
  /** `Type/id`: what the entry is about. */
  about?: readonly { type: string; id: string }[];
  /** Epoch ms, half-open. */
  from?: number;
  to?: number;
  stream?: 'patient' | 'security';
};

export type EntryPage = {
  count: number;
  isOldestFirst: boolean;
  /** Where the page before ended. */
  after?: EntryKey & { at: number };
};

/** Entries in the order of their times; one more than `count` when there are more. */
export async function findEntries(client: Queryable, filter: EntryFilter, page: EntryPage): Promise<Entry[]> {
  const values: unknown[] = [];
  const bind = (value: unknown, type: string) => {
    values.push(value);
    return `$${values.length}::${type}`;
  };
  const where = conditions(filter, bind);
  const isSelective = filter.records !== undefined || filter.agents !== undefined || filter.from !== undefined;
  // with nothing to find them by, entries are walked as they were written
  const order = isSelective ? ['l.at', 'l.tx', 'l.writer', 'l.seq'] : ['l.tx', 'l.writer', 'l.seq'];
  if (page.after !== undefined) {
    const { at, tx, writer, seq } = page.after;
    const place = [bind(tx, 'int8'), bind(writer, 'int8'), bind(seq, 'int8')];
    if (isSelective) place.unshift(bind(new Date(at), 'timestamptz'));
    where.push(`(${order.join(', ')}) ${page.isOldestFirst ? '>' : '<'} (${place.join(', ')})`);
  }
  const direction = page.isOldestFirst ? 'ASC' : 'DESC';
  const { rows } = await client.query<EntryRow>(
    `WITH found AS MATERIALIZED (
       SELECT * FROM access_log l ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`}
       ORDER BY ${order.map((column) => `${column} ${direction}`).join(', ')} LIMIT ${bind(page.count + 1, 'int4')})
     SELECT l.tx, l.writer, l.seq, (extract(epoch FROM l.at) * 1000)::float8 AS at, l.interaction, l.decision, l.outcome,
       l.stream::text AS stream, l.purpose, l.basis, l.rule, l.obligations, l.type, l.record, l.id, l.on_behalf_of, l.reason,
       l.detail, l.shown, c.content,
       (SELECT min(p.id) FROM resource p WHERE p.record = l.record AND p.type = ${typeNumber('Patient')}) AS patient
     FROM found l LEFT JOIN access_log_context c ON c.id = l.context
     ORDER BY ${order.map((column) => `${column} ${direction}`).join(', ')}`,
    values,
  );
  return rows.map(entryOf);
}

/** How many entries there are. */
export async function countEntries(client: Queryable, filter: EntryFilter): Promise<number> {
  const values: unknown[] = [];
  const where = conditions(filter, (value, type) => {
    values.push(value);
    return `$${values.length}::${type}`;
  });
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::float8 AS count FROM access_log l ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`}`,
    values,
  );
  return rows[0]!.count;
}

function conditions(filter: EntryFilter, bind: (value: unknown, type: string) => string): string[] {
  const where: string[] = [];
  const { key, records, agents, interactions, outcomes, purposes, rules, about, from, to, stream } = filter;
  if (key !== undefined) {
    where.push(
      `(l.tx, l.writer, l.seq) = (${bind(key.tx, 'int8')}, ${bind(key.writer, 'int8')}, ${bind(key.seq, 'int8')})`,
    );
  }
  if (records !== undefined) where.push(`l.record = ANY (${bind(records.map(String), 'int8[]')})`);
  if (agents !== undefined) {
    const roles = agents.filter((agent) => agent.startsWith('PractitionerRole/')).map((agent) => agent.slice(17));
    where.push(`l.context IN (SELECT id FROM access_log_context WHERE person = ANY (${bind(agents, 'text[]')})
      UNION ALL SELECT id FROM access_log_context WHERE content::jsonb ->> 'practitionerRole' = ANY (${bind(roles, 'text[]')}))`);
  }
  const { notAgents } = filter;
  if (notAgents !== undefined) {
    where.push(
      `l.context NOT IN (SELECT id FROM access_log_context WHERE person = ANY (${bind(notAgents, 'text[]')}))`,
    );
  }
  if (interactions !== undefined) where.push(`l.interaction = ANY (${bind(interactions, 'text[]')})`);
  const { notInteractions } = filter;
  if (notInteractions !== undefined) where.push(`l.interaction <> ALL (${bind(notInteractions, 'text[]')})`);
  const { refusedOnly } = filter;
  if (refusedOnly !== undefined) {
    where.push(`(l.outcome = 0 OR l.interaction = ANY (${bind(refusedOnly, 'text[]')}))`);
  }
  if (outcomes !== undefined) where.push(`l.outcome = ANY (${bind(outcomes, 'int2[]')})`);
  if (purposes !== undefined) where.push(`l.purpose = ANY (${bind(purposes, 'text[]')})`);
  if (rules !== undefined) where.push(`l.rule = ANY (${bind(rules, 'text[]')})`);
  if (about !== undefined) {
    const types = bind(
      about.map(({ type }) => typeNumber(type)),
      'int2[]',
    );
    const ids = bind(
      about.map(({ id }) => id),
      'text[]',
    );
    const shown = bind(
      about.map(({ type, id }) => `${type}/${id}`),
      'text[]',
    );
    where.push(
      `((l.type, l.id) IN (SELECT * FROM unnest(${types}, ${ids})) OR string_to_array(l.shown, ',') && ${shown})`,
    );
  }
  if (from !== undefined && Number.isFinite(from)) where.push(`l.at >= ${bind(new Date(from), 'timestamptz')}`);
  if (to !== undefined && Number.isFinite(to)) where.push(`l.at < ${bind(new Date(to), 'timestamptz')}`);
  if (stream !== undefined) where.push(`l.stream = ${bind(stream[0], '"char"')}`);
  return where;
}

type EntryRow = EntryKey & {
  at: number;
  interaction: string;
  decision: string;
  outcome: 0 | 4 | 8;
  stream: 'p' | 's';
  purpose: string | null;
  basis: string | null;
  rule: string | null;
  obligations: string | null;
  type: number | null;
  record: bigint | null;
  id: string | null;
  on_behalf_of: string | null;
  reason: string | null;
  detail: string | null;
  shown: string | null;
  content: string | null;
  patient: string | null;
};

function entryOf(row: EntryRow): Entry {
  const { tx, writer, seq, at, interaction, decision, outcome } = row;
  const entry: Entry = {
    tx,
    writer,
    seq,
    at,
    interaction,
    decision,
    outcome,
    who: row.content === null ? undefined : (JSON.parse(row.content) as Who),
    stream: row.stream === 'p' ? 'patient' : 'security',
    obligations: row.obligations?.split(',') ?? [],
    shown: row.shown?.split(',').filter(Boolean) ?? [],
  };
  if (row.purpose !== null) entry.purpose = row.purpose;
  if (row.basis !== null) entry.basis = row.basis;
  if (row.rule !== null) entry.rule = row.rule;
  if (row.type !== null) entry.type = typeOfNumber(row.type) ?? '';
  if (row.record !== null) entry.record = row.record;
  if (row.patient !== null) entry.patient = row.patient;
  if (row.id !== null) entry.id = row.id;
  if (row.on_behalf_of !== null) entry.onBehalfOf = row.on_behalf_of;
  if (row.reason !== null) entry.reason = row.reason;
  if (row.detail !== null) entry.query = row.detail;
  return entry;
}

/** The id of the AuditEvent that tells an entry, and back. */
export const eventId = ({ tx, writer, seq }: EntryKey): string => `${tx}.${writer}.${seq}`;

export function keyOfEvent(id: string): EntryKey | undefined {
  const match = /^(\d{1,18})\.(\d{1,18})\.(\d{1,18})$/.exec(id);
  if (match === null) return undefined;
  return { tx: BigInt(match[1]!), writer: BigInt(match[2]!), seq: BigInt(match[3]!) };
}
