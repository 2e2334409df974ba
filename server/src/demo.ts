import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { demoCatalogue } from '../../tools/src/catalogue/demo.ts';
import { MunicipalityAhead } from '../../tools/src/synth/ahead.ts';
import type { MunicipalityOptions } from '../../tools/src/synth/municipality.ts';
import type { Actor } from './access/actor.ts';
import { Problem } from './fhir/issue.ts';
import { dayInNorway, minuteInNorway } from './fhir/norwegian/day.ts';
import type { Resource } from './fhir/resource.ts';
import type { FhirRequest, FhirResponse } from './http/fhir/message.ts';
import type { Queryable } from './record/index.ts';

export type DemoOptions = {
  citizens: number;
  database: Queryable;
  log: Pick<Logger, 'info' | 'error'>;
  /** The gate, as requests from outside come to it. */
  send(request: FhirRequest): Promise<FhirResponse>;
  /** Stop when it aborts; the next start goes on. */
  signal: AbortSignal;
};

const actor: Actor = {
  kind: 'system',
  id: 'client:demo-municipality',
  display: 'Demo municipality',
  clientId: 'demo-municipality',
  scopes: ['system/*.cruds'],
  loa: 4,
};

/** Transactions under way at once: the database works on one while we make the next. */
const atOnce = 8;

type Progress = { citizens: number; asOf: string; loaded: number; isWhole: boolean };

let begun: MunicipalityAhead | undefined;

/** Begins to make the municipality of a store that is new, while something else is waited for. */
export function readyDemo(citizens: number): void {
  begun = new MunicipalityAhead(toldNow({ citizens, asOf: dayInNorway(Date.now()) }));
}

type Wanted = Required<Pick<MunicipalityOptions, 'citizens' | 'asOf'>>;

/** Told of today, nothing that has happened is later than now; told of a day before, that day is over. */
export function toldNow(wanted: Wanted, now = Date.now()): MunicipalityOptions {
  return wanted.asOf === dayInNorway(now) ? { ...wanted, minute: minuteInNorway(now) } : wanted;
}

/** What was begun, when it is what is wanted after all. */
async function municipalityOf(wanted: Wanted): Promise<MunicipalityAhead> {
  const early = begun;
  begun = undefined;
  if (early?.options.citizens === wanted.citizens && early.options.asOf === wanted.asOf) return early;
  await early?.close();
  return new MunicipalityAhead(toldNow(wanted));
}

/** Fills the store with a synthetic municipality, once. Interrupted, it goes on where it was. */
export async function loadDemo(options: DemoOptions): Promise<void> {
  const { citizens, database, log, signal } = options;
  if (citizens === 0) return;
  try {
    await loadMedicines(options);
  } catch (error) {
    if (signal.aborted) return;
    throw error;
  }
  const progress = await progressOf(database, citizens, dayInNorway(Date.now()));
  if (progress.isWhole) return;

  console.info(`Making a municipality of ${progress.citizens} citizens …`);
  const began = performance.now();
  let resources = 0;
  let next = 0;
  const underWay: Promise<void>[] = [];
  for await (const made of await municipalityOf({ citizens: progress.citizens, asOf: progress.asOf })) {
    next += 1;
    if (next <= progress.loaded) continue;
    if (signal.aborted) break;
    resources += made.resources;
    const task = store(made.text, options);
    task.catch(() => {}); // told when it is waited for
    underWay.push(task);
    if (underWay.length >= atOnce) await underWay.shift();
    // Waiting for the oldest each time, all but the youngest few are in.
    if (next % 50 === 0) await keep(database, Math.max(progress.loaded, next - atOnce));
  }
  await Promise.all(underWay);
  if (signal.aborted) return;
  await database.query('UPDATE demo_municipality SET loaded = $1, is_whole = true', [next]);
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  log.info({ citizens: progress.citizens, resources, seconds }, 'demo municipality loaded');
}

/** The small catalogue of medicines, unless the same is there already. Broken off, the next start goes on. */
async function loadMedicines(options: DemoOptions): Promise<void> {
  const { database, log } = options;
  const hash = createHash('sha256').update(readFileSync(demoCatalogue)).digest('hex');
  const { rows } = await database.query<{ hash: string }>('SELECT hash FROM terminology_source WHERE name = $1', [
    'demo-catalogue',
  ]);
  if (rows[0]?.hash === hash) return;
  const { loadCatalogue, transactionOf } = await import('../../tools/src/catalogue/index.ts');
  const isFirst = rows[0] === undefined;
  const { stored, seconds } = await loadCatalogue(demoCatalogue, {
    async find(type, ids) {
      if (isFirst) return [];
      const answer = await ask(options, ['GET', [type]], {
        query: [
          ['_id', ids.join(',')],
          ['_count', String(ids.length)],
        ],
      });
      const bundle = answer.body.kind === 'text' ? (JSON.parse(answer.body.text) as { entry?: Found[] }) : {};
      return (bundle.entry ?? []).flatMap(({ resource, search }) => (search.mode === 'match' ? resource : []));
    },
    store: async (changes) =>
      void (await ask(options, ['POST', []], { body: Buffer.from(JSON.stringify(transactionOf(changes))) })),
  });
  await database.query(
    'INSERT INTO terminology_source (name, hash) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET hash = $2',
    ['demo-catalogue', hash],
  );
  log.info({ medicines: stored, seconds }, 'demo catalogue of medicines loaded');
}

type Found = { resource: Resource; search: { mode: string } };

async function progressOf(database: Queryable, citizens: number, today: string): Promise<Progress> {
  await database.query('INSERT INTO demo_municipality (citizens, as_of) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    citizens,
    today,
  ]);
  const { rows } = await database.query<Progress>(
    'SELECT citizens, as_of::text AS "asOf", loaded, is_whole AS "isWhole" FROM demo_municipality',
  );
  return rows[0] as Progress;
}

const keep = (database: Queryable, loaded: number) =>
  database.query('UPDATE demo_municipality SET loaded = $1', [loaded]);

/**
 * As text, like any other request: the generator's resources share parts with each other. A part that is refused is a
 * mistake of ours, told in the log, and no reason to be without the rest.
 */
async function store(bundle: Uint8Array, options: DemoOptions): Promise<void> {
  try {
    await ask(options, ['POST', []], { body: bundle });
  } catch (error) {
    if (!(error instanceof Problem) || error.kind === 'unavailable' || error.kind === 'fault') throw error;
    options.log.error({ err: error }, 'a part of the demo municipality was refused');
  }
}

const ask = (
  { send, signal }: DemoOptions,
  [method, path]: readonly [string, readonly string[]],
  { body, query = [] }: { body?: Uint8Array; query?: FhirRequest['query'] },
): Promise<FhirResponse> =>
  send({
    method,
    path,
    query,
    headers: { prefer: 'return=minimal' },
    body:
      body === undefined
        ? { kind: 'none' }
        : {
            kind: 'bytes',
            bytes: Buffer.from(body.buffer, body.byteOffset, body.byteLength),
            mediaType: 'application/fhir+json',
          },
    actor,
    signal,
  });
