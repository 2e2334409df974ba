import { send } from '../../shared/fhir/client.ts';
import type { CodeableConcept } from '../../shared/fhir/types.ts';
import type { Span } from './time-window.ts';

/** Of a part of a long time: what was least, most and last. */
export type ThinPoint = { at: number; least: number; most: number; last: number };
export type ThinKey = 'systolic' | 'diastolic' | 'pulse' | 'saturation' | 'respiration' | 'temperature';
export type ThinVitals = { of: Partial<Record<ThinKey, ThinPoint[]>>; extent: number[] };

const keys: Readonly<Record<string, ThinKey>> = {
  '8480-6': 'systolic',
  '8462-4': 'diastolic',
  '8867-4': 'pulse',
  '59408-5': 'saturation',
  '2708-6': 'saturation',
  '9279-1': 'respiration',
  '8310-5': 'temperature',
};

type Part = {
  name: string;
  valueCodeableConcept?: CodeableConcept;
  valueSampledData?: { period: number; data: string };
};
export type ThinPiece = { from: number; series: { key: ThinKey; points: ThinPoint[] }[] };

/** The vital signs of a long time, thinned by the server. */
export async function readThin(id: string, { from, to }: Span, signal?: AbortSignal): Promise<ThinPiece> {
  const time = (at: number) => encodeURIComponent(new Date(at).toISOString());
  const path = `Observation/$over-time?patient=Patient/${id}&from=${time(from)}&to=${time(to)}&buckets=256`;
  const answer = (await (await send(path, { signal })).json()) as { parameter?: { part: Part[] }[] };
  return { from, series: (answer.parameter ?? []).flatMap(({ part }) => seriesOf(part, from)) };
}

function seriesOf(part: readonly Part[], from: number): ThinPiece['series'] {
  const code = part.find(({ name }) => name === 'code')?.valueCodeableConcept?.coding?.[0]?.code ?? '';
  const data = part.find(({ name }) => name === 'values')?.valueSampledData;
  const key = keys[code];
  return key === undefined || data === undefined ? [] : [{ key, points: pointsOf(data, from) }];
}

/** Three numbers of each part of the time; `E` where there is none. */
export function pointsOf({ period, data }: { period: number; data: string }, from: number): ThinPoint[] {
  const all = data.split(' ');
  const points: ThinPoint[] = [];
  for (let i = 0; i + 2 < all.length; i += 3) {
    if (all[i] === 'E') continue;
    const [least, most, last] = [Number(all[i]), Number(all[i + 1]), Number(all[i + 2])];
    points.push({ at: from + (i / 3 + 0.5) * period, least, most, last });
  }
  return points;
}

export function thinVitals(pieces: readonly ThinPiece[]): ThinVitals {
  const of: ThinVitals['of'] = {};
  for (const { series } of [...pieces].sort((a, b) => a.from - b.from))
    for (const { key, points } of series) of[key] = [...(of[key] ?? []), ...points];
  const drawn = [...(of.systolic ?? []), ...(of.diastolic ?? []), ...(of.pulse ?? [])];
  const values = drawn.flatMap(({ least, most }) => [least, most]);
  return { of, extent: values.length === 0 ? [] : [Math.min(...values), Math.max(...values)] };
}
