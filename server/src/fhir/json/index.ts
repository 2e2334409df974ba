import { problem } from '../issue.ts';
import type { Json, JsonObject } from '../resource.ts';
import { Decimals } from './decimals.ts';
import { countMembers, countNames, NOT_PLAIN } from './scan.ts';
import { StrictParser } from './strict.ts';

export { copyJson, withMembers } from './copy.ts';
export { Decimals, isLossy, joinDecimals } from './decimals.ts';
export { printJson } from './print.ts';
export { placeOf } from './strict.ts';

/** A parsed text. Numbers are plain JavaScript numbers; `decimals` knows how they were written. */
export type Parsed<T extends Json = JsonObject> = {
  value: T;
  decimals: Decimals;
  /** How many object members there are in all, at every depth. */
  members: number;
};

export type Limits = {
  /** Objects and arrays within each other; the outermost is level 1. */
  maxDepth?: number;
};

const byteOrderMark = '\uFEFF';

/**
 * Parses a JSON object and refuses what other parsers let pass: a name that occurs twice, `__proto__`,
 * `constructor` and `prototype` as names, NUL, half surrogate pairs, numbers beyond a double, deep nesting.
 * A byte order mark in front is ignored.
 * @throws Problem `invalid`; `expression` is the line and column
 */
export function parseJson(text: string, limits: Limits = {}): Parsed {
  const parsed = parse(text, limits);
  if (typeof parsed.value !== 'object' || parsed.value === null || Array.isArray(parsed.value)) {
    throw problem('invalid', 'json-not-an-object', { code: 'structure', diagnostics: 'Expected a JSON object' });
  }
  return parsed as Parsed;
}

/** As {@link parseJson}, for a text that is an array, such as a JSON Patch. */
export function parseJsonArray(text: string, limits: Limits = {}): Parsed<Json[]> {
  const parsed = parse(text, limits);
  if (!Array.isArray(parsed.value)) {
    throw problem('invalid', 'json-not-an-array', { code: 'structure', diagnostics: 'Expected a JSON array' });
  }
  return parsed as Parsed<Json[]>;
}

function parse(text: string, { maxDepth = 64 }: Limits): Parsed<Json> {
  const body = text.startsWith(byteOrderMark) ? text.slice(1) : text;
  return parsePlain(body, maxDepth) ?? parseStrictly(body, maxDepth);
}

/** The fast way, for nearly every text we meet; undefined when the strict parser must say what there is to say. */
function parsePlain(text: string, maxDepth: number): Parsed<Json> | undefined {
  const names = countNames(text, maxDepth);
  if (names === NOT_PLAIN) return undefined;
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  // A name that occurs twice is written twice and kept once.
  return countMembers(value) === names ? { value, decimals: new Decimals(), members: names } : undefined;
}

function parseStrictly(text: string, maxDepth: number): Parsed<Json> {
  const parser = new StrictParser(text, maxDepth);
  const value = parser.parse();
  return { value, decimals: parser.decimals, members: parser.members };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The text of a request body. @throws Problem `invalid` when the bytes are not UTF-8 */
export function bytesToText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw problem('invalid', 'not-utf8', { code: 'structure', diagnostics: 'The body is not UTF-8', cause });
  }
}
