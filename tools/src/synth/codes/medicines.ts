import { type Concept, concept, systems, volven } from '../fhir.ts';
import { coded, displayOf } from './displays.ts';

/** Substances with ATC code and the strength and dosage they are most used in. */
type Row = readonly [
  atc: string,
  substance: string,
  strength: string,
  form: string,
  /** Times of day, or `as needed` with the most per day. */
  times: readonly string[] | number,
  /** How many units each time. */
  dose: number,
];

const MORNING = ['08:00:00'];
const EVENING = ['20:00:00'];
const NIGHT = ['22:00:00'];
const TWICE = ['08:00:00', '20:00:00'];
const THRICE = ['08:00:00', '14:00:00', '20:00:00'];

const ROWS = {
  acetylsalicylicAcid: ['B01AC06', 'Acetylsalisylsyre', '75 mg', 'tablett', MORNING, 1],
  alendronate: ['M05BA04', 'Alendronsyre', '70 mg', 'tablett', MORNING, 1],
  amlodipine: ['C08CA01', 'Amlodipin', '5 mg', 'tablett', MORNING, 1],
  apixaban: ['B01AF02', 'Apiksaban', '5 mg', 'tablett', TWICE, 1],
  atorvastatin: ['C10AA05', 'Atorvastatin', '20 mg', 'tablett', EVENING, 1],
  bisoprolol: ['C07AB07', 'Bisoprolol', '5 mg', 'tablett', MORNING, 1],
  buprenorphine: ['N07BC01', 'Buprenorfin', '16 mg', 'sublingvaltablett', MORNING, 1],
  calciumVitaminD: ['A12AX', 'Kalsium og kolekalsiferol', '500 mg/800 IE', 'tyggetablett', MORNING, 1],
  candesartan: ['C09CA06', 'Kandesartan', '8 mg', 'tablett', MORNING, 1],
  cetirizine: ['R06AE07', 'Cetirizin', '10 mg', 'tablett', 1, 1],
  contraceptive: ['G03AA07', 'Levonorgestrel og etinyløstradiol', '150 µg/30 µg', 'tablett', NIGHT, 1],
  donepezil: ['N06DA02', 'Donepezil', '5 mg', 'tablett', EVENING, 1],
  empagliflozin: ['A10BK03', 'Empagliflozin', '10 mg', 'tablett', MORNING, 1],
  escitalopram: ['N06AB10', 'Escitalopram', '10 mg', 'tablett', MORNING, 1],
  esomeprazole: ['A02BC05', 'Esomeprazol', '20 mg', 'enterotablett', MORNING, 1],
  fentanyl: ['N02AB03', 'Fentanyl', '25 µg/time', 'depotplaster', ['08:00:00'], 1],
  furosemide: ['C03CA01', 'Furosemid', '40 mg', 'tablett', MORNING, 1],
  ibuprofen: ['M01AE01', 'Ibuprofen', '400 mg', 'tablett', 3, 1],
  insulinGlargine: ['A10AE04', 'Insulin glargin', '100 E/ml', 'injeksjonsvæske', NIGHT, 20],
  iron: ['B03AA07', 'Jernsulfat', '100 mg', 'depottablett', MORNING, 1],
  lactulose: ['A06AD11', 'Laktulose', '667 mg/ml', 'mikstur', MORNING, 15],
  latanoprost: ['S01EE01', 'Latanoprost', '50 µg/ml', 'øyedråper', NIGHT, 1],
  levetiracetam: ['N03AX14', 'Levetiracetam', '500 mg', 'tablett', TWICE, 1],
  levothyroxine: ['H03AA01', 'Levotyroksin', '75 µg', 'tablett', MORNING, 1],
  losartan: ['C09CA01', 'Losartan', '50 mg', 'tablett', MORNING, 1],
  metformin: ['A10BA02', 'Metformin', '500 mg', 'tablett', TWICE, 1],
  metoclopramide: ['A03FA01', 'Metoklopramid', '4 mg/ml', 'injeksjonsvæske', MORNING, 1],
  methotrexate: ['L04AX03', 'Metotreksat', '2,5 mg', 'tablett', MORNING, 4],
  methylphenidate: ['N06BA04', 'Metylfenidat', '36 mg', 'depottablett', MORNING, 1],
  metoprolol: ['C07AB02', 'Metoprolol', '50 mg', 'depottablett', MORNING, 1],
  mirtazapine: ['N06AX11', 'Mirtazapin', '15 mg', 'tablett', NIGHT, 1],
  mometasone: ['R01AD09', 'Mometason', '50 µg', 'nesespray', MORNING, 2],
  morphine: ['N02AA01', 'Morfin', '10 mg', 'tablett', 4, 1],
  nitrofurantoin: ['J01XE01', 'Nitrofurantoin', '50 mg', 'tablett', THRICE, 1],
  nitroglycerin: ['C01DA02', 'Glyseroltrinitrat', '0,5 mg', 'resoriblett', 3, 1],
  olanzapine: ['N05AH03', 'Olanzapin', '10 mg', 'tablett', NIGHT, 1],
  oxycodone: ['N02AA05', 'Oksykodon', '2,5 mg', 'kapsel', 4, 1],
  paracetamol: ['N02BE01', 'Paracetamol', '500 mg', 'tablett', 3, 2],
  penicillin: ['J01CE02', 'Fenoksymetylpenicillin', '660 mg', 'tablett', THRICE, 2],
  pivmecillinam: ['J01CA08', 'Pivmecillinam', '200 mg', 'tablett', THRICE, 1],
  prednisolone: ['H02AB06', 'Prednisolon', '20 mg', 'tablett', MORNING, 1],
  ramipril: ['C09AA05', 'Ramipril', '5 mg', 'tablett', EVENING, 1],
  salbutamol: ['R03AC02', 'Salbutamol', '0,1 mg/dose', 'inhalasjonsaerosol', 4, 2],
  salmeterolFluticasone: ['R03AK06', 'Salmeterol og flutikason', '50 µg/250 µg', 'inhalasjonspulver', TWICE, 1],
  sertraline: ['N06AB06', 'Sertralin', '50 mg', 'tablett', MORNING, 1],
  simvastatin: ['C10AA01', 'Simvastatin', '40 mg', 'tablett', EVENING, 1],
  spironolactone: ['C03DA01', 'Spironolakton', '25 mg', 'tablett', MORNING, 1],
  sumatriptan: ['N02CC01', 'Sumatriptan', '50 mg', 'tablett', 2, 1],
  tamsulosin: ['G04CA02', 'Tamsulosin', '0,4 mg', 'depottablett', EVENING, 1],
  tiotropium: ['R03BB04', 'Tiotropium', '18 µg', 'inhalasjonspulver', MORNING, 1],
  warfarin: ['B01AA03', 'Warfarin', '2,5 mg', 'tablett', EVENING, 2],
  zopiclone: ['N05CF01', 'Zopiklon', '7,5 mg', 'tablett', NIGHT, 1],
} as const satisfies Record<string, Row>;

export type Drug = keyof typeof ROWS;

/** Days between doses, for those that would do harm or nothing if taken every day. */
const EVERY_DAYS: Partial<Record<Drug, number>> = { alendronate: 7, fentanyl: 3, methotrexate: 7 };

export type Medicine = {
  key: Drug;
  atc: string;
  substance: string;
  strength: string;
  form: string;
  times: readonly string[] | number;
  dose: number;
  everyDays: number;
  /** `Furosemid 40 mg`, coded with ATC. */
  concept: Concept;
};

export const medicines = Object.fromEntries(
  Object.entries(ROWS).map(([key, [atc, substance, strength, form, times, dose]]) => [
    key,
    {
      key,
      atc,
      substance,
      strength,
      form,
      times,
      dose,
      everyDays: EVERY_DAYS[key as Drug] ?? 1,
      concept: drugConcept(atc, substance, strength),
    },
  ]),
) as Record<Drug, Medicine>;

function drugConcept(atc: string, substance: string, strength: string): Concept {
  return concept(systems.atc, atc, displayOf(systems.atc, atc), `${substance} ${strength}`);
}

/** The same medicine in another strength. */
export function inStrength(drug: Drug, strength: string): Medicine {
  const medicine = medicines[drug];
  return { ...medicine, strength, concept: drugConcept(medicine.atc, medicine.substance, strength) };
}

/** Volven 9101, how a medicine is used. */
export const usage = {
  regular: coded(volven(9101), '1'),
  course: coded(volven(9101), '2'),
  asNeeded: coded(volven(9101), '3'),
} as const;

/** Volven 7494, why a medicine was stopped. */
export const stopReasons = {
  finished: coded(volven(7494), 'A'),
  reaction: coded(volven(7494), 'L'),
  noEffect: coded(volven(7494), 'M'),
  other: (text: string): Concept => coded(volven(7494), 'X', text),
} as const;
