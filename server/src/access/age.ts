import { dayInNorway, midnightInNorway } from '../fhir/norwegian/day.ts';

/**
 * When somebody becomes so old: 00:00 in Oslo on the birthday; who is born on 29 February becomes it on 1 March where
 * the year has no such day. What is not told of a birth date counts as the earliest, for rights that end with age.
 * @param birthDate YYYY, YYYY-MM or YYYY-MM-DD
 */
export function becomes(birthDate: string, years: number): number {
  const [year = '1', month = '01', day = '01'] = birthDate.split('-');
  const then = Number(year) + years;
  const isLeap = (then % 4 === 0 && then % 100 !== 0) || then % 400 === 0;
  const on = month === '02' && day === '29' && !isLeap ? '03-01' : `${month}-${day}`;
  return midnightInNorway(`${String(then).padStart(4, '0')}-${on}`);
}

/** The birth date of somebody who becomes so old on the day of `now`: for facts that tell an age alone. */
export const bornOn = (now: number, years: number): string => {
  const [year = '', ...rest] = dayInNorway(now).split('-');
  return [String(Number(year) - years).padStart(4, '0'), ...rest].join('-');
};
