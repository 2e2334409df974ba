import { type Issue, problem } from '../../issue.ts';
import { isResourceType } from '../../types.ts';
import type { Lookup } from './lookup.ts';
import type { Include, ParsedSearch, SortKey } from './parsed.ts';

/** The parameters that say how results are given, gathered one by one (FHIR R4, search.html#return). */
export type Results = Pick<
  { -readonly [K in keyof ParsedSearch]: ParsedSearch[K] },
  'count' | 'countOnly' | 'total' | 'summary' | 'elements'
> & { sort: SortKey[]; includes: Include[]; revIncludes: Include[] };

export type ResultContext = { types: readonly string[]; lookup: Lookup; maxCount: number };

/** Undefined when no result parameter has the name; an issue when the part that it names is unknown. */
export function readResult(
  results: Results,
  context: ResultContext,
  name: string,
  value: string,
): Issue | 'read' | undefined {
  if (value === '' && isResult(name)) return unknown('parameter-empty', `${name} has no value`);
  switch (name) {
    case '_count':
      return readCount(results, context, value);
    case '_sort':
      return readSort(results, context, value);
    case '_total':
      results.total = oneOf(name, value, ['none', 'estimate', 'accurate']);
      return 'read';
    case '_summary':
      return readSummary(results, value);
    case '_elements':
      results.elements = elementsOf(value);
      return 'read';
    case '_contained':
      // Contained resources are never found by themselves, so only that can be asked for.
      oneOf(name, value, ['false']);
      return 'read';
    case '_format':
    case '_pretty':
    case '_containedType':
      return 'read';
  }
  const include = includeName.exec(name);
  if (include === null) return undefined;
  const read = readInclude(value, include[2] !== undefined, context.lookup, include[1] !== undefined);
  if ('severity' in read) return read;
  (include[1] === undefined ? results.includes : results.revIncludes).push(read);
  return 'read';
}

const includeName = /^_(rev)?include(?::(iterate|recurse))?$/;

const isResult = (name: string) =>
  ['_count', '_sort', '_total', '_summary', '_elements', '_contained'].includes(name) || includeName.test(name);

function readCount(results: Results, { maxCount }: ResultContext, value: string): 'read' {
  if (!/^\d+$/.test(value)) throw unreadable('_count', 'a whole number');
  const count = Number(value);
  if (count === 0) results.countOnly = true;
  results.count = Math.min(count, maxCount);
  return 'read';
}

function readSummary(results: Results, value: string): 'read' {
  const summary = oneOf('_summary', value, ['true', 'text', 'data', 'count', 'false']);
  if (summary === 'count') results.countOnly = true;
  else results.summary = summary;
  return 'read';
}

function readSort(results: Results, { types, lookup }: ResultContext, value: string): Issue | 'read' {
  for (const part of value.split(',')) {
    const descending = part.startsWith('-');
    const code = descending ? part.slice(1) : part;
    // Nothing here has a score, so all have the same.
    if (code === '_score' || code === '') continue;
    const parameter = lookup(types, code);
    if (parameter === undefined) return unknown('sort-unknown', `There is no parameter ${named(code)} to sort by`);
    const isByContent = ['token', 'reference', 'uri'].includes(parameter.type);
    if (parameter.type === 'composite' || parameter.type === 'special' || (isByContent && !parameter.sortPath)) {
      return unknown('sort-unsupported', `Results cannot be sorted by ${code}`);
    }
    if (!results.sort.some((key) => key.parameter.code === code)) results.sort.push({ parameter, descending });
  }
  return 'read';
}

/** Element names; those within others (`name.family`) stand for the whole. */
function elementsOf(value: string): string[] {
  const names = value.split(',').filter((name) => name !== '');
  if (!names.every((name) => /^[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9]*)*$/.test(name))) {
    throw unreadable('_elements', 'names of elements');
  }
  return names;
}

/** `*`, `Type:*`, `Type:code`, `Type:code:Target`. */
function readInclude(value: string, iterate: boolean, lookup: Lookup, isReverse: boolean): Include | Issue {
  if (value === '*' && !isReverse) return { type: '*', code: '*', iterate };
  const [type = '', code = '', target, ...more] = value.split(':');
  if (!isResourceType(type) || code === '' || more.length > 0) {
    throw unreadable(isReverse ? '_revinclude' : '_include', 'Type:parameter or Type:parameter:TargetType');
  }
  if (target !== undefined && !isResourceType(target))
    throw unreadable('_include', 'a resource type of R4 as the target');
  if (code !== '*' && lookup([type], code)?.type !== 'reference') {
    return unknown('include-unknown', `${type} has no reference parameter ${named(code)}`);
  }
  return target === undefined ? { type, code, iterate } : { type, code, target, iterate };
}

/** A name as it may stand in an answer: what is no name at all is not repeated. */
export const named = (code: string) => (/^[\w:.-]{1,100}$/.test(code) ? code : 'of this name');

export const unknown = (key: string, diagnostics: string): Issue => ({
  severity: 'warning',
  code: 'not-supported',
  key,
  diagnostics,
});

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw unreadable(name, allowed.join(', '));
  return found;
}

const unreadable = (name: string, form: string) =>
  problem('invalid', 'search-value', { diagnostics: `The value of ${name} cannot be read: write ${form}` });
