import { recordOfId, recordOfOwnId } from '../../fhir/ids.ts';
import { codeOfBoth, countsNames, togetherOn } from '../../fhir/search/globals.ts';
import { hash64 } from '../../fhir/search/hash.ts';
import { isHome } from '../../fhir/search/home.ts';
import type { Compartment, Filter, ParameterFilter, SearchedParameter } from '../../fhir/search/parse.ts';
import { dayOf } from '../../fhir/search/values/index.ts';
import { patientTypes } from '../../fhir/types.ts';
import { isFoundAcross, typeOfReference } from './found-across.ts';
import { twoWords } from './names.ts';
import type { Scope } from './statement.ts';
import { wordsOf } from './strings.ts';
import { separator } from './tokens.ts';

/** What is searched for: the part of a search that says which resources match. */
export type Query = {
  types: readonly string[];
  filters: readonly Filter[];
  compartment?: Compartment;
  /** One patient's record is searched, or what is searched is only asked for within it. */
  isInRecord?: boolean;
};

/**
 * How the candidates are found, of which each is then asked every filter. A driver finds every resource that its own
 * filter finds, and is chosen so that it finds few others.
 */
export type Driver =
  | { kind: 'ids'; filter: ParameterFilter }
  /** The records of these, and what refers to them from outside. */
  | { kind: 'records'; of: readonly Place[]; filter?: ParameterFilter }
  /** By the tokens that refer to the compartment's resource. */
  | { kind: 'compartment' }
  | { kind: 'token'; filter: ParameterFilter }
  /** By the tokens of two parameters that count together, or of a code that counts alone (globals.ts); `done` are the filters that they stand for. */
  | { kind: 'both'; tokens: readonly bigint[]; done: readonly ParameterFilter[] }
  /** With `both`, by two words of a name (see twoWords). */
  | { kind: 'name'; filter: ParameterFilter; both?: readonly [string, string] }
  | { kind: 'chain'; filter: Extract<Filter, { kind: 'chain' }> }
  | { kind: 'has'; filter: Extract<Filter, { kind: 'has' }> }
  /** The records that the reader is limited to, and what is in nobody's. */
  | { kind: 'scope' }
  | { kind: 'scan' };

/** A resource whose record is searched; the record is undefined when only the database knows it. */
export type Place = { type: string; id: string; record: bigint | undefined };

export function driverOf(query: Query, scope: Scope): Driver {
  const parameters = query.filters.filter((filter) => filter.kind === 'parameter');
  const byId = parameters.find(({ parameter, modifier }) => parameter.code === '_id' && modifier === undefined);
  if (byId !== undefined) return { kind: 'ids', filter: byId };
  const ofRecords = recordsDriver(query, parameters);
  if (ofRecords !== undefined) return ofRecords;
  const byBoth = bothDriver(query, parameters);
  if (byBoth !== undefined) return byBoth;
  const byToken = tokenDriver(query, parameters);
  const byCode = byToken === undefined ? aloneDriver(query, parameters) : undefined;
  if (byCode !== undefined) return byCode;
  if (scope.records === undefined || !query.types.some((type) => patientTypes.has(type))) {
    return byToken ?? nameDriver(query, parameters) ?? linkDriver(query, scope) ?? { kind: 'scan' };
  }
  // the records of a unit are fewer than the citizens with a name or a diagnosis
  return byToken !== undefined && !isOfMany(byToken.filter) ? byToken : (linkDriver(query, scope) ?? { kind: 'scope' });
}

/** Whether a token is that of a diagnosis or the like: more citizens have it than a reader has to do with. */
const isOfMany = (filter: ParameterFilter) => tokenRank(filter) > 2;

/** A compartment, or a reference to a patient or to something in a patient's record. */
function recordsDriver({ types, compartment }: Query, parameters: readonly ParameterFilter[]): Driver | undefined {
  if (compartment !== undefined) {
    if (patientTypes.has(compartment.type)) return { kind: 'records', of: [placeOf(compartment.type, compartment.id)] };
    return isFoundByTokens(types, compartment) ? { kind: 'compartment' } : undefined;
  }
  if (!types.every((type) => patientTypes.has(type))) return undefined;
  const found = parameters
    .map((filter) => ({ filter, of: placesOf(types, filter) }))
    .filter(({ of }) => of.length > 0)
    .sort((a, b) => a.of.length - b.of.length || rankOf(types, a.filter) - rankOf(types, b.filter));
  return found[0] && { kind: 'records', ...found[0] };
}

const rankOf = (types: readonly string[], { parameter }: ParameterFilter) =>
  types.every((type) => isHome(type, parameter)) ? 0 : 1;

/** Empty when the filter does not lead to records, or not only. */
function placesOf(types: readonly string[], filter: ParameterFilter): Place[] {
  if (filter.parameter.type !== 'reference' || filter.modifier !== undefined) return [];
  const references = filter.values.flatMap((value) => (value.is === 'reference' ? value.references : []));
  const places: Place[] = [];
  for (const reference of references) {
    const type = typeOfReference(reference);
    if (type !== undefined && patientTypes.has(type)) places.push(placeOf(type, reference.slice(type.length + 1)));
    else {
      const value = { is: 'reference' as const, references: [reference] };
      if (!types.every((one) => isFoundAcross(one, filter.parameter, undefined, value))) return [];
    }
  }
  return places;
}

function placeOf(type: string, id: string): Place {
  return { type, id, record: recordOfId(id) ?? (type === 'Patient' ? recordOfOwnId(type, id) : undefined) };
}

/** Whether all that belongs to a practitioner or a device stands in x_token. */
function isFoundByTokens(types: readonly string[], { type, codes }: Compartment): boolean {
  return types.every((of) =>
    (codes.get(of) ?? []).every((code) => {
      const parameter = { code, url: '', type: 'reference', expression: '', targets: [], multiple: true } as const;
      const value = { is: 'reference' as const, references: [`${type}/x`] };
      return isFoundAcross(of, { ...parameter, targets: [], isPrincipal: false }, undefined, value);
    }),
  );
}

/** The more a kind of token tells, the earlier it stands; from `active=true` on, reading the type through is no worse. */
function tokenRank({ parameter, modifier, values }: ParameterFilter): number {
  if (modifier === 'of-type' || /identifier$/.test(parameter.code)) return 0;
  if (parameter.type === 'uri') return parameter.code === '_profile' || parameter.code === '_source' ? 9 : 1;
  if (parameter.type === 'reference') return 2;
  if (parameter.code.startsWith('_') || parameter.systems !== undefined) return 9;
  const isVague = values.some((value) => value.is === 'token' && (!value.code || /^(true|false)$/.test(value.code)));
  return isVague ? 9 : 3;
}

function tokenDriver({ types }: Query, parameters: readonly ParameterFilter[]): TokenDriver | undefined {
  const found = parameters
    .filter(({ parameter, modifier, values }) =>
      types.every((type) => values.every((value) => isFoundAcross(type, parameter, modifier, value))),
    )
    .filter((filter) => tokenRank(filter) < 9)
    .sort((a, b) => tokenRank(a) - tokenRank(b) || a.values.length - b.values.length);
  return found[0] && { kind: 'token', filter: found[0] };
}

/** The open tasks of an owner, or of a day; undefined when anything is asked for that has no such tokens. */
function bothDriver({ types }: Query, parameters: readonly ParameterFilter[]): Driver | undefined {
  const [type] = types;
  const together = types.length === 1 && type !== undefined ? togetherOn(type) : undefined;
  if (together === undefined) return undefined;
  const second = parameters.find(({ parameter }) => parameter.code === together.second);
  const codes = second && codesOf(second, together.values);
  if (second === undefined || codes === undefined) return undefined;
  for (const code of together.first) {
    for (const filter of parameters.filter(({ parameter }) => parameter.code === code)) {
      const texts = textsOfFirst(filter);
      if (texts === undefined) continue;
      const both = codeOfBoth(code, together.second) + separator;
      const tokens = texts.flatMap((text) => codes.map((one) => hash64(`${both}${text}$${one}`)));
      // A day holds what begins on it; the filter itself says what of that it finds.
      const done = filter.parameter.type === 'date' ? [second] : [second, filter];
      return { kind: 'both', tokens: [...new Set(tokens)], done };
    }
  }
  return undefined;
}

/** All that have a code of which there are never many; undefined when anything else is asked for. */
function aloneDriver({ types }: Query, parameters: readonly ParameterFilter[]): Driver | undefined {
  const [type] = types;
  const together = types.length === 1 && type !== undefined ? togetherOn(type) : undefined;
  if (together?.alone !== true) return undefined;
  const filter = parameters.find(({ parameter }) => parameter.code === together.second);
  const codes = filter && codesOf(filter, together.values);
  if (filter === undefined || codes === undefined) return undefined;
  return { kind: 'both', tokens: codes.map((one) => hash64(together.second + separator + one)), done: [filter] };
}

function codesOf({ parameter, modifier, values }: ParameterFilter, known: readonly string[]): string[] | undefined {
  if (modifier !== undefined) return undefined;
  const codes = values.map((value) => {
    if (value.is !== 'token' || value.code === undefined || !known.includes(value.code)) return undefined;
    const { system } = value;
    return !system || parameter.systems?.includes(system) === true ? value.code : undefined;
  });
  return codes.every((code) => code !== undefined) ? codes : undefined;
}

const dayMs = 86_400_000;

function textsOfFirst({ parameter, modifier, values }: ParameterFilter): string[] | undefined {
  if (modifier !== undefined) return undefined;
  if (parameter.type === 'reference') {
    return values.every((value) => value.is === 'reference') ? values.flatMap((value) => value.references) : undefined;
  }
  const days = values.map((value) => {
    const isDay = value.is === 'date' && value.prefix === 'eq' && value.to - value.from <= dayMs;
    return isDay && dayOf(value.from) === dayOf(value.to - 1) ? dayOf(value.from) : undefined;
  });
  return days.every((day) => day !== undefined) ? days : undefined;
}

type TokenDriver = Extract<Driver, { kind: 'token' }>;

const parts = new Set(['name', 'family', 'given']);

/** A person's or organisation's name; family and given names are among the names. */
function nameDriver({ types }: Query, parameters: readonly ParameterFilter[]): Driver | undefined {
  if (!types.every((type) => countsNames(type, 'name')) || types.length !== 1) return undefined;
  const found = parameters.filter(
    ({ parameter: { code, type }, modifier, values }) =>
      parts.has(code) && type === 'string' && (modifier === undefined || modifier === 'exact') && isWorded(values),
  );
  const filter = found.find(({ values }) => values.length === 1) ?? found[0];
  if (filter === undefined) return undefined;
  const both = twoWords(found);
  return both === undefined ? { kind: 'name', filter } : { kind: 'name', filter, both };
}

const isWorded = (values: ParameterFilter['values']) =>
  values.every((value) => value.is === 'text' && wordsOf(value.text).length > 0);

/** Whether a query has a driver of its own. */
function finds(query: Query, scope: Scope): boolean {
  const { kind } = driverOf(query, scope);
  return kind !== 'scan' && kind !== 'scope';
}

/** A chain or its reverse, when what it leads to is itself found by a driver. */
function linkDriver({ types, filters }: Query, scope: Scope): Driver | undefined {
  for (const filter of filters) {
    if (filter.kind === 'chain' && isDrivenChain(types, filter, scope)) return { kind: 'chain', filter };
    if (
      filter.kind === 'has' &&
      types.length === 1 &&
      types[0] === 'Patient' &&
      isHome(filter.type, filter.parameter)
    ) {
      if (finds({ types: [filter.type], filters: flat([filter.filter]) }, scope)) return { kind: 'has', filter };
    }
  }
  return undefined;
}

function isDrivenChain(types: readonly string[], { parameter, targets }: ChainFilter, scope: Scope): boolean {
  return targets.every(({ type: target, filter }) => {
    const isReached = types.every((type) => reachOf(type, parameter, target) !== undefined);
    return isReached && finds({ types: [target], filters: flat([filter]) }, scope);
  });
}

export type ChainFilter = Extract<Filter, { kind: 'chain' }>;

/**
 * Where those of a type are that refer to a resource of another: in its record only, in its record or (by their token)
 * elsewhere, by their token alone; undefined when neither tells.
 */
export function reachOf(
  type: string,
  parameter: SearchedParameter,
  target: string,
): 'record' | 'record-and-token' | 'token' | undefined {
  if (patientTypes.has(type) && patientTypes.has(target)) {
    return target === 'Patient' && isHome(type, parameter) ? 'record' : 'record-and-token';
  }
  const value = { is: 'reference' as const, references: [`${target}/x`] };
  return isFoundAcross(type, parameter, undefined, value) ? 'token' : undefined;
}

/** Filters that all must hold, one by one. */
export function flat(filters: readonly Filter[]): Filter[] {
  return filters.flatMap((filter) => (filter.kind === 'all' ? flat(filter.filters) : [filter]));
}
