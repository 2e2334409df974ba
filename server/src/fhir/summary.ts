import { type ElementInfo, elementNamed, elementsOf as elementsOfType, isPrimitive } from './definitions/elements.ts';
import { Decimals, withMembers } from './json/index.ts';
import type { Coding, Json, JsonObject, Meta, Resource } from './resource.ts';

/** `_summary` other than `false` (nothing to do) and `count` (no resource at all). */
export type SummaryMode = 'true' | 'text' | 'data';

/**
 * The part of a resource that `_summary` asks for, marked SUBSETTED; the resource itself is left as it is. `true`:
 * elements of the summary, at every level; `text`: the narrative and what is mandatory; `data`: all but the narrative.
 * What the resource cannot be understood without always stays: id, meta, mandatory elements, `implicitRules` and
 * `modifierExtension`, and contained resources that what stays refers to. Of a Bundle, the caller sees to the entries.
 * @param decimals how numbers are written; it learns to write those of the answer the same way
 * @source FHIR R4, search.html#summary
 */
export function summaryOf(resource: Resource, mode: SummaryMode, decimals = new Decimals()): Resource {
  const keeps: Record<SummaryMode, (element: ElementInfo) => boolean> = {
    true: (element) => element.isSummary,
    text: (element) => element.name === 'text',
    data: (element) => element.name !== 'text',
  };
  const { resourceType: type } = resource;
  const part = filter(resource, type, (element) => keeps[mode](element) || isAlwaysKept(element), decimals);
  const summary = mode === 'true' ? deepSummary(part, type, decimals) : part;
  return subsetted(withContained(summary, resource, decimals), decimals);
}

/**
 * The elements that `_elements` asks for, marked SUBSETTED, and those that always stay (see {@link summaryOf}).
 * @param elements names of elements of the resource (`name`, `value` for any `value[x]`), also as `Patient.name`; those
 *   of other types are passed over
 * @source FHIR R4, search.html#elements
 */
export function elementsOf(resource: Resource, elements: readonly string[], decimals = new Decimals()): Resource {
  const { resourceType: type } = resource;
  const own = elements.map((each) => (each.startsWith(`${type}.`) ? each.slice(type.length + 1) : each));
  const wanted = new Set(own.map((each) => each.replace(/\[x\]$/, '')));
  const isWanted = (element: ElementInfo) =>
    wanted.has(element.name) || element.jsonNames.some((name) => wanted.has(name));
  const part = filter(resource, type, (element) => isWanted(element) || isAlwaysKept(element), decimals);
  return subsetted(withContained(part, resource, decimals), decimals);
}

const alwaysKept = new Set(['id', 'meta', 'implicitRules', 'modifierExtension']);

function isAlwaysKept(element: ElementInfo): boolean {
  return element.min > 0 || alwaysKept.has(element.name);
}

/** The same object when nothing is taken away, so that what is known of its numbers stays with it. */
function filter<T extends JsonObject>(
  object: T,
  type: string,
  keeps: (element: ElementInfo) => boolean,
  decimals: Decimals,
): T {
  const names = Object.keys(object);
  const kept = names.filter((name) => {
    const known = elementNamed(type, name.replace(/^_/, ''));
    return name === 'resourceType' || (known !== undefined && keeps(known.element));
  });
  return kept.length === names.length ? object : (pick(object, kept, decimals) as T);
}

function pick(object: JsonObject, names: readonly string[], decimals: Decimals): JsonObject {
  return replace(
    object,
    names.map((name) => [name, object[name] as Json]),
    decimals,
  );
}

function replace(object: JsonObject, entries: [string, Json][], decimals: Decimals): JsonObject {
  const copy = Object.fromEntries(entries);
  for (const [name, value] of entries) {
    if (typeof value === 'number') decimals.copyText(object, name, copy, name, value, decimals);
  }
  return copy;
}

/** Takes what is not in the summary out of the elements of an object that are. */
function deepSummary<T extends JsonObject>(object: T, type: string, decimals: Decimals): T {
  let hasChanged = false;
  const entries = Object.entries(object).map(([name, value]): [string, Json] => {
    const inner = elementNamed(type, name)?.type;
    if (inner === undefined || name === 'meta' || name === 'modifierExtension') return [name, value];
    const summary = isPrimitive(inner) ? value : summaryWithin(value, inner, decimals);
    hasChanged ||= summary !== value;
    return [name, summary];
  });
  return hasChanged ? (replace(object, entries, decimals) as T) : object;
}

function summaryWithin(value: Json, type: string, decimals: Decimals): Json {
  if (Array.isArray(value)) {
    const summaries = value.map((item) => summaryWithin(item, type, decimals));
    return summaries.every((item, index) => item === value[index]) ? value : summaries;
  }
  if (typeof value !== 'object' || value === null) return value;
  // A resource within is for the caller; a type without any summary element, such as Extension, says nothing of itself.
  if (type === 'Resource' || !elementsOfType(type).some((element) => element.isSummary)) return value;
  const part = filter(value, type, (element) => element.isSummary || isAlwaysKept(element), decimals);
  // What only consists of other things stays whole rather than becoming empty.
  return Object.keys(part).length === 0 ? value : deepSummary(part, type, decimals);
}

/** Gives a part back the contained resources it refers to, and those that they refer to. */
function withContained(part: Resource, whole: Resource, decimals: Decimals): Resource {
  const { contained } = whole;
  if (!Array.isArray(contained) || part.contained !== undefined) return part;
  const referred = new Set<string>();
  collectFragments(part, referred);
  const kept = new Set<Json>();
  for (let before = -1; kept.size > before; ) {
    before = kept.size;
    for (const resource of contained) {
      if (kept.has(resource) || !referred.has(`#${(resource as JsonObject | null)?.id}`)) continue;
      kept.add(resource);
      collectFragments(resource, referred);
    }
  }
  if (kept.size === 0) return part;
  return withMembers(part, { contained: contained.filter((resource) => kept.has(resource)) }, decimals);
}

/** References (`#med`) and canonicals (`#codes`) to contained resources. */
function collectFragments(value: Json, found: Set<string>): void {
  if (typeof value === 'string' && value.startsWith('#')) found.add(value);
  else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) collectFragments(item, found);
  }
}

const subsettedTag: Coding = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'SUBSETTED',
};

export function subsetted(resource: Resource, decimals: Decimals): Resource {
  const tags: Coding[] = Array.isArray(resource.meta?.tag) ? resource.meta.tag : [];
  if (tags.some((tag) => tag?.system === subsettedTag.system && tag.code === subsettedTag.code)) return resource;
  const meta: Meta = { ...resource.meta, tag: [...tags, subsettedTag] };
  const { resourceType, id } = resource;
  return withMembers(resource, id === undefined ? { resourceType, meta } : { resourceType, id, meta }, decimals);
}
