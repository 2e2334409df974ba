import type { Json, JsonObject } from '../resource.ts';
import { malformed, notApplicable } from './failure.ts';

/** The reference tokens of a JSON Pointer. @source RFC 6901 */
export function parsePointer(pointer: Json | undefined, member: 'path' | 'from'): string[] {
  if (typeof pointer !== 'string') throw malformed(`"${member}" must be a JSON Pointer`);
  if (pointer === '') return [];
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) throw malformed(`"${member}" is no JSON Pointer`);
  const tokens = pointer.slice(1).split('/');
  const names = tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (names.some((name) => name === '__proto__' || name === 'constructor' || name === 'prototype')) {
    throw malformed(`"${member}" has a name that is not allowed`);
  }
  return names;
}

/** The holder of the last token, and that token as a key of it. The value itself need not exist. */
export type Spot = { holder: JsonObject; key: string } | { holder: Json[]; key: number };

/** Finds the spot a pointer names; `-` is the place after the last item. The root has no spot. */
export function spotOf(root: JsonObject, pointer: readonly string[]): Spot {
  let holder: Json = root;
  for (const token of pointer.slice(0, -1)) {
    const spot: Spot = keyIn(holder, token);
    holder = valueAt(spot);
  }
  return keyIn(holder, pointer.at(-1) as string);
}

function keyIn(holder: Json, token: string): Spot {
  if (Array.isArray(holder)) {
    if (token === '-') return { holder, key: holder.length };
    if (!/^(?:0|[1-9][0-9]{0,8})$/.test(token))
      throw notApplicable('The path has a name where an array wants an index');
    return { holder, key: Number(token) };
  }
  if (typeof holder !== 'object' || holder === null) throw notApplicable('The path does not exist');
  return { holder, key: token };
}

/** @throws when nothing is there */
export function valueAt(spot: Spot): Json {
  if (!Object.hasOwn(spot.holder, spot.key)) throw notApplicable('The path does not exist');
  return (spot.holder as { [key: string | number]: Json })[spot.key] as Json;
}
