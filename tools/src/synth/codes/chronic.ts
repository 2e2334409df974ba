import type { Lab } from './analyses.ts';
import type { Icd10 } from './icd10.ts';
import type { Icpc2 } from './icpc2.ts';
import type { Drug } from './medicines.ts';

/** Illness that lasts: who has it, how it is treated and followed up. */
export type Chronic = {
  code: Icpc2;
  icd: Icd10;
  /** What the problem list says, where it differs from the rubric. */
  text?: string;
  /** Part of people who have it, from an age on: [age, women, men], ascending; the last that fits counts. */
  prevalence: readonly (readonly [number, number, number])[];
  /** Not before this age. */
  onsetFrom: number;
  /** Medicines and in what part of those who have it. */
  drugs: readonly (readonly [Drug, number])[];
  labs: readonly Lab[];
  measures: readonly ('pressure' | 'weight' | 'pulse' | 'saturation')[];
  /** Changes to laboratory values in those who have it: times the usual mean. */
  shifts?: Partial<Record<Lab, number>>;
  /** What is written at a check-up. */
  controls: readonly string[];
  /** Hospital unit that follows it, visits there and admissions for it in a year. */
  hospital: readonly [unit: string, visits: number, admissions: number];
};

export const chronics: readonly Chronic[] = [
  {
    code: 'K86',
    icd: 'I10',
    text: 'Høyt blodtrykk',
    prevalence: [
      [30, 0.02, 0.03],
      [40, 0.08, 0.1],
      [50, 0.18, 0.2],
      [60, 0.3, 0.32],
      [70, 0.45, 0.43],
      [80, 0.5, 0.45],
    ],
    onsetFrom: 30,
    drugs: [
      ['amlodipine', 0.4],
      ['candesartan', 0.45],
      ['losartan', 0.2],
    ],
    labs: ['creatinine', 'potassium', 'sodium', 'cholesterol', 'ldl'],
    measures: ['pressure', 'weight'],
    controls: [
      'Kontroll av blodtrykk. Ingen plager av medisinen. Hjemmemålinger stort sett under 140/90. Fortsetter uendret, ny kontroll om ett år.',
      'Årskontroll blodtrykk. Noe høyt i dag, måler hjemme i en uke og sender inn.',
      'Blodtrykk godt regulert. Blodprøver tatt. Råd om salt og mosjon.',
    ],
    hospital: ['nordas-hjerte', 0.02, 0],
  },
  {
    code: 'T90',
    icd: 'E11.9',
    prevalence: [
      [30, 0.004, 0.006],
      [40, 0.015, 0.025],
      [50, 0.04, 0.06],
      [60, 0.07, 0.1],
      [70, 0.1, 0.14],
      [85, 0.1, 0.12],
    ],
    onsetFrom: 35,
    drugs: [
      ['metformin', 0.8],
      ['empagliflozin', 0.3],
      ['atorvastatin', 0.6],
    ],
    labs: ['hba1c', 'creatinine', 'egfr', 'ldl', 'potassium'],
    measures: ['pressure', 'weight'],
    shifts: { hba1c: 1.45, glucose: 1.5 },
    controls: [
      'Årskontroll diabetes. Føtter uten sår, normal følelse med monofilament. Øyebunnsfoto i fjor uten forandringer. HbA1c tas i dag.',
      'Kontroll diabetes type 2. Bruker medisinen fast. Ingen føling. Går tur hver dag. Mål for HbA1c 53.',
      'HbA1c litt høyere enn sist. Snakket om kosthold. Øker metformin, ny prøve om tre måneder.',
    ],
    hospital: ['nordas-endokrin', 0.15, 0.02],
  },
  {
    code: 'T89',
    icd: 'E10.9',
    prevalence: [
      [5, 0.002, 0.002],
      [15, 0.005, 0.006],
    ],
    onsetFrom: 4,
    drugs: [['insulinGlargine', 1]],
    labs: ['hba1c', 'creatinine', 'ldl'],
    measures: ['pressure', 'weight'],
    shifts: { hba1c: 1.6, glucose: 1.8 },
    controls: ['Kontroll diabetes type 1. Bruker sensor, få alvorlige følinger. Føtter fine.'],
    hospital: ['nordas-endokrin', 2, 0.05],
  },
  {
    code: 'T93',
    icd: 'E78.5',
    prevalence: [
      [40, 0.04, 0.06],
      [50, 0.1, 0.13],
      [60, 0.18, 0.22],
      [70, 0.24, 0.25],
    ],
    onsetFrom: 35,
    drugs: [
      ['atorvastatin', 0.6],
      ['simvastatin', 0.3],
    ],
    labs: ['cholesterol', 'ldl', 'hdl', 'alat'],
    measures: ['pressure'],
    shifts: { ldl: 1.1 },
    controls: ['Kontroll av kolesterol. Tåler statin godt. LDL nær målet, fortsetter.'],
    hospital: ['nordas-hjerte', 0.01, 0],
  },
  {
    code: 'K76',
    icd: 'I25.1',
    prevalence: [
      [50, 0.01, 0.03],
      [60, 0.03, 0.08],
      [70, 0.07, 0.16],
      [80, 0.13, 0.22],
    ],
    onsetFrom: 45,
    drugs: [
      ['acetylsalicylicAcid', 0.9],
      ['atorvastatin', 0.85],
      ['metoprolol', 0.6],
      ['nitroglycerin', 0.4],
    ],
    labs: ['hb', 'creatinine', 'ldl'],
    measures: ['pressure', 'pulse'],
    controls: ['Kontroll hjerte. Ingen brystsmerter siste halvår. Går i trapper uten plager. Medisiner uendret.'],
    hospital: ['nordas-hjerte', 0.35, 0.12],
  },
  {
    code: 'K77',
    icd: 'I50.9',
    prevalence: [
      [60, 0.01, 0.015],
      [70, 0.03, 0.045],
      [80, 0.09, 0.11],
      [90, 0.15, 0.16],
    ],
    onsetFrom: 55,
    drugs: [
      ['furosemide', 0.85],
      ['bisoprolol', 0.75],
      ['ramipril', 0.7],
      ['spironolactone', 0.35],
    ],
    labs: ['creatinine', 'egfr', 'potassium', 'sodium', 'ntProBnp', 'hb'],
    measures: ['pressure', 'weight', 'pulse'],
    shifts: { ntProBnp: 9, creatinine: 1.3, egfr: 0.65 },
    controls: [
      'Kontroll hjertesvikt. Sover med to puter, litt hovne ankler om kvelden. Vekt stabil. Fortsetter med samme dose furosemid.',
      'Hjertesvikt, stabil. Går tur rundt huset. Ingen nattlig tungpust.',
      'Vekt opp 1,5 kilo på en uke. Furosemid økes i fem dager, hjemmetjenesten veier daglig.',
    ],
    hospital: ['nordas-hjerte', 0.8, 0.35],
  },
  {
    code: 'K78',
    icd: 'I48.9',
    prevalence: [
      [50, 0.01, 0.02],
      [60, 0.03, 0.05],
      [70, 0.08, 0.12],
      [80, 0.15, 0.2],
    ],
    onsetFrom: 45,
    drugs: [
      ['apixaban', 0.8],
      ['metoprolol', 0.7],
      ['warfarin', 0.08],
    ],
    labs: ['creatinine', 'hb'],
    measures: ['pressure', 'pulse'],
    controls: ['Kontroll flimmer. Uregelmessig puls rundt 75. Bruker blodfortynnende fast, ingen blødninger.'],
    hospital: ['nordas-hjerte', 0.3, 0.08],
  },
  {
    code: 'K90',
    icd: 'I63.9',
    prevalence: [
      [55, 0.008, 0.012],
      [65, 0.025, 0.04],
      [75, 0.06, 0.08],
      [85, 0.1, 0.11],
    ],
    onsetFrom: 50,
    drugs: [
      ['acetylsalicylicAcid', 0.7],
      ['atorvastatin', 0.7],
    ],
    labs: ['creatinine', 'ldl'],
    measures: ['pressure'],
    controls: [
      'Etterkontroll hjerneslag. Litt nedsatt kraft i høyre hånd, ellers selvhjulpen. Trener med fysioterapeut.',
    ],
    hospital: ['nordas-nevrologi', 0.25, 0.08],
  },
  {
    code: 'R95',
    icd: 'J44.9',
    text: 'KOLS',
    prevalence: [
      [50, 0.02, 0.02],
      [60, 0.05, 0.06],
      [70, 0.08, 0.1],
      [80, 0.08, 0.11],
    ],
    onsetFrom: 45,
    drugs: [
      ['tiotropium', 0.75],
      ['salbutamol', 0.8],
      ['salmeterolFluticasone', 0.35],
    ],
    labs: ['crp', 'hb'],
    measures: ['saturation', 'weight', 'pulse'],
    controls: [
      'Kontroll KOLS. FEV1 58 prosent av forventet. En forverring siste år. Inhalasjonsteknikk gjennomgått.',
      'KOLS, stabil. Røyksluttet i fjor. Tungpusten i bakker.',
    ],
    hospital: ['nordas-lunge', 0.4, 0.22],
  },
  {
    code: 'R96',
    icd: 'J45.9',
    prevalence: [
      [3, 0.04, 0.06],
      [15, 0.06, 0.05],
      [60, 0.05, 0.04],
    ],
    onsetFrom: 3,
    drugs: [
      ['salbutamol', 0.9],
      ['salmeterolFluticasone', 0.45],
    ],
    labs: [],
    measures: ['saturation'],
    controls: ['Kontroll astma. Bruker forebyggende medisin hver dag, anfallsmedisin én gang i uken.'],
    hospital: ['nordas-lunge', 0.08, 0.02],
  },
  {
    code: 'P70',
    icd: 'F03',
    prevalence: [
      [65, 0.01, 0.01],
      [70, 0.035, 0.035],
      [75, 0.07, 0.06],
      [80, 0.14, 0.11],
      [85, 0.25, 0.2],
      [90, 0.38, 0.3],
    ],
    onsetFrom: 64,
    drugs: [['donepezil', 0.5]],
    labs: ['hb', 'b12', 'tsh', 'creatinine', 'sodium'],
    measures: ['pressure', 'weight'],
    controls: [
      'Kontroll demens sammen med pårørende. Husker dårligere enn i vår, klarer påkledning selv. MMSE 20.',
      'Hukommelse langsomt dårligere. Glemmer mat. Hjemmetjenesten følger opp medisiner.',
    ],
    hospital: ['nordas-geriatri', 0.25, 0.15],
  },
  {
    code: 'P76',
    icd: 'F32.1',
    text: 'Depresjon',
    prevalence: [
      [14, 0.02, 0.01],
      [20, 0.06, 0.035],
      [40, 0.07, 0.045],
      [67, 0.06, 0.04],
    ],
    onsetFrom: 14,
    drugs: [
      ['escitalopram', 0.4],
      ['sertraline', 0.25],
      ['mirtazapine', 0.15],
    ],
    labs: ['tsh', 'hb'],
    measures: [],
    controls: [
      'Samtale. Stemningsleiet noe bedre, sover seks timer. Ingen selvmordstanker. Fortsetter behandling.',
      'Følger opp depresjon. MADRS 18. Tilbake i halv stilling. Ny time om tre uker.',
    ],
    hospital: ['nordas-dps', 0.8, 0.03],
  },
  {
    code: 'P74',
    icd: 'F41.1',
    prevalence: [
      [14, 0.02, 0.01],
      [20, 0.05, 0.025],
      [60, 0.03, 0.02],
    ],
    onsetFrom: 12,
    drugs: [
      ['sertraline', 0.3],
      ['escitalopram', 0.2],
    ],
    labs: [],
    measures: [],
    controls: ['Samtale om angst. Øver på å ta buss. God støtte hjemme.'],
    hospital: ['nordas-dps', 0.6, 0.01],
  },
  {
    code: 'P72',
    icd: 'F20.0',
    prevalence: [[20, 0.003, 0.005]],
    onsetFrom: 18,
    drugs: [['olanzapine', 0.8]],
    labs: ['hba1c', 'cholesterol', 'alat'],
    measures: ['weight', 'pressure'],
    controls: ['Somatisk årskontroll. Vekt opp to kilo. Samarbeid med kommunens team om aktivitet.'],
    hospital: ['nordas-dps', 3, 0.25],
  },
  {
    code: 'P81',
    icd: 'F90.0',
    text: 'ADHD',
    prevalence: [
      [7, 0.02, 0.05],
      [18, 0.02, 0.025],
      [40, 0.008, 0.008],
    ],
    onsetFrom: 7,
    drugs: [['methylphenidate', 0.7]],
    labs: [],
    measures: ['pressure', 'weight', 'pulse'],
    controls: ['Kontroll ADHD. God effekt på skole og jobb. Sover greit. Vekt og blodtrykk målt.'],
    hospital: ['nordas-bup', 0.5, 0],
  },
  {
    code: 'L90',
    icd: 'M17.9',
    prevalence: [
      [50, 0.06, 0.04],
      [60, 0.12, 0.08],
      [70, 0.18, 0.12],
    ],
    onsetFrom: 48,
    drugs: [
      ['paracetamol', 0.6],
      ['ibuprofen', 0.25],
    ],
    labs: [],
    measures: ['weight'],
    controls: ['Kneartrose. Vondt ved lange turer, stivt om morgenen. Trener på gruppe hos fysioterapeut.'],
    hospital: ['nordas-ortopedi', 0.18, 0.04],
  },
  {
    code: 'L89',
    icd: 'M16.9',
    prevalence: [
      [55, 0.03, 0.02],
      [65, 0.07, 0.05],
      [75, 0.1, 0.07],
    ],
    onsetFrom: 50,
    drugs: [['paracetamol', 0.7]],
    labs: [],
    measures: [],
    controls: ['Hofteartrose. Økende smerter ved gange. Vurderes for protese.'],
    hospital: ['nordas-ortopedi', 0.25, 0.07],
  },
  {
    code: 'L95',
    icd: 'M81.9',
    prevalence: [
      [55, 0.04, 0.01],
      [65, 0.12, 0.02],
      [75, 0.2, 0.04],
    ],
    onsetFrom: 54,
    drugs: [
      ['calciumVitaminD', 0.8],
      ['alendronate', 0.6],
    ],
    labs: ['vitaminD', 'creatinine'],
    measures: [],
    controls: ['Benskjørhet. Ingen nye brudd. Tar tablett hver mandag og kalk daglig. Fallrisiko drøftet.'],
    hospital: ['nordas-ortopedi', 0.08, 0.02],
  },
  {
    code: 'L88',
    icd: 'M06.9',
    prevalence: [
      [30, 0.004, 0.002],
      [50, 0.011, 0.006],
    ],
    onsetFrom: 28,
    drugs: [
      ['methotrexate', 0.8],
      ['prednisolone', 0.2],
    ],
    labs: ['hb', 'leukocytes', 'alat', 'creatinine', 'crp'],
    measures: ['pressure'],
    shifts: { crp: 3 },
    controls: ['Leddgikt. Lite morgenstivhet. Blodprøver før metotreksat uten anmerkning.'],
    hospital: ['nordas-revmatologi', 2, 0.05],
  },
  {
    code: 'U99',
    icd: 'N18.3',
    text: 'Nyresvikt, stadium 3',
    prevalence: [
      [60, 0.02, 0.02],
      [70, 0.06, 0.06],
      [80, 0.13, 0.13],
    ],
    onsetFrom: 58,
    drugs: [],
    labs: ['creatinine', 'egfr', 'potassium', 'hb'],
    measures: ['pressure'],
    shifts: { creatinine: 1.5, egfr: 0.55, potassium: 1.06 },
    controls: ['Kontroll nyrer. eGFR stabil rundt 45. Unngår NSAID.'],
    hospital: ['nordas-medisin', 0.25, 0.04],
  },
  {
    code: 'T86',
    icd: 'E03.9',
    text: 'Lavt stoffskifte',
    prevalence: [
      [20, 0.015, 0.004],
      [40, 0.05, 0.012],
      [60, 0.09, 0.03],
    ],
    onsetFrom: 18,
    drugs: [['levothyroxine', 0.97]],
    labs: ['tsh', 'freeT4'],
    measures: [],
    controls: ['Kontroll stoffskifte. Føler seg bra. TSH i området, samme dose.'],
    hospital: ['nordas-endokrin', 0.03, 0],
  },
  {
    code: 'N89',
    icd: 'G43.9',
    prevalence: [
      [14, 0.05, 0.02],
      [20, 0.1, 0.035],
      [55, 0.05, 0.02],
    ],
    onsetFrom: 12,
    drugs: [['sumatriptan', 0.5]],
    labs: [],
    measures: ['pressure'],
    controls: ['Migrene to ganger i måneden, god effekt av anfallsmedisin.'],
    hospital: ['nordas-nevrologi', 0.06, 0.01],
  },
  {
    code: 'N88',
    icd: 'G40.9',
    prevalence: [
      [1, 0.005, 0.006],
      [65, 0.01, 0.012],
    ],
    onsetFrom: 1,
    drugs: [['levetiracetam', 0.85]],
    labs: ['sodium', 'alat'],
    measures: [],
    controls: ['Epilepsi, anfallsfri siste år. Tar medisinen fast.'],
    hospital: ['nordas-nevrologi', 0.8, 0.12],
  },
  {
    code: 'D84',
    icd: 'K21.9',
    text: 'Refluks',
    prevalence: [
      [30, 0.03, 0.03],
      [50, 0.07, 0.07],
      [70, 0.1, 0.09],
    ],
    onsetFrom: 25,
    drugs: [['esomeprazole', 0.85]],
    labs: ['hb'],
    measures: ['weight'],
    controls: ['Halsbrann godt dempet av medisin. Prøver nedtrapping.'],
    hospital: ['nordas-kirurgi', 0.05, 0],
  },
  {
    code: 'S91',
    icd: 'L40.0',
    prevalence: [
      [20, 0.02, 0.02],
      [40, 0.035, 0.04],
    ],
    onsetFrom: 15,
    drugs: [],
    labs: [],
    measures: [],
    controls: ['Psoriasis på albuer og knær. Smører i perioder.'],
    hospital: ['nordas-hud', 0.3, 0],
  },
  {
    code: 'F92',
    icd: 'H25.9',
    prevalence: [
      [65, 0.06, 0.05],
      [75, 0.2, 0.18],
      [85, 0.3, 0.28],
    ],
    onsetFrom: 62,
    drugs: [],
    labs: [],
    measures: [],
    controls: ['Ser dårligere, særlig i motlys. Henvises øyelege.'],
    hospital: ['nordas-oye', 0.35, 0],
  },
  {
    code: 'F93',
    icd: 'H40.9',
    prevalence: [
      [60, 0.02, 0.02],
      [75, 0.06, 0.06],
    ],
    onsetFrom: 55,
    drugs: [['latanoprost', 0.9]],
    labs: [],
    measures: [],
    controls: ['Grønn stær, drypper hver kveld. Trykket følges hos øyelege.'],
    hospital: ['nordas-oye', 1.2, 0],
  },
  {
    code: 'X76',
    icd: 'C50.9',
    text: 'Brystkreft',
    prevalence: [
      [40, 0.008, 0],
      [55, 0.025, 0],
      [70, 0.045, 0],
    ],
    onsetFrom: 38,
    drugs: [],
    labs: ['hb', 'leukocytes', 'alat'],
    measures: ['weight'],
    controls: ['Kontroll etter brystkreft. Ingen tegn til tilbakefall. Årlig mammografi.'],
    hospital: ['nordas-kreft', 1.6, 0.1],
  },
  {
    code: 'Y77',
    icd: 'C61',
    text: 'Prostatakreft',
    prevalence: [
      [55, 0, 0.01],
      [65, 0, 0.05],
      [75, 0, 0.1],
    ],
    onsetFrom: 53,
    drugs: [['tamsulosin', 0.4]],
    labs: ['psa', 'hb'],
    measures: [],
    shifts: { psa: 3 },
    controls: ['Kontroll prostata. PSA stabil siden sist. Tisser to ganger om natten.'],
    hospital: ['nordas-kreft', 1.2, 0.06],
  },
  {
    code: 'D75',
    icd: 'C18.9',
    text: 'Tarmkreft',
    prevalence: [
      [55, 0.004, 0.005],
      [65, 0.01, 0.014],
      [75, 0.02, 0.024],
    ],
    onsetFrom: 50,
    drugs: [],
    labs: ['hb', 'alat', 'albumin'],
    measures: ['weight'],
    controls: ['Kontroll etter operert tarmkreft. God matlyst, vekt stabil.'],
    hospital: ['nordas-kirurgi', 2, 0.2],
  },
];

/** The part of people of an age and sex who have the illness. */
export function prevalenceAt(chronic: Chronic, age: number, sex: 'female' | 'male'): number {
  let part = 0;
  for (const [from, women, men] of chronic.prevalence) if (age >= from) part = sex === 'female' ? women : men;
  return part;
}
