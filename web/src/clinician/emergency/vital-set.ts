import { principalInstantOf } from '../../shared/fhir/principal-date.ts';
import type { Observation } from '../../shared/fhir/types.ts';
import { hasCode } from '../../shared/format/quantity.ts';

/** Vital signs in the order they are read, by LOINC (and NPU for blood sugar at the bedside). */
export const vitals = {
  pressure: ['85354-9'],
  pulse: ['8867-4'],
  saturation: ['2708-6', '59408-5'],
  respiration: ['9279-1'],
  temperature: ['8310-5'],
  alertness: ['80288-4', '67775-7'],
  glucose: ['NPU22089', 'NPU02192', '2339-0', '14749-6', '15074-8'],
} as const;
export type VitalKey = keyof typeof vitals;

const news2Codes = ['1104051000000101', 'news2'];
const oxygenCodes = ['3151-8', '19994-3', '57834-0'];

export type Vital = { now: Observation; before: Observation | undefined };
export type VitalSet = {
  of: Partial<Record<VitalKey, Vital>>;
  /** When the newest of them was measured, epoch ms. */
  at: number | undefined;
  /** NEWS2 as somebody has scored it, or as the values of the same hour give it; undefined when a part is missing. */
  news2: number | undefined;
};

const hourMs = 3_600_000;

/** The newest value of each vital sign with the one before it, whoever measured it, and what they add up to. */
export function vitalSetOf(observations: readonly Observation[]): VitalSet {
  const newest = observations
    .filter(({ status }) => status !== 'entered-in-error' && status !== 'cancelled')
    .sort((a, b) => principalInstantOf(b) - principalInstantOf(a));
  const of: VitalSet['of'] = {};
  for (const [key, codes] of Object.entries(vitals)) {
    const [now, before] = newest.filter(({ code }) => hasCode(code, ...codes));
    if (now) of[key as VitalKey] = { now, before };
  }
  const times = Object.values(of).map(({ now }) => principalInstantOf(now));
  const at = times.length === 0 ? undefined : Math.max(...times);
  if (at === undefined) return { of, at, news2: undefined };
  const fresh = (observation: Observation | undefined) =>
    observation !== undefined && at - principalInstantOf(observation) <= hourMs ? observation : undefined;
  const scored = fresh(newest.find(({ code }) => hasCode(code, ...news2Codes)));
  const score = scored?.valueInteger ?? scored?.valueQuantity?.value;
  if (score !== undefined) return { of, at, news2: score };
  const value = (key: VitalKey) => fresh(of[key]?.now)?.valueQuantity?.value;
  const pressure = fresh(of.pressure?.now)?.component?.find(({ code }) => hasCode(code, '8480-6'));
  const oxygen = fresh(newest.find(({ code }) => hasCode(code, ...oxygenCodes)));
  return {
    of,
    at,
    news2: news2({
      respiration: value('respiration'),
      saturation: value('saturation'),
      onOxygen: oxygen?.valueQuantity?.value === undefined ? undefined : oxygen.valueQuantity.value > 0,
      systolic: pressure?.valueQuantity?.value,
      pulse: value('pulse'),
      isAlert: isAlert(fresh(of.alertness?.now)),
      temperature: value('temperature'),
    }),
  };
}

function isAlert(observation: Observation | undefined): boolean | undefined {
  const { valueCodeableConcept: said } = observation ?? {};
  if (said === undefined) return undefined;
  return hasCode(said, 'alert', 'LA9340-6') || /^A\b|^våken|^alert/i.test(said.text ?? '');
}

export type News2Parts = {
  /** Per minute. */
  respiration: number | undefined;
  /** %, on scale 1. */
  saturation: number | undefined;
  onOxygen: boolean | undefined;
  /** mmHg. */
  systolic: number | undefined;
  /** Per minute. */
  pulse: number | undefined;
  /** Neither confused, nor only answering to voice or pain. */
  isAlert: boolean | undefined;
  /** °C. */
  temperature: number | undefined;
};

/**
 * NEWS2 total on saturation scale 1.
 * @returns 0–20; undefined when a part is missing, for a partial sum must not look like a score.
 * @source Royal College of Physicians, NEWS2 (2017)
 */
export function news2(parts: News2Parts): number | undefined {
  const { respiration, saturation, onOxygen, systolic, pulse, isAlert, temperature } = parts;
  if (respiration === undefined || saturation === undefined || systolic === undefined) return undefined;
  if (pulse === undefined || isAlert === undefined || temperature === undefined || onOxygen === undefined)
    return undefined;
  return (
    band(respiration, [9, 3], [12, 1], [21, 0], [25, 2]) +
    band(saturation, [92, 3], [94, 2], [96, 1], [101, 0]) +
    (onOxygen ? 2 : 0) +
    band(systolic, [91, 3], [101, 2], [111, 1], [220, 0]) +
    band(pulse, [41, 3], [51, 1], [91, 0], [111, 1], [131, 2]) +
    (isAlert ? 0 : 3) +
    band(temperature, [35.1, 3], [36.1, 1], [38.1, 0], [39.1, 1], [100, 2])
  );
}

/** Points below each limit; three above them all. */
function band(value: number, ...limits: readonly (readonly [below: number, points: number])[]): number {
  return limits.find(([below]) => value < below)?.[1] ?? 3;
}

/** What a score asks for. @source RCP, NEWS2: 5–6 urgent, 7 or more emergency */
export const urgencyOf = (score: number): 'emergency' | 'urgent' | 'low' =>
  score >= 7 ? 'emergency' : score >= 5 ? 'urgent' : 'low';
