import type { Coding, Quantity, Words } from './types.ts';

/** Something that is measured at the bedside and written in a few signs. */
export type MeasurementKind = {
  /** How it may be written, lower case; the first is ours. */
  names: readonly string[];
  label: Words;
  code: Coding;
  unit: Quantity;
  /** What is written as two numbers with a stroke between. */
  parts?: readonly { code: Coding; label: Words; least: number; most: number }[];
  /** Beyond these it is more likely mistyped than measured. */
  least: number;
  most: number;
  category: 'vital-signs' | 'laboratory' | 'survey';
  /** Other units it may be written in, lower case, and what they are worth. */
  otherUnits?: Readonly<Record<string, number>>;
};

const loinc = (code: string, display: string): Coding => ({ system: 'http://loinc.org', code, display });
const ucum = (code: string, unit = code): Quantity => ({ unit, system: 'http://unitsofmeasure.org', code });
const same = (text: string): Words => ({ nb: text, nn: text, en: text });

export const measurementKinds: readonly MeasurementKind[] = [
  {
    names: ['bt', 'blodtrykk', 'bp'],
    label: { nb: 'Blodtrykk', nn: 'Blodtrykk', en: 'Blood pressure' },
    code: loinc('85354-9', 'Blood pressure panel with all children optional'),
    unit: ucum('mm[Hg]', 'mmHg'),
    parts: [
      {
        code: loinc('8480-6', 'Systolic blood pressure'),
        label: { nb: 'Overtrykk', nn: 'Overtrykk', en: 'Systolic' },
        least: 40,
        most: 300,
      },
      {
        code: loinc('8462-4', 'Diastolic blood pressure'),
        label: { nb: 'Undertrykk', nn: 'Undertrykk', en: 'Diastolic' },
        least: 10,
        most: 200,
      },
    ],
    least: 10,
    most: 300,
    category: 'vital-signs',
  },
  {
    names: ['puls', 'p', 'hjertefrekvens', 'hf', 'hr', 'pulse'],
    label: { nb: 'Puls', nn: 'Puls', en: 'Pulse' },
    code: loinc('8867-4', 'Heart rate'),
    unit: ucum('/min'),
    least: 20,
    most: 300,
    category: 'vital-signs',
  },
  {
    names: ['temp', 't', 'temperatur', 'tp', 'temperature'],
    label: { nb: 'Temperatur', nn: 'Temperatur', en: 'Temperature' },
    code: loinc('8310-5', 'Body temperature'),
    unit: ucum('Cel', '°C'),
    least: 25,
    most: 44,
    category: 'vital-signs',
  },
  {
    names: ['spo2', 'spo₂', 'sao2', 'o2-metning', 'oksygenmetning', 'metning', 'sat'],
    label: { nb: 'Oksygenmetning', nn: 'Oksygenmetting', en: 'Oxygen saturation' },
    code: loinc('59408-5', 'Oxygen saturation in Arterial blood by Pulse oximetry'),
    unit: ucum('%'),
    least: 40,
    most: 100,
    category: 'vital-signs',
  },
  {
    names: ['rf', 'resp', 'respirasjonsfrekvens', 'respirasjon', 'pust', 'rr'],
    label: { nb: 'Respirasjonsfrekvens', nn: 'Respirasjonsfrekvens', en: 'Respiratory rate' },
    code: loinc('9279-1', 'Respiratory rate'),
    unit: ucum('/min'),
    least: 3,
    most: 90,
    category: 'vital-signs',
  },
  {
    names: ['vekt', 'v', 'weight', 'wt'],
    label: { nb: 'Vekt', nn: 'Vekt', en: 'Weight' },
    code: loinc('29463-7', 'Body weight'),
    unit: ucum('kg'),
    least: 0.3,
    most: 400,
    category: 'vital-signs',
    otherUnits: { g: 0.001, gram: 0.001 },
  },
  {
    names: ['høyde', 'høgde', 'h', 'lengde', 'height', 'ht'],
    label: { nb: 'Høyde', nn: 'Høgde', en: 'Height' },
    code: loinc('8302-2', 'Body height'),
    unit: ucum('cm'),
    least: 20,
    most: 250,
    category: 'vital-signs',
    otherUnits: { m: 100, meter: 100 },
  },
  {
    names: ['kmi', 'bmi'],
    label: { nb: 'KMI', nn: 'KMI', en: 'BMI' },
    code: loinc('39156-5', 'Body mass index (BMI) [Ratio]'),
    unit: ucum('kg/m2', 'kg/m²'),
    least: 8,
    most: 90,
    category: 'vital-signs',
  },
  {
    names: ['ho', 'hodeomkrets', 'hovudomkrins', 'hc'],
    label: { nb: 'Hodeomkrets', nn: 'Hovudomkrins', en: 'Head circumference' },
    code: loinc('9843-4', 'Head Occipital-frontal circumference'),
    unit: ucum('cm'),
    least: 20,
    most: 70,
    category: 'vital-signs',
  },
  {
    names: ['midje', 'livvidde', 'waist'],
    label: { nb: 'Midjemål', nn: 'Midjemål', en: 'Waist' },
    code: loinc('8280-0', 'Waist Circumference at umbilicus by Tape measure'),
    unit: ucum('cm'),
    least: 20,
    most: 250,
    category: 'vital-signs',
  },
  {
    names: ['nrs', 'smerte', 'vas', 'pain'],
    label: { nb: 'Smerte (0–10)', nn: 'Smerte (0–10)', en: 'Pain (0–10)' },
    code: loinc('72514-3', 'Pain severity - 0-10 verbal numeric rating [Score] - Reported'),
    unit: ucum('{score}'),
    least: 0,
    most: 10,
    category: 'survey',
  },
  {
    names: ['bs', 'blodsukker', 'glukose', 'glucose'],
    label: { nb: 'Blodsukker', nn: 'Blodsukker', en: 'Blood glucose' },
    code: loinc('14743-9', 'Glucose [Moles/volume] in Capillary blood by Glucometer'),
    unit: ucum('mmol/L', 'mmol/l'),
    least: 0.5,
    most: 60,
    category: 'laboratory',
  },
  {
    names: ['crp'],
    label: same('CRP'),
    code: loinc('1988-5', 'C reactive protein [Mass/volume] in Serum or Plasma'),
    unit: ucum('mg/L', 'mg/l'),
    least: 0,
    most: 700,
    category: 'laboratory',
  },
  {
    names: ['hb', 'hemoglobin'],
    label: same('Hb'),
    code: loinc('718-7', 'Hemoglobin [Mass/volume] in Blood'),
    unit: ucum('g/dL', 'g/dl'),
    least: 2,
    most: 26,
    category: 'laboratory',
  },
];

/** Each kind by all that it may be written as. */
export const kindByName: ReadonlyMap<string, MeasurementKind> = new Map(
  measurementKinds.flatMap((kind) => kind.names.map((name) => [name, kind] as const)),
);

/** Whether a value is one that people are measured with. */
export function isPlausible({ least, most, parts }: MeasurementKind, values: readonly number[]): boolean {
  if (parts === undefined) return values.every((value) => value >= least && value <= most);
  const isWithin = values.every((value, at) => value >= parts[at]!.least && value <= parts[at]!.most);
  return isWithin && (values[1] === undefined || values[0]! > values[1]);
}

/** The measurement as the parts of an Observation that say what it is: code, category, and value or components. */
export function observationOf({ kind, values }: { kind: MeasurementKind; values: readonly number[] }) {
  const quantity = (value: number): Quantity => ({ value, ...kind.unit });
  const category = {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: kind.category }],
  };
  const about = { category: [category], code: { coding: [kind.code], text: kind.label.nb } };
  if (kind.parts === undefined) return { ...about, valueQuantity: quantity(values[0]!) };
  return {
    ...about,
    component: values.map((value, at) => {
      const part = kind.parts![at]!;
      return { code: { coding: [part.code], text: part.label.nb }, valueQuantity: quantity(value) };
    }),
  };
}
