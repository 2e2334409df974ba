import { isUnverified } from '@enjournal/server/care/devices';
import { principalInstantOf } from '../fhir/principal-date.ts';
import type { Observation, ObservationComponent, Range } from '../fhir/types.ts';
import { conceptText, decimalsOf, hasCode, type Standing, standingOf, unitText } from '../format/quantity.ts';

export type Point = {
  at: number;
  value: number /** The lower of a pair, as diastolic pressure. */;
  second?: number;
  of: Observation;
};

/** A device has measured it, and nobody has confirmed it. */
export const isDoubted = ({ of }: Pick<Point, 'of'>): boolean => isUnverified(of as never);

/** The same thing measured again and again, oldest first, whoever measured it. */
export type Series = {
  /** System and code, as a FHIR token search wants it. */
  key: string;
  name: string;
  unit: string;
  decimals: number;
  range: Range | undefined;
  points: readonly Point[];
  /** The newest, also when it is a word and not a number. */
  latest: Observation;
  latestPart: Observation | ObservationComponent;
  standing: Standing;
  laboratory: boolean;
};

/** Observations by what was measured. Panels other than pairs are a series for each part. */
export function seriesOf(observations: readonly Observation[]): Series[] {
  const gathered = new Map<string, Part[]>();
  for (const observation of observations) {
    if (observation.status === 'entered-in-error' || observation.status === 'cancelled') continue;
    for (const part of partsOf(observation)) {
      const list = gathered.get(part.key);
      if (list) list.push(part);
      else gathered.set(part.key, [part]);
    }
  }
  return [...gathered].map(([key, parts]) => seriesFrom(key, parts));
}

type Part = {
  key: string;
  name: string;
  of: Observation;
  part: Observation | ObservationComponent;
  second?: ObservationComponent;
};

function partsOf(observation: Observation): Part[] {
  const key = tokenOf(observation.code?.coding?.[0], conceptText(observation.code));
  const name = conceptText(observation.code);
  const components = observation.component ?? [];
  const [first, second] = components;
  if (observation.valueQuantity || components.length === 0) return [{ key, name, of: observation, part: observation }];
  if (
    components.length === 2 &&
    first?.valueQuantity &&
    second?.valueQuantity &&
    unitText(first.valueQuantity) === unitText(second.valueQuantity)
  ) {
    const turned =
      hasCode(first.code, '8462-4') || (first.valueQuantity.value ?? 0) < (second.valueQuantity.value ?? 0);
    return [{ key, name, of: observation, part: turned ? second : first, second: turned ? first : second }];
  }
  return components.map((part) => ({
    key: `${key} ${tokenOf(part.code?.coding?.[0], conceptText(part.code))}`,
    name: conceptText(part.code),
    of: observation,
    part,
  }));
}

function tokenOf(coding: { system?: string; code?: string } | undefined, text: string): string {
  return coding?.code ? `${coding.system ?? ''}|${coding.code}` : text;
}

function seriesFrom(key: string, parts: readonly Part[]): Series {
  const sorted = [...parts].sort((a, b) => principalInstantOf(a.of) - principalInstantOf(b.of));
  const newest = sorted.at(-1) as Part;
  const unit = unitText(newest.part.valueQuantity);
  // A change of unit is a new scale; drawing both on one axis would lie.
  const points = sorted.flatMap(({ of, part, second }): Point[] => {
    const value = part.valueQuantity?.value ?? part.valueInteger;
    if (value === undefined || unitText(part.valueQuantity) !== unit) return [];
    const low = second?.valueQuantity?.value;
    return [{ at: principalInstantOf(of), value, of, ...(low === undefined ? {} : { second: low }) }];
  });
  return {
    key,
    name: newest.name,
    unit,
    decimals: decimalsOf(points.map(({ value }) => value)),
    range: newest.part.referenceRange?.[0],
    points,
    latest: newest.of,
    latestPart: newest.second ? newest.of : newest.part,
    standing: standingOf(newest.part),
    laboratory: hasCode(newest.of.category, 'laboratory'),
  };
}

const urgency: Record<Standing, number> = {
  'critical-high': 0,
  'critical-low': 0,
  high: 1,
  low: 1,
  abnormal: 1,
  within: 2,
  unknown: 2,
};

/** What is out of range first, then what was measured last. */
export function byUrgency(series: readonly Series[]): Series[] {
  return [...series].sort(
    (a, b) =>
      urgency[a.standing] - urgency[b.standing] ||
      principalInstantOf(b.latest) - principalInstantOf(a.latest) ||
      a.name.localeCompare(b.name, 'nb'),
  );
}

/** Newest first by day, out of range first within the day: what the overview has room for. */
export function byRecency(series: readonly Series[]): Series[] {
  const day = (one: Series) => Math.floor(principalInstantOf(one.latest) / 86_400_000);
  return [...series].sort(
    (a, b) => day(b) - day(a) || urgency[a.standing] - urgency[b.standing] || a.name.localeCompare(b.name, 'nb'),
  );
}
