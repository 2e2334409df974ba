import { type Problem, problem } from '../issue.ts';
import type { Json, JsonObject } from '../resource.ts';
import { Decimals, isLossy } from './decimals.ts';
import { isForbiddenName } from './scan.ts';

const escapes: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

const numberPattern = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
/** A run of characters that stand for themselves: no quote, no backslash, no control character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what JSON forbids in strings
const plainRun = /[^"\\\u0000-\u001f]*/y;
const space = /[ \t\n\r]*/y;

/** JSON by the letter of RFC 8259, with an exact place for each error, and numbers remembered as written. */
export class StrictParser {
  readonly decimals = new Decimals();
  members = 0;
  readonly #text: string;
  readonly #maxDepth: number;
  #at = 0;
  #depth = 0;

  constructor(text: string, maxDepth: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
  }

  /** @throws Problem `invalid` with the line and column of what is wrong. */
  parse(): Json {
    this.#skipSpace();
    // A number at the top has no holder to remember it by; no caller takes one.
    const value = this.#value([], 0);
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#unexpected('Expected the end of the text');
    return value;
  }

  #value(holder: object, key: string | number): Json {
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object();
      case '[':
        return this.#array();
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number(holder, key);
    }
  }

  #object(): JsonObject {
    const object: JsonObject = {};
    this.#enter();
    if (!this.#skips('}')) {
      do {
        this.#skipSpace();
        const name = this.#name(object);
        this.#skipSpace();
        if (!this.#skips(':')) throw this.#unexpected('Expected a colon after the name');
        this.#skipSpace();
        object[name] = this.#value(object, name);
        this.#skipSpace();
      } while (this.#skips(','));
      if (!this.#skips('}')) throw this.#unexpected('Expected a comma or the end of the object');
    }
    this.#depth--;
    return object;
  }

  #name(object: JsonObject): string {
    const start = this.#at;
    if (this.#text[start] !== '"') throw this.#unexpected('Expected a member name in double quotes');
    const name = this.#string();
    if (isForbiddenName(name)) throw this.#problem('json-forbidden-name', 'This member name is not allowed', start);
    if (Object.hasOwn(object, name)) throw this.#problem('json-duplicate-name', 'The member name occurs twice', start);
    this.members++;
    return name;
  }

  #array(): Json[] {
    const array: Json[] = [];
    this.#enter();
    if (!this.#skips(']')) {
      do {
        this.#skipSpace();
        array.push(this.#value(array, array.length));
        this.#skipSpace();
      } while (this.#skips(','));
      if (!this.#skips(']')) throw this.#unexpected('Expected a comma or the end of the array');
    }
    this.#depth--;
    return array;
  }

  #enter(): void {
    if (++this.#depth > this.#maxDepth) {
      throw this.#problem('json-too-deep', `Nested deeper than ${this.#maxDepth} levels`, this.#at);
    }
    this.#at++;
    this.#skipSpace();
  }

  #string(): string {
    const start = this.#at++;
    let value = '';
    for (;;) {
      value += this.#match(plainRun);
      const c = this.#text[this.#at];
      if (c === '"') break;
      if (c === undefined) throw this.#problem('json-syntax', 'The string has no end', start);
      if (c !== '\\') throw this.#problem('json-syntax', 'A control character must be escaped in a string', this.#at);
      value += this.#escape();
    }
    this.#at++;
    if (!value.isWellFormed()) throw this.#problem('json-surrogate', 'The string holds half a surrogate pair', start);
    return value;
  }

  #escape(): string {
    const start = this.#at;
    const letter = this.#text[start + 1] ?? '';
    if (letter !== 'u') {
      const meant = escapes[letter];
      if (meant === undefined) throw this.#problem('json-syntax', 'This escape does not exist', start);
      this.#at += 2;
      return meant;
    }
    const digits = this.#text.slice(start + 2, start + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.#problem('json-syntax', 'Expected four hexadecimal digits', start);
    if (digits === '0000') throw this.#problem('json-nul', 'The character NUL is not allowed', start);
    this.#at += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #number(holder: object, key: string | number): number {
    const start = this.#at;
    const text = this.#match(numberPattern);
    if (text === '') throw this.#unexpected('Expected a value');
    const value = Number(text);
    if (!Number.isFinite(value)) throw this.#problem('json-number-range', 'The number is too large', start);
    if (isLossy(text)) this.decimals.remember(holder, key, text);
    return value;
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw this.#unexpected('Expected a value');
    this.#at += word.length;
    return value;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #skipSpace(): void {
    this.#match(space);
  }

  #skips(c: string): boolean {
    if (this.#text[this.#at] !== c) return false;
    this.#at++;
    return true;
  }

  #unexpected(expected: string): Problem {
    const isEnd = this.#at >= this.#text.length;
    return this.#problem('json-syntax', isEnd ? `${expected}, found the end of the text` : expected, this.#at);
  }

  #problem(key: string, diagnostics: string, at: number): Problem {
    return problem('invalid', key, { code: 'structure', diagnostics, expression: placeOf(this.#text, at) });
  }
}

/** `line 3, column 7`, both from 1; a column is a UTF-16 unit, as editors count. */
export function placeOf(text: string, at: number): string {
  let line = 1;
  let lineStart = 0;
  for (let next = text.indexOf('\n'); next !== -1 && next < at; next = text.indexOf('\n', next + 1)) {
    line++;
    lineStart = next + 1;
  }
  return `line ${line}, column ${at - lineStart + 1}`;
}
