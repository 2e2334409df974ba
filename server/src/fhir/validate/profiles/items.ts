import type { ElementInfo } from '../../definitions/elements.ts';
import { isPrimitive } from '../../definitions/elements.ts';
import type { Json, JsonObject } from '../../resource.ts';

/** One occurrence of an element. */
export type Item = {
  /** Undefined when it has only extensions. */
  value: Json | undefined;
  /** Its type: of a choice the one that is there, of a resource its resourceType. */
  type: string;
  /** Of a primitive: its id and extensions (`_birthDate`). */
  extra: JsonObject | undefined;
  /** `.name` or `.name[1]`. */
  index: number | undefined;
};

/** The occurrences of an element in an object that the base validation has passed. */
export function itemsOf(object: JsonObject, element: ElementInfo): Item[] {
  const items: Item[] = [];
  for (let n = 0; n < element.jsonNames.length; n++) {
    const name = element.jsonNames[n] as string;
    const type = element.types[n] as string;
    const value = object[name];
    const extra = isPrimitive(type) ? object[`_${name}`] : undefined;
    if (value === undefined && extra === undefined) continue;
    if (!element.isArray) {
      items.push(itemOf(value, type, extra, undefined));
      continue;
    }
    const values = Array.isArray(value) ? value : [];
    const extras = Array.isArray(extra) ? extra : [];
    for (let i = 0; i < Math.max(values.length, extras.length); i++) items.push(itemOf(values[i], type, extras[i], i));
  }
  return items;
}

function itemOf(value: Json | undefined, type: string, extra: Json | undefined, index: number | undefined): Item {
  const isResource = type === 'Resource' && isObject(value) && typeof value.resourceType === 'string';
  return {
    value: value === null ? undefined : value,
    type: isResource ? String(value.resourceType) : type,
    extra: isObject(extra) ? extra : undefined,
    index,
  };
}

/** The object in which the elements below an item stand. */
export const objectOf = (item: Item): JsonObject => (isObject(item.value) ? item.value : (item.extra ?? {}));

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
