import { type Problem, problem } from '../../issue.ts';
import { isResourceType } from '../../types.ts';
import { splitEscaped } from './escape.ts';
import type { Lookup } from './lookup.ts';
import type { Filter, SearchedParameter, Value } from './parsed.ts';
import { filterOf } from './values.ts';

export type FilterContext = { lookup: Lookup; base: string | undefined; now: number };

/** What a parameter's name and value ask for; `unknown` when no parameter has the name, `empty` when it has no value. */
export type FilterOutcome = Filter | 'unknown' | 'empty';

const deepest = 6;
const mostTargets = 20;

/**
 * Reads `name[:modifier]`, `reference[:Type].name…` (a chain) and `_has:Type:reference:name…`, of which the rest is again
 * such a name, on the types given.
 * @throws Problem invalid for a name or value that is wrong, not only unknown.
 * @source FHIR R4, search.html#modifiers, #chaining, #has
 */
export function parseFilter(
  context: FilterContext,
  types: readonly string[],
  name: string,
  value: string,
  depth = 0,
): FilterOutcome {
  if (depth > deepest) throw invalid('chain-too-long', `A chain has more than ${deepest} links`);
  if (name.startsWith('_has:')) return has(context, types, name, value, depth);
  const dot = name.indexOf('.');
  const [code = '', modifier, ...more] = (dot < 0 ? name : name.slice(0, dot)).split(':');
  if (more.length > 0 || modifier === '') throw invalid('modifier-unknown', 'A parameter has at most one modifier');
  if (code === '_list') return dot < 0 && modifier === undefined ? inList(context, types, value) : 'unknown';
  const parameter = context.lookup(types, code);
  if (code === '_query') throw invalid('query-unknown', 'There are no named queries here');
  if (parameter === undefined) return 'unknown';
  if (dot >= 0) return chain(context, parameter, modifier, name.slice(dot + 1), value, depth);
  return simple(context, types, parameter, modifier, value);
}

function simple(
  context: FilterContext,
  types: readonly string[],
  parameter: SearchedParameter,
  modifier: string | undefined,
  value: string,
): FilterOutcome {
  const partOf = (code: string) => context.lookup(types, code);
  const parts = parameter.anyOf ?? (parameter.allOf && modifier === 'missing' ? parameter.allOf : undefined);
  if (parts !== undefined) {
    const filters = parts.map((code) => simple(context, types, partOf(code)!, modifier, value));
    const known = filters.filter((filter) => filter !== 'unknown' && filter !== 'empty');
    if (known.length < filters.length) return 'empty';
    return { kind: saysNone(modifier, value, parameter) ? 'all' : 'any', filters: known };
  }
  const reading = { base: context.base, now: context.now, partOf };
  const filter = filterOf(parameter, modifier, value, reading);
  if (filter === undefined) return 'empty';
  return parameter.allOf === undefined ? filter : togetherOf(parameter.allOf, filter.values, partOf);
}

/** Whether the filter denies something, so that what is made up of several must be denied for each of them. */
function saysNone(modifier: string | undefined, value: string, { allOf }: SearchedParameter): boolean {
  if (modifier === 'missing') return allOf === undefined ? value === 'true' : value === 'false';
  return modifier === 'not' || modifier === 'not-in';
}

/** A composite of a resource's own values is its parts together. */
function togetherOf(
  codes: readonly string[],
  values: readonly Value[],
  partOf: (code: string) => SearchedParameter | undefined,
): Filter {
  const each = values.map((value): Filter => {
    const parts = value.is === 'composite' ? value.parts : [];
    return {
      kind: 'all',
      filters: parts.map((part, i) => ({ kind: 'parameter', parameter: partOf(codes[i]!)!, values: [part] })),
    };
  });
  return each.length === 1 ? each[0]! : { kind: 'any', filters: each };
}

function chain(
  context: FilterContext,
  parameter: SearchedParameter,
  modifier: string | undefined,
  rest: string,
  value: string,
  depth: number,
): FilterOutcome {
  const { code, type, targets } = parameter;
  if (type !== 'reference')
    throw invalid('chain-not-reference', `${code} is no reference, so no chain goes through it`);
  if (modifier !== undefined && !(isResourceType(modifier) && (targets.length === 0 || targets.includes(modifier)))) {
    throw invalid('chain-target', `${code} does not refer to a type of this name`);
  }
  const candidates = modifier === undefined ? targets : [modifier];
  if (candidates.length === 0 || candidates.length > mostTargets) {
    throw invalid('chain-target-missing', `${code} may refer to many types: name one, as in ${code}:Patient.name`);
  }
  const found: { type: string; filter: Filter }[] = [];
  let failure: unknown;
  let isEmpty = false;
  for (const target of candidates) {
    try {
      const filter = parseFilter(context, [target], rest, value, depth + 1);
      if (filter === 'empty') isEmpty = true;
      else if (filter !== 'unknown') found.push({ type: target, filter });
    } catch (error) {
      failure ??= error;
    }
  }
  if (found.length > 0) return { kind: 'chain', parameter, targets: found };
  if (failure !== undefined) throw failure;
  return isEmpty ? 'empty' : 'unknown';
}

function has(
  context: FilterContext,
  types: readonly string[],
  name: string,
  value: string,
  depth: number,
): FilterOutcome {
  const [, type = '', code = '', ...rest] = name.split(':');
  if (rest.length === 0) throw invalid('has-malformed', 'Write _has:Type:reference:parameter');
  if (!isResourceType(type)) throw invalid('has-type', '_has names no resource type of R4');
  const parameter = context.lookup([type], code);
  if (parameter?.type !== 'reference') return 'unknown';
  const { targets } = parameter;
  if (targets.length > 0 && !types.some((one) => targets.includes(one))) {
    throw invalid('has-target', `${code} of ${type} does not refer to what is searched`);
  }
  const filter = parseFilter(context, [type], rest.join(':'), value, depth + 1);
  return typeof filter === 'string' ? filter : { kind: 'has', type, parameter, filter };
}

/** `_list=42`: in the List of that id. The functional lists (`$current-problems`) are made by nobody here. */
function inList(context: FilterContext, types: readonly string[], value: string): FilterOutcome {
  if (splitEscaped(value, ',').some((id) => id.startsWith('$'))) {
    throw invalid('list-functional', 'Functional lists are not supported: name a List by its id');
  }
  return parseFilter(context, types, '_has:List:item:_id', value);
}

const invalid = (key: string, diagnostics: string): Problem => problem('invalid', key, { diagnostics });
