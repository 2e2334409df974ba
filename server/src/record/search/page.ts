import type { Issue } from '../../fhir/issue.ts';
import type { ParsedSearch } from '../../fhir/search/parse.ts';
import { typeOfNumber } from '../../fhir/types.ts';
import type { Queryable } from '../database.ts';
import { expandFilters, type Terminology } from './expand.ts';
import { includedBy } from './includes.ts';
import { columnsOf, countText, keysOf, type Position } from './keys.ts';
import { resourceOf } from './lookups.ts';
import { orderBy } from './order.ts';
import { nameOf, type Scope, Statement } from './statement.ts';

/** A resource as it stands in the store. `content` is the JSON as it is served, `access` what kind of information it is. */
export type FoundRow = { type: string; id: string; record: bigint; access: number; content: string };

export type SearchPage = {
  matches: FoundRow[];
  /** By `_include` and `_revinclude`: none that is among the matches. */
  included: FoundRow[];
  /** Of all pages; absent where it was not asked for and is not known without counting. */
  total?: number;
  /** Where the next page begins; absent on the last. */
  next?: Position;
  /** What to tell with the answer, beside what the query's own reading gave. */
  issues: Issue[];
};

export type SearchOptions = {
  scope?: Scope;
  terminology?: Terminology;
  /** Where the page begins: `next` of the one before. */
  position?: Position;
  /** Most resources that `_include` and `_revinclude` may add. */
  maxIncludes?: number;
};

/** Counted no further than this for an estimate. */
const mostCounted = 10_000;

/**
 * One page of a search's matches, in one statement (and one each for a total and for what is included).
 * @throws Problem invalid, when a value set it asks for is unknown; too-costly, when one is too large; timeout
 */
export async function runSearch(
  client: Queryable,
  parsed: ParsedSearch,
  options: SearchOptions = {},
): Promise<SearchPage> {
  const { scope = {}, terminology, position, maxIncludes = 2000 } = options;
  const filters = terminology === undefined ? parsed.filters : await expandFilters(parsed.filters, terminology);
  const search = { ...parsed, filters };
  if (search.countOnly) {
    return { matches: [], included: [], total: await count(client, search, scope), issues: [] };
  }
  const { rows, next } = await readPage(client, search, scope, position);
  const page: SearchPage = { matches: rows.map(foundOf), included: [], issues: [] };
  if (next !== undefined) page.next = next;
  else if (position === undefined) page.total = rows.length;
  if (page.total === undefined && search.total === 'accurate') page.total = await count(client, search, scope);
  if (page.total === undefined && search.total === 'estimate') page.total = await estimate(client, search, scope);
  if (search.includes.length > 0 || search.revIncludes.length > 0) {
    const { included, isCut } = await includedBy(client, search, rows, scope, maxIncludes);
    page.included = included.map(foundOf);
    if (isCut) {
      const diagnostics = `More than ${maxIncludes} resources are included by this page: the rest is left out`;
      page.issues.push({ severity: 'warning', code: 'too-costly', key: 'includes-cut', diagnostics });
    }
  }
  return page;
}

/** A row as statements give it. Tokens are there only when something is to be included. */
export type StoredRow = {
  record: bigint;
  type: number;
  id: string;
  access: number;
  content: string;
  tokens?: bigint[];
};

export const foundOf = ({ type, id, record, access, content }: StoredRow): FoundRow => ({
  type: typeOfNumber(type) ?? '',
  id,
  record,
  access,
  content,
});

type PageRow = StoredRow & Record<`o${number}`, string | null>;

async function readPage(client: Queryable, search: ParsedSearch, scope: Scope, position: Position | undefined) {
  const st = new Statement(scope);
  const { text: keys, order } = keysOf(st, search, search.count + 1, position);
  const columns = columnsOf(order);
  const withTokens = search.includes.length > 0 ? `, r.tokens || coalesce(r.tokens_more, '{}') AS tokens` : '';
  const text =
    st.text(`SELECT r.record, r.type, r.id, r.access, r.content${withTokens}, ${columns.map((name) => `k.${name}::text AS ${name}`).join(', ')}
FROM (${keys}) k ${resourceOf('r', 'k')}
ORDER BY ${orderBy(
      order.terms,
      columns.map((name) => `k.${name}`),
    )}`);
  const { rows } = await client.query<PageRow>(text, st.values, nameOf(text));
  if (rows.length <= search.count) return { rows, next: undefined };
  rows.length = search.count;
  const last = rows.at(-1);
  return { rows, next: columns.map((name) => last?.[name as 'o1'] ?? null) };
}

async function count(client: Queryable, search: ParsedSearch, scope: Scope, most?: number): Promise<number> {
  const st = new Statement(scope);
  const text = countText(st, search, most);
  const { rows } = await client.query<{ total: bigint }>(text, st.values, nameOf(text));
  return Number(rows[0]?.total ?? 0);
}

/**
 * Exact as far as it is counted; beyond that, what the planner thinks. A reader from whom something may be hidden is told
 * the exact figure, for what the planner thinks is of all rows.
 */
async function estimate(client: Queryable, search: ParsedSearch, scope: Scope): Promise<number> {
  if (scope.sql !== undefined) return count(client, search, scope);
  const counted = await count(client, search, scope, mostCounted + 1);
  if (counted <= mostCounted) return counted;
  const st = new Statement(scope);
  const text = `EXPLAIN (FORMAT JSON) ${countText(st, search)}`;
  const { rows } = await client.query<{ 'QUERY PLAN': PlanNode[] }>(text, st.values);
  return Math.max(counted, Math.round(rowsOf(rows[0]?.['QUERY PLAN'][0]?.Plan)));
}

type PlanNode = { Plan?: PlanNode; Plans?: PlanNode[]; 'Plan Rows'?: number };

/** The count itself is one row: what it counts is the widest of what feeds it. */
function rowsOf(plan: PlanNode | undefined): number {
  return Math.max(0, ...(plan?.Plans ?? []).map((one) => one['Plan Rows'] ?? 0));
}
