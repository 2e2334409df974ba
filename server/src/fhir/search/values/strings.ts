import type { Json, JsonObject } from '../../resource.ts';
import { fold } from '../hash.ts';
import { type Entries, type Parameter, separator } from './entries.ts';

/** Strings and uris of each data type (FHIR R4, search.html#string, #uri). */

export function text(o: Entries, p: Parameter, value: Json | undefined): void {
  if (typeof value !== 'string' || value === '') return;
  o.has(p);
  o.string(p, p.token, fold(value), value);
}

function texts(o: Entries, p: Parameter, values: Json | undefined): void {
  if (Array.isArray(values)) for (const value of values) text(o, p, value);
}

/** Each part by itself, and the whole as someone wrote it. */
export function humanName(o: Entries, p: Parameter, value: JsonObject): void {
  text(o, p, value.text);
  text(o, p, value.family);
  texts(o, p, value.given);
  texts(o, p, value.prefix);
  texts(o, p, value.suffix);
}

export function address(o: Entries, p: Parameter, value: JsonObject): void {
  text(o, p, value.text);
  texts(o, p, value.line);
  text(o, p, value.city);
  text(o, p, value.district);
  text(o, p, value.state);
  text(o, p, value.postalCode);
  text(o, p, value.country);
}

/** A uri or canonical: whole as a token, also without a canonical's version; as a string for `:below` and `:above`. */
export function uri(o: Entries, p: Parameter, value: Json): void {
  if (typeof value !== 'string' || value === '') return;
  o.has(p);
  o.token(p, false, p.token, value);
  const bar = value.lastIndexOf('|');
  if (bar > 0) o.token(p, false, p.token, value.slice(0, bar));
  if (!value.includes(separator)) o.string(p, p.token, value, value);
}
