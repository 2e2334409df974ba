import type { Lab } from '../../codes/analyses.ts';
import { coded } from '../../codes/displays.ts';
import { concept, fixed, hl7, quantity, systems } from '../../fhir.ts';
import { type Act, type Life, measure, measurePressure, observe, reportLab } from '../../life/writing.ts';
import { at } from '../person.ts';

/** One set of vital signs: hours after midnight, pressure, pulse, SpO₂, respiration, temperature, NEWS2, alertness. */
type Set = readonly [
  back: number,
  hour: number,
  minute: number,
  systolic: number,
  diastolic: number,
  pulse: number,
  saturation: number,
  respiration: number,
  temperature: number,
  news: number,
  alertness: 'A' | 'C',
];

export const nightVisit: Set = [4, 5, 58, 96, 52, 118, 94, 22, 37.2, 10, 'C'];
export const outOfHours: Set = [4, 7, 20, 98, 54, 112, 94, 22, 37.4, 10, 'C'];
const inWard: readonly Set[] = [
  [4, 9, 0, 102, 58, 104, 95, 20, 37.6, 6, 'C'],
  [4, 13, 0, 104, 60, 100, 94, 20, 37.9, 6, 'C'],
  [4, 18, 0, 108, 62, 96, 95, 18, 37.8, 6, 'C'],
  [4, 22, 0, 106, 60, 92, 95, 18, 37.4, 6, 'C'],
  [3, 6, 0, 112, 64, 88, 96, 16, 37.1, 3, 'A'],
  [3, 9, 35, 116, 66, 84, 96, 16, 37, 0, 'A'],
];

/** Blood tests in the order they were taken: days back, hour, where, and the values. */
const BLOOD: readonly (readonly [
  back: number,
  hour: number,
  unit: string,
  by: string,
  values: readonly (readonly [Lab, number])[],
])[] = [
  [
    610,
    9,
    'solli-legekontor',
    'ada-solli',
    [
      ['creatinine', 88],
      ['egfr', 54],
      ['potassium', 4.2],
      ['sodium', 140],
      ['hb', 12.6],
      ['ntProBnp', 1750],
    ],
  ],
  [
    430,
    9,
    'solli-legekontor',
    'ada-solli',
    [
      ['creatinine', 91],
      ['egfr', 52],
      ['potassium', 4.4],
      ['sodium', 139],
      ['hb', 12.4],
      ['ntProBnp', 1820],
    ],
  ],
  [
    255,
    9,
    'kystkardiologi',
    'kai-kyst',
    [
      ['creatinine', 94],
      ['egfr', 51],
      ['potassium', 4.5],
      ['ntProBnp', 1980],
    ],
  ],
  [
    100,
    9,
    'solli-legekontor',
    'ada-solli',
    [
      ['creatinine', 96],
      ['egfr', 50],
      ['potassium', 4.4],
      ['sodium', 138],
      ['hb', 12.2],
    ],
  ],
  [
    15,
    10,
    'solli-legekontor',
    'ada-solli',
    [
      ['creatinine', 98],
      ['egfr', 50],
      ['potassium', 4.5],
      ['sodium', 138],
      ['hb', 12.1],
      ['ntProBnp', 2250],
    ],
  ],
  [
    4,
    8,
    'nordas-laboratoriet',
    'nina-nordas',
    [
      ['creatinine', 121],
      ['egfr', 38],
      ['potassium', 5.1],
      ['sodium', 134],
      ['hb', 11.6],
      ['crp', 18],
    ],
  ],
  [
    4,
    20,
    'nordas-laboratoriet',
    'nina-nordas',
    [
      ['creatinine', 119],
      ['egfr', 39],
      ['potassium', 5],
      ['sodium', 135],
      ['hb', 11.5],
      ['crp', 42],
    ],
  ],
  [
    3,
    6,
    'nordas-laboratoriet',
    'nina-nordas',
    [
      ['creatinine', 118],
      ['egfr', 39],
      ['potassium', 4.9],
      ['sodium', 136],
      ['hb', 11.7],
      ['crp', 31],
      ['ntProBnp', 3100],
    ],
  ],
  [
    2,
    9,
    'nordas-laboratoriet',
    'nina-nordas',
    [
      ['creatinine', 108],
      ['egfr', 44],
      ['potassium', 4.8],
      ['sodium', 138],
      ['hb', 11.9],
    ],
  ],
];

/** Weights at home, then at Granli: days back and kilograms. */
const WEIGHTS = [
  [180, 59.8],
  [150, 60.1],
  [120, 60.4],
  [90, 60.6],
  [60, 60.9],
  [30, 61.4],
  [20, 62.3],
  [12, 61.7],
  [9, 61.2],
  [7, 60.8],
  [5, 60.3],
] as const;

/** Months of measurements at home and at the GP's, up to the fall. */
export function measureOverTime(life: Life): void {
  const { town, asOf } = life;
  for (const [back, kilograms] of WEIGHTS) {
    const visit = at(town, 'hanne-hjem', 'hjemmetjenesten-sone-3', asOf - back, 8, 25);
    measure(life, visit, 'weight', kilograms);
    if (back >= 30) measurePressure(life, visit, 140 - (180 - back) * 0.05, 78 - (180 - back) * 0.02);
  }
  const gp = at(town, 'ada-solli', 'solli-legekontor', asOf - 15, 11);
  measurePressure(life, gp, 132, 74);
  measure(life, gp, 'pulse', 72);
  measure(life, gp, 'saturation', 96);
  measure(life, gp, 'weight', 62.4);
  for (const [back, hour, unit, by, values] of BLOOD) {
    const drawn = at(town, by, unit, asOf - back, hour, back === 2 ? 12 : 5);
    reportLab(life, drawn, values, { hours: unit === 'nordas-laboratoriet' ? 1 : 5 });
  }
}

/** The vital signs of the night, the out-of-hours clinic and the ward, each with its NEWS2. */
export function measureStay(life: Life, stay: string): void {
  const { town, asOf } = life;
  vitalSigns(life, at(town, 'nora-natt', 'nattpatruljen', asOf - 4, 5, 58), nightVisit);
  const triage = at(town, 'nils-triage', 'havoy-legevakt', asOf - 4, 7, 20);
  vitalSigns(life, triage, outOfHours);
  observe(life, triage, { code: GLUCOSE, category: VITAL, valueQuantity: quantity(6.4, 'mmol/l', 'mmol/L') });
  for (const set of inWard) {
    const [back, hour, minute] = set;
    const ward = at(town, 'otto-nordas', 'nordas-sengepost-2', asOf - back, hour, minute);
    vitalSigns(life, { ...ward, encounter: stay }, set);
  }
  measure(life, { ...at(town, 'otto-nordas', 'nordas-sengepost-2', asOf - 3, 7), encounter: stay }, 'weight', 60.2);
}

const VITAL = [concept(hl7('observation-category'), 'vital-signs', 'Vital Signs')];
const GLUCOSE = coded(systems.nlk, 'NPU22089', 'Blodsukker');
const NEWS2 = concept(
  'http://snomed.info/sct',
  '1104051000000101',
  'Royal College of Physicians National Early Warning Score 2 - total score',
  'NEWS2',
);
const ALERTNESS = coded(systems.loinc, '80288-4', 'Våkenhet');
const LEVELS = { A: fixed({ text: 'A: våken' }), C: fixed({ text: 'C: ny forvirring' }) };

function vitalSigns(life: Life, act: Act, set: Set): void {
  const [, , , systolic, diastolic, pulse, saturation, respiration, temperature, news, alertness] = set;
  measurePressure(life, act, systolic, diastolic);
  measure(life, act, 'pulse', pulse);
  measure(life, act, 'saturation', saturation);
  measure(life, act, 'respiration', respiration);
  measure(life, act, 'temperature', temperature);
  observe(life, act, { category: VITAL, code: ALERTNESS, valueCodeableConcept: LEVELS[alertness] });
  observe(life, act, { category: VITAL, code: NEWS2, valueInteger: news });
}

/** Granli the day before, and the first visit at home today. */
export function measureHome(life: Life, granli: Act, home: Act): void {
  measurePressure(life, granli, 112, 64);
  measure(life, granli, 'pulse', 78);
  measure(life, granli, 'saturation', 95);
  measure(life, granli, 'weight', 61.6);
  measurePressure(life, home, 118, 68);
  measure(life, home, 'pulse', 74);
  measure(life, home, 'saturation', 96);
  measure(life, home, 'weight', 61.2);
}
