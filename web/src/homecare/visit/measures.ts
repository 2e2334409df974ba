import type { Observation, Quantity } from '../../shared/fhir/types.ts';

/** What is measured at a visit, in the order that it is measured. */
export type Measure = {
  key: 'pressure' | 'pulse' | 'weight' | 'temperature' | 'saturation' | 'respiration';
  loinc: string;
  display: string;
  unit: string;
  code: string;
  /** Outside these nothing is believed. */
  least: number;
  most: number;
  decimals: number;
  category: 'vital-signs';
};

export const measures: readonly Measure[] = [
  measure('pressure', '85354-9', 'Blodtrykk', 'mmHg', 'mm[Hg]', 20, 300, 0),
  measure('pulse', '8867-4', 'Puls', '/min', '/min', 15, 300, 0),
  measure('weight', '29463-7', 'Vekt', 'kg', 'kg', 2, 400, 1),
  measure('temperature', '8310-5', 'Temperatur', '°C', 'Cel', 25, 44, 1),
  measure('saturation', '2708-6', 'Oksygenmetning', '%', '%', 30, 100, 0),
  measure('respiration', '9279-1', 'Respirasjonsfrekvens', '/min', '/min', 3, 80, 0),
];

function measure(
  key: Measure['key'],
  loinc: string,
  display: string,
  unit: string,
  code: string,
  least: number,
  most: number,
  decimals: number,
): Measure {
  return { key, loinc, display, unit, code, least, most, decimals, category: 'vital-signs' };
}

export type Measured = { value: number; second?: number };

/** What was typed: `118/68` or `118 68` of pressure, one number of the rest. Undefined when it is neither, or not believed. */
export function measuredIn(text: string, { key, least, most, decimals }: Measure): Measured | undefined {
  const numbers = text
    .trim()
    .replaceAll(',', '.')
    .split(/[\s/]+/)
    .map(Number);
  if (numbers.length !== (key === 'pressure' ? 2 : 1)) return undefined;
  const isBelieved = numbers.every((one) => one >= least && one <= most && Number(one.toFixed(decimals)) === one);
  const [value, second] = numbers as [number, number | undefined];
  if (!isBelieved || (second !== undefined && second >= value)) return undefined;
  return second === undefined ? { value } : { value, second };
}

/** The measurement as it was typed, to compare with and to change. */
export function textOf(of: Observation | undefined, language: string): string | undefined {
  if (of === undefined) return undefined;
  const [systolic, diastolic] = ['8480-6', '8462-4'].map((code) =>
    of.component?.find((one) => one.code?.coding?.some((coding) => coding.code === code)),
  );
  if (systolic?.valueQuantity && diastolic?.valueQuantity) {
    return `${systolic.valueQuantity.value}/${diastolic.valueQuantity.value}`;
  }
  const value = of.valueQuantity?.value;
  return value === undefined ? undefined : language === 'en' ? String(value) : String(value).replace('.', ',');
}

const LOINC = 'http://loinc.org';

/** What was measured, as the parts of an Observation that say it. */
export function observed(of: Measure, { value, second }: Measured): object {
  const quantity = (amount: number): Quantity => ({
    value: amount,
    unit: of.unit,
    system: 'http://unitsofmeasure.org',
    code: of.code,
  });
  const coded = (code: string, display: string) => ({ coding: [{ system: LOINC, code, display }], text: display });
  const category = [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: of.category }] },
  ];
  const what = { resourceType: 'Observation', status: 'final', category, code: coded(of.loinc, of.display) };
  if (second === undefined) return { ...what, valueQuantity: quantity(value) };
  return {
    ...what,
    component: [
      { code: coded('8480-6', 'Overtrykk'), valueQuantity: quantity(value) },
      { code: coded('8462-4', 'Undertrykk'), valueQuantity: quantity(second) },
    ],
  };
}

/** A change so large since the last time that it is asked about; what it says stands all the same. */
export function isSurprising(of: Measure, now: Measured, before: Observation | undefined): boolean {
  const was = before?.valueQuantity?.value;
  if (was === undefined) return false;
  const most = { weight: 0.1, temperature: 0.08, pulse: 0.6, saturation: 0.15, respiration: 1, pressure: 1 }[of.key];
  return Math.abs(now.value - was) / was > most;
}
