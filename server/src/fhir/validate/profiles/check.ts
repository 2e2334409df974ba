import type { Resource } from '../../resource.ts';
import { Findings } from '../findings.ts';
import { isLater } from '../order.ts';
import { targetTypeOf } from '../references.ts';
import { codesOf } from './bindings.ts';
import { type Item, itemsOf, objectOf } from './items.ts';
import { fitsPattern, isEqual } from './match.ts';
import type { BindingCheck, CompiledProfile, ProfileSource, Rule, Slicing, TypeRule } from './rule.ts';
import { isInSlice, type Surroundings, slicingOf, typeOfProfile } from './slices.ts';

/** Checks a resource, which has passed the base validation, against one profile. */
export function checkProfile(
  resource: Resource,
  profile: CompiledProfile,
  profiles: ProfileSource,
  bindings: BindingCheck,
  findings: Findings,
): void {
  const checker = new ProfileChecker(profile.url, profiles, bindings, findings);
  checker.item(profile.root, { value: resource, type: resource.resourceType, extra: undefined, index: undefined });
}

class ProfileChecker implements Surroundings {
  readonly profiles: ProfileSource;
  readonly bindings: BindingCheck;
  readonly #url: string;
  readonly #findings: Findings;

  constructor(url: string, profiles: ProfileSource, bindings: BindingCheck, findings: Findings) {
    this.#url = url;
    this.profiles = profiles;
    this.bindings = bindings;
    this.#findings = findings;
  }

  follows(item: Item, canonical: string): boolean {
    const profile = this.profiles.profileOf(canonical);
    return profile !== undefined && !this.#wouldFind(profile, item);
  }

  /** One occurrence: what it is, and all that is below it. */
  item(rule: Rule, item: Item): void {
    this.#value(rule, item);
    for (const child of rule.children.values()) {
      if (child.element) this.#element(child, itemsOf(objectOf(item), child.element));
    }
  }

  /** All occurrences of an element in one parent. */
  #element(rule: Rule, items: readonly Item[]): void {
    const path = `.${rule.element?.name}`;
    this.#count(rule, items.length, path, '');
    for (const item of items) this.#at(path, item, () => this.item(rule, item));
    for (const [type, slice] of rule.byType) {
      const some = items.filter((item) => item.type === type);
      this.#count(slice, some.length, path, ` of type ${type}`);
      for (const item of some) this.#at(path, item, () => this.item(slice, item));
    }
    const slicing = slicingOf(rule);
    if (rule.slices.size > 0 && slicing) this.#slices(rule, slicing, items, path);
  }

  #slices(rule: Rule, slicing: Slicing, items: readonly Item[], path: string): void {
    const names = [...rule.slices.keys()];
    const counts = new Map(names.map((name) => [name, 0]));
    let last = -1;
    for (const item of items) {
      const index = names.findIndex((name) => isInSlice(item, rule.slices.get(name) as Rule, slicing, this));
      const name = names[index];
      this.#at(path, item, () => {
        if (name !== undefined) this.item(rule.slices.get(name) as Rule, item);
        else if (slicing.rules === 'closed')
          this.#error('structure', 'profile-slice-closed', 'It is in none of the slices that are allowed');
        if (slicing.rules === 'openAtEnd' && name !== undefined && last === names.length) {
          this.#error('structure', 'profile-slice-order', 'What is in no slice stands after all slices');
        } else if (slicing.isOrdered && name !== undefined && index < last) {
          this.#error('structure', 'profile-slice-order', 'The slices stand in another order');
        }
      });
      if (name !== undefined) counts.set(name, (counts.get(name) as number) + 1);
      last = name === undefined ? names.length : Math.max(last, index);
    }
    for (const [name, slice] of rule.slices) this.#count(slice, counts.get(name) as number, path, ` in slice ${name}`);
  }

  #count(rule: Rule, count: number, path: string, of: string): void {
    if (count < rule.min) {
      this.#error('required', 'profile-min', `At least ${rule.min} required${of}`, path);
    } else if (count > rule.max) {
      this.#error('structure', 'profile-max', `At most ${rule.max} allowed${of}`, path);
    }
  }

  #value(rule: Rule, item: Item): void {
    const { value } = item;
    if (rule.types) this.#types(rule.types, item);
    if (rule.fixed !== undefined && value !== undefined && !isEqual(value, rule.fixed)) {
      this.#error('value', 'profile-fixed', 'The value is not the one that is fixed');
    }
    if (rule.pattern !== undefined && value !== undefined && !fitsPattern(value, rule.pattern)) {
      this.#error('value', 'profile-pattern', 'The value does not have what the pattern asks');
    }
    if (rule.maxLength !== undefined && typeof value === 'string' && value.length > rule.maxLength) {
      this.#error('value', 'profile-length', `At most ${rule.maxLength} characters are allowed`);
    }
    this.#range(rule, value);
    if (rule.valueSet !== undefined && value !== undefined) this.#binding(rule.valueSet, item);
    for (const { key, severity, human, holds } of rule.conditions) {
      if (value !== undefined && !holds(value, this.#findings.resource)) {
        this.#findings.add(severity, 'invariant', key, '', `${human} (profile ${this.#url})`);
      }
    }
  }

  #types(types: readonly TypeRule[], item: Item): void {
    const matching = types.filter(({ code }) => code === item.type || code === 'Resource' || code === 'DomainResource');
    if (matching.length === 0) {
      this.#error('structure', 'profile-type', `The type ${item.type} is not allowed`);
      return;
    }
    const profiles = matching.flatMap((type) => type.profiles);
    if (profiles.length > 0) this.#followsOne(profiles, item);
    const targets = matching.flatMap((type) => type.targets);
    if (targets.length > 0 && item.type === 'Reference') this.#target(targets, item);
  }

  /** One of the profiles that are at hand is followed; a profile nobody has cannot be held against anyone. */
  #followsOne(canonicals: readonly string[], item: Item): void {
    const profiles = canonicals.map((canonical) => this.profiles.profileOf(canonical));
    const [first] = profiles;
    if (first === undefined || profiles.includes(undefined)) return;
    if (profiles.length === 1) {
      new ProfileChecker(first.url, this.profiles, this.bindings, this.#findings).item(first.root, item);
    } else if (!profiles.some((profile) => profile && !this.#wouldFind(profile, item))) {
      this.#error('value', 'profile-none', 'It follows none of the profiles that are allowed');
    }
  }

  #wouldFind(profile: CompiledProfile, item: Item): boolean {
    const aside = new Findings();
    aside.root = this.#findings.root;
    aside.resource = this.#findings.resource;
    new ProfileChecker(profile.url, this.profiles, this.bindings, aside).item(profile.root, item);
    return aside.issues.some((issue) => issue.severity === 'error');
  }

  #target(targets: readonly string[], item: Item): void {
    const { reference } = objectOf(item);
    const type = typeof reference === 'string' ? targetTypeOf(reference, this.#findings) : undefined;
    if (!type) return;
    const allowed = targets.map((canonical) => typeOfProfile(canonical, this.profiles));
    if (!allowed.includes(type) && !allowed.includes(undefined) && !allowed.includes('Resource')) {
      this.#error('value', 'profile-target', `A reference to ${type} is not allowed`, '.reference');
    }
  }

  #range({ minValue, maxValue }: Rule, value: Item['value']): void {
    if (typeof value !== 'number' && typeof value !== 'string') return;
    const isOver = (a: unknown, b: unknown) =>
      typeof a === 'number' ? a > (b as number) : isLater(String(a), String(b));
    if (typeof minValue === typeof value && isOver(minValue, value)) {
      this.#error('value', 'profile-range', 'The value is below the least allowed');
    }
    if (typeof maxValue === typeof value && isOver(value, maxValue)) {
      this.#error('value', 'profile-range', 'The value is above the most allowed');
    }
  }

  #binding(valueSet: string, item: Item): void {
    const answers = codesOf(item).map(({ system, code }) => this.bindings(valueSet, system, code));
    if (answers.includes(true) || answers.includes(undefined)) return;
    this.#error('code-invalid', 'profile-binding', `No code is in the value set ${valueSet}`);
  }

  #error(code: string, key: string, text: string, path = ''): void {
    this.#findings.error(code, key, path, `${text} (profile ${this.#url})`);
  }

  /** Runs a check whose findings stand at an occurrence of the element. */
  #at(path: string, { index }: Item, check: () => void): void {
    const before = this.#findings.count;
    check();
    if (this.#findings.count !== before)
      this.#findings.prefix(before, index === undefined ? path : `${path}[${index}]`);
  }
}
