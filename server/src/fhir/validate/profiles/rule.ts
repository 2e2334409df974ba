import type { ElementInfo } from '../../definitions/elements.ts';
import type { Json } from '../../resource.ts';

/** What a profile asks of one element, of one type of a choice, or of the items of one slice. */
export type Rule = {
  /** Type name, or path of the block, of what stands here; of a choice with several types undefined. */
  type: string | undefined;
  /** Where the element stands in its parent; undefined for the profile's root. */
  element: ElementInfo | undefined;
  min: number;
  max: number;
  /** What it may be, where the profile narrows it. */
  types: readonly TypeRule[] | undefined;
  fixed: Json | undefined;
  pattern: Json | undefined;
  /** Canonical of a value set that is required. */
  valueSet: string | undefined;
  maxLength: number | undefined;
  minValue: Json | undefined;
  maxValue: Json | undefined;
  conditions: readonly Condition[];
  /** By element name, without `[x]`. */
  children: Map<string, Rule>;
  /** `value[x]:valueQuantity`, by type code. */
  byType: Map<string, Rule>;
  slicing: Slicing | undefined;
  slices: Map<string, Rule>;
};

export type TypeRule = {
  code: string;
  /** Canonicals; what stands here follows one of them. */
  profiles: readonly string[];
  /** Canonicals of what a Reference may point to. */
  targets: readonly string[];
};

/** An invariant of a profile. `resource` is `%resource`. */
export type Condition = {
  key: string;
  severity: 'error' | 'warning';
  human: string;
  holds: (value: Json, resource: Json) => boolean;
};

/** A part of a discriminator's path: `code`, `ofType(Quantity)`, `extension('http://…')`, `resolve()`. */
export type PathStep =
  | { kind: 'child'; name: string }
  | { kind: 'ofType'; type: string }
  | { kind: 'extension'; url: string }
  | { kind: 'resolve' };

export type Slicing = {
  discriminators: readonly { type: string; path: readonly PathStep[] }[];
  rules: 'open' | 'closed' | 'openAtEnd';
  isOrdered: boolean;
};

export type CompiledProfile = { url: string; type: string; root: Rule };

/** Where profiles are found by canonical URL, with or without `|version`. */
export type ProfileSource = { profileOf(canonical: string): CompiledProfile | undefined };

/**
 * Whether a code is in a value set; undefined when nobody can tell, and then it passes. No I/O: what it answers from is
 * at hand. The system is undefined for an element of type code, whose system the element itself implies.
 */
export type BindingCheck = (valueSet: string, system: string | undefined, code: string) => boolean | undefined;

export const newRule = (type: string | undefined, element: ElementInfo | undefined): Rule => ({
  type,
  element,
  min: 0,
  max: Number.POSITIVE_INFINITY,
  types: undefined,
  fixed: undefined,
  pattern: undefined,
  valueSet: undefined,
  maxLength: undefined,
  minValue: undefined,
  maxValue: undefined,
  conditions: [],
  children: new Map(),
  byType: new Map(),
  slicing: undefined,
  slices: new Map(),
});

/** A copy that a derived profile may constrain further. */
export function cloneRule(rule: Rule): Rule {
  const cloned = (rules: Map<string, Rule>) => new Map([...rules].map(([name, one]) => [name, cloneRule(one)]));
  return { ...rule, children: cloned(rule.children), byType: cloned(rule.byType), slices: cloned(rule.slices) };
}
