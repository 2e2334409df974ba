import type { Json, JsonObject } from '../../fhir/resource.ts';
import { hash64 } from '../../fhir/search/hash.ts';
import { type SearchParameterInfo, searchParametersOf } from '../../fhir/search/parameters.ts';
import type { Include, ParsedSearch } from '../../fhir/search/parse.ts';
import { localReferences } from '../../fhir/search/values/references.ts';
import { patientTypes, typeNumber, typeOfNumber } from '../../fhir/types.ts';
import { guessRecord } from '../current.ts';
import type { Queryable } from '../database.ts';
import { reachOf } from './drivers.ts';
import { typeOfReference } from './found-across.ts';
import { locatedOf, resourceOf, tokenRowsOf } from './lookups.ts';
import type { StoredRow } from './page.ts';
import { and, nameOf, type Scope, Statement } from './statement.ts';
import { hasAny, separator } from './tokens.ts';

type Included = { included: StoredRow[]; isCut: boolean };

const mostRounds = 10;

/**
 * What `_include` and `_revinclude` add to a page: each round follows the references of what the one before it found, in
 * one statement for all of them and one for each reverse include. Only those with `:iterate` go on after the first.
 * @source FHIR R4, search.html#revinclude
 */
export async function includedBy(
  client: Queryable,
  search: ParsedSearch,
  matches: readonly StoredRow[],
  scope: Scope,
  most: number,
): Promise<Included> {
  const known = new Set(matches.map(keyOf));
  const included: StoredRow[] = [];
  let frontier = matches;
  for (let round = 0; frontier.length > 0 && round < mostRounds; round++) {
    const isDue = (rule: Include) => round === 0 || rule.iterate;
    const room = most - included.length;
    const found = [
      ...(await forward(client, frontier, search.includes.filter(isDue), known, scope, room + 1)),
      ...(await backward(client, frontier, search.revIncludes.filter(isDue), scope, room + 1)),
    ];
    const fresh = found.filter((row) => {
      const key = keyOf(row);
      return !known.has(key) && known.add(key);
    });
    included.push(...fresh.slice(0, room));
    if (fresh.length > room) return { included, isCut: true };
    frontier = fresh;
  }
  return { included, isCut: false };
}

const keyOf = ({ type, id }: StoredRow) => `${type}/${id}`;

const columns = `r.record, r.type, r.id, r.access, r.content, r.tokens || coalesce(r.tokens_more, '{}') AS tokens`;

async function send(client: Queryable, st: Statement, body: string): Promise<StoredRow[]> {
  const text = st.text(body);
  return (await client.query<StoredRow>(text, st.values, nameOf(text))).rows;
}

/** What the rows refer to. */
async function forward(
  client: Queryable,
  rows: readonly StoredRow[],
  rules: readonly Include[],
  known: ReadonlySet<string>,
  scope: Scope,
  limit: number,
): Promise<StoredRow[]> {
  if (rules.length === 0) return [];
  const wanted = new Wanted(known);
  for (const row of rows) wanted.add(row, rules);
  const found: StoredRow[] = [];
  if (wanted.local.size > 0) {
    const st = new Statement(scope);
    const keys = [...wanted.local.values()];
    const list = `unnest(${st.int2s(keys.map((k) => typeNumber(k.type)))}, ${st.texts(keys.map((k) => k.id))}, ${st.int8s(keys.map((k) => guessRecord(k.type, k.id)))}) v (type, id, record)`;
    const body = `SELECT ${columns} FROM ${list} ${locatedOf('r', 'v')}
      WHERE ${and(st.visible('r'))} LIMIT ${st.bind(limit, 'int8')}`;
    found.push(...(await send(client, st, body)));
  }
  if (wanted.canonical.size > 0) {
    const st = new Statement(scope);
    const urls = [...wanted.canonical.values()];
    const list = `unnest(${st.int2s(urls.map(({ type }) => typeNumber(type)))}, ${st.int8s(urls.map(({ url }) => hash64(`url${separator}${url}`)))}) v (type, value)`;
    const body = `SELECT DISTINCT ON (r.type, r.id) ${columns} FROM ${list} ${tokenRowsOf('x', 'v.value', 'v.type')} ${resourceOf('r', 'x')}
      WHERE ${and(st.visible('r'))} LIMIT ${st.bind(limit, 'int8')}`;
    found.push(...(await send(client, st, body)).filter((row) => wanted.isOfVersion(row)));
  }
  return found;
}

/** The references to follow. Which parameter one belongs to, the row's tokens tell: of any parameter, also custom ones. */
class Wanted {
  readonly local = new Map<string, { type: string; id: string }>();
  readonly canonical = new Map<string, { type: string; url: string; version: string | undefined }>();
  private readonly known: ReadonlySet<string>;

  constructor(known: ReadonlySet<string>) {
    this.known = known;
  }

  add(row: StoredRow, rules: readonly Include[]): void {
    const type = typeOfNumber(row.type) ?? '';
    const due = rules.filter((rule) => rule.type === type || rule.type === '*');
    if (due.length === 0) return;
    const resource = JSON.parse(row.content) as JsonObject;
    const tokens = new Set((row.tokens ?? []).map(BigInt));
    const locals = localReferences(resource);
    for (const rule of due) {
      for (const reference of locals) {
        const isOf = rule.code === '*' || tokens.has(hash64(rule.code + separator + reference));
        if (isOf) this.addLocal(reference, rule);
      }
      if (rule.code !== '*') this.addCanonicals(resource, tokens, rule);
    }
  }

  private addLocal(reference: string, { target }: Include): void {
    const type = typeOfReference(reference);
    if (type === undefined || (target !== undefined && target !== type)) return;
    const id = reference.slice(type.length + 1);
    if (!this.known.has(`${typeNumber(type)}/${id}`)) this.local.set(reference, { type, id });
  }

  private addCanonicals(resource: JsonObject, tokens: ReadonlySet<bigint>, { type, code, target }: Include): void {
    const targets = searchParametersOf(type).get(code)?.targets ?? [];
    const types = target === undefined ? targets : targets.filter((one) => one === target);
    for (const canonical of urlsIn(resource)) {
      if (!tokens.has(hash64(code + separator + canonical))) continue;
      const [url = '', version] = canonical.split('|');
      for (const one of types) this.canonical.set(`${one} ${canonical}`, { type: one, url, version });
    }
  }

  /** Whether one of the canonicals means this version of what it names. */
  isOfVersion({ type, content }: StoredRow): boolean {
    const { url, version } = JSON.parse(content) as JsonObject;
    return [...this.canonical.values()].some(
      (one) =>
        one.url === url && one.type === typeOfNumber(type) && (one.version === undefined || one.version === version),
    );
  }
}

function urlsIn(value: Json, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') {
    if (/^(?:https?|urn):/.test(value)) found.add(value);
  } else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) urlsIn(one, found);
  return found;
}

/** What refers to the rows. */
async function backward(
  client: Queryable,
  rows: readonly StoredRow[],
  rules: readonly Include[],
  scope: Scope,
  limit: number,
): Promise<StoredRow[]> {
  const found: StoredRow[] = [];
  for (const rule of rules) {
    const st = new Statement(scope);
    const parts = referrersOf(st, rows, rule);
    if (parts.length === 0) continue;
    const body = `SELECT ${columns} FROM (${parts.join('\nUNION ')}) k ${resourceOf('r', 'k')}
      WHERE ${and(st.visible('r'))} ORDER BY r.from_at DESC, r.id LIMIT ${st.bind(limit, 'int8')}`;
    found.push(...(await send(client, st, body)));
  }
  return found;
}

/** The keys of those of the rule's type that refer to any of the rows, by each way in which they are found. */
function referrersOf(st: Statement, rows: readonly StoredRow[], rule: Include): string[] {
  const type = typeNumber(rule.type);
  const inRecords: bigint[] = [];
  const records = new Set<bigint>();
  const across: bigint[] = [];
  const scanned: bigint[] = [];
  for (const row of rows) {
    const target = typeOfNumber(row.type) ?? '';
    if (rule.target !== undefined && rule.target !== target) continue;
    const names = namesOf(row, target);
    for (const parameter of parametersOf(rule, target)) {
      const tokens = names.map((name) => hash64(parameter.code + separator + name));
      const reach = reachOf(rule.type, { ...parameter, isPrincipal: false }, target);
      if (reach === 'record' || reach === 'record-and-token') {
        records.add(BigInt(row.record));
        inRecords.push(...tokens);
      }
      if (reach === 'token' || reach === 'record-and-token') across.push(...tokens);
      if (reach === undefined) scanned.push(...tokens);
    }
  }
  const c = { alias: 'c', isNarrow: true };
  const parts: string[] = [];
  if (inRecords.length > 0) {
    const of = `unnest(${st.int8s([...records])}) e (record) JOIN resource c ON c.record = e.record AND c.type = ${st.bind(type, 'int2')}`;
    parts.push(`SELECT c.record, c.type, c.id FROM ${of} WHERE ${hasAny(st, inRecords)(c)}`);
  }
  if (across.length > 0) {
    const of = `unnest(${st.int8s(across)}) e (value) ${tokenRowsOf('x', 'e.value', st.bind(type, 'int2'))}`;
    parts.push(`SELECT x.record, x.type, x.id FROM ${of}`);
  }
  if (scanned.length > 0) {
    const where = `c.type = ${st.bind(type, 'int2')} AND ${hasAny(st, scanned)(c)}`;
    parts.push(`SELECT c.record, c.type, c.id FROM resource c WHERE ${where}`);
  }
  return parts;
}

/** As what others refer to a row: `Type/id` and, of what has one, its canonical URL. */
function namesOf({ id, content }: StoredRow, type: string): string[] {
  if (patientTypes.has(type)) return [`${type}/${id}`];
  const { url, version } = JSON.parse(content) as JsonObject;
  if (typeof url !== 'string') return [`${type}/${id}`];
  return [`${type}/${id}`, url, ...(typeof version === 'string' ? [`${url}|${version}`] : [])];
}

function parametersOf({ type, code }: Include, target: string): SearchParameterInfo[] {
  const known = searchParametersOf(type);
  if (code !== '*') {
    const custom = { code, url: '', type: 'reference', expression: '', targets: [], multiple: true } as const;
    return [known.get(code) ?? { ...custom, targets: [] }];
  }
  return [...known.values()].filter(
    ({ type: of, targets }) => of === 'reference' && (targets.length === 0 || targets.includes(target)),
  );
}
