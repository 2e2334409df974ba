import { recordOfId } from '../../server/src/fhir/ids.ts';
import { typeNumber, typeOfNumber } from '../../server/src/fhir/types.ts';
import { Random } from '../../tools/src/synth/random.ts';
import { startBare } from './bare/index.ts';
import { peakMemoryMb } from './child.ts';
import { type Cluster, query } from './cluster.ts';
import { type Ask, contest, type Outcome, type Pace, type Side } from './contest.ts';
import { newcomer } from './data/bundles.ts';
import { type Filled, fill } from './data/fill.ts';
import { measurements, observation } from './data/resources.ts';
import { Connection, wireRequest } from './generator/connection.ts';
import type { Generator, JobRequest } from './generator/index.ts';
import type { Options } from './options.ts';
import { startProduct, tokenOf } from './product.ts';
import { say } from './say.ts';

/** One thing that both servers do, with the share of the bare one's speed that is wanted. */
type Figure = {
  key: string;
  name: string;
  wanted: string;
  connections: readonly number[];
  bare: Ask;
  ours: Ask;
  /** Resources that an answer of both must hold at least; undefined where the answer tells nothing. */
  holds?: number;
  /** What is counted in a request: itself, or the resources it brings. */
  unit: { name: string; perRequest: number };
};

export type Measured = Pick<Figure, 'key' | 'name' | 'wanted' | 'unit'> & {
  outcomes: [connections: number, Outcome][];
};

export type Baseline = {
  figures: Measured[];
  resources: number;
  /** Resources a second while the store was filled. */
  fillPerSecond: number;
  /** Bytes that the database grew by, for each byte of JSON. */
  disk: number;
  memoryMb: number;
};

/** Measures the product against the bare baseline: the same resources, the same database server, in turns. */
export async function againstBaseline(cluster: Cluster, generator: Generator, options: Options): Promise<Baseline> {
  const url = await cluster.create('baseline');
  const product = await startProduct({ DATABASE_URL: url });
  try {
    const token = await tokenOf(product.port);
    const before = await sizesOf(url);
    say('filling the store through its API');
    const began = performance.now();
    const filled = await fill(product.port, token, options.population);
    const fillPerSecond = filled.resources / ((performance.now() - began) / 1000);
    const after = await sizesOf(url);
    const disk = (after.database - before.database) / (after.json - before.json);
    say(`${filled.resources} resources, ${Math.round(fillPerSecond)} a second; making the baseline's tables`);
    const bare = await startBare(url);
    try {
      await query(url, 'VACUUM (ANALYZE)');
      await query(url, 'CHECKPOINT');
      const ours: Side = {
        port: product.port,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
      };
      const theirs: Side = { port: bare.port, headers: { 'content-type': 'application/json' } };
      const figures: Measured[] = [];
      for (const figure of await figuresOf(url, filled)) {
        if (options.only.length > 0 && !options.only.includes('baseline') && !options.only.includes(figure.key))
          continue;
        await expectEqual(figure, theirs, ours);
        figures.push(await measure(figure, generator, options.pace, theirs, ours));
        say(`memory so far: ${Math.round(peakMemoryMb(product.pid))} MB`);
      }
      return { figures, resources: filled.resources, fillPerSecond, disk, memoryMb: peakMemoryMb(product.pid) };
    } finally {
      await bare.stop();
    }
  } finally {
    await product.stop();
  }
}

async function measure(figure: Figure, generator: Generator, pace: Pace, bare: Side, ours: Side): Promise<Measured> {
  const outcomes: Measured['outcomes'] = [];
  for (const connections of figure.connections) {
    const outcome = await contest(
      generator,
      pace,
      connections,
      { ...bare, ...figure.bare },
      { ...ours, ...figure.ours },
    );
    outcomes.push([connections, outcome]);
    const { ratio, base, theirs } = outcome;
    say(
      `${figure.key}, ${connections} connections: ${ratio.toFixed(2)} (bare ${Math.round(base.perSecond)}/s, ours ` +
        `${Math.round(theirs.perSecond)}/s, ${theirs.medianMs.toFixed(2)} ms, p99 ${theirs.p99Ms.toFixed(1)} ms)`,
    );
  }
  const { key, name, wanted, unit } = figure;
  return { key, name, wanted, unit, outcomes };
}

const requests = { name: 'requests', perRequest: 1 };
/** What a durable line before each answer costs by itself, so that it can be told from what we spend. */
const logged = 'of a bare server that has one line on disk first';
const get = (path: string): JobRequest => ({ method: 'GET', path });

async function figuresOf(url: string, filled: Filled): Promise<Figure[]> {
  const random = new Random(7, 7);
  const some = await query<{ type: number; id: string }>(
    url,
    'SELECT type, id FROM resource WHERE type = ANY ($1) ORDER BY random() LIMIT 4000',
    [['Patient', 'Observation', 'Encounter', 'Condition', 'MedicationRequest', 'Task', 'Appointment'].map(typeNumber)],
  );
  const bodies = Array.from({ length: 2000 }, () =>
    JSON.stringify(observation(`Patient/${random.pick(filled.ordinary)}`, 3, random.next(), random)),
  );
  const newcomers = Array.from({ length: 50 }, (_, i) => newcomer(1_000_000 + i));
  const page = (name: string, key: string, wanted: string, kind: number, holds: number, search = 'search'): Figure => {
    const { code } = measurements[kind]!;
    const query = `code=http://loinc.org|${code}&_sort=-date&_count=20`;
    return {
      ...{ key, name, wanted, holds, connections: [1, 32], unit: requests },
      bare: { requests: filled.heavy.map((id) => get(`/${search}/${id}/${code}`)) },
      ours: { requests: filled.heavy.map((id) => get(`/fhir/Observation?patient=${id}&${query}`)) },
    };
  };
  const everything = (size: 'rich' | 'long', name: string, wanted: string, holds: number): Figure => ({
    ...{ key: `everything-${holds}`, name, wanted, holds, connections: [1, 32], unit: requests },
    bare: { requests: filled[size].map((id) => get(`/everything/${recordOfId(id)}`)) },
    ours: { requests: filled[size].map((id) => get(`/fhir/Patient/${id}/$everything`)) },
  });
  return [
    {
      ...{ key: 'read', name: 'Read by id', wanted: '≥ 0.6', holds: 1, connections: [1, 32], unit: requests },
      bare: { requests: some.map(({ id }) => get(`/read/${id}`)) },
      ours: { requests: some.map(({ type, id }) => get(`/fhir/${typeOfNumber(type)}/${id}`)) },
    },
    page('Observation of a patient and code, a full page of 20', 'search-full', '≥ 0.35', 0, 20),
    page('The same, three hits among hundreds', 'search-three', '≥ 0.3', 1, 3),
    {
      ...{
        key: 'logged-read',
        name: `Read by id, ${logged}`,
        wanted: '',
        holds: 1,
        connections: [1, 32],
        unit: requests,
      },
      bare: { requests: some.map(({ id }) => get(`/logged-read/${id}`)) },
      ours: { requests: some.map(({ type, id }) => get(`/fhir/${typeOfNumber(type)}/${id}`)) },
    },
    page(`A full page of 20, ${logged}`, 'logged-search-full', '', 0, 20, 'logged-search'),
    page(`Three hits, ${logged}`, 'logged-search-three', '', 1, 3, 'logged-search'),
    {
      ...{ key: 'create', name: 'Create', wanted: '≥ 0.25', connections: [1, 32], unit: requests },
      bare: { requests: bodies.map((body) => ({ method: 'POST', path: '/create', body })), expect: 201 },
      ours: { requests: bodies.map((body) => ({ method: 'POST', path: '/fhir/Observation', body })), expect: 201 },
    },
    everything('rich', 'Patient `$everything` of 300', '≥ 0.4', 300),
    everything('long', 'Patient `$everything` of 3 000', 'first byte < 50 ms', 3000),
    {
      ...{ key: 'load', name: 'Load transactions of 100', wanted: '≥ 0.3, rising', connections: [1, 4] },
      unit: { name: 'resources', perRequest: 100 },
      bare: { requests: newcomers.map(({ lines }) => ({ method: 'POST', path: '/load', body: lines })) },
      ours: { requests: newcomers.map(({ transaction }) => ({ method: 'POST', path: '/fhir', body: transaction })) },
    },
  ];
}

/** @throws when the two do not answer a question with as many resources: then a ratio would compare two things. */
async function expectEqual(figure: Figure, bare: Side, ours: Side): Promise<void> {
  if (figure.holds === undefined) return;
  for (const side of [
    { ...bare, ...figure.bare },
    { ...ours, ...figure.ours },
  ]) {
    const connection = await Connection.open(side.port);
    const { body } = await connection.ask(wireRequest({ ...side.requests[0]!, headers: side.headers }));
    connection.close();
    const found = body.split('"resourceType":').length - 1;
    const isBundle = body.startsWith('{"resourceType":"Bundle"');
    const held = isBundle ? found - 1 : found;
    // $everything also brings whom the record refers to
    if (held < figure.holds || (held > figure.holds && !figure.key.startsWith('everything'))) {
      throw new Error(
        `${side.requests[0]!.path} holds ${held} resources instead of ${figure.holds}: ${body.slice(0, 300)}`,
      );
    }
  }
}

/** Bytes of the database, and of the JSON in it. */
async function sizesOf(url: string): Promise<{ database: number; json: number }> {
  const [row] = await query<{ database: string; json: string | null }>(
    url,
    `SELECT pg_database_size(current_database()) AS database,
       (SELECT sum(octet_length(content)) FROM resource) AS json`,
  );
  return { database: Number(row!.database), json: Number(row!.json) };
}
