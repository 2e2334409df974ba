import { Problem } from './issue.ts';
import { parseFilter } from './search/query/filters.ts';
import { lookupWith } from './search/query/lookup.ts';
import type { Filter, ParameterFilter } from './search/query/parsed.ts';
import { isResourceType } from './types.ts';

/** SMART's five letters: create, read, update, delete, search. */
export type ScopeLetter = 'c' | 'r' | 'u' | 'd' | 's';

export type ScopeContext = 'patient' | 'user' | 'system';

/**
 * What a token may do with resources of a type (or of all, `*`), where it is further limited by a query:
 * `patient/Observation.rs?category=laboratory`.
 */
export type RecordScope = {
  context: ScopeContext;
  type: string;
  /** In the order c r u d s, at least one. */
  letters: string;
  /** All must hold of a resource. Sorted by name and value, without repeats. */
  query: readonly (readonly [name: string, value: string])[];
  /** The same, understood: never a chain, and always of tokens, so that a resource's index entries answer it. */
  filters: readonly Filter[];
};

/** Scopes that are about the log-on and the launch, not about the record. @source SMART App Launch 2.2, section 2.0 */
export const sessionScopes = [
  'openid',
  'fhirUser',
  'profile',
  'offline_access',
  'online_access',
  'launch',
  'launch/patient',
  'launch/encounter',
] as const;

export type ScopeRefusal = 'malformed' | 'type-unknown' | 'parameter-unknown' | 'restriction-unsupported';

const grammar = /^(patient|user|system)\/(\*|[A-Z][A-Za-z]*)\.(c?r?u?d?s?|read|write|\*)(?:\?(.+))?$/;
const v1Letters: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' };
/** A query longer than this is no restriction that a person could have agreed to. */
const longest = 1000;

/**
 * Reads a scope on resources, of version 2 (`.cruds`, with a query) or 1 (`.read`, `.write`, `.*`).
 * @returns why not, when it is none: a scope that cannot be understood must not be given.
 * @source SMART App Launch 2.2, section 2.0 (scopes for requesting FHIR resources)
 */
export function readScope(text: string): RecordScope | ScopeRefusal {
  const [, context, type, suffix, queryText] = (text.length <= longest && grammar.exec(text)) || [];
  if (context === undefined || type === undefined || !suffix) return 'malformed';
  const isV1 = suffix in v1Letters;
  if (isV1 && queryText !== undefined) return 'malformed';
  if (type !== '*' && !isResourceType(type)) return 'type-unknown';
  const query = queryText === undefined ? [] : pairsOf(queryText);
  const filters: Filter[] = [];
  for (const [name, value] of query) {
    const filter = filterOn(type, name, value);
    if (typeof filter === 'string') return filter;
    filters.push(filter);
  }
  return { context: context as ScopeContext, type, letters: v1Letters[suffix] ?? suffix, query, filters };
}

/** The same, for those to whom it only matters whether it is one. */
export function parseScope(text: string): RecordScope | undefined {
  const read = readScope(text);
  return typeof read === 'string' ? undefined : read;
}

function pairsOf(text: string): [string, string][] {
  const pairs = [...new URLSearchParams(text)];
  const unique = new Map(pairs.map((pair) => [pair.join('='), pair]));
  return [...unique.keys()].sort().map((key) => unique.get(key)!);
}

const lookup = lookupWith([]);

/** @source SMART App Launch 2.2, section 2.0.7: a server says itself which parameters it restricts by */
function filterOn(type: string, name: string, value: string): Filter | ScopeRefusal {
  const filter = readFilter(type === '*' ? 'Resource' : type, name, value);
  if (typeof filter === 'string') return filter;
  return isOfTokens(filter) ? filter : 'restriction-unsupported';
}

function readFilter(type: string, name: string, value: string): Filter | ScopeRefusal {
  try {
    const filter = parseFilter({ lookup, base: undefined, now: 0 }, [type], name, value);
    if (filter === 'unknown') return 'parameter-unknown';
    return filter === 'empty' ? 'malformed' : filter;
  } catch (error) {
    if (error instanceof Problem) return 'restriction-unsupported';
    throw error;
  }
}

const modifiers = new Set([undefined, 'not', 'identifier', 'of-type']);

/** A restriction must be answered alike by the database and of a single resource: by what tokens it has. */
function isOfTokens(filter: Filter): boolean {
  if (filter.kind === 'parameter') return isTokenParameter(filter);
  return filter.kind === 'any' || filter.kind === 'all' ? filter.filters.every(isOfTokens) : false;
}

const isTokenParameter = ({ parameter, modifier, values }: ParameterFilter): boolean =>
  ['token', 'reference', 'uri'].includes(parameter.type) &&
  parameter.code !== '_id' &&
  modifiers.has(modifier) &&
  values.every(({ is }) => is === 'token' || is === 'reference' || is === 'text' || is === 'of-type');

/** The one way to write it: version 2, letters in order, query sorted and escaped. */
export function printScope({ context, type, letters, query }: Omit<RecordScope, 'filters'>): string {
  const suffix =
    query.length === 0 ? '' : `?${new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]))}`;
  return `${context}/${type}.${letters}${suffix}`;
}

/** Whether all that `inner` gives, `outer` gives too. */
export function isWithin(inner: RecordScope, outer: RecordScope): boolean {
  return (
    inner.context === outer.context &&
    (outer.type === '*' || outer.type === inner.type) &&
    [...inner.letters].every((letter) => outer.letters.includes(letter)) &&
    outer.query.every((limit) => inner.query.some((pair) => isPairWithin(pair, limit)))
  );
}

/** `category=a` lies within `category=a,b`; of what is denied, more is less. */
function isPairWithin(
  [name, value]: readonly [string, string],
  [limitName, limit]: readonly [string, string],
): boolean {
  if (name !== limitName) return false;
  const values = new Set(value.split(','));
  const limits = new Set(limit.split(','));
  return name.endsWith(':not') ? limits.isSubsetOf(values) : values.isSubsetOf(limits);
}

/** What two scopes both give; undefined when that is nothing, or cannot be said in one scope. */
export function meetOf(one: RecordScope, other: RecordScope): RecordScope | undefined {
  if (one.context !== other.context) return undefined;
  if (one.type !== '*' && other.type !== '*' && one.type !== other.type) return undefined;
  const letters = [...one.letters].filter((letter) => other.letters.includes(letter)).join('');
  if (letters === '') return undefined;
  const type = one.type === '*' ? other.type : one.type;
  const query = [...new Map([...one.query, ...other.query].map((pair) => [pair.join('='), pair])).values()];
  const met = parseScope(printScope({ context: one.context, type, letters, query }));
  return met;
}

/** Of the scopes asked for, those that lie within one that may be given; as they were written. */
export function permittedScopes(asked: readonly string[], limits: readonly string[]): string[] {
  const known = limits.map(parseScope).filter((limit) => limit !== undefined);
  return asked.filter((text) => {
    const scope = parseScope(text);
    return scope !== undefined && known.some((limit) => isWithin(scope, limit));
  });
}

/**
 * Of the scopes asked for, what the limits leave of them: a scope within a limit as it was written, one that is wider as
 * what both give. Without repeats.
 */
export function narrowedScopes(asked: readonly string[], limits: readonly string[]): string[] {
  const known = limits.map(parseScope).filter((limit) => limit !== undefined);
  const narrowed = asked.flatMap((text) => {
    const scope = parseScope(text);
    if (scope === undefined) return [];
    if (known.some((limit) => isWithin(scope, limit))) return [text];
    return known.map((limit) => meetOf(scope, limit)).flatMap((met) => (met === undefined ? [] : [printScope(met)]));
  });
  return [...new Set(narrowed)];
}

export const isSessionScope = (text: string): boolean => (sessionScopes as readonly string[]).includes(text);
