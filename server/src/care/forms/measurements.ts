import { isPlausible, kindByName, type MeasurementKind } from './measurement-kinds.ts';

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

/** As it is read back: `140/90`, `37,4`. */
export const measurementValue = ({ values }: Measurement, decimalComma: boolean): string =>
  values.map((value) => (decimalComma ? String(value).replace('.', ',') : String(value))).join('/');
