import { migrate } from '../../../server/src/record/migrate.ts';
import { Random } from '../../../tools/src/synth/random.ts';
import type { Cluster } from '../cluster.ts';
import { contest, type Outcome, type Side } from '../contest.ts';
import { measurements } from '../data/resources.ts';
import type { Generator, JobRequest } from '../generator/index.ts';
import type { Options } from '../options.ts';
import { type Product, startProduct, tokenOf } from '../product.ts';
import { say } from '../say.ts';
import { idOf, part, searchedKind, subjectOfCitizen } from './citizens.ts';
import { fillStraight } from './fill.ts';

export type Growth = {
  citizens: [small: number, large: number];
  /** Cost of a request in the large store as a multiple of its cost in the small one, by number of connections. */
  figures: { name: string; outcomes: [connections: number, Outcome][] }[];
  /** The product's start on the large store, which it has been started on before. */
  readyMs: number;
};

type Question = { name: string; key: string; ask: (serial: number) => string };

const keys = 4000;

const questions: readonly Question[] = [
  { key: 'read', name: 'Read by id', ask: (serial) => `Observation/${idOf(serial, 2)}` },
  {
    key: 'search',
    name: 'Observation of a patient and code',
    ask: (serial) =>
      `Observation?patient=${subjectOfCitizen(serial).slice(8)}&code=http://loinc.org|${measurements[searchedKind]!.code}` +
      '&_sort=-date&_count=20',
  },
  { key: 'name', name: 'Patient by full name', ask: (serial) => `Patient?${nameQuery(serial, true)}&_count=20` },
  { key: 'family', name: 'Patient by family name', ask: (serial) => `Patient?${nameQuery(serial, false)}&_count=20` },
  {
    key: 'identifier',
    name: 'Patient by national identity number',
    ask: (serial) => {
      const [{ system, value }] = part(serial, 0).identifier as [{ system: string; value: string }];
      return `Patient?identifier=${system}|${value}`;
    },
  },
];

/** What a person types: the family name, or a given name as well. */
function nameQuery(serial: number, whole: boolean): string {
  const [{ family, given }] = part(serial, 0).name as [{ family: string; given: string[] }];
  return [family, ...(whole ? given : [])].map((name) => `name=${encodeURIComponent(name)}`).join('&');
}

/** The same questions to a small and to a large store, in turns. */
export async function growth(cluster: Cluster, generator: Generator, options: Options): Promise<Growth> {
  const products: Product[] = [];
  try {
    const sides: [Side, number][] = [];
    for (const citizens of options.growth) {
      const url = await cluster.create(`growth_${citizens}`);
      await migrate(url);
      const began = performance.now();
      await fillStraight(url, citizens);
      say(`${citizens} citizens written in ${Math.round((performance.now() - began) / 1000)} s`);
      // the first start brings terminology and content, whatever the size; what is measured is the next
      await (await startProduct({ DATABASE_URL: url })).stop();
      const product = await startProduct({ DATABASE_URL: url });
      products.push(product);
      sides.push([
        { port: product.port, headers: { authorization: `Bearer ${await tokenOf(product.port)}` } },
        citizens,
      ]);
    }
    const figures: Growth['figures'] = [];
    for (const { key, name, ask } of questions) {
      const [small, large] = sides.map(([side, citizens]) => ({ ...side, requests: requestsOf(citizens, ask) }));
      const outcomes: [number, Outcome][] = [];
      for (const connections of [1, 32]) {
        const outcome = await contest(generator, options.pace, connections, small!, large!);
        outcomes.push([connections, outcome]);
        say(
          `growth of ${key}, ${connections} connections: ${(1 / outcome.ratio).toFixed(2)} ` +
            `(${outcome.base.medianMs.toFixed(2)} ms → ${outcome.theirs.medianMs.toFixed(2)} ms)`,
        );
      }
      figures.push({ name, outcomes });
    }
    return { citizens: options.growth, figures, readyMs: products[1]!.readyMs };
  } finally {
    for (const product of products) await product.stop();
  }
}

function requestsOf(citizens: number, ask: Question['ask']): JobRequest[] {
  const random = new Random(citizens, 3);
  return Array.from({ length: keys }, () => ({ method: 'GET', path: `/fhir/${ask(random.int(citizens))}` }));
}
