import {
  type Consciousness,
  type MeasurementChange,
  measurementIssues,
  type News2,
  news2Of,
} from '@enjournal/server/care/chart';
import { parseMeasurements } from '@enjournal/server/care/forms';
import type { Observation, Quantity, Reference } from '../../shared/fhir/types.ts';

/** A set of vital signs as it is typed. */
export type TypedSet = {
  pressure: string;
  pulse: string;
  respiration: string;
  saturation: string;
  temperature: string;
  /** Litres a minute; '0' is room air. */
  oxygen: string;
  consciousness: Consciousness | '';
};
export type SetField = keyof TypedSet;
export const emptySet: TypedSet = {
  pressure: '',
  pulse: '',
  respiration: '',
  saturation: '',
  temperature: '',
  oxygen: '',
  consciousness: '',
};
export const levels: readonly Consciousness[] = ['alert', 'confused', 'voice', 'pain', 'unresponsive'];

const byName: Readonly<Record<string, SetField>> = {
  bt: 'pressure',
  puls: 'pulse',
  rf: 'respiration',
  spo2: 'saturation',
  temp: 'temperature',
};
const letters: Readonly<Record<string, Consciousness>> = {
  a: 'alert',
  c: 'confused',
  v: 'voice',
  p: 'pain',
  u: 'unresponsive',
};

/** Reads what is typed in a hurry: `bt 116/66 p 84 rf 16 sat 96 t 37 luft A`. */
export function setOfLine(line: string): { set: Partial<TypedSet>; unread: string[] } {
  const { measurements, unread } = parseMeasurements(line);
  const set: Partial<TypedSet> = {};
  for (const { kind, values } of measurements) {
    const field = byName[kind.names[0] ?? ''];
    if (field !== undefined) set[field as Exclude<SetField, 'consciousness'>] = values.join('/').replaceAll('.', ',');
  }
  const left: string[] = [];
  for (const { text } of unread) {
    const rest = text
      .replace(/\b(?:o2|oksygen|oxygen)\s*[:=]?\s*(\d{1,2}(?:[.,]\d)?)\s*(?:l(?:\/min)?)?/i, (_, litres: string) => {
        set.oxygen = litres.replace('.', ',');
        return ' ';
      })
      .replace(/\b(?:luft|romluft|air)\b/i, () => {
        set.oxygen = '0';
        return ' ';
      })
      .replace(/(?:^|\s)(?:acvpu\s*[:=]?\s*)?([acvpu])(?=$|\s|[,.])/i, (_, letter: string) => {
        set.consciousness = letters[letter.toLowerCase()] ?? '';
        return ' ';
      })
      .trim();
    if (rest !== '') left.push(rest);
  }
  return { set, unread: left };
}

const numberIn = (text: string): number | undefined => {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || Number.isNaN(value) ? undefined : value;
};

export const pressureIn = (text: string): [number, number | undefined] | undefined => {
  const match = /^\s*(\d{2,3})(?:\s*[/ ]\s*(\d{2,3}))?\s*$/.exec(text);
  return match === null ? undefined : [Number(match[1]), match[2] === undefined ? undefined : Number(match[2])];
};

const ucum = (value: number, code: string, unit: string = code): Quantity => ({
  value,
  unit,
  system: 'http://unitsofmeasure.org',
  code,
});
const loinc = (code: string, display: string) => ({ system: 'http://loinc.org', code, display });
const category = [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
];
const answers = 'https://enjournal.no/fhir/CodeSystem/news2-answer';
const answerNames: Readonly<Record<Consciousness, string>> = {
  alert: 'Våken',
  confused: 'Nyoppstått forvirring',
  voice: 'Reagerer på tiltale',
  pain: 'Reagerer på smerte',
  unresponsive: 'Reagerer ikke',
};

type About = { subject: Reference; at: string; performer: Reference };
export type MadeSet = { observations: { field: SetField; of: Observation }[]; unreadable: SetField[] };

/** The Observations of a set, with what cannot be read as a number told. */
export function madeOf(typed: TypedSet, { subject, at, performer }: About): MadeSet {
  const unreadable: SetField[] = [];
  const made: MadeSet['observations'] = [];
  const put = (field: SetField, code: ReturnType<typeof loinc>, text: string, value: Partial<Observation>) =>
    made.push({
      field,
      of: {
        resourceType: 'Observation',
        status: 'final',
        category,
        code: { coding: [code], text },
        subject,
        effectiveDateTime: at,
        performer: [performer],
        ...value,
      } as Observation,
    });
  if (typed.pressure.trim() !== '') {
    const read = pressureIn(typed.pressure);
    if (read === undefined) unreadable.push('pressure');
    else {
      const part = (code: string, display: string, text: string, value: number) => ({
        code: { coding: [loinc(code, display)], text },
        valueQuantity: ucum(value, 'mm[Hg]', 'mmHg'),
      });
      const [high, low] = read;
      const component = [
        part('8480-6', 'Systolic blood pressure', 'Overtrykk', high),
        ...(low === undefined ? [] : [part('8462-4', 'Diastolic blood pressure', 'Undertrykk', low)]),
      ];
      put('pressure', loinc('85354-9', 'Blood pressure panel with all children optional'), 'Blodtrykk', { component });
    }
  }
  for (const { field, code, text, unit } of singles) {
    if (typed[field].trim() === '') continue;
    const value = numberIn(typed[field]);
    if (value === undefined) unreadable.push(field);
    else put(field, code, text, { valueQuantity: ucum(value, unit[0], unit[1]) });
  }
  if (typed.consciousness !== '') {
    const display = answerNames[typed.consciousness];
    const valueCodeableConcept = { coding: [{ system: answers, code: typed.consciousness, display }], text: display };
    put('consciousness', loinc('80288-4', 'Level of consciousness AVPU score'), 'Bevissthet', { valueCodeableConcept });
  }
  return { observations: made, unreadable };
}

export const singles = [
  { field: 'pulse', code: loinc('8867-4', 'Heart rate'), text: 'Puls', unit: ['/min', '/min'] },
  {
    field: 'respiration',
    code: loinc('9279-1', 'Respiratory rate'),
    text: 'Respirasjonsfrekvens',
    unit: ['/min', '/min'],
  },
  {
    field: 'saturation',
    code: loinc('59408-5', 'Oxygen saturation in Arterial blood by Pulse oximetry'),
    text: 'Oksygenmetning',
    unit: ['%', '%'],
  },
  { field: 'temperature', code: loinc('8310-5', 'Body temperature'), text: 'Temperatur', unit: ['Cel', '°C'] },
  { field: 'oxygen', code: loinc('3151-8', 'Inhaled oxygen flow rate'), text: 'Oksygen', unit: ['L/min', 'l/min'] },
] as const satisfies readonly {
  field: Exclude<SetField, 'consciousness' | 'pressure'>;
  code: object;
  text: string;
  unit: readonly [string, string];
}[];

/** What the rules that the server has too would say, by field: key and what stands for names in its words. */
export function issuesOf(made: MadeSet, actor: MeasurementChange['actor'], now: number) {
  return made.observations.flatMap(({ field, of }) =>
    measurementIssues({ resource: of as never, before: undefined, actor, now }).map(
      ({ key = '', values = {}, expression = '' }) => ({
        field: expression.endsWith('effective') ? ('time' as const) : field,
        key,
        values: values as Record<string, string>,
      }),
    ),
  );
}

/** What it adds up to, as it is typed. */
export function scoreOf(typed: TypedSet, scale: 1 | 2): News2 {
  const oxygen = numberIn(typed.oxygen);
  return news2Of(
    {
      respiration: numberIn(typed.respiration),
      saturation: numberIn(typed.saturation),
      onOxygen: oxygen === undefined ? undefined : oxygen > 0,
      systolic: pressureIn(typed.pressure)?.[0],
      pulse: numberIn(typed.pulse),
      consciousness: typed.consciousness === '' ? undefined : typed.consciousness,
      temperature: numberIn(typed.temperature),
    },
    scale,
  );
}

/** A time of today (or of yesterday, when it has not come yet) typed as `10.30`, `1030` or `9`; undefined when it is none. */
export function timeIn(text: string, now: number, dayStart: (at: number) => number): number | undefined {
  const match = /^\s*(\d{1,2})(?:[.:]?(\d{2}))?\s*$/.exec(text);
  if (match === null || Number(match[1]) > 23 || Number(match[2] ?? 0) > 59) return undefined;
  const of = (Number(match[1]) * 60 + Number(match[2] ?? 0)) * 60_000;
  const today = dayStart(now) + of;
  return today <= now + 300_000 ? today : dayStart(dayStart(now) - 43_200_000) + of;
}

export const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
