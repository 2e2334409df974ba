import { typeNumber, typeOfNumber } from '../../../server/src/fhir/types.ts';
import { migrate } from '../../../server/src/record/index.ts';
import { freePort, startChild } from '../child.ts';
import { type Cluster, query } from '../cluster.ts';
import { type Ask, contest, type Outcome, type Pace, type Side } from '../contest.ts';
import { bundleOf, fill } from '../data/fill.ts';
import { measurements } from '../data/resources.ts';
import { Connection, wireRequest } from '../generator/connection.ts';
import type { Generator, JobRequest } from '../generator/index.ts';
import type { Options } from '../options.ts';
import { say } from '../say.ts';

export type GateFigures = {
  /** Speed with the gate as a share of the speed without. */
  ratios: { name: string; wanted: string; outcomes: [connections: number, Outcome][] }[];
  /** The same of the first read in a record since the server's start, one at a time. */
  firstLook: number;
  /** Median time of an answer that a resource is not there: of one that is hidden, as a multiple of one that is not. */
  hidden: number;
  whoCanSee: { firstMs: number; againMs: number };
};

const NURSE = { authorization: 'Bearer nurse' };
const connections = [1, 32];
/** Resources whose ids are asked for. */
const READ = 4_000;

/** Measures what the gate costs, by the same requests to a service with it and one without, on one database. */
export async function gateFigures(cluster: Cluster, generator: Generator, options: Options): Promise<GateFigures> {
  const url = await cluster.create('gate');
  await migrate(url);
  const on = await startGated(url, 'on');
  const off = await startGated(url, 'off');
  try {
    const filled = await fill(on.port, 'system', options.population);
    const { ordinary, heavy, rich } = filled;
    await giveGround(on.port, [...ordinary, ...heavy]);
    await query(url, 'VACUUM (ANALYZE)');
    const sides: [Side, Side] = [
      { port: off.port, headers: NURSE },
      { port: on.port, headers: NURSE },
    ];
    const { code } = measurements[0]!;
    const searches = heavy.map((id) =>
      get(`/fhir/Observation?patient=${id}&code=http://loinc.org|${code}&_sort=-date&_count=20`),
    );
    const questions = [
      { name: 'Read by id', wanted: '≥ 0.85', requests: (await idsOf(url, [...ordinary, ...heavy])).map(get) },
      { name: 'Observation of a patient and code', wanted: '≥ 0.8', requests: searches },
    ];
    const firstLook = await firstLookShare(sides, await onePathEach(url, [...ordinary, ...heavy]));
    say(`gate, first read in each record: ${firstLook.toFixed(2)}`);
    const ratios: GateFigures['ratios'] = [];
    for (const { name, wanted, requests } of questions) {
      await expectSame(sides, requests[0]!);
      const outcomes: [number, Outcome][] = [];
      for (const count of connections) {
        const [without, withGate] = sides.map((side) => ({ ...side, requests }));
        const outcome = await inTurns(generator, options.pace, count, without!, withGate!);
        outcomes.push([count, outcome]);
        say(
          `gate, ${name}, ${count} connections: ${outcome.ratio.toFixed(2)} (${Math.round(outcome.base.perSecond)}/s ` +
            `without, ${Math.round(outcome.theirs.perSecond)}/s with)`,
        );
      }
      ratios.push({ name, wanted, outcomes });
    }
    const hidden = await hiddenTime(generator, options, sides[1], await idsOf(url, rich));
    const whoCanSee = await whoCanSeeTime(on.port, heavy);
    say(`gate: hidden answers take ${hidden.toFixed(2)} times as long; who can see ${JSON.stringify(whoCanSee)}`);
    return { ratios, firstLook, hidden, whoCanSee };
  } finally {
    await on.stop();
    await off.stop();
  }
}

/** One at a time is measured in more and shorter turns, and by the time of the middle request: see `ratioOfTimes`. */
async function inTurns(generator: Generator, pace: Pace, count: number, base: Side & Ask, theirs: Side & Ask) {
  if (count > 1) return contest(generator, pace, count, base, theirs);
  const shorter = { rounds: pace.rounds * 3, seconds: pace.seconds / 3 };
  const outcome = await contest(generator, shorter, count, base, theirs);
  return { ...outcome, ratio: outcome.ratioOfTimes };
}

/** Records that are asked first, so that both servers have compiled what they do. */
const COMPILED = 100;

/** Each record is asked once with the gate and once without, in changing order. Afterwards the gate knows all of them. */
async function firstLookShare(sides: readonly Side[], paths: readonly string[]): Promise<number> {
  const open = await Promise.all(
    sides.map(async ({ port, headers }) => ({ connection: await Connection.open(port), headers })),
  );
  const times: number[][] = sides.map(() => []);
  for (const [i, path] of paths.entries()) {
    for (const which of i % 2 === 0 ? [0, 1] : [1, 0]) {
      const { connection, headers } = open[which]!;
      const { status, sent, done } = await connection.send(wireRequest({ ...get(path), headers }));
      if (status !== 200) throw new Error(`${path}: ${status} in place of 200`);
      if (i >= COMPILED) times[which]!.push(done - sent);
    }
  }
  for (const { connection } of open) connection.close();
  return median(times[0]!) / median(times[1]!);
}

const get = (path: string): JobRequest => ({ method: 'GET', path });

async function startGated(url: string, gate: 'on' | 'off') {
  const port = await freePort();
  const child = await startChild(new URL('./server.ts', import.meta.url), {
    ...{ DATABASE_URL: url, PORT: String(port), GATE: gate },
  });
  return { port, stop: () => child.stop() };
}

/** @throws when the two do not show the same: then a ratio would compare two things. */
async function expectSame(sides: readonly Side[], request: JobRequest): Promise<void> {
  const shown: number[] = [];
  for (const { port, headers } of sides) {
    const connection = await Connection.open(port);
    const { body } = await connection.ask(wireRequest({ ...request, headers }));
    connection.close();
    shown.push(body.split('"resourceType":').length);
  }
  if (shown[0] !== shown[1]) throw new Error(`${request.path} shows ${shown[0]} without the gate, ${shown[1]} with it`);
}

/** A nurse's job at a unit, and citizens who have a decision of service there. */
export async function giveGround(port: number, patients: readonly string[]): Promise<void> {
  const start = '2015-01-01';
  const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
  const resources = [
    { resourceType: 'Organization', id: 'bench-municipality', name: 'Prøvekommunen' },
    {
      ...{ resourceType: 'Organization', id: 'bench-unit', name: 'Prøvesonen' },
      partOf: { reference: 'Organization/bench-municipality' },
    },
    {
      ...{ resourceType: 'Practitioner', id: 'bench-nurse-0' },
      qualification: [{ code: coded('urn:oid:2.16.578.1.12.4.1.1.9060', 'SP') }],
    },
    {
      ...{ resourceType: 'PractitionerRole', id: 'bench-job', active: true, period: { start } },
      practitioner: { reference: 'Practitioner/bench-nurse-0' },
      organization: { reference: 'Organization/bench-unit' },
      code: [coded('https://enjournal.no/fhir/CodeSystem/access-role', 'sykepleier')],
    },
    ...patients.map((id) => ({
      ...{ resourceType: 'EpisodeOfCare', id: `bench-care-${id}`, status: 'active', period: { start } },
      type: [coded('urn:oid:2.16.578.1.12.4.1.1.9151', '99')],
      patient: { reference: `Patient/${id}` },
      managingOrganization: { reference: 'Organization/bench-unit' },
    })),
  ];
  const body = bundleOf(
    resources.map((resource) => {
      const url = `${resource.resourceType}/${resource.id}`;
      return JSON.stringify({ resource, request: { method: 'PUT', url } });
    }),
  );
  const headers = { authorization: 'Bearer system', 'content-type': 'application/fhir+json' };
  const answer = await fetch(`http://127.0.0.1:${port}/fhir`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`the bench's ground was refused: ${await answer.text()}`);
}

/** Paths of resources in these citizens' records. */
const idsOf = (url: string, patients: readonly string[]) => pathsOf(url, patients, 'SELECT type, id');

/** One path in each of them. */
const onePathEach = (url: string, patients: readonly string[]) =>
  pathsOf(url, patients, 'SELECT DISTINCT ON (record) type, id');

async function pathsOf(url: string, patients: readonly string[], select: string): Promise<string[]> {
  const types = ['Observation', 'Condition', 'Encounter', 'MedicationRequest'].map(typeNumber);
  const rows = await query<{ type: number; id: string }>(
    url,
    `SELECT * FROM (${select} FROM resource WHERE type = ANY ($1)
       AND record IN (SELECT record FROM resource WHERE type = $2 AND id = ANY ($3))) one ORDER BY random() LIMIT ${READ}`,
    [types, typeNumber('Patient'), patients],
  );
  return rows.map(({ type, id }) => `/fhir/${typeOfNumber(type)}/${id}`);
}

/** Records of which the nurse may know nothing, asked for what is in them and for what is not. */
async function hiddenTime(generator: Generator, options: Options, side: Side, paths: readonly string[]) {
  // the same record, and an id that nobody was given
  const absent = paths.map((path) => path.slice(0, -3) + (path.endsWith('zzz') ? 'yyy' : 'zzz'));
  const ask = (of: readonly string[]) => ({ ...side, requests: of.map(get), expect: 404 });
  const { base, theirs } = await contest(generator, options.pace, 1, ask(absent), ask(paths));
  return theirs.medianMs / base.medianMs;
}

/** A citizen asks who could see the record: the first time, and when it is known what to decide by. */
async function whoCanSeeTime(port: number, patients: readonly string[]): Promise<GateFigures['whoCanSee']> {
  const connection = await Connection.open(port);
  const times: [number[], number[]] = [[], []];
  try {
    for (const id of patients.slice(0, 20)) {
      for (const which of [0, 1] as const) {
        const began = performance.now();
        const headers = { authorization: `Bearer Patient.${id}` };
        const { status, body } = await connection.ask(
          wireRequest({ ...get(`/fhir/Patient/${id}/$who-can-see`), headers }),
        );
        if (status !== 200) throw new Error(`$who-can-see: ${status} ${body.slice(0, 300)}`);
        times[which].push(performance.now() - began);
      }
    }
  } finally {
    connection.close();
  }
  const [firstMs, againMs] = times.map(median);
  return { firstMs: firstMs!, againMs: againMs! };
}

const median = (of: readonly number[]): number => of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? Number.NaN;
