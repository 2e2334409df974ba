import { canonicalQuantity } from '../ucum.ts';

/**
 * Whether `first` is certainly later than `second` (date, dateTime or instant). Partial dates are spans, and a date
 * without a zone may be anywhere on earth, so what cannot be decided is not later.
 */
export function isLater(first: string, second: string): boolean {
  if (first <= second && hasSameShape(first, second)) return false;
  const isZoneless = [first.length <= 10, second.length <= 10];
  const slack = isZoneless[0] === isZoneless[1] ? 0 : 14 * hourMs;
  const earliest = Date.parse(first) - (isZoneless[0] ? slack : 0);
  const latest = endOf(second) + (isZoneless[1] ? slack : 0);
  // A comparison with NaN (a leap second) is false.
  return earliest > latest;
}

const hourMs = 3_600_000;

/** Same precision and the same zone: then the texts order as the times do. */
function hasSameShape(first: string, second: string): boolean {
  const { length } = first;
  if (length !== second.length) return false;
  for (let i = 19; i < length; i++) {
    const isDigitOfBoth = first.charCodeAt(i) < 58 && second.charCodeAt(i) < 58;
    if (first.charCodeAt(i) !== second.charCodeAt(i) && (!isDigitOfBoth || i >= length - 6)) return false;
  }
  return true;
}

/** The last millisecond of what the text names. */
function endOf(text: string): number {
  const start = new Date(Date.parse(text));
  if (text.length === 4) start.setUTCFullYear(start.getUTCFullYear() + 1);
  else if (text.length === 7) start.setUTCMonth(start.getUTCMonth() + 1);
  else if (text.length === 10) start.setUTCDate(start.getUTCDate() + 1);
  else return start.getTime() + (text.includes('.') ? 0 : 999);
  return start.getTime() - 1;
}

type Quantity = { value?: number; unit?: string; system?: string; code?: string };

/** Whether the first quantity is certainly more than the second: in the same unit, or in units UCUM can compare. */
export function isMore(first: Quantity, second: Quantity): boolean {
  if (first.value === undefined || second.value === undefined) return false;
  const isSameUnit = first.system === second.system && (first.code ?? first.unit) === (second.code ?? second.unit);
  if (isSameUnit) return first.value > second.value;
  if (first.system !== ucum || second.system !== ucum || !first.code || !second.code) return false;
  const [a, b] = [canonicalQuantity(first.value, first.code), canonicalQuantity(second.value, second.code)];
  return a !== undefined && b !== undefined && a.code === b.code && a.value > b.value;
}

const ucum = 'http://unitsofmeasure.org';
