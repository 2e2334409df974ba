import { civil, type Day } from './calendar.ts';

/** A synthetic national identity number's month is this much higher than the real one (Skatteetaten's test series). */
const SYNTHETIC_MONTH = 80;

const K1 = [3, 7, 6, 1, 8, 9, 4, 5, 2];
const K2 = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
const ORGANISATION = [3, 2, 7, 6, 5, 4, 3, 2];

export type Sex = 'female' | 'male';

/**
 * The synthetic national identity number with this birth date and individual number (0–999).
 * @returns undefined where a control digit would be 10, so that no such number exists.
 */
export function nationalNumber(born: Day, individual: number): string | undefined {
  const { year, month, day } = civil(born);
  const head = pad(day, 2) + pad(month + SYNTHETIC_MONTH, 2) + pad(year % 100, 2) + pad(individual, 3);
  const first = controlDigit(head, K1);
  if (first === 10) return undefined;
  const second = controlDigit(head + first, K2);
  return second === 10 ? undefined : head + first + second;
}

/**
 * The first number from an individual number on that has right control digits; two by two, so that the digit that tells
 * the sex stays.
 * @throws when there is none left on that day
 */
export function nationalNumberFrom(born: Day, individual: number): string {
  for (let at = individual; at < 1000; at += 2) {
    const number = nationalNumber(born, at);
    if (number !== undefined) return number;
  }
  throw new Error('No national identity number left');
}

/**
 * Gives out national identity numbers, each once. The third digit of the individual number tells the sex; which
 * series may be used follows from the year of birth (000–499 for 1900–1999, 500–999 for 2000–2039).
 */
export class NationalNumbers {
  readonly #taken: ReadonlySet<string>;
  /** How many have been given out, by day of birth and sex: 2 bytes a day, so the size does not follow the citizens. */
  readonly #next = new Uint16Array(2 * 52_000);
  static readonly #FIRST_DAY = -25_567; // 1 January 1900

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  next(born: Day, sex: Sex): string {
    const slot = 2 * (born - NationalNumbers.#FIRST_DAY) + (sex === 'male' ? 1 : 0);
    const base = civil(born).year < 2000 ? 0 : 500;
    for (;;) {
      const ordinal = this.#next[slot]!++;
      if (ordinal >= 250) throw new Error('No more national identity numbers on a date of birth');
      const number = nationalNumber(born, base + 2 * ordinal + (sex === 'male' ? 1 : 0));
      if (number !== undefined && !this.#taken.has(number)) return number;
    }
  }
}

/** The first organisation number with a right control digit at or after `from` (8 digits). */
export function organisationNumber(from: number): string {
  for (let head = from; ; head++) {
    const digit = controlDigit(String(head), ORGANISATION);
    if (digit < 10) return `${head}${digit}`;
  }
}

/** The digit that makes the weighted sum a multiple of 11; 10 means that there is none. */
function controlDigit(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += (digits.charCodeAt(i) - 48) * weights[i]!;
  return (11 - (sum % 11)) % 11;
}

const pad = (n: number, width: number): string => String(n).padStart(width, '0');
