import type { JsonObject } from '../../resource.ts';
import { fold } from '../hash.ts';
import { type Entries, type Parameter, separator } from './entries.ts';

/** Tokens of each data type (FHIR R4, search.html#token), and their forms as the first or second part of a composite. */

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** `system|value`, `value` and `system|`, or `|value` and `value` where there is no system. */
function systemAndValue(o: Entries, p: Parameter, system: unknown, value: unknown, counts: boolean): void {
  const inSystem = text(system) ?? '';
  const code = text(value);
  if (code !== undefined) {
    o.token(p, counts, p.token, inSystem, '|', code);
    o.token(p, counts, p.token, code);
  }
  // Not across records: `system|` would name nearly everyone.
  if (inSystem !== '') o.token(p, false, p.token, inSystem, '|');
}

function display(o: Entries, p: Parameter, value: unknown): void {
  const words = text(value);
  if (words !== undefined) o.string(p, p.text, fold(words), words);
}

export function coding(o: Entries, p: Parameter, value: JsonObject): void {
  o.has(p);
  systemAndValue(o, p, value.system, value.code, p.codesCount);
  display(o, p, value.display);
}

export function concept(o: Entries, p: Parameter, value: JsonObject): void {
  o.has(p);
  const codings = value.coding as JsonObject[] | undefined;
  if (codings !== undefined) for (const one of codings) coding(o, p, one);
  display(o, p, value.text);
}

export function identifier(o: Entries, p: Parameter, value: JsonObject): void {
  o.has(p);
  systemAndValue(o, p, value.system, value.value, true);
  const type = value.type as JsonObject | undefined;
  if (type === undefined) return;
  display(o, p, type.text);
  const number = text(value.value);
  if (number === undefined) return;
  for (const { system, code } of (type.coding as JsonObject[] | undefined) ?? []) {
    if (text(code) !== undefined) o.token(p, true, p.ofType, `${text(system) ?? ''}|${code}`, '|', number);
  }
}

/** The use stands where others have a system. Numbers and addresses are also found as people write them otherwise. */
export function contact(o: Entries, p: Parameter, value: JsonObject): void {
  o.has(p);
  const use = text(value.use) ?? '';
  for (const form of contactForms(text(value.value) ?? '')) {
    o.token(p, false, p.token, use, '|', form);
    o.token(p, false, p.token, form);
  }
  if (use !== '') o.token(p, false, p.token, use, '|');
}

/**
 * The ways in which a phone number or an e-mail address is found: as written, without what people put between digits, and
 * without Norway's country code; e-mail in lower case. A query asks for any of the forms of what it was given.
 */
export function contactForms(value: string): string[] {
  if (value === '') return [];
  const forms = new Set([value]);
  if (value.includes('@')) forms.add(value.toLowerCase());
  else if (/^\+?[\d\s().-]+$/.test(value)) {
    const digits = value.replace(/[\s().-]+/g, '');
    forms.add(digits);
    forms.add(digits.replace(/^(?:\+47|0047)(?=\d{8}$)/, ''));
  }
  return [...forms];
}

export function bool(o: Entries, p: Parameter, value: unknown): void {
  if (typeof value !== 'boolean') return;
  o.has(p);
  o.token(p, false, p.token, value ? 'true' : 'false');
}

/** A code, string, id or uri. */
export function plain(o: Entries, p: Parameter, value: unknown): void {
  const code = text(value);
  if (code === undefined) return;
  o.has(p);
  o.token(p, false, p.token, '|', code);
  o.token(p, false, p.token, code);
}

/** Patient's `deceased` is true of whoever has a time of death or `true`, and false of all others. */
export function deceased(o: Entries, p: Parameter, patient: JsonObject): void {
  bool(o, p, patient.deceasedDateTime !== undefined || patient.deceasedBoolean === true);
}

/** Forms of a value in a composite's token: `system|value` and `value`. */
export function codingForms(forms: string[], value: JsonObject): void {
  const code = text(value.code);
  if (code !== undefined) forms.push(`${text(value.system) ?? ''}|${code}`, code);
}

export function conceptForms(forms: string[], value: JsonObject): void {
  for (const one of (value.coding as JsonObject[] | undefined) ?? []) codingForms(forms, one);
}

export function plainForms(forms: string[], value: unknown): void {
  const code = text(value);
  if (code !== undefined) forms.push(`|${code}`, code);
}

export function conceptPairs(o: Entries, p: Parameter, forms: readonly string[], value: JsonObject): void {
  const seconds: string[] = [];
  conceptForms(seconds, value);
  tokenPairs(o, p, forms, seconds);
}

export function boolPairs(o: Entries, p: Parameter, forms: readonly string[], value: unknown): void {
  if (typeof value === 'boolean') tokenPairs(o, p, forms, [String(value)]);
}

/** `first$second` for each pair of forms. */
export function tokenPairs(o: Entries, p: Parameter, firsts: readonly string[], seconds: readonly string[]): void {
  if (seconds.length === 0) return;
  o.has(p);
  for (const first of firsts) for (const second of seconds) o.token(p, false, p.token, first, '$', second);
}

/** The key of what a composite pairs with a token form, for its numbers: `code␟form`, `code:canonical␟form`. */
export const pairKey = (p: Parameter, form: string) => p.code + separator + form;
export const canonicalPairKey = (p: Parameter, form: string) => `${p.code}:canonical${separator}${form}`;
