import { parseArgs } from 'node:util';
import type { Pace } from './contest.ts';
import type { Population } from './data/fill.ts';

export const parts = ['baseline', 'decision', 'gate', 'growth', 'log', 'start'] as const;
export type Part = (typeof parts)[number];

export type Options = {
  only: readonly string[];
  pace: Pace;
  population: Population;
  /** Citizens in the small and in the large store whose costs are compared. */
  growth: [small: number, large: number];
  /** A file whose part between the bench's marks is to be replaced by the tables. */
  write: string | undefined;
};

const whole = { ordinary: 1000, rich: 60, heavy: 60, long: 4 };
const small = { ordinary: 150, rich: 20, heavy: 20, long: 2 };

const usage = `npm run bench -- [--quick] [--only=read,growth,…] [--rounds=N] [--seconds=N] [--citizens=N] [--growth=SMALL,LARGE] [--write=README.md]

--quick     small stores and short rounds: three minutes instead of a quarter of an hour
--only      parts (${parts.join(', ')}) or figures of the first (read, search, create, everything, load)
--citizens  citizens with a record of 100 resources in the store of the first part
--growth    citizens in the two stores that are compared
--write     put the tables into this file, between its marks`;

/** Reads the command line. @throws Error with the usage when it cannot be read. */
export function readOptions(args: string[]): Options {
  try {
    const { values } = parseArgs({
      args,
      options: {
        quick: { type: 'boolean', default: false },
        only: { type: 'string', default: '' },
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        citizens: { type: 'string' },
        growth: { type: 'string' },
        write: { type: 'string' },
      },
    });
    const { quick } = values;
    const population = quick ? small : whole;
    const [few, many] = (values.growth ?? (quick ? '2000,50000' : '10000,1000000')).split(',').map(numberOf);
    return {
      only: values.only.split(',').filter(Boolean),
      pace: {
        rounds: numberOf(values.rounds ?? (quick ? '3' : '5')),
        seconds: numberOf(values.seconds ?? (quick ? '0.6' : '1.5')),
      },
      population: { ...population, ordinary: numberOf(values.citizens ?? String(population.ordinary)) },
      growth: [few ?? Number.NaN, many ?? Number.NaN].map((n) => numberOf(String(n))) as [number, number],
      write: values.write,
    };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${usage}`);
  }
}

function numberOf(text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`"${text}" is no number above zero`);
  return number;
}
