import type { Meta } from '../fhir/resource.ts';
import { hash64 } from '../fhir/search/hash.ts';
import type { IndexEntries } from '../fhir/search/index-entries.ts';
import {
  boolArray,
  float8Array,
  int2Array,
  int4Array,
  int8Array,
  textArray,
  textLiteral,
  timestampArray,
} from './binary.ts';
import type { StoredVersion } from './write.ts';

/**
 * Tokens in the covering index: a B-tree entry ends at 2704 bytes, so the rest of a very large resource's stand apart. Tags
 * are always among these.
 */
const MAX_INDEXED_TOKENS = 250;

/** The columns that search and the gate know a row by. */
export const INDEX_COLUMNS = `access, from_at, to_at, tokens, tokens_more, present, strings, date_keys, date_from, date_to,
  number_keys, number_from, number_to, number_units`;

/** All that changes with a version, but the key and the version itself. */
export const COLUMNS = `${INDEX_COLUMNS}, content`;

export const valuesOf = (columns: string, alias: string) => columns.replace(/\w+/g, `${alias}.$&`);

export const storedTypes = {
  id: 'text[]',
  op: 'text[]',
  strings: 'text[]',
  content: 'text[]',
  record: 'int8[]',
  type: 'int2[]',
  version: 'int4[]',
  access: 'int4[]',
  isNews: 'bool[]',
  from: 'timestamptz[]',
  to: 'timestamptz[]',
  tokenEnds: 'int4[]',
  tokens: 'int8[]',
  moreEnds: 'int4[]',
  more: 'int8[]',
  presentEnds: 'int4[]',
  present: 'int4[]',
  dateEnds: 'int4[]',
  dateKeys: 'int8[]',
  dateFrom: 'timestamptz[]',
  dateTo: 'timestamptz[]',
  numberEnds: 'int4[]',
  numberKeys: 'int8[]',
  numberFrom: 'float8[]',
  numberTo: 'float8[]',
  numberUnits: 'int8[]',
} as const;

type Places = Readonly<Record<keyof typeof storedTypes, string>>;

/**
 * The stored rows as columns. A row's own arrays (its tokens, dates, numbers) stand in one array of all rows' with the
 * places where each row's end: cutting them out again is as good as free, reading each row's from a text is not.
 */
export function storedValues(stored: readonly StoredVersion[]): Record<keyof typeof storedTypes, unknown> {
  const tokens = new Pieces<bigint>();
  const more = new Pieces<bigint>();
  const present = new Pieces<number>();
  const dates = new Pieces<IndexEntries['dates'][number]>();
  const numbers = new Pieces<IndexEntries['numbers'][number]>();
  for (const { entries, content } of stored) {
    const isLarge = entries.tokens.length > MAX_INDEXED_TOKENS;
    const all = isLarge ? tagsFirst(entries.tokens, content) : entries.tokens;
    tokens.add(isLarge ? all.slice(0, MAX_INDEXED_TOKENS) : all);
    more.add(isLarge ? all.slice(MAX_INDEXED_TOKENS) : []);
    present.add(entries.present);
    dates.add(entries.dates);
    numbers.add(entries.numbers);
  }
  return {
    id: textArray(stored.map((c) => c.id)),
    op: textArray(stored.map((c) => c.op)),
    strings: textArray(stored.map((c) => textLiteral(c.entries.strings))),
    content: textArray(stored.map((c) => c.content)),
    record: int8Array(stored.map((c) => c.record)),
    type: int2Array(stored.map((c) => c.type)),
    version: int4Array(stored.map((c) => c.version)),
    access: int4Array(stored.map((c) => c.access)),
    isNews: boolArray(stored.map((c) => c.isNews)),
    from: timestampArray(stored.map((c) => fromOf(c.entries))),
    to: timestampArray(stored.map((c) => c.entries.to ?? Number.POSITIVE_INFINITY)),
    tokenEnds: int4Array(tokens.ends),
    tokens: int8Array(tokens.all),
    moreEnds: int4Array(more.ends),
    more: int8Array(more.all),
    presentEnds: int4Array(present.ends),
    present: int4Array(present.all),
    dateEnds: int4Array(dates.ends),
    dateKeys: int8Array(dates.all.map((d) => d.key)),
    dateFrom: timestampArray(dates.all.map((d) => d.from)),
    dateTo: timestampArray(dates.all.map((d) => d.to)),
    numberEnds: int4Array(numbers.ends),
    numberKeys: int8Array(numbers.all.map((n) => n.key)),
    numberFrom: float8Array(numbers.all.map((n) => n.from)),
    numberTo: float8Array(numbers.all.map((n) => n.to)),
    numberUnits: int8Array(numbers.all.map((n) => n.unit)),
  };
}

/** A reader's scope may ask for tags, and of the index alone. */
function tagsFirst(tokens: readonly bigint[], content: string): bigint[] {
  const { meta } = JSON.parse(content) as { meta?: Meta };
  const tags = new Set((meta?.tag ?? []).map(({ system, code }) => hash64(`_tag\u001f${system ?? ''}|${code}`)));
  return [...tokens.filter((token) => tags.has(token)), ...tokens.filter((token) => !tags.has(token))];
}

/** The SELECT that gives the rows back. */
export const storedRows = (p: Places): string => `SELECT (${p.record})[n] AS record, (${p.type})[n] AS type, id,
  (${p.version})[n] AS version, op, (${p.access})[n] AS access, (${p.isNews})[n] AS is_news,
  (${p.from})[n] AS from_at, (${p.to})[n] AS to_at,
  ${piece(p.tokens, p.tokenEnds)} AS tokens, ${pieceOrNull(p.more, p.moreEnds)} AS tokens_more,
  ${piece(p.present, p.presentEnds)} AS present, strings::text[],
  ${pieceOrNull(p.dateKeys, p.dateEnds)} AS date_keys, ${pieceOrNull(p.dateFrom, p.dateEnds)} AS date_from,
  ${pieceOrNull(p.dateTo, p.dateEnds)} AS date_to, ${pieceOrNull(p.numberKeys, p.numberEnds)} AS number_keys,
  ${pieceOrNull(p.numberFrom, p.numberEnds)} AS number_from, ${pieceOrNull(p.numberTo, p.numberEnds)} AS number_to,
  ${pieceOrNull(p.numberUnits, p.numberEnds)} AS number_units, content, n
FROM unnest(${p.id}, ${p.op}, ${p.strings}, ${p.content}) WITH ORDINALITY AS u (id, op, strings, content, n)`;

/** No more than their keys, and their places among the rows. */
export const storedKeys = (p: Places): string => `SELECT (${p.record})[n] AS record, (${p.type})[n] AS type, id,
  (${p.version})[n] AS version, (${p.access})[n] AS access, (${p.from})[n] AS from_at, (${p.isNews})[n] AS is_news, n
FROM unnest(${p.id}) WITH ORDINALITY AS u (id, n)`;

/** One row's part of an array of all rows'. */
export const piece = (all: string, ends: string, n = 'n') => `(${all})[(${ends})[${n}] + 1:(${ends})[${n} + 1]]`;

const pieceOrNull = (all: string, ends: string) => `nullif(${piece(all, ends)}, '{}')`;

/** The elements of many arrays one after another, and where each array ends; `ends` begins with 0. */
export class Pieces<T> {
  readonly all: T[] = [];
  readonly ends: number[] = [0];

  add(piece: readonly T[]): void {
    for (let i = 0; i < piece.length; i += 1) this.all.push(piece[i] as T);
    this.ends.push(this.all.length);
  }
}

/** Where a resource without a principal date stands in its type's order: last. */
export function fromOf(entries: IndexEntries): number {
  return entries.from ?? Number.NEGATIVE_INFINITY;
}
