import { problem } from '../../fhir/issue.ts';
import type { ParsedSearch } from '../../fhir/search/parse.ts';
import { driverOf, flat, type Query } from './drivers.ts';
import { after, type Order, orderBy, orderOf, type Term } from './order.ts';
import { type Source, sourcesOf } from './sources.ts';
import { and, type Statement } from './statement.ts';

/** Where a page ended: the order's keys of its last row, as text. */
export type Position = readonly (string | null)[];

/** The SELECT of the matches' keys in order: record, type, id and o1, o2 … by which they are ordered. */
export type Keys = { text: string; order: Order };

export function keysOf(st: Statement, search: ParsedSearch, limit: number, position: Position | undefined): Keys {
  const query = queryOf(search);
  const order = orderOf(st, search, driverOf({ ...query, filters: flat(query.filters) }, st.scope));
  if (position !== undefined && position.length !== order.terms.length) throw otherOrder();
  const { all, overlap } = sourcesOf(st, query, order.needs);
  const place = st.bind(limit, 'int8');
  const parts = all.flatMap((source) => partsOf(st, source, order, place, position));
  const isOne = parts.length === 1 && all[0]?.each === undefined;
  const text = isOne
    ? parts[0]!
    : `SELECT * FROM (${parts.join(overlap ? '\nUNION ' : '\nUNION ALL ')}) u ORDER BY ${orderBy(order.terms, columnsOf(order))} LIMIT ${place}`;
  return { text, order };
}

/** Who may see other records than when the page before was read may get them in another order. */
const otherOrder = () =>
  problem('invalid', 'page-link', {
    diagnostics: 'The search is read in another order now than when this link was given. Search again.',
  });

export const queryOf = ({ types, filters, compartment }: ParsedSearch): Query =>
  compartment === undefined ? { types, filters } : { types, filters, compartment };

/** Names of the columns by which keys are ordered. */
export const columnsOf = ({ terms }: Order): string[] => terms.map((_, i) => `o${i + 1}`);

/** One SELECT of a source, or two where those without a date come last. */
function partsOf(st: Statement, source: Source, order: Order, limit: string, position: Position | undefined): string[] {
  const select = (terms: readonly Term[], first: readonly string[], where: readonly string[], from?: Position) => {
    const values = [...first, ...terms.slice(first.length).map((term) => term.of(source))];
    const names = terms.map((_, i) => `o${i + 1}`);
    const known = first.length;
    const conditions = [...source.where, ...where];
    if (from !== undefined) conditions.push(after(st, terms.slice(known), values.slice(known), from.slice(known)));
    const { key } = source;
    const distinct = source.repeats ? 'DISTINCT ' : '';
    const columns = [
      `${key}.record`,
      `${key}.type`,
      `${key}.id`,
      ...values.map((value, i) => `${value} AS ${names[i]}`),
    ];
    const text = `SELECT ${distinct}${columns.join(', ')} FROM ${source.from} WHERE ${and(conditions)} ORDER BY ${orderBy(terms.slice(known), names.slice(known))} LIMIT ${limit}`;
    if (source.each === undefined) return `(${text})`;
    return `(SELECT ${distinct}i.* FROM ${source.each} CROSS JOIN LATERAL (${text}) i)`;
  };
  if (!order.undatedLast) return [select(order.terms, [], [], position)];
  const date = `${source.key}.from_at`;
  const parts: string[] = [];
  if (position?.[0] !== 'true') parts.push(select(order.terms, ['false'], [`${date} > '-infinity'`], position));
  const ofUndated = position?.[0] === 'true' ? position : undefined;
  return [...parts, select(order.terms, ['true'], [`${date} = '-infinity'`], ofUndated)];
}

/** The statement that counts matches; with `most`, no further than that. */
export function countText(st: Statement, search: ParsedSearch, most?: number): string {
  const { all, overlap } = sourcesOf(st, queryOf(search), 'keys');
  const selects = all.map(({ key, from, where, each, repeats }) => {
    const distinct = repeats ? 'DISTINCT ' : '';
    const rows = `${key}.record, ${key}.type, ${key}.id FROM ${from} WHERE ${and(where)}`;
    if (each === undefined) return `SELECT ${distinct}${rows}`;
    // Each by itself, or the planner joins with everyone's.
    return `SELECT ${distinct}i.* FROM ${each} CROSS JOIN LATERAL (SELECT ${rows} OFFSET 0) i`;
  });
  const limit = most === undefined ? '' : ` LIMIT ${st.bind(most, 'int8')}`;
  const rows = selects.length === 1 ? selects[0]! : selects.join(overlap ? '\nUNION ' : '\nUNION ALL ');
  return st.text(`SELECT count(*)::int8 AS total FROM (SELECT FROM (${rows}) m${limit}) n`);
}
