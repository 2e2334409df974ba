import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { isLocated, type LocatedNode, nestingOf, workLimit } from '../../fhir/fhirpath-work.ts';
import type { FormDefinition } from './definition.ts';
import { extensions, extensionValue } from './extensions.ts';
import { safePattern } from './patterns.ts';
import type { Answer, Coding, ResponseItem } from './types.ts';

/** What one expression may cost, and all of a form together: some milliseconds, and some tenths of a second. */
const mostOfOne = 50_000;
const mostOfAll = 400_000;
const maxLength = 8_000;
const maxNesting = 50;

/** What has been spent on expressions while a form is worked out. */
export type Budget = { work: number };
export const newBudget = (): Budget => ({ work: 0 });

/** What was found, and beside each value the resource that it stands in; none has what is computed. */
export type Found =
  | { values: unknown[]; sources: readonly (FoundIn | undefined)[] }
  | { failed: 'syntax' | 'costly' | 'failed' };
export type FoundIn = { resourceType: string; id?: string; [member: string]: unknown };

type Run = (input: unknown, env: Record<string, unknown>, budget: Budget) => Found;
const compiled = new Map<string, Run>();
const maxCompiled = 5_000;

/**
 * Evaluates FHIRPath on an item of a response, or on the whole response. It never throws, never waits and never runs for
 * long: what costs too much is given up, and patterns that could run for ever are not tried.
 * @param base the path of the input's type: `QuestionnaireResponse.item`; undefined for a resource
 */
export function evaluate(
  expression: string,
  input: unknown,
  env: Record<string, unknown>,
  form: FormDefinition,
  budget: Budget,
  base?: string,
): Found {
  const key = `${base ?? ''}|${expression}`;
  let run = compiled.get(key);
  if (run === undefined) {
    if (compiled.size >= maxCompiled) compiled.clear();
    run = compile(expression, base);
    compiled.set(key, run);
  }
  evaluated = form;
  return run(input, env, budget);
}

function compile(expression: string, base: string | undefined): Run {
  if (expression.length > maxLength || nestingOf(expression) > maxNesting) return () => ({ failed: 'costly' });
  if (hasUnsafePattern(expression)) return () => ({ failed: 'costly' });
  let run: ReturnType<typeof fhirpath.compile>;
  try {
    run = fhirpath.compile(base === undefined ? expression : { base, expression }, r4, options);
  } catch {
    return () => ({ failed: 'syntax' });
  }
  return (input, env, budget) => {
    const left = mostOfAll - budget.work;
    if (left <= 0) return { failed: 'costly' };
    try {
      const limit = workLimit(Math.min(left, mostOfOne), budget);
      const found = run(input as object, { ...constants, ...env }, { debugger: limit }) as unknown[];
      const there = found.filter((node) => plain(node) !== null && plain(node) !== undefined);
      return { values: there.map(plain), sources: there.map(sourceOf) };
    } catch (cause) {
      return { failed: cause instanceof Error && cause.constructor.name === 'TooCostly' ? 'costly' : 'failed' };
    }
  };
}

const constants = { ucum: 'http://unitsofmeasure.org', sct: 'http://snomed.info/sct', loinc: 'http://loinc.org' };

/** Patterns stand as literals, so that they can be judged before anything runs. */
function hasUnsafePattern(expression: string): boolean {
  const used = expression.match(/\b(?:matches|matchesFull|replaceMatches)\s*\(/g)?.length ?? 0;
  const literal = [
    ...expression.matchAll(/\b(?:matches|matchesFull|replaceMatches)\s*\(\s*'((?:[^'\\]|\\.)*)'\s*[,)]/g),
  ];
  return literal.length !== used || literal.some(([, pattern]) => safePattern(unescaped(pattern!)) === undefined);
}

const unescaped = (literal: string): string => literal.replace(/\\(['"`\\/])/g, '$1');

/** The form whose expression is evaluated at the moment: evaluation does not wait, so there is one at a time. */
let evaluated: FormDefinition | undefined;

const weight = {
  fn: (nodes: unknown[]): number[] =>
    nodes.map((node) => weightOf(node)).filter((value): value is number => value !== undefined),
  arity: { 0: [] },
  internalStructures: true,
};

const options = {
  resolveInternalTypes: false,
  traceFn: () => {},
  userInvocationTable: { weight, ordinal: weight },
};

/** The weight of a coded answer: its own, or that of the option it is. @source SDC, weight(); earlier ordinal() */
function weightOf(node: unknown): number | undefined {
  if (!isLocated(node)) return undefined;
  const value = node.data as Coding | undefined;
  const own = ownWeight(value);
  if (own !== undefined) return own;
  const answer = node.parentResNode;
  const item = answer?.parentResNode as LocatedNode | null | undefined;
  const inAnswer = ownWeight(answer?.data as Answer | undefined);
  if (inAnswer !== undefined) return inAnswer;
  const linkId = (item?.data as ResponseItem | undefined)?.linkId;
  const options = evaluated?.byLinkId.get(linkId ?? '')?.options ?? [];
  return options.find((option) => isSameValue(option.value, answer?.data as Answer))?.weight;
}

const ownWeight = (of: object | undefined): number | undefined =>
  typeof of === 'object'
    ? (extensionValue<number>(of, extensions.itemWeight) ?? extensionValue<number>(of, extensions.ordinalValue))
    : undefined;

function isSameValue(option: object, answer: Answer | undefined): boolean {
  return Object.entries(option).every(([name, value]) => {
    const given = (answer as Record<string, unknown> | undefined)?.[name];
    if (name !== 'valueCoding') return given === value;
    const { system, code } = value as Coding;
    return (given as Coding | undefined)?.code === code && (given as Coding | undefined)?.system === system;
  });
}

/** Values that the library computed are objects of its own. */
function plain(node: unknown): unknown {
  const value: unknown = isLocated(node) ? node.data : node;
  const isInternal = typeof (value as { toJSON?: unknown } | null)?.toJSON === 'function' || typeof value === 'bigint';
  return isInternal ? fhirpath.resolveInternalTypes([value])[0] : value;
}

function sourceOf(node: unknown): FoundIn | undefined {
  for (let at = isLocated(node) ? node : null; at !== null; at = at.parentResNode) {
    const data = at.data as FoundIn | null;
    if (typeof data === 'object' && typeof data?.resourceType === 'string' && data.resourceType !== 'Bundle')
      return data;
  }
  return undefined;
}

/** Which answers an expression depends on: the items it names, or everything. */
export type Dependencies = { linkIds: ReadonlySet<string>; variables: ReadonlySet<string> } | 'everything';

const dependencies = new Map<string, Dependencies>();

const NAMED =
  /(?:item|descendants\(\)|repeat\(item\))\s*\.\s*where\(\s*linkId\s*(?:=\s*('[^'\\]*')|in\s*\(\s*('[^'\\]*'(?:\s*\|\s*'[^'\\]*')*)\s*\))\s*(?:\)|(?=and\b))/g;

/**
 * Told from how it is written: `…item.where(linkId = 'x')…` names x, also among the questionnaire's own items. Whatever is written otherwise is taken to depend on
 * everything, so that an answer is never stale.
 */
export function dependenciesOf(expression: string): Dependencies {
  const before = dependencies.get(expression);
  if (before !== undefined) return before;
  if (dependencies.size >= maxCompiled) dependencies.clear();
  const linkIds = new Set<string>();
  const rest = expression
    .replace(NAMED, (_whole, one?: string, several?: string) => {
      for (const [, linkId] of (one ?? several ?? '').matchAll(/'([^']*)'/g)) linkIds.add(linkId!);
      return '#';
    })
    .replace(/(?:%resource|%context|%questionnaire|\$this)\s*\.\s*(?=#)/g, '')
    .replace(/#\s*\.\s*/g, '')
    .replace(/'(?:[^'\\]|\\.)*'/g, '');
  const isOpen =
    /\b(?:item|descendants|children|repeat|qitem|linkId|answer\s*\.\s*item)\b|%(?:resource|context|rootResource|questionnaire)\b/.test(
      rest,
    );
  const variables = new Set([...rest.matchAll(/%`?([A-Za-z_][\w-]*)/g)].map(([, name]) => name!));
  const found: Dependencies = isOpen ? 'everything' : { linkIds, variables };
  dependencies.set(expression, found);
  return found;
}
