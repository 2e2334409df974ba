import { Problem, problem } from '../../fhir/issue.ts';
import { queryPairs } from '../../fhir/search/pairs.ts';
import { type Filter, type ParseOptions, parseSearch } from '../../fhir/search/parse.ts';
import { typeNumber, typeOfNumber } from '../../fhir/types.ts';
import type { Queryable } from '../database.ts';
import type { Matched } from '../operation.ts';
import { driverOf, flat } from './drivers.ts';
import { expandFilters, type Terminology } from './expand.ts';
import { distinctTokens } from './predicates.ts';
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
 * @returns in place of a criterion's matches a Problem: `invalid` when a parameter is unknown or wrong (as strict handling
 *   has it), `stale` when nothing is asked for
 */
export async function findMatches(
  client: Queryable,
  criteria: readonly Criteria[],
  options: MatchOptions = {},
): Promise<(Matched | Problem)[]> {
  const { scope = {}, most = 2 } = options;
  if (criteria.length === 0) return [];
  const distinct = new Map<string, Asked | Problem>();
  const asked: Asked[] = [];
  for (const one of criteria) {
    const key = keyOf(one);
    if (distinct.has(key)) continue;
    try {
      const filters = flat(await filtersOf(one, options));
      distinct.set(key, { place: asked.length, type: one.type, filters });
      asked.push({ place: asked.length, type: one.type, filters });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      distinct.set(key, error);
    }
  }
  const found = asked.map((): Matched => []);
  if (asked.length > 0) {
    const st = new Statement(scope);
    const text = textOf(st, asked, most);
    const { rows } = await client.query<MatchRow>(text, st.values, nameOf(text));
    for (const { n, type, id, record } of rows)
      found[n]!.push({ type: typeOfNumber(type)!, id, record: BigInt(record) });
  }
  return criteria.map((one) => {
    const of = distinct.get(keyOf(one))!;
    return of instanceof Problem ? of : found[of.place]!;
  });
}

const keyOf = ({ type, query }: Criteria) => `${type}?${query}`;

type Asked = { place: number; type: string; filters: readonly Filter[] };
type MatchRow = { n: number; type: number; id: string; record: bigint };

/** What asks for one token (an identifier, nearly always) goes into one set, however many there are of it. */
function textOf(st: Statement, asked: readonly Asked[], most: number): string {
  const limit = st.bind(most, 'int8');
  const simple: { place: number; type: number; token: bigint }[] = [];
  const parts: string[] = [];
  for (const one of asked) {
    const token = st.scope.sql === undefined ? soleToken(one) : undefined;
    if (token !== undefined) simple.push({ place: one.place, type: typeNumber(one.type), token });
    else parts.push(`SELECT ${one.place} AS n, m.* FROM (${keysOf(st, one)} LIMIT ${limit}) m`);
  }
  if (simple.length > 0) {
    const places = st.int4s(simple.map(({ place }) => place));
    const list = `unnest(${places}, ${st.int2s(simple.map((s) => s.type))}, ${st.int8s(simple.map((s) => s.token))}) v (n, type, value)`;
    parts.push(`SELECT v.n, m.* FROM ${list} CROSS JOIN LATERAL (
      SELECT x.type, x.id, x.record FROM x_token x WHERE x.value = v.value AND x.type = v.type LIMIT ${limit}) m`);
  }
  return st.text(parts.join('\nUNION ALL '));
}

/** The token that stands for all that is asked. */
function soleToken({ type, filters }: Asked): bigint | undefined {
  const driver = driverOf({ types: [type], filters }, {});
  if (filters.length !== 1 || driver.kind !== 'token') return undefined;
  const tokens = distinctTokens(driver.filter);
  return tokens.length === 1 ? tokens[0] : undefined;
}

function keysOf(st: Statement, { type, filters }: Asked): string {
  const { all } = sourcesOf(st, { types: [type], filters }, 'keys');
  const selects = all.map((source) => {
    const { key } = source;
    return `SELECT ${key}.type, ${key}.id, ${key}.record FROM ${fromOf(source)} WHERE ${and(source.where)}`;
  });
  return `SELECT DISTINCT * FROM (${selects.join('\nUNION ALL ')}) u`;
}

/** Criteria must select: what says only how results are given does not. */
async function filtersOf({ type, query }: Criteria, options: MatchOptions): Promise<readonly Filter[]> {
  const { filters } = parseSearch({ type, query: queryPairs(query), handling: 'strict' }, options);
  if (filters.length === 0) {
    throw problem('stale', 'criteria-missing', {
      diagnostics: 'A conditional interaction needs criteria that select.',
      code: 'required',
    });
  }
  return options.terminology === undefined ? filters : expandFilters(filters, options.terminology);
}
