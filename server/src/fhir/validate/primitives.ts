/**
 * The formats of R4's primitive types, as predicates over a JSON value. Most scan by character code, which for the short
 * strings records are made of is faster than the specification's regular expressions, and they refuse what those cannot:
 * 30 February.
 * @source FHIR R4, datatypes, primitive types
 */

/** Longest string, in characters: 1 MB. base64Binary and xhtml have limits of their own. */
const maxStringLength = 1_048_576;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a string must not hold
const notInString = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a uri must not hold
const notInUri = /[\u0000-\u0020\u00a0\ufeff\u2028\u2029]/;

export function isString(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const length = value.length;
  if (length === 0 || length > maxStringLength) return false;
  // From about here on the regular expression is faster.
  if (length > 20) return !notInString.test(value);
  for (let i = 0; i < length; i++) {
    if (value.charCodeAt(i) < 32) return !notInString.test(value);
  }
  return true;
}

/** No whitespace at either end, and only single ones inside. */
export function isCode(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const length = value.length;
  if (length === 0 || length > maxStringLength) return false;
  let wasSpace = true;
  for (let i = 0; i < length; i++) {
    const c = value.charCodeAt(i);
    if (c > 32) wasSpace = false;
    else if (wasSpace || (c !== 32 && c !== 9 && c !== 10 && c !== 13)) return false;
    else wasSpace = true;
  }
  return !wasSpace;
}

export function isId(value: unknown): boolean {
  return typeof value === 'string' && endOfId(value, 0) === value.length;
}

/** Where the id that starts at `from` ends; -1 when there is none or it is longer than 64. */
export function endOfId(text: string, from: number): number {
  const length = text.length;
  let i = from;
  while (i < length) {
    const c = text.charCodeAt(i);
    // A–Z a–z 0–9 - .
    if ((c >= 97 && c <= 122) || (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || c === 45 || c === 46) i++;
    else break;
  }
  return i === from || i - from > 64 ? -1 : i;
}

/** uri, url and canonical: no whitespace, no control characters. */
export function isUri(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= maxStringLength && !notInUri.test(value);
}

const oid = /^urn:oid:[0-2](?:\.(?:0|[1-9][0-9]*))+$/;
const uuid = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isOid(value: unknown): boolean {
  return typeof value === 'string' && oid.test(value);
}

export function isUuid(value: unknown): boolean {
  return typeof value === 'string' && uuid.test(value);
}

/** Standard alphabet in groups of four, padded; whitespace may stand anywhere. */
export function isBase64(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  let digits = 0;
  let padding = 0;
  for (let i = 0; i < value.length; i++) {
    const c = value.charCodeAt(i);
    if (c === 61) padding++;
    else if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 47 && c <= 57) || c === 43) {
      if (padding > 0) return false;
      digits++;
    } else if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return false;
  }
  return digits > 0 && padding <= 2 && (digits + padding) % 4 === 0;
}

export function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

export function isDecimal(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Signed 32 bits. */
export function isInteger(value: unknown): boolean {
  return typeof value === 'number' && (value | 0) === value;
}

export function isUnsignedInt(value: unknown): boolean {
  return isInteger(value) && (value as number) >= 0;
}

export function isPositiveInt(value: unknown): boolean {
  return isInteger(value) && (value as number) > 0;
}

/** `2026`, `2026-11` or `2026-11-24`. */
export function isDate(value: unknown): boolean {
  return typeof value === 'string' && endOfDate(value) === value.length;
}

/** A date, or a day with a time to the second and a zone. */
export function isDateTime(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const end = endOfDate(value);
  return end === value.length || (end === 10 && isTimeWithZone(value));
}

/** A day with a time to the second, or finer, and a zone. */
export function isInstant(value: unknown): boolean {
  return typeof value === 'string' && endOfDate(value) === 10 && isTimeWithZone(value);
}

/** `23:59:59.999`, no zone. */
export function isTime(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && endOfTime(value, 0) === value.length;
}

/** The two digits at `at` as a number; a large number when they are not two digits. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  // A comparison with NaN (beyond the end) is false.
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 100;
}

/** Where the date in front ends: 4, 7 or 10; -1 when there is none or no calendar has that day. */
function endOfDate(text: string): number {
  const century = twoDigits(text, 0);
  const ofCentury = twoDigits(text, 2);
  if (century > 99 || ofCentury > 99 || century + ofCentury === 0) return -1;
  if (text.charCodeAt(4) !== 45) return 4;
  const month = twoDigits(text, 5);
  if (month < 1 || month > 12) return -1;
  if (text.charCodeAt(7) !== 45) return 7;
  const day = twoDigits(text, 8);
  return day >= 1 && day <= daysOf(century * 100 + ofCentury, month) ? 10 : -1;
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Where the time at `from` ends; -1 when there is none. Second 60 is a leap second. */
function endOfTime(text: string, from: number): number {
  if (twoDigits(text, from) > 23 || text.charCodeAt(from + 2) !== 58) return -1;
  if (twoDigits(text, from + 3) > 59 || text.charCodeAt(from + 5) !== 58) return -1;
  if (twoDigits(text, from + 6) > 60) return -1;
  let end = from + 8;
  if (text.charCodeAt(end) !== 46) return end;
  const fraction = ++end;
  for (let c = text.charCodeAt(end); c >= 48 && c <= 57; c = text.charCodeAt(end)) end++;
  return end === fraction ? -1 : end;
}

function isTimeWithZone(text: string): boolean {
  if (text.charCodeAt(10) !== 84) return false;
  const zone = endOfTime(text, 11);
  if (zone < 0) return false;
  const sign = text.charCodeAt(zone);
  if (sign === 90) return text.length === zone + 1;
  if ((sign !== 43 && sign !== 45) || text.length !== zone + 6 || text.charCodeAt(zone + 3) !== 58) return false;
  const hours = twoDigits(text, zone + 1);
  const minutes = twoDigits(text, zone + 4);
  return hours < 14 ? minutes <= 59 : hours === 14 && minutes === 0;
}
