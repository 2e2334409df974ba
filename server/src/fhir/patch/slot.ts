import { type ElementInfo, elementNamed, elementsOf, isPrimitive } from '../definitions/elements.ts';
import type { LocatedNode } from '../fhirpath-work.ts';
import type { Json, JsonObject } from '../resource.ts';
import { notApplicable } from './failure.ts';

/** An object of the document and its type: `Patient`, `HumanName`, `Patient.contact`; of a primitive, what `_name` holds. */
export type Container = { object: JsonObject; type: string };

/** An element of a container under one JSON name; it may be there or not. */
export type Slot = { container: Container; element: ElementInfo; type: string; member: string };

/** A value with what the `_` member holds beside it: id and extensions of a primitive. */
export type Item = { value?: Json | undefined; extra?: Json | undefined };

export type Place = Slot & { index: number };

/** What stands in a slot, as a list also where JSON holds no array. */
export function itemsOf({ container: { object }, element, member, type }: Slot): Item[] {
  const values = listOf(object[member], element);
  const extras = isPrimitive(type) ? listOf(object[`_${member}`], element) : [];
  const length = Math.max(values.length, extras.length);
  return Array.from({ length }, (_, index) => ({ value: values[index], extra: extras[index] }));
}

function listOf(value: Json | undefined, element: ElementInfo): Json[] {
  if (value === undefined) return [];
  return element.isArray && Array.isArray(value) ? value : [value];
}

export function setItems({ container: { object }, element, member }: Slot, items: readonly Item[]): void {
  const values = items.map((item) => item.value ?? null);
  const extras = items.map((item) => item.extra ?? null);
  setMember(object, member, element, values);
  setMember(object, `_${member}`, element, extras);
}

function setMember(holder: JsonObject, member: string, element: ElementInfo, list: Json[]): void {
  if (list.every((item) => item === null)) delete holder[member];
  else holder[member] = element.isArray ? list : (list[0] as Json);
}

/** The place of a node, or undefined when it is the document itself. */
export function placeOf(node: LocatedNode, document: JsonObject): Place | undefined {
  if (node.parentResNode === null) {
    if (node.data !== document) throw notApplicable('The path leads out of the resource');
    return undefined;
  }
  const parent = containerOf(node.parentResNode, document);
  const slot = slotNamed(parent, node.propName ?? '');
  return { ...slot, index: node.index ?? 0 };
}

/** The object a node stands for, to put things into. */
export function containerOf(node: LocatedNode, document: JsonObject): Container {
  const place = placeOf(node, document);
  if (!place) return { object: document, type: String(document.resourceType) };
  const items = itemsOf(place);
  const item = items[place.index];
  if (!item) throw notApplicable('The path does not lead to an element');
  if (isPrimitive(place.type)) {
    if (!isObject(item.extra)) {
      item.extra = {};
      setItems(place, items);
    }
    return { object: item.extra as JsonObject, type: place.type };
  }
  if (!isObject(item.value)) throw notApplicable('The path does not lead to an element');
  const type = place.type === 'Resource' ? String(item.value.resourceType) : place.type;
  return { object: item.value, type };
}

/** The slot of an element that is there, by its name in FHIRPath (`value`); of one that is not there, its first. */
export function slotNamed(container: Container, name: string): Slot {
  const { object, type } = container;
  const element = elementIn(type, name);
  const member = element.jsonNames.find((json) => Object.hasOwn(object, json) || Object.hasOwn(object, `_${json}`));
  return slotOf(container, element, member ?? (element.jsonNames[0] as string));
}

export function slotOf(container: Container, element: ElementInfo, member: string): Slot {
  return { container, element, member, type: elementNamed(container.type, member)?.type as string };
}

/** The element of a type by its name, or by a JSON name of it (`valueQuantity`). */
export function elementIn(type: string, name: string): ElementInfo {
  const element = elementsOf(type).find((each) => each.name === name) ?? elementNamed(type, name)?.element;
  if (!element) throw notApplicable('The element does not exist in this type');
  return element;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
