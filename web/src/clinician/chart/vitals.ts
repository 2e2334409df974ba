import { type Consciousness, type News2, type News2Values, news2Of } from '@enjournal/server/care/chart';
import { isUnverified } from '@enjournal/server/care/devices';
import { principalInstantOf } from '../../shared/fhir/principal-date.ts';
import type { Observation, ObservationComponent } from '../../shared/fhir/types.ts';
import { hasCode } from '../../shared/format/quantity.ts';

/** What stands in the vital lanes, by the codes it may have. */
export const vitalCodes = {
  pressure: ['85354-9'],
  pulse: ['8867-4'],
  saturation: ['59408-5', '2708-6'],
  respiration: ['9279-1'],
  temperature: ['8310-5'],
  consciousness: ['80288-4', '67775-7', '1104441000000107'],
  oxygen: ['3151-8', '3150-6', '19994-3', '57834-0'],
  news2: ['news2', '1104051000000101'],
} as const;
export type VitalKey = keyof typeof vitalCodes;

const keyByCode: ReadonlyMap<string, VitalKey> = new Map(
  Object.entries(vitalCodes).flatMap(([key, codes]) => codes.map((code) => [code as string, key as VitalKey] as const)),
);

export const vitalKeyOf = ({ code }: Observation): VitalKey | undefined => {
  for (const { code: one = '' } of code?.coding ?? []) {
    const key = keyByCode.get(one);
    if (key !== undefined) return key;
  }
  return undefined;
};

export type Pressure = { at: number; high: number; low: number; of: Observation; unverified: boolean };
export type Value = { at: number; value: number; of: Observation; unverified: boolean };

/** What was measured in one go, with what it adds up to. */
export type VitalSet = {
  at: number;
  of: Partial<Record<VitalKey, Observation>>;
  news2: News2;
  /** A total that somebody has stored, as a form does. */
  stored: number | undefined;
  /** What stands: what the parts add up to; else what was stored; else nothing, for a partial sum is no score. */
  total: number | undefined;
  /** Both are there and say different things. */
  differs: boolean;
  unverified: boolean;
};

export type Vitals = { pressure: Pressure[]; pulse: Value[]; sets: VitalSet[] };

/** So long after the first a measurement belongs to the same set. */
const TOGETHER_MS = 20 * 60_000;

const counts = ({ status }: Observation): boolean => status !== 'entered-in-error' && status !== 'cancelled';

/** @param isScale2 whether saturation is reckoned by scale 2 at a moment */
export function vitalsOf(observations: readonly Observation[], isScale2: (at: number) => boolean): Vitals {
  const own = observations
    .filter(counts)
    .flatMap((of) => {
      const key = vitalKeyOf(of);
      return key === undefined ? [] : [{ key, of, at: principalInstantOf(of), unverified: isUnverified(of as never) }];
    })
    .sort((a, b) => a.at - b.at);
  const pressure: Pressure[] = [];
  const pulse: Value[] = [];
  for (const { key, of, at, unverified } of own) {
    if (key === 'pressure') {
      const [high, low] = pressureOf(of);
      if (high !== undefined) pressure.push({ at, high, low: low ?? high, of, unverified });
    } else if (key === 'pulse' && of.valueQuantity?.value !== undefined) {
      pulse.push({ at, value: of.valueQuantity.value, of, unverified });
    }
  }
  return { pressure, pulse, sets: setsOf(own, isScale2) };
}

export function pressureOf({ component = [] }: Observation): [high: number | undefined, low: number | undefined] {
  const value = (code: string): number | undefined =>
    (component as ObservationComponent[]).find((one) => hasCode(one.code, code))?.valueQuantity?.value;
  return [value('8480-6'), value('8462-4')];
}

type Own = { key: VitalKey; of: Observation; at: number; unverified: boolean };

function setsOf(own: readonly Own[], isScale2: (at: number) => boolean): VitalSet[] {
  const groups: Own[][] = [];
  for (const one of own) {
    const last = groups.at(-1);
    // the same thing measured again is another set, however soon
    const isSame =
      last !== undefined && one.at - last[0]!.at <= TOGETHER_MS && !last.some(({ key }) => key === one.key);
    if (isSame) last.push(one);
    else groups.push([one]);
  }
  return groups.map((group) => setOf(group, isScale2));
}

function setOf(group: readonly Own[], isScale2: (at: number) => boolean): VitalSet {
  const at = group[0]!.at;
  const of: VitalSet['of'] = {};
  const verified: VitalSet['of'] = {};
  for (const one of group) {
    of[one.key] = one.of;
    if (!one.unverified) verified[one.key] = one.of;
  }
  // what nobody has answered for is shown, and never reckoned with
  const news2 = news2Of(news2ValuesOf(verified), isScale2(at) ? 2 : 1);
  const stored = verified.news2?.valueInteger ?? verified.news2?.valueQuantity?.value;
  return {
    at,
    of,
    news2,
    stored,
    total: news2.total ?? stored,
    differs: news2.total !== undefined && stored !== undefined && stored !== news2.total,
    unverified: group.some(({ unverified }) => unverified),
  };
}

export function news2ValuesOf(of: VitalSet['of']): News2Values {
  const value = (key: VitalKey) => of[key]?.valueQuantity?.value;
  return {
    respiration: value('respiration'),
    saturation: value('saturation'),
    onOxygen: onOxygen(of.oxygen),
    systolic: of.pressure && pressureOf(of.pressure)[0],
    pulse: value('pulse'),
    consciousness: consciousnessOf(of.consciousness),
    temperature: value('temperature'),
  };
}

/** Room air is 21 % oxygen, and no flow. */
export function onOxygen(of: Observation | undefined): boolean | undefined {
  const value = of?.valueQuantity?.value;
  if (value === undefined) {
    const said = of?.valueCodeableConcept;
    return said === undefined ? undefined : hasCode(said, 'oxygen') ? true : hasCode(said, 'air') ? false : undefined;
  }
  return hasCode(of?.code, '3150-6', '19994-3') ? value > 21 : value > 0;
}

const levels: readonly (readonly [Consciousness, readonly string[], RegExp])[] = [
  ['alert', ['alert', 'LA9340-6'], /^A\b|^våken|^vaken|^alert/i],
  ['confused', ['confused'], /^C\b|forvirr|confus/i],
  ['voice', ['voice', 'LA17108-4'], /^V\b|tiltale|voice/i],
  ['pain', ['pain', 'LA17107-6'], /^P\b|smerte|pain/i],
  ['unresponsive', ['unresponsive', 'LA9343-0'], /^U\b|ikke|ikkje|unresp/i],
];

export function consciousnessOf(of: Observation | undefined): Consciousness | undefined {
  const said = of?.valueCodeableConcept;
  if (said === undefined) return undefined;
  const text = said.text ?? said.coding?.[0]?.display ?? of?.valueString ?? '';
  return (
    levels.find(([, codes]) => hasCode(said, ...codes))?.[0] ?? levels.find(([, , pattern]) => pattern.test(text))?.[0]
  );
}

/** The newest of each that there is, with the set it belongs to. */
export function latestOf(sets: readonly VitalSet[]): { set: VitalSet | undefined; of: VitalSet['of'] } {
  const of: VitalSet['of'] = {};
  for (const set of sets) Object.assign(of, set.of);
  const set = [...sets].reverse().find(({ total }) => total !== undefined);
  return { set, of };
}
