import type { Coding, JsonObject, Resource } from '../../fhir/resource.ts';

const LOINC = 'http://loinc.org';
export const fluidSystem = 'https://enjournal.no/fhir/CodeSystem/fluid';

/** Something that is measured, with what no living person can be measured to beyond: not what is unlikely, what is impossible. */
export type Measured = {
  system: string;
  codes: readonly string[];
  /** UCUM, each with how many of the first one there are in it. */
  units: Readonly<Record<string, number>>;
  least: number;
  most: number;
};

const perMinute = { '/min': 1, '{beats}/min': 1, '{Beats}/min': 1, '{breaths}/min': 1 };
const measured = (
  codes: readonly string[],
  units: Measured['units'],
  least: number,
  most: number,
  system = LOINC,
): Measured => ({ system, codes, units, least, most });

export const systolicCode = '8480-6';
export const diastolicCode = '8462-4';

const all: readonly Measured[] = [
  measured([systolicCode], { 'mm[Hg]': 1, kPa: 7.50062 }, 20, 350),
  measured([diastolicCode], { 'mm[Hg]': 1, kPa: 7.50062 }, 0, 250),
  measured(['8867-4'], perMinute, 0, 350),
  measured(['9279-1'], perMinute, 0, 150),
  measured(['8310-5'], { Cel: 1, '[degF]': 5 / 9 }, 10, 47),
  measured(['59408-5', '2708-6'], { '%': 1 }, 10, 100),
  measured(['3151-8'], { 'L/min': 1, 'l/min': 1 }, 0, 100),
  measured(['3150-6'], { '%': 1 }, 15, 100),
  measured(['29463-7'], { kg: 1, g: 0.001, '[lb_av]': 0.453592 }, 0.1, 700),
  measured(['8302-2'], { cm: 1, m: 100, '[in_i]': 2.54 }, 10, 280),
  measured(['72514-3'], { '{score}': 1, '1': 1 }, 0, 10),
  measured(['14743-9', '2339-0', '15074-8'], { 'mmol/L': 1, 'mmol/l': 1, 'mg/dL': 0.0555 }, 0, 150),
  ...['intake-oral', 'intake-iv', 'intake-tube', 'intake-other'].map((code) => fluid(code)),
  ...['output-urine', 'output-vomit', 'output-drain', 'output-stool', 'output-other'].map((code) => fluid(code)),
];

function fluid(code: string): Measured {
  return measured([code], { mL: 1, ml: 1, L: 1000, dL: 100, cL: 10 }, 0, 20_000, fluidSystem);
}

const byCode = new Map(all.flatMap((one) => one.codes.map((code) => [`${one.system}|${code}`, one] as const)));

/** What a concept says is measured, if it is something we know. */
export function measuredBy(concept: unknown): Measured | undefined {
  const { coding = [] } = (concept ?? {}) as { coding?: Coding[] };
  for (const { system, code } of coding) {
    const found = byCode.get(`${system}|${code}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

export type ValueFault = {
  key: 'value-impossible' | 'value-unit';
  at: string;
  least: number;
  most: number;
  units: string;
};

/** Every value of an Observation that cannot be, or is not in a unit of what was measured: where it stands, and what could be. */
export function valueFaults(observation: Resource): ValueFault[] {
  const components = (observation.component ?? []) as JsonObject[];
  return [
    ...faultsOf(observation, 'Observation.value'),
    ...components.flatMap((one, at) => faultsOf(one, `Observation.component[${at}].value`)),
  ];
}

function faultsOf(part: JsonObject, at: string): ValueFault[] {
  const kind = measuredBy(part.code);
  const quantity = part.valueQuantity as { value?: number; code?: string; unit?: string } | undefined;
  if (kind === undefined || quantity === undefined) return [];
  const { units, least, most } = kind;
  const limits = { least, most, units: Object.keys(units)[0]! };
  const unit = quantity.code ?? quantity.unit;
  const factor = unit === undefined ? 1 : factorOf(units, unit);
  if (factor === undefined) return [{ key: 'value-unit', at, ...limits }];
  const zero = unit === '[degF]' ? 32 : 0;
  const value = quantity.value === undefined ? undefined : (Number(quantity.value) - zero) * factor;
  if (value === undefined || (value >= least && value <= most)) return [];
  return [{ key: 'value-impossible', at, ...limits }];
}

/** Units as people write them, where a quantity has no code. */
const written: Readonly<Record<string, string>> = {
  mmHg: 'mm[Hg]',
  '°C': 'Cel',
  C: 'Cel',
  bpm: '/min',
  'mmol/l': 'mmol/L',
};

const factorOf = (units: Measured['units'], unit: string): number | undefined =>
  units[unit] ?? units[written[unit] ?? ''];

/** The lower pressure above the upper is a pair turned round, or mistyped. */
export function isPressureTurned(observation: Resource): boolean {
  const value = (code: string) => {
    const part = ((observation.component ?? []) as JsonObject[]).find((one) => hasCode(one.code, code));
    return (part?.valueQuantity as { value?: number } | undefined)?.value;
  };
  const [upper, lower] = [value(systolicCode), value(diastolicCode)];
  return upper !== undefined && lower !== undefined && Number(lower) > Number(upper);
}

export const hasCode = (concept: unknown, ...codes: readonly string[]): boolean =>
  ((concept as { coding?: Coding[] } | undefined)?.coding ?? []).some(({ code }) => codes.includes(code ?? ''));
