import type { Json, JsonObject } from '../../resource.ts';
import { canonicalQuantity } from '../../ucum.ts';
import { hash64 } from '../hash.ts';
import type { Entries, Parameter } from './entries.ts';
import { canonicalPairKey, pairKey } from './tokens.ts';

/** Numbers and quantities of each data type (FHIR R4, search.html#number, #quantity, #special). */

const ucum = 'http://unitsofmeasure.org';
const currencies = 'urn:iso:std:iso:4217';
const { NEGATIVE_INFINITY, POSITIVE_INFINITY } = Number;

/** A number without unit. */
const noUnit = 0n;

export function number(o: Entries, p: Parameter, value: Json): void {
  if (typeof value !== 'number') return;
  o.has(p);
  o.number(p.key, value, value, noUnit);
}

export function numberRange(o: Entries, p: Parameter, value: JsonObject): void {
  const span = rangeSpan(value);
  if (span === undefined) return;
  o.has(p);
  o.number(p.key, span.from, span.to, noUnit);
}

/** Of three parts, the second and the third as the ends of one entry. */
export function numberPairs(o: Entries, p: Parameter, forms: readonly string[], from: Json, to: Json): void {
  if (typeof from !== 'number' || typeof to !== 'number') return;
  o.has(p);
  for (const form of forms) o.number(hash64(pairKey(p, form)), from, to, noUnit);
}

type Span = { from: number; to: number; system: string; code: string; unit: string };

export function quantity(o: Entries, p: Parameter, value: JsonObject): void {
  addSpan(o, p, quantitySpan(value));
}

export function range(o: Entries, p: Parameter, value: JsonObject): void {
  addSpan(o, p, rangeSpan(value));
}

export function money(o: Entries, p: Parameter, value: JsonObject): void {
  if (typeof value.value !== 'number') return;
  const code = textOf(value.currency);
  addSpan(o, p, { from: value.value, to: value.value, system: code === '' ? '' : currencies, code, unit: '' });
}

function addSpan(o: Entries, p: Parameter, span: Span | undefined): void {
  if (span === undefined) return;
  o.has(p);
  for (const unit of unitsOf(span)) o.number(p.key, span.from, span.to, unit);
  const canonical = canonicalSpan(span);
  if (canonical !== undefined) o.number(p.canonicalKey, canonical.from, canonical.to, canonical.unit);
}

export function quantityPairs(o: Entries, p: Parameter, forms: readonly string[], value: JsonObject): void {
  pairSpan(o, p, forms, quantitySpan(value));
}

export function rangePairs(o: Entries, p: Parameter, forms: readonly string[], value: JsonObject): void {
  pairSpan(o, p, forms, rangeSpan(value));
}

function pairSpan(o: Entries, p: Parameter, forms: readonly string[], span: Span | undefined): void {
  if (span === undefined) return;
  o.has(p);
  const units = unitsOf(span);
  const canonical = canonicalSpan(span);
  for (const form of forms) {
    const key = hash64(pairKey(p, form));
    for (const unit of units) o.number(key, span.from, span.to, unit);
    if (canonical !== undefined) {
      o.number(hash64(canonicalPairKey(p, form)), canonical.from, canonical.to, canonical.unit);
    }
  }
}

const textOf = (value: Json | undefined) => (typeof value === 'string' ? value : '');

/** A comparator opens the side that it says. */
function quantitySpan(quantity: JsonObject): Span | undefined {
  const { value, comparator } = quantity;
  if (typeof value !== 'number') return undefined;
  return {
    from: comparator === '<' || comparator === '<=' ? NEGATIVE_INFINITY : value,
    to: comparator === '>' || comparator === '>=' ? POSITIVE_INFINITY : value,
    system: textOf(quantity.system),
    code: textOf(quantity.code),
    unit: textOf(quantity.unit),
  };
}

/** An end that is not there is open. Both have the same unit (rng-2 compares them). */
function rangeSpan(range: JsonObject): Span | undefined {
  const low = range.low === undefined ? undefined : quantitySpan(range.low as JsonObject);
  const high = range.high === undefined ? undefined : quantitySpan(range.high as JsonObject);
  const known = low ?? high;
  if (known === undefined) return undefined;
  return { ...known, from: low?.from ?? NEGATIVE_INFINITY, to: high?.to ?? POSITIVE_INFINITY };
}

/** `system|code`, `|code` and, where it differs, `|unit`. */
function unitsOf({ system, code, unit }: Span): bigint[] {
  if (code === '') return [unit === '' ? noUnit : unitKey(`|${unit}`)];
  const units = [unitKey(`|${code}`)];
  if (system !== '') units.unshift(unitKey(`${system}|${code}`));
  if (unit !== '' && unit !== code) units.push(unitKey(`|${unit}`));
  return units;
}

function canonicalSpan(span: Span): { from: number; to: number; unit: bigint } | undefined {
  if (span.system !== ucum || span.code === '') return undefined;
  const from = canonicalEnd(span.from, span.code);
  const to = span.to === span.from ? from : canonicalEnd(span.to, span.code);
  if (from === undefined || to === undefined) return undefined;
  const unit = from.code === '' ? to.code : from.code;
  return { from: from.value, to: to.value, unit: unitKey(`${ucum}|${unit}`) };
}

function canonicalEnd(value: number, code: string): { value: number; code: string } | undefined {
  return Number.isFinite(value) ? canonicalQuantity(value, code) : { value, code: '' };
}

/** Few units are in use, so their keys are remembered; foreign ones cannot fill the memory. */
const unitKeys = new Map<string, bigint>();

function unitKey(text: string): bigint {
  let key = unitKeys.get(text);
  if (key === undefined) {
    key = hash64(text);
    if (unitKeys.size > 5000) unitKeys.clear();
    unitKeys.set(text, key);
  }
  return key;
}

/** Where a Location is, for `near`: degrees of latitude and longitude (WGS84). */
export function position(o: Entries, p: Parameter, value: JsonObject): void {
  const { latitude, longitude } = value;
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return;
  o.has(p);
  o.number(latitudeKey, latitude, latitude, noUnit);
  o.number(longitudeKey, longitude, longitude, noUnit);
}

const latitudeKey = hash64('near:lat');
const longitudeKey = hash64('near:lon');
