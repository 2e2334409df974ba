import { elementsOf } from '../../definitions/elements.ts';
import type { JsonObject } from '../../resource.ts';
import { typeOfReference } from '../references.ts';
import { codesOf } from './bindings.ts';
import { type Item, itemsOf, objectOf } from './items.ts';
import { dig, fitsPattern, isEqual } from './match.ts';
import type { BindingCheck, PathStep, ProfileSource, Rule, Slicing } from './rule.ts';

/** What telling slices apart needs besides the rules. */
export type Surroundings = {
  profiles: ProfileSource;
  bindings: BindingCheck;
  /** Whether the item follows a profile, for discriminators of that type. */
  follows(item: Item, canonical: string): boolean;
};

const byUrl: Slicing = {
  discriminators: [{ type: 'value', path: [{ kind: 'child', name: 'url' }] }],
  rules: 'open',
  isOrdered: false,
};

/** Extensions are always told apart by url, also where a profile does not say so. */
export function slicingOf(rule: Rule): Slicing | undefined {
  const isExtension = rule.element?.name === 'extension' || rule.element?.name === 'modifierExtension';
  return rule.slicing?.discriminators.length
    ? rule.slicing
    : isExtension
      ? { ...byUrl, ...rulesOf(rule) }
      : rule.slicing;
}

const rulesOf = ({ slicing }: Rule) => (slicing ? { rules: slicing.rules, isOrdered: slicing.isOrdered } : {});

/** Whether an item belongs to the slice: every discriminator that the slice's rules decide says so. */
export function isInSlice(item: Item, slice: Rule, slicing: Slicing, around: Surroundings): boolean {
  let isDecided = false;
  for (const { type, path } of slicing.discriminators) {
    const answer = decide(slice, item, path, type, around);
    if (answer === false) return false;
    if (answer === true) isDecided = true;
  }
  return isDecided;
}

type Path = readonly PathStep[];

/** Undefined where the rules say nothing about the place the discriminator names. */
function decide(rule: Rule, item: Item, path: Path, type: string, around: Surroundings): boolean | undefined {
  const step = path[0];
  if (step === undefined) return decideHere(rule, item, type, around);
  const rest = path.slice(1);
  switch (step.kind) {
    case 'ofType':
      return item.type === step.type && decide(rule.byType.get(step.type) ?? rule, item, rest, type, around);
    case 'resolve':
      return decideTarget(rule, item, around);
    case 'extension': {
      const child = rule.children.get('extension');
      if (!child) return undefined;
      const items = childItems(item, child).filter((one) => urlOf(one) === step.url);
      return rest.length === 0 && type === 'exists'
        ? decideExistence(child, items)
        : decideBelow(child, items, rest, type, around);
    }
    default: {
      const child = rule.children.get(step.name);
      if (!child) return decideFromAbove(rule, item, path, type, around);
      const items = childItems(item, child);
      return rest.length === 0 && type === 'exists'
        ? decideExistence(child, items)
        : decideBelow(child, items, rest, type, around);
    }
  }
}

/** One of the occurrences must fit; where the element is itself sliced, one for each slice that must be there. */
function decideBelow(
  child: Rule,
  items: readonly Item[],
  path: Path,
  type: string,
  around: Surroundings,
): boolean | undefined {
  const rules = [child, ...[...child.slices.values(), ...child.byType.values()].filter((slice) => slice.min > 0)];
  const answers = rules.map((rule) => {
    const each = items.map((item) => decide(rule, item, path, type, around));
    if (each.includes(true)) return true;
    return each.length === 0 && (rule.min > 0 || rule !== child) ? false : each.find((answer) => answer === false);
  });
  if (answers.includes(false)) return false;
  return answers.includes(true) ? true : undefined;
}

function decideHere(rule: Rule, item: Item, type: string, around: Surroundings): boolean | undefined {
  switch (type) {
    case 'type':
      return rule.types?.some(({ code }) => code === item.type || code === 'Resource');
    case 'profile': {
      const profiles = rule.types?.flatMap((one) => one.profiles) ?? [];
      return profiles.length === 0 ? undefined : profiles.some((canonical) => around.follows(item, canonical));
    }
    case 'exists':
      return decideExistence(rule, [item]);
    default:
      return decideValue(rule, item, around);
  }
}

function decideExistence(rule: Rule, items: readonly Item[]): boolean | undefined {
  if (rule.max === 0) return items.length === 0;
  return rule.min > 0 ? items.length > 0 : undefined;
}

function decideValue(rule: Rule, item: Item, around: Surroundings): boolean | undefined {
  if (rule.fixed !== undefined) return isEqual(item.value, rule.fixed);
  if (rule.pattern !== undefined) return fitsPattern(item.value, rule.pattern);
  if (rule.valueSet !== undefined) {
    const { valueSet } = rule;
    return codesOf(item).some(({ system, code }) => around.bindings(valueSet, system, code) === true);
  }
  // The values may stand further down: `code`, where `code.coding.code` is fixed.
  const answers = [...rule.children.values()].map((child) =>
    decideBelow(child, childItems(item, child), [], 'value', around),
  );
  if (answers.includes(false)) return false;
  return answers.includes(true) ? true : undefined;
}

/** The value may stand further up, as a pattern of the whole, or in the profile the item follows. */
function decideFromAbove(rule: Rule, item: Item, path: Path, type: string, around: Surroundings): boolean | undefined {
  const whole = rule.fixed ?? rule.pattern;
  if (whole !== undefined) {
    const names = path.map((step) => (step.kind === 'child' ? step.name : ''));
    const expected = dig(whole, names);
    const found = dig(item.value, names);
    return expected.length === 0 ? undefined : expected.every((one) => found.some((value) => fitsPattern(value, one)));
  }
  const [canonical] = rule.types?.flatMap((one) => one.profiles) ?? [];
  if (canonical === undefined) return undefined;
  const [step] = path;
  if (item.type === 'Extension' && step?.kind === 'child' && step.name === 'url')
    return urlOf(item) === canonical.replace(/\|.*$/, '');
  const profile = around.profiles.profileOf(canonical);
  return profile && decide(profile.root, item, path, type, around);
}

function decideTarget(rule: Rule, item: Item, around: Surroundings): boolean | undefined {
  const targets = rule.types?.flatMap((one) => one.targets) ?? [];
  const { reference } = objectOf(item);
  if (targets.length === 0 || typeof reference !== 'string') return undefined;
  const type = typeOfReference(reference);
  return targets.some((canonical) => typeOfProfile(canonical, around.profiles) === type);
}

/** The R4 type that a canonical profiles: of HL7's base definitions their name. */
export function typeOfProfile(canonical: string, profiles: ProfileSource): string | undefined {
  const name = /^http:\/\/hl7\.org\/fhir\/StructureDefinition\/([A-Z]\w*)(?:\|.*)?$/.exec(canonical)?.[1];
  if (name !== undefined && elementsOf(name).length > 0) return name;
  return profiles.profileOf(canonical)?.type;
}

const childItems = (item: Item, child: Rule): Item[] => (child.element ? itemsOf(objectOf(item), child.element) : []);

const urlOf = (item: Item) => (item.value as JsonObject | undefined)?.url;
