import { problem } from '../../fhir/issue.ts';
import { type ParseOptions, parseSearch } from '../../fhir/search/parse.ts';
import { typeOfNumber } from '../../fhir/types.ts';
import type { Queryable } from '../database.ts';
import type { Matched } from '../operation.ts';
import { expandFilters, type Terminology } from './expand.ts';
import { fromOf, sourcesOf } from './sources.ts';
import { and, nameOf, type Scope, Statement } from './statement.ts';

/** `type?query` of a conditional interaction or reference. */
export type Criteria = { type: string; query: string };

export type MatchOptions = ParseOptions & {
  scope?: Scope;
  terminology?: Terminology;
  /** Most matches told of each; two tell that there are several. */
  most?: number;
};

/**
 * The resources that each of the criteria matches, at most two of each, all in one statement.
 * @throws Problem invalid, when a parameter is unknown or wrong (as strict handling has it), or nothing is asked for
 */
export async function findMatches(
  client: Queryable,
  criteria: readonly Criteria[],
  options: MatchOptions = {},
): Promise<Matched[]> {
  const { scope = {}, terminology, most = 2 } = options;
  if (criteria.length === 0) return [];
  const st = new Statement(scope);
  const limit = st.bind(most, 'int8');
  const distinct = new Map<string, { place: number; query: Query }>();
  for (const { type, query } of criteria) {
    const key = `${type}?${query}`;
    if (distinct.has(key)) continue;
    const { filters } = parseCriteria(type, query, options);
    const expanded = terminology === undefined ? filters : await expandFilters(filters, terminology);
    distinct.set(key, { place: distinct.size, query: { types: [type], filters: expanded } });
  }
  const parts = [...distinct.values()].map(
    ({ place, query }) => `SELECT ${place} AS n, m.* FROM (${keysOf(st, query)} LIMIT ${limit}) m`,
  );
  const text = st.text(parts.join('\nUNION ALL '));
  const { rows } = await client.query<MatchRow>(text, st.values, distinct.size === 1 ? nameOf(text) : undefined);
  const found = [...distinct].map((): Matched => []);
  for (const { n, type, id, record } of rows) found[n]!.push({ type: typeOfNumber(type)!, id, record: BigInt(record) });
  return criteria.map(({ type, query }) => found[distinct.get(`${type}?${query}`)!.place]!);
}

type Query = Parameters<typeof sourcesOf>[1];
type MatchRow = { n: number; type: number; id: string; record: bigint };

function keysOf(st: Statement, query: Query): string {
  const { all } = sourcesOf(st, query, 'keys');
  const selects = all.map((source) => {
    const { key } = source;
    return `SELECT ${key}.type, ${key}.id, ${key}.record FROM ${fromOf(source)} WHERE ${and(source.where)}`;
  });
  return `SELECT DISTINCT * FROM (${selects.join('\nUNION ALL ')}) u`;
}

/** Criteria must select: what says only how results are given does not. */
function parseCriteria(type: string, query: string, options: ParseOptions) {
  const pairs = [...new URLSearchParams(query)];
  const search = parseSearch({ type, query: pairs, handling: 'strict' }, options);
  if (search.filters.length > 0) return search;
  throw problem('invalid', 'criteria-missing', { diagnostics: 'A conditional interaction needs criteria that select' });
}
