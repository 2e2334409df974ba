import { type ElementInfo, elementNamed, elementsOf } from '../../definitions/elements.ts';
import type { Json, JsonObject } from '../../resource.ts';
import { compileCondition } from './conditions.ts';
import {
  type CompiledProfile,
  type Condition,
  cloneRule,
  newRule,
  type PathStep,
  type Rule,
  type Slicing,
  type TypeRule,
} from './rule.ts';

/** The parts of a StructureDefinition on which a profile stands. */
export type ProfileDefinition = {
  url: string;
  type: string;
  baseDefinition?: string;
  differential?: { element: Differential[] };
  snapshot?: { element: Differential[] };
};

type Differential = JsonObject & {
  id?: string;
  path: string;
  sliceName?: string;
  min?: number;
  max?: string;
  type?: { code: string; profile?: string[]; targetProfile?: string[] }[];
  slicing?: { discriminator?: { type: string; path: string }[]; rules?: string; ordered?: boolean };
  binding?: { strength: string; valueSet?: string };
  constraint?: { key: string; severity: string; human: string; expression?: string }[];
};

/**
 * Lays a profile's differential over the rules of the profile it derives from, and so over R4's own: the snapshot step,
 * and its translation to checks, in one. A definition that has only a snapshot is read from that.
 * @param base the compiled baseDefinition; undefined when that is a type of R4 itself
 */
export function compileProfile(definition: ProfileDefinition, base: CompiledProfile | undefined): CompiledProfile {
  const root = base ? cloneRule(base.root) : newRule(definition.type, undefined);
  const elements = definition.differential?.element ?? definition.snapshot?.element ?? [];
  let names: readonly Segment[] = [];
  for (const element of elements) {
    names = segmentsOf(element, names);
    const rule = ruleAt(root, names, element);
    if (rule) constrain(rule, element);
  }
  return { url: definition.url, type: definition.type, root };
}

type Segment = { name: string; slice: string | undefined };

/** From the id, `Observation.component:Systolic.code`; without id from path and sliceName, within the slices before it. */
function segmentsOf(element: Differential, before: readonly Segment[]): Segment[] {
  const parts = (element.id ?? element.path).split('.').slice(1).map(segment);
  if (element.id !== undefined || parts.length === 0) return parts;
  const inherited = parts.map((part, index) => {
    const isSame = parts.slice(0, index + 1).every((one, i) => before[i]?.name === one.name);
    return isSame && index < parts.length - 1 ? { ...part, slice: before[index]?.slice } : part;
  });
  const last = inherited.at(-1) as Segment;
  return [...inherited.slice(0, -1), { ...last, slice: element.sliceName }];
}

function segment(text: string): Segment {
  const [name = '', slice] = text.split(':');
  return { name, slice };
}

function ruleAt(root: Rule, names: readonly Segment[], definition: Differential): Rule | undefined {
  let rule: Rule | undefined = root;
  for (const [index, { name, slice }] of names.entries()) {
    rule = childOf(rule, name);
    if (!rule) return undefined;
    if (slice !== undefined) rule = sliceOf(rule, slice, index === names.length - 1 ? definition : undefined);
  }
  return rule;
}

/** `status`, `value[x]`, or `valueQuantity`, which is short for `value[x]:valueQuantity`. */
function childOf(rule: Rule, name: string): Rule | undefined {
  if (rule.type === undefined) return undefined;
  const plain = name.replace('[x]', '');
  const element = elementsOf(rule.type).find((candidate) => candidate.name === plain);
  if (element) return childFor(rule, element);
  const choice = elementNamed(rule.type, name);
  return choice ? typeSlice(childFor(rule, choice.element), choice.type) : undefined;
}

function childFor(rule: Rule, element: ElementInfo): Rule {
  const known = rule.children.get(element.name);
  if (known) return known;
  const child = newRule(element.types.length === 1 ? element.types[0] : undefined, element);
  rule.children.set(element.name, child);
  return child;
}

function typeSlice(rule: Rule, type: string): Rule {
  const known = rule.byType.get(type);
  if (known) return known;
  const slice = newRule(type, rule.element);
  rule.byType.set(type, slice);
  return slice;
}

function sliceOf(rule: Rule, name: string, definition: Differential | undefined): Rule {
  const { element } = rule;
  if (element?.isChoice) {
    const index = element.jsonNames.indexOf(name);
    const type = index >= 0 ? element.types[index] : definition?.type?.[0]?.code;
    if (type !== undefined) return typeSlice(rule, type);
  }
  const known = rule.slices.get(name);
  if (known) return known;
  const slice = newRule(rule.type, element);
  rule.slices.set(name, slice);
  return slice;
}

function constrain(rule: Rule, element: Differential): void {
  if (element.min !== undefined) rule.min = Math.max(rule.min, element.min);
  if (element.max !== undefined && element.max !== '*') rule.max = Math.min(rule.max, Number(element.max));
  const types = typeRules(element);
  if (types) {
    rule.types = types;
    // Of a choice that is narrowed to one type the elements below are known.
    if (rule.type === undefined && types.length === 1) rule.type = types[0]?.code;
  }
  rule.fixed = valueWith(element, 'fixed') ?? rule.fixed;
  rule.pattern = valueWith(element, 'pattern') ?? rule.pattern;
  rule.minValue = valueWith(element, 'minValue') ?? rule.minValue;
  rule.maxValue = valueWith(element, 'maxValue') ?? rule.maxValue;
  if (typeof element.maxLength === 'number') rule.maxLength = element.maxLength;
  if (element.binding?.strength === 'required' && element.binding.valueSet) rule.valueSet = element.binding.valueSet;
  if (element.slicing) rule.slicing = slicingOf(element.slicing);
  rule.conditions = [...rule.conditions, ...conditionsOf(rule, element)];
}

function typeRules(element: Differential): TypeRule[] | undefined {
  const types = (element.type ?? []).filter(({ code }) => !code.startsWith('http:') && !blockTypes.has(code));
  if (types.length === 0) return undefined;
  return types.map(({ code, profile = [], targetProfile = [] }) => ({
    code,
    profiles: profile,
    targets: targetProfile,
  }));
}

/** Every block is of one of these, so they say nothing. */
const blockTypes = new Set(['BackboneElement', 'Element']);

/** `fixedUri`, `patternCodeableConcept` and their like: the member whose name begins so. */
function valueWith(element: Differential, prefix: string): Json | undefined {
  const name = Object.keys(element).find((key) => key.startsWith(prefix) && /^[A-Z]/.test(key.slice(prefix.length)));
  return name === undefined ? undefined : element[name];
}

function slicingOf(slicing: NonNullable<Differential['slicing']>): Slicing {
  const discriminators = (slicing.discriminator ?? []).map(({ type, path }) => ({
    type: type === 'pattern' ? 'value' : type,
    path: stepsOf(path),
  }));
  const rules = slicing.rules === 'closed' || slicing.rules === 'openAtEnd' ? slicing.rules : 'open';
  return { discriminators, rules, isOrdered: slicing.ordered === true };
}

/** `code.coding.code`, `value.ofType(Quantity)`, `extension('http://…').value`, `$this`; dots in quotes part nothing. */
function stepsOf(path: string): PathStep[] {
  const parts = path.match(/(?:[^.(]|\([^)]*\))+/g) ?? [];
  return parts.filter((part) => part !== '$this').map(stepOf);
}

function stepOf(part: string): PathStep {
  const [, name, argument = ''] = /^(ofType|extension|resolve)\('?([^')]*)'?\)$/.exec(part) ?? [];
  if (name === 'ofType') return { kind: 'ofType', type: argument };
  if (name === 'extension') return { kind: 'extension', url: argument };
  return name === 'resolve' ? { kind: 'resolve' } : { kind: 'child', name: part };
}

function conditionsOf(rule: Rule, element: Differential): Condition[] {
  return (element.constraint ?? []).flatMap(({ key, severity, human, expression }) => {
    if (expression === undefined || keptByEveryType.test(key)) return [];
    const holds = compileCondition(expression, rule.type ?? element.path, element.path);
    return [{ key, severity: severity === 'error' ? 'error' : 'warning', human, holds }];
  });
}

/** Snapshots repeat these on every element; the base validation has kept them. */
const keptByEveryType = /^(?:ele-1|ext-1|dom-\d|ref-1)$/;
