import { problem } from '../../fhir/issue.ts';
import type { Coding, JsonObject, Resource } from '../../fhir/resource.ts';
import { type CareOperation, parameterOf } from '../process.ts';
import { timeOf } from './measurement-rules.ts';

const MOST_BUCKETS = 1_000;
const MOST_YEARS = 120;

/**
 * Observation/$over-time: what was measured in a long time, thinned: of each series the least, the most and the last value of each
 * of so many equal parts of the time. A curve over years needs a few hundred of the ten thousand values there are.
 */
export const overTime: CareOperation = {
  name: 'over-time',
  definition: 'https://enjournal.no/fhir/OperationDefinition/Observation-over-time',
  at: [{ level: 'type', types: ['Observation'] }],
  get: true,
  summary: 'What was measured in a long time, thinned',
  async run(context, { parameters }) {
    const patient = patientIn(parameters);
    const from = timeIn(parameters, 'from');
    const to = timeIn(parameters, 'to');
    if (!(from < to) || to - from > MOST_YEARS * 366 * 86_400_000) throw wrong('from', 'from comes before to.');
    const buckets = Number(parameterOf(parameters, 'buckets') ?? 400);
    if (!Number.isInteger(buckets) || buckets < 1 || buckets > MOST_BUCKETS)
      throw wrong('buckets', `buckets is a number from 1 to ${MOST_BUCKETS}.`);
    const category = parameterOf(parameters, 'category') ?? 'vital-signs';
    const found = await context.search('Observation', [
      ['patient', patient],
      ['category', String(category)],
      ['status:not', 'entered-in-error,cancelled'],
      ['date', `ge${new Date(from).toISOString()}`],
      ['date', `lt${new Date(to).toISOString()}`],
    ]);
    return {
      resourceType: 'Parameters',
      parameter: thinned(found, from, to, buckets).map(told),
    } as unknown as Resource;
  },
};

type Bucket = { least: number; most: number; last: number; at: number };
export type ThinSeries = {
  code: Coding;
  text: string;
  unit: JsonObject;
  of: Map<number, Bucket>;
  count: number;
  step: number;
};

/** By what was measured and its unit; a pair is a series for each of its parts. */
export function thinned(observations: readonly Resource[], from: number, to: number, buckets: number): ThinSeries[] {
  const step = Math.ceil((to - from) / buckets);
  const all = new Map<string, ThinSeries>();
  for (const observation of observations) {
    const at = Date.parse(timeOf(observation) ?? '');
    if (!(at >= from && at < to)) continue;
    for (const part of [observation, ...((observation.component ?? []) as JsonObject[])]) {
      const { value, ...unit } = (part.valueQuantity ?? {}) as JsonObject;
      const coding = ((part.code as JsonObject | undefined)?.coding as Coding[] | undefined)?.[0];
      if (value === undefined || coding === undefined) continue;
      const key = `${coding.system}|${coding.code} ${unit.code ?? unit.unit}`;
      const series = all.get(key) ?? { code: coding, text: textOf(part), unit, of: new Map(), count: 0, step };
      all.set(key, series);
      series.count += 1;
      add(series.of, Math.floor((at - from) / step), at, Number(value));
    }
  }
  return [...all.values()];
}

const textOf = (part: JsonObject): string => {
  const { text, coding } = (part.code ?? {}) as { text?: string; coding?: Coding[] };
  return text ?? coding?.[0]?.display ?? coding?.[0]?.code ?? '';
};

function add(of: Map<number, Bucket>, bucket: number, at: number, value: number): void {
  const known = of.get(bucket);
  if (known === undefined) {
    of.set(bucket, { least: value, most: value, last: value, at });
    return;
  }
  known.least = Math.min(known.least, value);
  known.most = Math.max(known.most, value);
  if (at >= known.at) {
    known.at = at;
    known.last = value;
  }
}

/** SampledData of three dimensions: `least most last` of each part of the time that has a value, `E E E` of the others. */
function told({ code, text, unit, of, count, step }: ThinSeries): JsonObject {
  const last = Math.max(...of.keys());
  const rows = Array.from({ length: last + 1 }, (_, i) => {
    const bucket = of.get(i);
    return bucket === undefined ? 'E E E' : `${bucket.least} ${bucket.most} ${bucket.last}`;
  });
  return {
    name: 'series',
    part: [
      { name: 'code', valueCodeableConcept: { coding: [code as unknown as JsonObject], text } },
      { name: 'count', valueInteger: count },
      {
        name: 'values',
        valueSampledData: { origin: { value: 0, ...unit }, period: step, dimensions: 3, data: rows.join(' ') },
      },
    ],
  };
}

export function patientIn(parameters: Resource): string {
  const value = parameterOf(parameters, 'patient');
  const text = typeof value === 'string' ? value : String((value as JsonObject | undefined)?.reference);
  if (/^Patient\/[A-Za-z0-9\-.]{1,64}$/.test(text)) return text;
  throw wrong('patient', 'patient is a reference to a Patient.');
}

export function timeIn(parameters: Resource, name: string): number {
  const time = Date.parse(String(parameterOf(parameters, name)));
  if (Number.isNaN(time)) throw wrong(name, `${name} is a time with a zone.`);
  return time;
}

const wrong = (name: string, diagnostics: string) =>
  problem('invalid', 'parameter-value', { diagnostics, expression: `Parameters.parameter.where(name = '${name}')` });
