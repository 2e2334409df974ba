import { recordOfId, recordOfOwnId } from '../../ids.ts';
import { patientTypes } from '../../types.ts';
import { codeOfBoth, countsActors, countsCodes, countsNames, countsOutside, togetherOn } from '../globals.ts';
import { hash64, hash64Into, key32 } from '../hash.ts';
import { isHome } from '../home.ts';
import type { IndexEntries } from '../index-entries.ts';
import { principalDateOf, searchParametersOf } from '../parameters.ts';

/** Parts the fields of a token text or string entry (U+001F, unit separator). */
export const separator = '\u001f';

/** A search parameter of one type, with all that its entries begin with worked out once. */
export type Parameter = {
  code: string;
  isPrincipal: boolean;
  present: number;
  key: bigint;
  canonicalKey: bigint;
  token: string;
  text: string;
  identifier: string;
  ofType: string;
  /** Which of its tokens are found across records when the resource is in a patient's record (see globals.ts). */
  codesCount: boolean;
  actorsCount: boolean;
  /** It says whom the resource is about (home.ts). */
  isHome: boolean;
  /** Whether its tokens are found across records when the resource is in no patient's record. */
  countsOutside: boolean;
  isName: boolean;
  /** Its part in what counts together; for the second, the values that do. */
  together: { as: 'first'; of: string } | { as: 'second'; values: ReadonlySet<string>; alone: boolean } | undefined;
  /** Number of the last extraction that found a value. */
  seenIn: number;
};

export function parameterOf(type: string, code: string): Parameter {
  const info = searchParametersOf(type).get(code);
  return {
    code,
    isPrincipal: principalDateOf(type) === code,
    present: key32(code),
    key: hash64(code),
    canonicalKey: hash64(`${code}:canonical`),
    token: code + separator,
    text: `${code}:text${separator}`,
    identifier: `${code}:identifier${separator}`,
    ofType: `${code}:of-type${separator}`,
    codesCount: countsCodes(type, code),
    actorsCount: countsActors(type, code),
    isHome: info !== undefined && isHome(type, info),
    countsOutside: countsOutside(type, code),
    isName: countsNames(type, code),
    together: togetherPart(type, code),
    seenIn: 0,
  };
}

function togetherPart(type: string, code: string): Parameter['together'] {
  const together = togetherOn(type);
  if (together?.second === code)
    return { as: 'second', values: new Set(together.values), alone: together.alone === true };
  if (together?.first.includes(code) !== true) return undefined;
  return { as: 'first', of: codeOfBoth(code, together.second) + separator };
}

/** The record that a resource lives in, and how to tell the record of others. */
export type Own = {
  /** Key of the record the resource itself lives in. */
  record: bigint;
  /** Key of the record of another resource; undefined when only the database knows. Default: what its id tells. */
  recordOfId?: (id: string, type: string) => bigint | undefined;
};

/** Index entries as they gather. One is used again and again: it keeps its buffers, and makes arrays only to give away. */
export class Entries {
  private serial = 0;
  private own: Own = { record: 0n };
  private subject: string | undefined;
  private isOutside = false;
  private readonly tokens = new HashBuffer();
  private readonly globals = new HashBuffer();
  /** Of the names among the entries. */
  private words: string[] = [];
  /** What counts together: the texts of the first ones before the `$`, and the code after it. */
  private firsts: string[] = [];
  private second: string | undefined;
  private entries = emptyEntries();

  /** Forgets the last resource. `subject` is the patient (`Patient/…`) whose record the next one lives in. */
  begin(own: Own, subject: string | undefined, isOutside: boolean): void {
    this.serial++;
    this.own = own;
    this.subject = subject;
    this.isOutside = isOutside;
    this.tokens.clear();
    this.globals.clear();
    if (this.words.length > 0) this.words = [];
    if (this.firsts.length > 0) this.firsts = [];
    this.second = undefined;
    this.entries = emptyEntries();
  }

  finish(references: string[]): IndexEntries {
    const { entries } = this;
    if (this.second !== undefined) for (const first of this.firsts) this.both(first, this.second);
    entries.tokens = this.tokens.sorted();
    entries.globals = this.globals.sorted();
    entries.references = references;
    if (this.words.length > 1) addPairs(entries.names, this.words);
    return entries;
  }

  has(parameter: Parameter): void {
    if (parameter.seenIn === this.serial) return;
    parameter.seenIn = this.serial;
    this.entries.present.push(parameter.present);
  }

  /** A token whose text is the parts joined. `counts`: found across records from within a patient's record. */
  token(parameter: Parameter, counts: boolean, prefix: string, b: string, c = '', d = ''): void {
    this.tokens.add(prefix, b, c, d);
    if (this.isOutside ? parameter.countsOutside : counts) this.globals.addLastOf(this.tokens);
    if (parameter.together === undefined || prefix !== parameter.token) return;
    if (this.note(parameter.together, b + c + d) && !this.isOutside) this.globals.addLastOf(this.tokens);
  }

  /** @returns whether the token itself counts */
  private note(together: NonNullable<Parameter['together']>, text: string): boolean {
    if (together.as === 'first') this.firsts.push(together.of + text);
    else if (together.values.has(text)) {
      this.second = text;
      return together.alone;
    }
    return false;
  }

  private both(first: string, second: string): void {
    this.tokens.add(first, '$', second, '');
    this.globals.addLastOf(this.tokens);
  }

  string(parameter: Parameter, prefix: string, folded: string, original: string): void {
    const clean = original.includes(separator) ? original.replaceAll(separator, ' ') : original;
    this.entries.strings.push(prefix + folded + separator + clean);
    if (parameter.isName) this.name(folded);
  }

  /** A name is found by its beginning and by the beginning of each of its words. */
  private name(folded: string): void {
    const { words, entries } = this;
    const parts = folded.split(/[ -]/);
    if (parts.length > 1) addOnce(entries.names, folded.slice(0, longestName));
    for (const part of parts) {
      const word = part.slice(0, longestName);
      if (word !== '') addOnce(words, word);
      if (word !== '') addOnce(entries.names, word);
    }
  }

  date(parameter: Parameter, from: number, to: number): void {
    this.has(parameter);
    this.entries.dates.push({ key: parameter.key, from, to });
    if (parameter.together !== undefined && Number.isFinite(from)) this.note(parameter.together, dayOf(from));
    if (!parameter.isPrincipal) return;
    this.entries.from = Math.min(this.entries.from ?? from, from);
    this.entries.to = Math.max(this.entries.to ?? to, to);
  }

  number(key: bigint, from: number, to: number, unit: bigint): void {
    this.entries.numbers.push({ key, from, to, unit });
  }

  /** Whether a reference leads out of the resource's own record, in a way that is searched for across records. */
  leaves(parameter: Parameter, target: string): boolean {
    if (this.isOutside || target === this.subject) return false;
    const slash = target.indexOf('/');
    const type = target.slice(0, slash);
    // About a device or a place, yet in a patient's record by another reference: it is asked for by what it is about.
    if (!patientTypes.has(type)) return parameter.actorsCount || parameter.isHome;
    const id = target.slice(slash + 1);
    const record =
      (this.own.recordOfId ?? recordOfId)(id, type) ?? (type === 'Patient' ? recordOfOwnId(type, id) : undefined);
    return record !== this.own.record;
  }
}

/** The day, in UTC as dates without a zone are. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Index entries of PostgreSQL end at 2.7 kB; no one types more of a name than this. */
const longestName = 100;

function addOnce(list: string[], text: string): void {
  if (!list.includes(text)) list.push(text);
}

/** A resource has this among its names when it has too many words to pair. */
export const unpaired = separator;
const mostPaired = 8;

/** Each two words, one after the other and the other way round: who asks for both need not read all who have either. */
function addPairs(names: string[], words: readonly string[]): void {
  if (words.length > mostPaired) {
    names.push(unpaired);
    return;
  }
  for (const one of words) for (const other of words) if (one !== other) names.push(one + separator + other);
}

const emptyEntries = (): IndexEntries => ({
  tokens: [],
  globals: [],
  present: [],
  strings: [],
  names: [],
  dates: [],
  numbers: [],
  references: [],
});

/** Hashes as they come, kept as machine numbers until they are sorted. */
class HashBuffer {
  private numbers = new BigInt64Array(64);
  private halves = new Int32Array(this.numbers.buffer);
  private length = 0;

  clear(): void {
    this.length = 0;
  }

  add(a: string, b: string, c: string, d: string): void {
    if (this.length === this.numbers.length) this.grow();
    hash64Into(this.halves, this.length++, a, b, c, d);
  }

  addLastOf(other: HashBuffer): void {
    if (this.length === this.numbers.length) this.grow();
    this.halves[this.length * 2] = other.halves[other.length * 2 - 2]!;
    this.halves[this.length * 2 + 1] = other.halves[other.length * 2 - 1]!;
    this.length++;
  }

  /** Ascending, without repeats. */
  sorted(): bigint[] {
    const all = this.numbers.subarray(0, this.length).sort();
    const distinct: bigint[] = [];
    for (let i = 0; i < all.length; i++) if (i === 0 || all[i] !== all[i - 1]) distinct.push(all[i]!);
    return distinct;
  }

  private grow(): void {
    const larger = new BigInt64Array(this.length * 2);
    larger.set(this.numbers);
    this.numbers = larger;
    this.halves = new Int32Array(larger.buffer);
  }
}
