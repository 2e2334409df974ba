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

/** A measurement as it was written, with where in the text it stands. */
export type Measurement = {
  kind: MeasurementKind;
  /** One number; of a blood pressure two, or one when only the upper was felt. */
  values: readonly number[];
  start: number;
  end: number;
  /** Out of what is likely: to be shown, asked about, and still what somebody wrote. */
  implausible: boolean;
};

export type ReadLine = {
  measurements: Measurement[];
  /** What else stands in the text and was not understood. */
  unread: { start: number; end: number; text: string }[];
};

const kindByName = new Map(measurementKinds.flatMap((kind) => kind.names.map((name) => [name, kind] as const)));
const byLength = (a: string, b: string) => b.length - a.length;
const label = [...kindByName.keys()].sort(byLength).join('|');
const number = String.raw`\d{1,6}(?:[.,]\d{1,4})?`;
const unit = String.raw`mm\s?hg|slag\/min|bpm|\/\s?min|°\s?c|grader|c|%|kg\/m2|kg\/m²|kg|gram|g\/dl|g|cm|meter|m|mmol\/l|mg\/l`;
const one = new RegExp(
  String.raw`(?<![\p{L}\d,./])(?:(${label})\s*[:=]?\s*)?(${number})(?:\s*\/\s*(${number}))?(?:\s*(${unit})(?![\p{L}\d]))?(?![\d]|[.,]\d|\s*\/\s*\d)`,
  'giu',
);

const mostText = 2_000;

/**
 * Reads measurements as they are written in a hurry: `bt 140/90 puls 72 temp 37,4 spo2 96 rf 18 vekt 71,2 høyde 172 bs 6,2`.
 * Order, colons, commas and units do not matter; two numbers with a stroke between are a blood pressure without saying so. What is
 * not understood is told and nothing is guessed.
 */
export function parseMeasurements(text: string): ReadLine {
  const measurements: Measurement[] = [];
  for (const match of text.slice(0, mostText).matchAll(one)) {
    const measurement = measurementOf(match);
    if (measurement !== undefined) measurements.push(measurement);
  }
  return { measurements, unread: between(text, measurements) };
}

function measurementOf(match: RegExpExecArray): Measurement | undefined {
  const [whole, name, first, second, unitText] = match;
  const named = name === undefined ? undefined : kindByName.get(name.toLowerCase());
  const kind = named ?? (second === undefined ? undefined : kindByName.get('bt'));
  if (kind === undefined || first === undefined) return undefined;
  if (second !== undefined && kind.parts === undefined) return undefined;
  const written = unitText?.toLowerCase().replace(/\s/g, '');
  const factor = written === undefined ? 1 : (kind.otherUnits?.[written] ?? (isUnitOf(kind, written) ? 1 : undefined));
  if (factor === undefined) return undefined;
  const values = [first, second].filter((value) => value !== undefined).map((value) => numberIn(value) * factor);
  const rounded = values.map((value) => Number(value.toFixed(4)));
  const implausible = !isPlausible(kind, rounded);
  // what does not say what it is, and is no blood pressure either, is a date or a dose
  if (named === undefined && implausible) return undefined;
  return {
    kind,
    values: rounded,
    start: match.index,
    end: match.index + whole.length,
    implausible,
  };
}

const numberIn = (text: string): number => Number(text.replace(',', '.'));

const saidAs: Readonly<Record<string, readonly string[]>> = {
  'mm[Hg]': ['mmhg'],
  '/min': ['/min', 'slag/min', 'bpm'],
  Cel: ['°c', 'c', 'grader'],
  'kg/m2': ['kg/m2', 'kg/m²'],
};
const isUnitOf = ({ unit: { code = '' } }: MeasurementKind, written: string): boolean =>
  (saidAs[code] ?? [code.toLowerCase()]).includes(written);

/** Whether a value is one that people are measured with. */
export function isPlausible({ least, most, parts }: MeasurementKind, values: readonly number[]): boolean {
  if (parts === undefined) return values.every((value) => value >= least && value <= most);
  const isWithin = values.every((value, at) => value >= parts[at]!.least && value <= parts[at]!.most);
  return isWithin && (values[1] === undefined || values[0]! > values[1]);
}

function between(text: string, measurements: readonly Measurement[]): ReadLine['unread'] {
  const unread: ReadLine['unread'] = [];
  let at = 0;
  for (const { start, end } of [...measurements, { start: text.length, end: text.length }]) {
    const part = text.slice(at, start);
    const words = part.replace(/^[\s,.;:/–-]+|[\s,.;:/–-]+$/g, '');
    if (words !== '') {
      const from = at + part.indexOf(words);
      unread.push({ start: from, end: from + words.length, text: words });
    }
    at = end;
  }
  return unread;
}

/** The measurement as the parts of an Observation that say what it is: code, category, and value or components. */
export function observationOf({ kind, values }: Measurement) {
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

/** As it is read back: `140/90`, `37,4`. */
export const measurementValue = ({ values }: Measurement, decimalComma: boolean): string =>
  values.map((value) => (decimalComma ? String(value).replace('.', ',') : String(value))).join('/');
