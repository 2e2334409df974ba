import { hash64 } from '../fhir/search/hash.ts';
import { typeNumber } from '../fhir/types.ts';
import { categoryBit, labelBit } from './categories.ts';
import { keptAsMade, madeOfTokens } from './made-of.ts';
import { systems } from './rules/codes.ts';
import type { Barrier, Scope } from './scope.ts';

/** Adds a parameter to a statement and gives its place. */
export type Bind = (value: unknown) => string;

/**
 * The same answer as `judge` gives (whether a resource is shown at all), as a predicate on a row of `resource` that is in
 * the scope's record. It asks the covering index alone (access, tokens, type, id, from_at, to_at): bits first, and nothing
 * else where no block meets the reader. Empty when nothing is left out.
 */
export function scopeSql(scope: Scope, row: { alias: string }, bind: Bind): string {
  return scope.isWhole ? '' : conditionsOf(scope, row.alias, bind).join(' AND ');
}

function conditionsOf(scope: Scope, alias: string, bind: Bind): string[] {
  const { hidden, only, sent, writes, barriers, author, drafts } = scope;
  const conditions = [seen(scope, alias, bind)];
  if (sent !== undefined) conditions.push(isDocument(sent.documents, alias, bind));
  if (hidden !== 0) conditions.push(hasNone(hidden, alias, bind));
  conditions.push(drafts === undefined ? hasNone(DRAFT, alias, bind) : ownDrafts(drafts, alias, bind));
  if (only !== undefined) conditions.push(hasBits(only.labels, alias, bind));
  if (writes !== undefined) {
    const own = `(${ofTypes(writes.ownTypes, alias, bind)} AND ${hasTag(systems.recorder, [writes.author], alias, bind)})`;
    conditions.push(`(${ofTypes(writes.types, alias, bind)} OR ${own})`);
  }
  for (const barrier of barriers) {
    const covered = coverSql(barrier, alias, bind);
    const passes = author !== undefined && barrier.reason !== 'blocked-person';
    const written = passes ? ` AND NOT ${hasTag(systems.recorder, [author], alias, bind)}` : '';
    conditions.push(`NOT (${covered}${written})`);
  }
  return conditions;
}

const DRAFT = labelBit('draft');

/** What is no draft, which the bits tell; of drafts those of this reader. */
function ownDrafts({ recorder, authors }: NonNullable<Scope['drafts']>, alias: string, bind: Bind): string {
  const isNone = hasNone(DRAFT, alias, bind);
  const recorded = hasTag(systems.recorder, [recorder], alias, bind);
  const tokens = authors.map((one) => hash64(`author\u001f${one}`));
  return `(${isNone} OR ${recorded} OR ${hasToken(tokens, alias, bind)})`;
}

function seen({ categories, ownUnit, dictated }: Scope, alias: string, bind: Bind): string {
  const adoption = categoryBit('adoption-link');
  const ways = [hasBits(categories & ~adoption, alias, bind)];
  if (ownUnit !== undefined) {
    const own = hasBits(ownUnit.categories & ~adoption, alias, bind);
    ways.push(`(${own} AND ${hasTag(systems.custodian, ownUnit.units, alias, bind)})`);
  }
  if (dictated !== undefined)
    ways.push(`(${hasBits(dictated & ~adoption, alias, bind)} AND ${hasBits(DRAFT, alias, bind)})`);
  return ways.length === 1 ? ways[0]! : `(${ways.join(' OR ')})`;
}

function coverSql({ categories, custodians, documents, period }: Barrier, alias: string, bind: Bind): string {
  const parts: string[] = [];
  if (categories !== undefined) parts.push(hasBits(categories, alias, bind));
  if (documents !== undefined) parts.push(isOfDocuments(documents, alias, bind));
  if (period !== undefined) {
    if (period.to < Number.POSITIVE_INFINITY) parts.push(`${alias}.from_at < ${time(period.to, bind)}`);
    if (period.from > Number.NEGATIVE_INFINITY) parts.push(`${alias}.to_at >= ${time(period.from, bind)}`);
  }
  if (custodians !== undefined) parts.push(hasTag(systems.custodian, custodians, alias, bind));
  return parts.length === 0 ? 'true' : parts.join(' AND ');
}

function isOfDocuments(documents: NonNullable<Barrier['documents']>, alias: string, bind: Bind): string {
  const tokens = documents.flatMap(({ type, id }) => (type === undefined ? [] : madeOfTokens(`${type}/${id}`)));
  const itself = isDocument(documents, alias, bind);
  if (tokens.length === 0) return itself;
  return `(${itself} OR (${hasBits(keptAsMade, alias, bind)} AND ${hasToken(tokens, alias, bind)}))`;
}

function isDocument(documents: NonNullable<Barrier['documents']>, alias: string, bind: Bind): string {
  const typed = documents.flatMap(({ type, id }) => (type === undefined ? [] : `${typeNumber(type)}/${id}`));
  const untyped = documents.flatMap(({ type, id }) => (type === undefined ? id : []));
  const ways: string[] = [];
  if (typed.length > 0) ways.push(`${alias}.type || '/' || ${alias}.id = ANY (${bind(typed)}::text[])`);
  if (untyped.length > 0) ways.push(`${alias}.id = ANY (${bind(untyped)}::text[])`);
  return ways.length === 0 ? 'false' : `(${ways.join(' OR ')})`;
}

const int = (value: number, bind: Bind): string => `${bind(value)}::int4`;

/** Whether a row has none of the bits. */
const hasNone = (bits: number, alias: string, bind: Bind): string => `${alias}.access & ${int(bits, bind)} = 0`;

/** Whether a row has one of the bits. */
export const hasBits = (bits: number, alias: string, bind: Bind): string => `${alias}.access & ${int(bits, bind)} <> 0`;

const time = (at: number, bind: Bind): string => `${bind(new Date(at).toISOString())}::timestamptz`;

/** Whether a row is of one of the types. */
export const ofTypes = (types: readonly string[], alias: string, bind: Bind): string =>
  `${alias}.type = ANY (${bind(`{${types.map(typeNumber).join(',')}}`)}::int2[])`;

/** Whether a row has one of the tags of a system, by the tokens that `_tag` finds it by. */
export function hasTag(system: string, codes: readonly string[], alias: string, bind: Bind): string {
  const tokens = codes.map((code) => hash64(`_tag\u001f${system}|${code}`));
  return hasToken(tokens, alias, bind);
}

function hasToken(tokens: readonly bigint[], alias: string, bind: Bind): string {
  const list = `${bind(`{${tokens.join(',')}}`)}::int8[]`;
  return holds((of) => `${of} && ${list}`, alias);
}

/** The few rows with more tokens than the index holds are looked up by themselves (see record/search/tokens.ts). */
export function holds(test: (tokens: string) => string, alias: string): string {
  const rest = `SELECT ${test('o.tokens_more')} FROM resource o WHERE o.record = ${alias}.record AND o.type = ${alias}.type AND o.id = ${alias}.id`;
  return `(${test(`${alias}.tokens`)} OR (cardinality(${alias}.tokens) >= 200 AND coalesce((${rest}), false)))`;
}
