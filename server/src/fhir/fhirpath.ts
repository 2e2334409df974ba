import { createContext, Script } from 'node:vm';
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { isLocated, nestingOf, TooCostly, workLimit } from './fhirpath-work.ts';
import { Problem, problem } from './issue.ts';
import type { Json } from './resource.ts';

/** `%name` in an expression. `%resource`, `%rootResource`, `%context`, `%ucum`, `%sct`, `%loinc`, `%vs-…` and `%ext-…` are there anyway. */
export type PathEnvironment = { readonly [name: string]: Json };

/**
 * Evaluates on a resource, or on an element of it (then give `env.resource`). Answers the values found, objects as
 * they stand in the resource and not copied. An element that has only extensions has no value and is left out.
 * @throws Problem `invalid` when the expression fails on this input or takes too much work
 */
export type CompiledPath = (input: Json, env?: PathEnvironment) => Json[];

/**
 * A FHIRPath expression over R4, ready to use; compiled once and kept. It does no I/O: `resolve()` and `memberOf()` fail.
 * @param base the path of the input when it is an element: `Patient.contact`
 * @throws Problem `invalid` when it is no FHIRPath, or beyond our bounds of length and nesting
 * @source FHIRPath 2.0; FHIR R4, fhirpath.html
 */
export function compilePath(expression: string, base?: string): CompiledPath {
  const find = compileNodes(expression, base);
  return (input, env) => {
    const values = find(input, env).map((node) => plain(isLocated(node) ? node.data : node));
    return values.filter((value) => value !== null && value !== undefined);
  };
}

/** As {@link compilePath}, but tells where in the input each thing was found; computed values are not located. */
export function compileNodes(expression: string, base?: string): (input: Json, env?: PathEnvironment) => unknown[] {
  const key = base === undefined ? expression : `${base}|${expression}`;
  const known = compiled.get(key);
  if (known) return known;
  if (compiled.size >= maxCompiled) compiled.clear();
  const fresh = compileFresh(expression, base);
  compiled.set(key, fresh);
  return fresh;
}

const maxCompiled = 2000;
const compiled = new Map<string, (input: Json, env?: PathEnvironment) => unknown[]>();

const maxLength = 8000;
const maxNesting = 50;

function compileFresh(expression: string, base?: string): (input: Json, env?: PathEnvironment) => unknown[] {
  if (expression.length > maxLength || nestingOf(expression) > maxNesting) {
    throw problem('invalid', 'fhirpath-too-long', { diagnostics: 'The FHIRPath expression is too long or too deep' });
  }
  let run: ReturnType<typeof fhirpath.compile>;
  try {
    run = fhirpath.compile(base === undefined ? expression : { base, expression }, r4, options);
  } catch (cause) {
    const place = /line: (\d+); column: (\d+)/.exec(String(cause));
    const at = place ? ` at line ${place[1]}, column ${Number(place[2]) + 1}` : '';
    const diagnostics = `The FHIRPath expression cannot be parsed${at}`;
    throw problem('invalid', 'fhirpath-syntax', { diagnostics, cause });
  }
  const names = namedCanonicals(expression);
  // A regular expression can run for ever within one step; only a watchdog stops it.
  const isWatched = /matches/i.test(expression);
  return (input, env) => {
    const vars = { resource: input, rootResource: input, ...constants, ...names, ...env };
    const evaluate = () => run(input, vars, { debugger: workLimit() }) as unknown[];
    try {
      return isWatched ? watched(evaluate) : evaluate();
    } catch (cause) {
      throw failure(cause);
    }
  };
}

const options = {
  // The library otherwise marks what it returns with a hidden member, and so changes the resource.
  resolveInternalTypes: false,
  // Texts of records must not end in a console.
  traceFn: () => {},
};

const constants = { ucum: 'http://unitsofmeasure.org', sct: 'http://snomed.info/sct', loinc: 'http://loinc.org' };

/** `%vs-name` and `%ext-name`, also written with back ticks, stand for HL7's own addresses. */
function namedCanonicals(expression: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, kind, name] of expression.matchAll(/%[`']?(vs|ext)-([A-Za-z0-9.-]+)/g)) {
    const folder = kind === 'vs' ? 'ValueSet' : 'StructureDefinition';
    found[`${kind}-${name}`] = `http://hl7.org/fhir/${folder}/${name}`;
  }
  return found;
}

const watchedContext = createContext({ evaluate: (): unknown[] => [] });
const watchedCall = new Script('evaluate()');
const watchMs = 250;

function watched(evaluate: () => unknown[]): unknown[] {
  watchedContext.evaluate = evaluate;
  try {
    return watchedCall.runInContext(watchedContext, { timeout: watchMs });
  } finally {
    watchedContext.evaluate = undefined;
  }
}

/** The library's own messages may quote the record, so they stay in the cause. */
function failure(cause: unknown): Problem {
  if (cause instanceof Problem) return cause;
  const isCostly = cause instanceof TooCostly || (cause as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
  return isCostly
    ? problem('invalid', 'fhirpath-too-costly', { diagnostics: 'The FHIRPath expression takes too much work', cause })
    : problem('invalid', 'fhirpath-failed', { diagnostics: 'The FHIRPath expression fails on this input', cause });
}

/** Values that the library computed, and numbers it met, are objects of its own. */
function plain(value: unknown): Json {
  const isInternal = typeof (value as { toJSON?: unknown } | null)?.toJSON === 'function' || typeof value === 'bigint';
  return isInternal ? (fhirpath.resolveInternalTypes([value])[0] ?? null) : (value as Json);
}
