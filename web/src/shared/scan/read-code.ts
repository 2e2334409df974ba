/** What was read from a barcode, or typed from what stands below it. */
export type Read =
  /** Of a package: the numbers that the catalogue may have it by, the likeliest first. */
  | { kind: 'item'; numbers: readonly string[]; batch?: string; expiry?: string; serial?: string }
  /** Of a person: a national number, or a code of the record. */
  | { kind: 'person'; code: string; isNumber: boolean }
  /** Read or typed wrongly: a digit that guards the others says so. */
  | { kind: 'wrong' };

/** FNC1 between the parts of a GS1 code, as scanners and libraries give it. */
const GS = '\u001d';

/**
 * Tells what a code is of. A package has a GTIN (EAN-8, -12, -13, -14), a Nordic article number of six digits, or a GS1 code with
 * one in it; a band the national number of eleven digits, a service relation number (GS1 AI 8018) or a code of the record.
 * @source GS1 General Specifications (AI 01, 10, 17, 21, 8018); pasient-ID-bånd
 */
export function readCode(text: string): Read | undefined {
  const plain = text.trim().replace(/^\](?:d2|C1|Q3|e0|J1|E0|E4)/, '');
  if (plain === '') return undefined;
  const parts = gs1In(plain);
  if (parts !== undefined) return ofGs1(parts);
  const digits = plain.replace(/[\s.-]/g, '');
  if (!/^\d+$/.test(digits)) return { kind: 'person', code: codeIn(plain), isNumber: false };
  if (digits.length === 11) return isNationalNumber(digits) ? person(digits) : { kind: 'wrong' };
  if (digits.length === 6) return { kind: 'item', numbers: [digits] };
  if ([8, 12, 13, 14].includes(digits.length)) {
    return isGuarded(digits) ? { kind: 'item', numbers: numbersOf(digits) } : { kind: 'wrong' };
  }
  return { kind: 'person', code: digits, isNumber: false };
}

const person = (code: string): Read => ({ kind: 'person', code, isNumber: true });

/** The code itself: an id of the record may stand as a reference or with our own prefix. */
const codeIn = (text: string): string => text.replace(/^(?:enjournal:|.*\bPatient\/)/i, '');

type Gs1 = ReadonlyMap<string, string>;

function ofGs1(parts: Gs1): Read {
  const relation = parts.get('8018');
  if (relation !== undefined) return { kind: 'person', code: relation, isNumber: false };
  const gtin = parts.get('01') ?? parts.get('02') ?? '';
  if (!isGuarded(gtin)) return { kind: 'wrong' };
  const [batch, serial, until] = [parts.get('10'), parts.get('21'), parts.get('17')];
  const expiry = until === undefined ? undefined : dateOf(until);
  if (until !== undefined && expiry === undefined) return { kind: 'wrong' };
  return {
    kind: 'item',
    numbers: numbersOf(gtin),
    ...(batch === undefined ? {} : { batch }),
    ...(expiry === undefined ? {} : { expiry }),
    ...(serial === undefined ? {} : { serial }),
  };
}

/** A GTIN as it stands, and without the zeros that shorter ones are filled up with. */
function numbersOf(gtin: string): string[] {
  const short = gtin.replace(/^0+/, '');
  return [...new Set([gtin, gtin.padStart(13, '0').slice(-13), short.padStart(12, '0'), short])].filter(
    (one) => one.replace(/^0+/, '') === short,
  );
}

/** `2027-03-31`; a day of 00 is the month's last. @source GS1 General Specifications, 7.12 (the century) */
function dateOf(text: string): string | undefined {
  const [, yy = '', mm = '', dd = ''] = /^(\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
  const month = Number(mm);
  if (month < 1 || month > 12) return undefined;
  const year = Number(yy) >= 75 ? 1900 + Number(yy) : 2000 + Number(yy);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const day = Number(dd) === 0 ? last : Number(dd);
  if (day > last) return undefined;
  return `${year}-${mm}-${String(day).padStart(2, '0')}`;
}

/** Identifiers whose content has one length; the others end with FNC1, or the code does. @source GS1 General Specifications, 7.8.5 */
const LENGTHS: Readonly<Record<string, number>> = {
  ...{ '00': 18, '01': 14, '02': 14, '03': 14, '04': 16, '20': 2 },
  ...Object.fromEntries(['11', '12', '13', '14', '15', '16', '17', '18', '19'].map((ai) => [ai, 6])),
  ...{ '8018': 18, '8017': 18, '8005': 6 },
};
const VARIABLE = /^(10|21|22|30|37|9\d|24[0-3]|25[0-5]|400|401|403|7\d\d|8\d{3})/;

/** Undefined of what is no GS1 code. */
function gs1In(text: string): Gs1 | undefined {
  const isMarked = text.startsWith(GS) || text.startsWith('(');
  if (text.startsWith('(')) return writtenOut(text);
  let rest = isMarked ? text.slice(1) : text;
  // without a mark only what begins with a whole GTIN and goes on is one
  if (!isMarked && !(/^01\d{14}(?:10|17|21|11|13|15|24|7)/.test(rest) && isGuarded(rest.slice(2, 16)))) {
    if (!/^8018\d{18}$/.test(rest)) return undefined;
  }
  const parts = new Map<string, string>();
  while (rest !== '') {
    if (rest.startsWith(GS)) {
      rest = rest.slice(1);
      continue;
    }
    const ai = [4, 3, 2].map((length) => rest.slice(0, length)).find((one) => LENGTHS[one] !== undefined);
    const name = ai ?? VARIABLE.exec(rest)?.[1];
    if (name === undefined) return parts.size > 0 ? parts : undefined;
    const after = rest.slice(name.length);
    const end = ai === undefined ? (after.indexOf(GS) < 0 ? after.length : after.indexOf(GS)) : LENGTHS[ai]!;
    if (after.length < end) return new Map();
    parts.set(name, after.slice(0, end));
    rest = after.slice(end);
  }
  return parts;
}

/** As it stands below the code: `(01)07046260123456(17)270331(10)AB12`. */
function writtenOut(text: string): Gs1 | undefined {
  const all = [...text.matchAll(/\((\d{2,4})\)\s*([^(]+)/g)];
  return all.length === 0 ? undefined : new Map(all.map(([, ai = '', value = '']) => [ai, value.trim()]));
}

/** The last digit of a GTIN guards the others. @source GS1 General Specifications, 7.9 */
export function isGuarded(digits: string): boolean {
  if (!/^\d{8,14}$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** Two control digits. @source Skatteetaten, fødselsnummer */
function isNationalNumber(digits: string): boolean {
  const control = (weights: readonly number[]): boolean =>
    weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11 === 0;
  return control([3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) && control([5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]);
}
