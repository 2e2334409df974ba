import { identifierSystems } from './systems.ts';

/** Which numbers are taken: those of test series in test, those of people in production. */
export type Series = 'synthetic' | 'real' | 'any';

export type NumberKind = 'FNR' | 'DNR' | 'FHN';

/**
 * What a number of a person is: national identity number, D-number or common help number.
 * @returns undefined when it is none of them, its control digits are wrong, or it is not of the series.
 * @source Folkeregisterforskriften § 2-2-1; the first control digit may leave a remainder of 0 to 3 in numbers given out
 * from 2032 (Skatteetaten, «PID»): old numbers stay, so both rules hold side by side.
 */
export function kindOfNumber(number: string, series: Series = 'any'): NumberKind | undefined {
  if (!/^\d{11}$/.test(number)) return undefined;
  const digits = [...number].map(Number);
  if (sum(digits, SECOND) % 11 !== 0 || sum(digits, FIRST) % 11 > 3) return undefined;
  if (digits[0]! >= 8) return 'FHN'; // tells no date
  const isD = digits[0]! >= 4;
  const day = Number(number.slice(0, 2)) - (isD ? 40 : 0);
  const [month, own] = monthOf(Number(number.slice(2, 4)));
  if (month === undefined || day < 1 || day > 31) return undefined;
  if (series !== 'any' && series !== own) return undefined;
  return isD ? 'DNR' : 'FNR';
}

export const isPersonNumber = (number: string, series: Series = 'any'): boolean =>
  kindOfNumber(number, series) !== undefined;

/** The identifier system of a person's number. */
export function systemOfNumber(number: string): string {
  return identifierSystems[kindOfNumber(number) ?? 'FNR'];
}

/** Nine digits, the first 8 or 9, the last a control digit. */
export function isOrganisationNumber(number: string): boolean {
  return /^[89]\d{8}$/.test(number) && sum([...number].map(Number), ORGANISATION) % 11 === 0;
}

/** HPR numbers have no control digit; leading zeros are no part of them. */
export const isHprNumber = (number: string): boolean => /^[1-9]\d{0,8}$/.test(number);

export const isHerId = (number: string): boolean => /^[1-9]\d{0,9}$/.test(number);

// with the control digit itself, whose weight is 1
const FIRST = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
const SECOND = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
const ORGANISATION = [3, 2, 7, 6, 5, 4, 3, 2, 1];

const sum = (digits: readonly number[], weights: readonly number[]): number =>
  weights.reduce((total, weight, i) => total + weight * digits[i]!, 0);

/** Test series add to the month: Skatteetaten 80, NHN 65, NAV 40. */
function monthOf(digits: number): [month: number | undefined, series: 'synthetic' | 'real'] {
  for (const [added, series] of SERIES) {
    const month = digits - added;
    if (month >= 1 && month <= 12) return [month, series];
  }
  return [undefined, 'real'];
}

const SERIES = [
  [0, 'real'],
  [40, 'synthetic'],
  [65, 'synthetic'],
  [80, 'synthetic'],
] as const;
