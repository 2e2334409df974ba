import type { Json } from '../resource.ts';
import { isLossy } from './decimals.ts';

/** Answer of {@link countNames} and {@link countMembers} when the strict parser must have a look. */
export const NOT_PLAIN = -1;

/**
 * Counts the member names of a JSON text in one pass, or answers NOT_PLAIN when the text holds something that
 * `JSON.parse` would let pass or lose: a number it cannot print again, an escape that may hide NUL, half a
 * surrogate pair or a name, or a structure deeper than `maxDepth`. It does not check the grammar.
 */
export function countNames(text: string, maxDepth: number): number {
  if (!text.isWellFormed()) return NOT_PLAIN;
  const end = text.length;
  let names = 0;
  let depth = 0;
  let at = 0;
  while (at < end) {
    const c = text.charCodeAt(at);
    if (c === 0x22) {
      at = endOfString(text, at + 1, end);
      if (at === NOT_PLAIN) return NOT_PLAIN;
    } else if (c === 0x3a) {
      names++;
    } else if (c === 0x7b || c === 0x5b) {
      if (++depth > maxDepth) return NOT_PLAIN;
    } else if (c === 0x7d || c === 0x5d) {
      depth--;
    } else if (c === 0x2d || (c >= 0x30 && c <= 0x39)) {
      at = endOfNumber(text, at, end);
      if (at === NOT_PLAIN) return NOT_PLAIN;
      continue;
    }
    at++;
  }
  return names;
}

/** Position of the closing quote. */
function endOfString(text: string, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    const c = text.charCodeAt(at);
    if (c === 0x22) return at;
    if (c === 0x5c && text.charCodeAt(++at) === 0x75 && !isPlainEscape(text, at + 1)) return NOT_PLAIN;
  }
  return NOT_PLAIN;
}

/** Escapes of ASCII are left to the strict parser (they can spell NUL or `__proto__`), and so are surrogates. */
function isPlainEscape(text: string, at: number): boolean {
  const code = Number.parseInt(text.slice(at, at + 4), 16);
  return code >= 0x80 && (code < 0xd800 || code > 0xdfff);
}

/** Position after the number. */
function endOfNumber(text: string, start: number, end: number): number {
  let at = start;
  let isInteger = true;
  for (; at < end; at++) {
    const c = text.charCodeAt(at);
    if (c >= 0x30 && c <= 0x39) continue;
    if (c === 0x2e || c === 0x65 || c === 0x45) isInteger = false;
    else if (c !== 0x2b && c !== 0x2d) break;
  }
  // Fifteen digits always fit a double; what begins with zero may be `-0` or no number at all.
  if (isInteger && at - start <= 15 && text.charCodeAt(start) !== 0x2d) return at;
  return isLossy(text.slice(start, at)) ? NOT_PLAIN : at;
}

/** Counts the members of all objects in a value, or answers NOT_PLAIN when one has a name we refuse. */
export function countMembers(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item !== 'object' || item === null) continue;
      const inner = countMembers(item);
      if (inner === NOT_PLAIN) return NOT_PLAIN;
      members += inner;
    }
    return members;
  }
  for (const name in value) {
    if (isForbiddenName(name)) return NOT_PLAIN;
    members++;
    const item = value[name] as Json;
    if (typeof item !== 'object' || item === null) continue;
    const inner = countMembers(item);
    if (inner === NOT_PLAIN) return NOT_PLAIN;
    members += inner;
  }
  return members;
}

/** Names that would reach an object's prototype in careless code. No FHIR element has them. */
export function isForbiddenName(name: string): boolean {
  return name === '__proto__' || name === 'constructor' || name === 'prototype';
}
