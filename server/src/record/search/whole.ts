import { hash64 } from '../../fhir/search/hash.ts';
import { searchParametersOf } from '../../fhir/search/parameters.ts';
import { patientTypes, typeNumber } from '../../fhir/types.ts';
import { guessRecord } from '../current.ts';
import type { Queryable } from '../database.ts';
import { locatedOf, resourceOf } from './lookups.ts';
import { and, nameOf, type Scope, Statement } from './statement.ts';
import { separator } from './tokens.ts';

/** Which part of a record: types by number, changed since, with a date in the half-open range (epoch ms; what has no date is in it). */
export type Part = { types?: readonly number[]; since?: number; from?: number; to?: number };

/** A row as it lies in its record. `type` is its number. */
export type Piece = { record: bigint; type: number; id: string; access: number; content: string };

const COLUMNS = 'r.record, r.type, r.id, r.access, r.content';

/** The next rows of a record in the order of its key, as far as the scope lets them be seen. */
export async function readRecord(
  client: Queryable,
  record: bigint,
  { part, after, size, scope }: { part: Part; after?: { type: number; id: string }; size: number; scope: Scope },
): Promise<Piece[]> {
  const st = new Statement(scope);
  const key = `(${st.bind(after?.type ?? 0, 'int2')}, ${st.bind(after?.id ?? '', 'text')})`;
  const where = [`r.record = ${st.int8(record)}`, `(r.type, r.id) > ${key}`, ...partOf(st, part), ...st.visible('r')];
  const limit = st.bind(size, 'int8');
  return send(client, st, `SELECT ${COLUMNS} FROM resource r WHERE ${and(where)} ORDER BY r.type, r.id LIMIT ${limit}`);
}

/** What other records say of a patient. */
export async function readOfPatient(
  client: Queryable,
  patient: { id: string; record: bigint },
  { part, scope }: { part: Part; scope: Scope },
): Promise<Piece[]> {
  const st = new Statement(scope);
  const values = leadingToPatients().map((code) => hash64(`${code}${separator}Patient/${patient.id}`));
  const rows = `SELECT DISTINCT x.record, x.type, x.id FROM unnest(${st.int8s(values)}) v (value) CROSS JOIN LATERAL (
    SELECT o.record, o.type, o.id FROM x_token o WHERE o.value = v.value AND o.record <> ${st.int8(patient.record)} OFFSET 0) x`;
  const where = [...partOf(st, part), ...st.visible('r')];
  return send(
    client,
    st,
    `SELECT ${COLUMNS} FROM (${rows}) x ${resourceOf('r', 'x')} WHERE ${and(where)} ORDER BY r.type, r.id`,
  );
}

/** What stands under these keys. */
export async function readKeys(
  client: Queryable,
  keys: readonly { type: string; id: string }[],
  scope: Scope,
): Promise<Piece[]> {
  if (keys.length === 0) return [];
  const st = new Statement(scope);
  const types = st.int2s(keys.map(({ type }) => typeNumber(type)));
  const records = st.int8s(keys.map(({ type, id }) => guessRecord(type, id)));
  const list = `unnest(${types}, ${st.texts(keys.map(({ id }) => id))}, ${records}) WITH ORDINALITY v (type, id, record, n)`;
  return send(
    client,
    st,
    `SELECT ${COLUMNS} FROM ${list} ${locatedOf('r', 'v')} WHERE ${and(st.visible('r'))} ORDER BY v.n`,
  );
}

async function send(client: Queryable, st: Statement, body: string): Promise<Piece[]> {
  const text = st.text(body);
  return (await client.query<Piece>(text, st.values, nameOf(text))).rows;
}

function partOf(st: Statement, { types, since, from, to }: Part): string[] {
  const where: string[] = [];
  if (types !== undefined) where.push(`r.type = ANY (${st.int2s(types)})`);
  if (since !== undefined) where.push(`r.at >= ${st.time(since)}`);
  if (from !== undefined) where.push(`(r.to_at > ${st.time(from)} OR r.from_at = '-infinity')`);
  if (to !== undefined) where.push(`r.from_at < ${st.time(to)}`);
  return where;
}

let patientCodes: string[] | undefined;

/** The codes of all reference parameters, on the types that live in patients' records, that may lead to a Patient. */
function leadingToPatients(): string[] {
  patientCodes ??= [
    ...new Set(
      [...patientTypes].flatMap((type) =>
        [...searchParametersOf(type).values()]
          .filter(
            (info) => info.type === 'reference' && (info.targets.length === 0 || info.targets.includes('Patient')),
          )
          .map((info) => info.code),
      ),
    ),
  ];
  return patientCodes;
}
