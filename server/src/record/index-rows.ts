import { int2Array, int4Array, int8Array, textArray, timestampArray } from './binary.ts';
import { part, rowsOf } from './part.ts';
import { fromOf, Pieces, piece } from './stored.ts';
import type { Change, Creating, ResourceKey } from './write.ts';

type TokenRow = { value: bigint; from: number; of: ResourceKey };
type NameRow = { name: string; of: ResourceKey };

export type IndexRows = { tokensIn: TokenRow[]; tokensOut: TokenRow[]; namesIn: NameRow[]; namesOut: NameRow[] };

/** The rows of x_token and x_name to come and to go: only what differs. */
export function indexRows(changes: readonly Change[]): IndexRows {
  const rows: IndexRows = { tokensIn: [], tokensOut: [], namesIn: [], namesOut: [] };
  for (const change of changes) {
    const before = change.op === 'C' ? undefined : change.replaced;
    const now =
      change.op === 'D'
        ? { from: 0, globals: [], names: [] }
        : { from: fromOf(change.entries), globals: change.entries.globals, names: change.entries.names };
    const sameDate = before !== undefined && change.op !== 'D' && before.from === now.from;
    const tokensBefore = new Set(before?.globals ?? []);
    const tokensNow = new Set<bigint>(now.globals);
    for (const value of tokensNow) {
      if (!(sameDate && tokensBefore.has(value))) rows.tokensIn.push({ value, from: now.from, of: change });
    }
    for (const value of tokensBefore) {
      if (!(sameDate && tokensNow.has(value))) rows.tokensOut.push({ value, from: before?.from ?? 0, of: change });
    }
    const namesBefore = new Set(before?.names ?? []);
    const namesNow = new Set<string>(now.names);
    for (const name of namesNow) if (!namesBefore.has(name)) rows.namesIn.push({ name, of: change });
    for (const name of namesBefore) if (!namesNow.has(name)) rows.namesOut.push({ name, of: change });
  }
  return rows;
}

const tokenTypes = { value: 'int8[]', type: 'int2[]', from_at: 'timestamptz[]', record: 'int8[]', id: 'text[]' };
const nameTypes = { type: 'int2[]', name: 'text[]', record: 'int8[]', id: 'text[]' };

function tokenValues(rows: readonly TokenRow[]): Record<keyof typeof tokenTypes, unknown> {
  return {
    value: int8Array(rows.map((t) => t.value)),
    type: int2Array(rows.map((t) => t.of.type)),
    from_at: timestampArray(rows.map((t) => t.from)),
    record: int8Array(rows.map((t) => t.of.record)),
    id: textArray(rows.map((t) => t.of.id)),
  };
}

function nameValues(rows: readonly NameRow[]): Record<keyof typeof nameTypes, unknown> {
  return {
    type: int2Array(rows.map((n) => n.of.type)),
    name: textArray(rows.map((n) => n.name)),
    record: int8Array(rows.map((n) => n.of.record)),
    id: textArray(rows.map((n) => n.of.id)),
  };
}

type WithRows = { rows: IndexRows };

export const tokensIn = part(
  tokenTypes,
  (p) => `token_in AS (
  INSERT INTO x_token (value, type, from_at, record, id) SELECT * FROM ${rowsOf(p, 't')} ON CONFLICT DO NOTHING)`,
  ({ rows }: WithRows) => tokenValues(rows.tokensIn),
);

const nameIn = (p: Readonly<Record<keyof typeof nameTypes, string>>) => `name_in AS (
  INSERT INTO x_name (type, name, record, id) SELECT * FROM ${rowsOf(p, 't')} ON CONFLICT DO NOTHING)`;

export const namesIn = part(nameTypes, nameIn, ({ rows }: WithRows) => nameValues(rows.namesIn));

export const tokensOut = part(
  tokenTypes,
  (p) => `token_out AS (
  DELETE FROM x_token x USING ${rowsOf(p, 'g')}
  WHERE x.value = g.value AND x.type = g.type AND x.from_at = g.from_at AND x.record = g.record AND x.id = g.id)`,
  ({ rows }: WithRows) => tokenValues(rows.tokensOut),
);

export const namesOut = part(
  nameTypes,
  (p) => `name_out AS (
  DELETE FROM x_name x USING ${rowsOf(p, 'g')}
  WHERE x.type = g.type AND x.name = g.name AND x.record = g.record AND x.id = g.id)`,
  ({ rows }: WithRows) => nameValues(rows.namesOut),
);

/** Of what is new: their tokens alone, for the rest of their rows is in `w`. */
export const tokensOfNew = part(
  { ends: 'int4[]', all: 'int8[]' },
  (p) => `token_in AS (
  INSERT INTO x_token (value, type, from_at, record, id)
  SELECT g.value, w.type, w.from_at, w.record, w.id
  FROM w CROSS JOIN LATERAL unnest(${piece(p.all, p.ends, 'w.n')}) AS g (value)
  ON CONFLICT DO NOTHING)`,
  ({ stored }: Creating) => {
    const globals = new Pieces<bigint>();
    for (const { entries } of stored) globals.add(entries.globals);
    return { ends: int4Array(globals.ends), all: int8Array(globals.all) };
  },
);

export const namesOfNew = part(nameTypes, nameIn, ({ stored }: Creating) => {
  const rows: NameRow[] = [];
  for (const of of stored) for (const name of of.entries.names) rows.push({ name, of });
  return nameValues(rows);
});
