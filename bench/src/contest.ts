import type { Generator, Job, JobRequest, Result } from './generator/index.ts';
import { quantile } from './generator/run.ts';

/** One server under test. */
export type Side = { port: number; headers: Record<string, string> };

export type Pace = { rounds: number; seconds: number };

export type Outcome = {
  /** Theirs as a share of the base's, in requests a second. */
  ratio: number;
  /**
   * The same by the middle request of each round. Where one asks at a time the disk's pauses, a request in a hundred, weigh as
   * much as all the rest: a server against itself then reaches 0.55 to 1.3 in requests a second, and 0.9 to 1.1 by this.
   */
  ratioOfTimes: number;
  base: Result;
  theirs: Result;
};

export type Ask = { requests: JobRequest[]; expect?: number };

/**
 * Two servers take turns under the same load, and who begins takes turns too, so that whatever else the machine does
 * meets both. @returns the middle round of each
 */
export async function contest(
  generator: Generator,
  pace: Pace,
  connections: number,
  base: Side & Ask,
  theirs: Side & Ask,
): Promise<Outcome> {
  const results: [Result[], Result[]] = [[], []];
  // a server that has run for a while has compiled what it does often
  for (const side of [base, theirs]) await generator.run(jobOf(side, connections, pace.seconds));
  for (let round = 0; round < pace.rounds; round++) {
    for (const which of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const side = which === 0 ? base : theirs;
      results[which as 0 | 1].push(await generator.run(jobOf(side, connections, pace.seconds)));
    }
  }
  const [ofBase, ofTheirs] = [middle(results[0]), middle(results[1])];
  const [timeOfBase, timeOfTheirs] = results.map((some) =>
    quantile(
      some.map(({ medianMs }) => medianMs),
      0.5,
    ),
  );
  return {
    ratio: ofTheirs.perSecond / ofBase.perSecond,
    ratioOfTimes: timeOfBase! / timeOfTheirs!,
    base: ofBase,
    theirs: ofTheirs,
  };
}

export function jobOf(side: Side & Ask, connections: number, seconds: number): Job {
  const { port, headers, requests, expect = 200 } = side;
  return { port, headers, requests, expect, connections, seconds };
}

function middle(results: readonly Result[]): Result {
  const sorted = results.toSorted((a, b) => a.perSecond - b.perSecond);
  return sorted[Math.floor(sorted.length / 2)]!;
}
