import type { Coding, JsonObject } from '../../../../server/src/fhir/resource.ts';
import { type Concept, concept, fixed, quantity, systems } from '../fhir.ts';
import { displayOf } from './displays.ts';

/**
 * Laboratory analyses: what they are called, NLK and LOINC codes, unit as written and in UCUM, decimals, reference
 * range, and how values spread in people who are well.
 */
type Row = readonly [
  name: string,
  nlk: string,
  loinc: string | undefined,
  unit: string,
  ucum: string,
  decimals: number,
  low: number | undefined,
  high: number | undefined,
  mean: number,
  sd: number,
];

const LAB = {
  hb: ['Hemoglobin', 'NOR05172', '718-7', 'g/dl', 'g/dL', 1, 11.7, 17, 14.1, 1],
  leukocytes: ['Leukocytter', 'NPU02593', '26464-8', '10⁹/l', '10*9/L', 1, 4.1, 9.8, 6.6, 1.4],
  platelets: ['Trombocytter', 'NPU03568', '26515-7', '10⁹/l', '10*9/L', 0, 164, 370, 255, 50],
  crp: ['CRP', 'NPU19748', '1988-5', 'mg/l', 'mg/L', 0, undefined, 4, 3, 2],
  creatinine: ['Kreatinin', 'NPU18016', '14682-9', 'µmol/l', 'umol/L', 0, 45, 90, 74, 10],
  egfr: ['eGFR', 'NOR25909', '62238-1', 'ml/min', 'mL/min/{1.73_m2}', 0, 60, undefined, 84, 12],
  potassium: ['Kalium', 'NPU03230', '2823-3', 'mmol/l', 'mmol/L', 1, 3.6, 4.6, 4.1, 0.25],
  sodium: ['Natrium', 'NPU03429', '2951-2', 'mmol/l', 'mmol/L', 0, 137, 145, 140, 2],
  hba1c: ['HbA1c', 'NPU27300', '59261-8', 'mmol/mol', 'mmol/mol', 0, 28, 40, 36, 3],
  glucose: ['Glukose', 'NPU02192', '14749-6', 'mmol/l', 'mmol/L', 1, 4, 6, 5.3, 0.5],
  cholesterol: ['Kolesterol', 'NPU01566', '14647-2', 'mmol/l', 'mmol/L', 1, 3.3, 6.9, 5.2, 0.9],
  ldl: ['LDL-kolesterol', 'NPU01568', '22748-8', 'mmol/l', 'mmol/L', 1, 1.4, 4.7, 3.2, 0.8],
  hdl: ['HDL-kolesterol', 'NPU01567', '14646-4', 'mmol/l', 'mmol/L', 1, 1, 2.7, 1.5, 0.3],
  tsh: ['TSH', 'NPU03577', '3016-3', 'mIE/l', 'm[IU]/L', 1, 0.4, 4, 1.8, 0.7],
  freeT4: ['Fritt T4', 'NPU03579', '14920-3', 'pmol/l', 'pmol/L', 1, 11, 21, 15.6, 2],
  alat: ['ALAT', 'NPU19651', '1742-6', 'U/l', 'U/L', 0, 10, 45, 26, 9],
  ferritin: ['Ferritin', 'NPU19763', '2276-4', 'µg/l', 'ug/L', 0, 18, 240, 92, 45],
  b12: ['Vitamin B12', 'NPU01700', '14685-2', 'pmol/l', 'pmol/L', 0, 175, 700, 350, 90],
  vitaminD: ['Vitamin D', 'NPU10267', undefined, 'nmol/l', 'nmol/L', 0, 50, 150, 70, 18],
  inr: ['INR', 'NPU01685', '6301-6', 'INR', '{INR}', 1, 2, 3, 2.4, 0.4],
  ntProBnp: ['NT-proBNP', 'NPU21571', '33762-6', 'ng/l', 'ng/L', 0, undefined, 450, 180, 80],
  psa: ['PSA', 'NPU08669', '2857-1', 'µg/l', 'ug/L', 1, undefined, 4, 1.4, 0.8],
  albumin: ['Albumin', 'NPU19673', '1751-7', 'g/l', 'g/L', 0, 36, 48, 42, 3],
} as const satisfies Record<string, Row>;

export type Lab = keyof typeof LAB;

export type Analysis = {
  name: string;
  code: Concept;
  unit: string;
  ucum: string;
  decimals: number;
  low: number | undefined;
  high: number | undefined;
  mean: number;
  sd: number;
  /** The reference range as Observation has it. */
  range: JsonObject[];
};

function analysis([name, nlk, loincCode, unit, ucum, decimals, low, high, mean, sd]: Row): Analysis {
  const codings: Coding[] = [{ system: systems.nlk, code: nlk, display: displayOf(systems.nlk, nlk) }];
  if (loincCode !== undefined) {
    codings.push({ system: systems.loinc, code: loincCode, display: displayOf(systems.loinc, loincCode) });
  }
  const range: JsonObject = {};
  if (low !== undefined) range.low = quantity(low, unit, ucum);
  if (high !== undefined) range.high = quantity(high, unit, ucum);
  return fixed({
    name,
    code: { coding: codings, text: name },
    unit,
    ucum,
    decimals,
    low,
    high,
    mean,
    sd,
    range: [range],
  });
}

export const labs = Object.fromEntries(Object.entries(LAB).map(([key, row]) => [key, analysis(row)])) as Record<
  Lab,
  Analysis
>;

const measured = (code: string, text: string): Concept =>
  concept(systems.loinc, code, displayOf(systems.loinc, code), text);

/** What is measured on the body, as HL7's vital signs profiles code it. */
export const vitals = {
  pressure: measured('85354-9', 'Blodtrykk'),
  systolic: measured('8480-6', 'Systolisk blodtrykk'),
  diastolic: measured('8462-4', 'Diastolisk blodtrykk'),
  pulse: measured('8867-4', 'Puls'),
  respiration: measured('9279-1', 'Respirasjonsfrekvens'),
  saturation: measured('2708-6', 'SpO₂'),
  temperature: measured('8310-5', 'Temperatur'),
  weight: measured('29463-7', 'Vekt'),
  height: measured('8302-2', 'Høyde'),
  headCircumference: measured('9843-4', 'Hodeomkrets'),
} as const;

export type Vital = Exclude<keyof typeof vitals, 'pressure' | 'systolic' | 'diastolic'>;

export const vitalUnits: Record<Vital, readonly [unit: string, ucum: string, decimals: number]> = {
  pulse: ['/min', '/min', 0],
  respiration: ['/min', '/min', 0],
  saturation: ['%', '%', 0],
  temperature: ['°C', 'Cel', 1],
  weight: ['kg', 'kg', 1],
  height: ['cm', 'cm', 0],
  headCircumference: ['cm', 'cm', 1],
};
