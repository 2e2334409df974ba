import { news2Of, urgencyOf as urgencyOfTotal } from '@enjournal/server/care/chart';
import { isUnverified } from '@enjournal/server/care/devices';
import { principalInstantOf } from '../../shared/fhir/principal-date.ts';
import type { Observation } from '../../shared/fhir/types.ts';
import { hasCode } from '../../shared/format/quantity.ts';
import { news2ValuesOf } from '../chart/vitals.ts';

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

/**
 * The newest value of each vital sign with the one before it, whoever measured it, and what they add up to.
 * @param isScale2 whether a doctor has decided on scale 2 of saturation at a moment
 */
export function vitalSetOf(
  observations: readonly Observation[],
  isScale2: (at: number) => boolean = () => false,
): VitalSet {
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
  // what a device has measured and nobody has confirmed is shown, and never reckoned with
  const sure = (observation: Observation | undefined) =>
    observation !== undefined && !isUnverified(observation as never) ? fresh(observation) : undefined;
  const consciousness = sure(of.alertness?.now);
  const oxygen = sure(newest.find(({ code }) => hasCode(code, ...oxygenCodes)));
  const values = news2ValuesOf({
    ...Object.fromEntries(Object.entries(of).flatMap(([key, { now }]) => (sure(now) ? [[key, now]] : []))),
    ...(consciousness ? { consciousness } : {}),
    ...(oxygen ? { oxygen } : {}),
  });
  const scored = sure(newest.find(({ code }) => hasCode(code, ...news2Codes)));
  // as in the chart: what the parts add up to; else what somebody has scored
  const scale = isScale2(at) ? 2 : 1;
  return { of, at, news2: news2Of(values, scale).total ?? scored?.valueInteger ?? scored?.valueQuantity?.value };
}

/** What a score asks for. @source RCP, NEWS2: 5–6 urgent, 7 or more emergency */
export function urgencyOf(score: number): 'emergency' | 'urgent' | 'low' {
  const urgency = urgencyOfTotal(score);
  return urgency === 'emergency' || urgency === 'urgent' ? urgency : 'low';
}
