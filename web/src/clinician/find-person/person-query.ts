import type { Params } from '../../shared/fhir/client.ts';
import { systems } from '../../shared/fhir/systems.ts';
import type { Patient } from '../../shared/fhir/types.ts';
import { nationalIdOf } from '../../shared/format/person.ts';

/** What the typed words ask for: FHIR parameters (to be sent in a body, never in an address) and what may stay of the answer. */
export type PersonQuery = { params: Params; keeps: (patient: Patient) => boolean };

const everyone = () => true;

/**
 * Reads what health personnel type to find a person: name (any part, any order), birth date (`14.03.1942`, `140342`, `1942-03-14`),
 * national identity number, whole or from its first six digits, or a name with a birth date or year.
 * @returns undefined while there is too little to search for.
 */
export function personQuery(typed: string, thisYear = new Date().getFullYear()): PersonQuery | undefined {
  const text = typed.trim();
  const digits = text.replace(/[\s.-]/g, '');
  if (/^\d{11}$/.test(digits)) {
    return { params: { identifier: `${systems.nationalId}|${digits},${systems.dNumber}|${digits}` }, keeps: everyone };
  }
  const names: string[] = [];
  let births: string[] = [];
  for (const word of text.split(/[\s,]+/).filter(Boolean)) {
    const dates = datesOf(word, thisYear);
    if (dates.length > 0) births = dates;
    else if (!/\d/.test(word)) names.push(word);
  }
  if (names.length > 0) {
    if (names.join('').length < 2) return undefined;
    return { params: { name: names, ...(births.length > 0 ? { birthdate: births.join(',') } : {}) }, keeps: everyone };
  }
  // Spaces inside a number: `148342 12` is one number being typed, not a date and something else.
  if (/^[\d\s]+$/.test(text)) return numberBeingTyped(digits, thisYear);
  const whole = births.filter((date) => date.length === 10);
  return whole.length > 0 ? { params: { birthdate: whole.join(',') }, keeps: everyone } : undefined;
}

/** From its sixth digit an identity number tells the birth date: search that, and keep those whose number goes on as typed. */
function numberBeingTyped(digits: string, thisYear: number): PersonQuery | undefined {
  if (!/^\d{6,10}$/.test(digits)) return undefined;
  const found = datesOf(digits, thisYear);
  if (found.length === 0) return undefined;
  const asDate = new Set(
    digits.length === 6
      ? yearsOf(digits.slice(4), thisYear).flatMap((year) => dayMonth(digits, year))
      : digits.length === 8
        ? dayMonth(digits, Number(digits.slice(4)))
        : [],
  );
  return {
    params: { birthdate: found.join(',') },
    keeps: (patient) => (nationalIdOf(patient)?.startsWith(digits) ?? false) || asDate.has(patient.birthDate ?? ''),
  };
}

function dayMonth(digits: string, year: number): string[] {
  return date(year, Number(digits.slice(2, 4)), Number(digits.slice(0, 2)));
}

/** The dates (or year) a word may mean, `YYYY-MM-DD` or `YYYY`; empty when it is none. */
export function datesOf(word: string, thisYear: number): string[] {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(word);
  if (iso) return date(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dotted = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})$/.exec(word);
  if (dotted) {
    const [, day, month, year] = dotted as unknown as [string, string, string, string];
    return yearsOf(year, thisYear).flatMap((whole) => date(whole, Number(month), Number(day)));
  }
  if (/^(18|19|20)\d{2}$/.test(word)) return Number(word) <= thisYear ? [word] : [];
  if (!/^\d{6,10}$/.test(word)) return [];
  const found: string[] = [];
  if (word.length === 8) found.push(...dayMonth(word, Number(word.slice(4))));
  // The first six of an identity number. D-numbers add 40 to the day, synthetic numbers 40, 65 or 80 to the month.
  const day = Number(word.slice(0, 2)) % 40;
  const rawMonth = Number(word.slice(2, 4));
  const month =
    rawMonth > 80 ? rawMonth - 80 : rawMonth > 65 ? rawMonth - 65 : rawMonth > 40 ? rawMonth - 40 : rawMonth;
  for (const year of yearsOf(word.slice(4, 6), thisYear)) found.push(...date(year, month, day));
  return [...new Set(found)].filter((text) => Number(text.slice(0, 4)) <= thisYear);
}

function yearsOf(digits: string, thisYear: number): number[] {
  if (digits.length === 4) return [Number(digits)];
  return [1900 + Number(digits), 2000 + Number(digits)].filter((year) => year <= thisYear);
}

function date(year: number, month: number, day: number): string[] {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const real = new Date(`${text}T00:00:00Z`);
  return year >= 1850 && !Number.isNaN(real.getTime()) && real.toISOString().startsWith(text) ? [text] : [];
}
