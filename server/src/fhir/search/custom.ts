import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { handlerOf } from '../definitions/search-handlers.ts';
import { workLimit } from '../fhirpath-work.ts';
import { Problem, problem } from '../issue.ts';
import type { Json, JsonObject, Resource } from '../resource.ts';
import { isResourceType, resourceTypes } from '../types.ts';
import { type SearchParameterInfo, type SearchType, searchParametersOf } from './parameters.ts';
import { type Entries, handlers, type Parameter, parameterOf } from './values/index.ts';
import { refersTo } from './values/references.ts';

/** A SearchParameter of this installation, ready to be used. */
export type CustomParameter = {
  info: SearchParameterInfo;
  /** The resource types it is on; `Resource` and `DomainResource` stand for all. */
  base: readonly string[];
  isOn(type: string): boolean;
  /** Adds the resource's values to the entries, if it is of one of the types. */
  extract(resource: Resource, entries: Entries): void;
};

const searchTypes = new Set(['token', 'string', 'date', 'number', 'quantity', 'reference', 'uri']);
const longestExpression = 1000;
/**
 * What an expression may call: functions that tell the same of a resource whenever and wherever they are asked, and end
 * soon whatever stands in it. Not `now`, `resolve`, `memberOf`, `trace`, `repeat`, nor any with a regular expression.
 */
const allowedFunctions = new Set([
  ...['where', 'select', 'extension', 'ofType', 'as', 'is', 'children', 'descendants', 'hasValue', 'getValue'],
  ...['refersTo', 'first', 'last', 'tail', 'skip', 'take', 'single', 'union', 'combine', 'intersect', 'exclude'],
  ...['distinct', 'isDistinct', 'subsetOf', 'supersetOf', 'empty', 'exists', 'all', 'not', 'count', 'iif', 'coalesce'],
  ...['allTrue', 'anyTrue', 'allFalse', 'anyFalse', 'toString', 'toInteger', 'toDecimal', 'toBoolean', 'toDate'],
  ...['toDateTime', 'toQuantity', 'indexOf', 'substring', 'startsWith', 'endsWith', 'contains', 'upper', 'lower'],
  ...['trim', 'replace', 'length', 'join', 'split', 'abs', 'ceiling', 'floor', 'round', 'truncate'],
]);
/** Some thousandths of a second for each resource: the expression is evaluated in every write. */
const mostWork = 20_000;

/**
 * Takes a SearchParameter resource that is valid as such.
 * @throws rule `search-parameter-…` when it cannot be used: a code that R4 already has on one of the types, a composite
 *   or special parameter, an expression that FHIRPath cannot read or that reads other resources.
 */
export function compileSearchParameter(resource: Resource): CustomParameter {
  const parameter = resource as unknown as { url: string; code: string; base: string[]; type: SearchType };
  const expression = typeof resource.expression === 'string' ? resource.expression : '';
  checkNames(parameter.code, parameter.base);
  if (!searchTypes.has(parameter.type)) {
    throw refused('type', `Parameters of type ${parameter.type} are not supported`, 'type');
  }
  const evaluate = compileExpression(expression, parameter.base);
  const base = new Set(parameter.base);
  const isOn = (type: string) => base.has(type) || base.has('Resource') || base.has('DomainResource');
  const known = new Map<string, Parameter>();
  return {
    info: infoOf(resource, expression),
    base: parameter.base,
    isOn,
    extract(resource, entries) {
      const { resourceType } = resource;
      if (!isOn(resourceType)) return;
      const own = known.get(resourceType) ?? parameterOf(resourceType, parameter.code);
      known.set(resourceType, own);
      for (const { type, value } of evaluate(resource)) {
        const handler = handlerOf(parameter.type, type);
        if (handler !== undefined) (handlers[handler] as Handler)(entries, own, value);
      }
    },
  };
}

type Handler = (entries: Entries, parameter: Parameter, value: Json) => void;

function infoOf(resource: Resource, expression: string): SearchParameterInfo {
  const { url, code, type, target } = resource as unknown as SearchParameterInfo & { target?: string[] };
  return { url, code, type, expression, targets: [...(target ?? [])].sort(), multiple: true };
}

function checkNames(code: string, base: readonly string[]): void {
  if (!/^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(code)) {
    throw refused('code', 'A code is letters, digits and hyphens, and starts with a letter', 'code');
  }
  for (const type of base) {
    const isAny = type === 'Resource' || type === 'DomainResource';
    if (!isAny && !isResourceType(type)) throw refused('base', `${type} is not a resource type of R4`, 'base');
    const taken = (isAny ? resourceTypes : [type]).find((one) => searchParametersOf(one).has(code));
    if (taken !== undefined) throw refused('taken', `R4 has a parameter ${code} on ${taken}`, 'code');
  }
}

const refused = (key: string, diagnostics: string, element: string, cause?: unknown) =>
  problem('rule', `search-parameter-${key}`, { diagnostics, expression: `SearchParameter.${element}`, cause });

type Value = { type: string; value: Json };

const options = {
  resolveInternalTypes: false,
  async: false as const,
  userInvocationTable: {
    refersTo: {
      fn: (nodes: { data?: Json }[], type: string) =>
        nodes.map(({ data }) => refersTo((data ?? {}) as JsonObject, type)),
      arity: { 1: ['String' as const] },
      internalStructures: true,
    },
  },
};

/** Evaluates on a resource; what FHIRPath cannot say of that one resource is no value, for a write must not fail by it. */
function compileExpression(expression: string, base: readonly string[]): (resource: Resource) => Value[] {
  // Nothing is read while extracting: which type a reference points to is told by the reference itself.
  // Search parameters are written with `as` where they mean each of many; FHIRPath allows it of one only.
  const ownOnly = expression
    .replace(/resolve\(\)\s+is\s+(?:FHIR\.)?([A-Z][A-Za-z]+)/g, "refersTo('$1')")
    .replace(/\.as\(([\w.]+)\)|\s+as\s+([\w.]+)(?=\s*\))/g, '.ofType($1$2)');
  if (expression === '' || expression.length > longestExpression) {
    throw refused('expression', 'A short expression is needed', 'expression');
  }
  let evaluate: (resource: Resource) => unknown[];
  try {
    if (!functionsIn(fhirpath.parse(ownOnly)).every((name) => allowedFunctions.has(name))) {
      throw refused('expression', 'The expression calls a function that search parameters cannot use', 'expression');
    }
    const run = fhirpath.compile(ownOnly, r4, options);
    evaluate = (resource) => run(resource, undefined, { debugger: workLimit(mostWork) }) as unknown[];
    // An unknown operator shows only when evaluated.
    for (const type of base) evaluate({ resourceType: isResourceType(type) ? type : 'Basic' });
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw refused('expression', 'The expression is not FHIRPath that we can evaluate', 'expression', cause);
  }
  return (resource) => {
    try {
      const nodes = evaluate(resource);
      const values = fhirpath.resolveInternalTypes(nodes) as Json[];
      return fhirpath.types(nodes).map((type, i) => ({ type: dataType(type), value: values[i]! }));
    } catch {
      return [];
    }
  };
}

/** As the parser understood them: a comment or a quote between a name and its bracket hides nothing. */
function functionsIn(node: Syntax): string[] {
  const own = node.type === 'Functn' ? [String(node.children?.[0]?.text)] : [];
  return [...own, ...(node.children ?? []).flatMap(functionsIn)];
}

type Syntax = { type?: string; text?: string; children?: Syntax[] };

/** `FHIR.CodeableConcept`, `System.Boolean` → the name of R4's data type. */
function dataType(type: string): string {
  const name = type.slice(type.indexOf('.') + 1);
  if (!type.startsWith('System.')) return name;
  return name === 'DateTime' ? 'dateTime' : name.toLowerCase();
}
