import type { Json, JsonObject } from '../resource.ts';
import type { Decimals } from './decimals.ts';

/** A deep copy; what `from` remembers of its numbers is remembered by `to` of the copy. A member set to undefined is not there. */
export function copyJson<T extends Json>(value: T, from: Decimals, to: Decimals): T;
export function copyJson(value: Json, from: Decimals, to: Decimals): Json {
  return from.isEmpty ? plainCopy(value) : copyWithTexts(value, from, to);
}

/** Nothing is remembered of any number, as in nearly all that we meet. */
function plainCopy(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plainCopy);
  const copy: { [name: string]: Json } = {};
  for (const name in value) {
    const item = value[name];
    if (item !== undefined) copy[name] = typeof item === 'object' ? plainCopy(item) : item;
  }
  return copy;
}

function copyWithTexts(value: Json, from: Decimals, to: Decimals): Json {
  if (typeof value !== 'object' || value === null) return value;
  const copyItem = (copy: object, key: string | number, item: Json): Json => {
    if (typeof item === 'number') from.copyText(value, key, copy, key, item, to);
    return copyWithTexts(item, from, to);
  };
  if (Array.isArray(value)) {
    const copy: Json[] = [];
    for (const [index, item] of value.entries()) copy.push(copyItem(copy, index, item));
    return copy;
  }
  const copy: { [name: string]: Json } = {};
  for (const name of Object.keys(value)) {
    if (value[name] !== undefined) copy[name] = copyItem(copy, name, value[name] as Json);
  }
  return copy;
}

/**
 * A shallow copy with other members put in front or in place; numbers that stay are written as before. To be used
 * instead of `{ ...resource, meta }`, which forgets how the resource's own numbers were written (`Media.duration`).
 */
export function withMembers<T extends JsonObject>(object: T, members: Partial<T>, decimals: Decimals): T {
  const copy = { ...members, ...object, ...members };
  for (const [name, value] of Object.entries(object)) {
    if (typeof value === 'number' && !Object.hasOwn(members, name)) {
      decimals.copyText(object, name, copy, name, value, decimals);
    }
  }
  return copy;
}
