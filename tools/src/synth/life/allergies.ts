import { isoDate, isoTime, workday } from '../calendar.ts';
import { coded } from '../codes/displays.ts';
import type { Drug } from '../codes/medicines.ts';
import { type Concept, status, systems, volven, words } from '../fhir.ts';
import type { Act, Life } from './writing.ts';

/** Volven 7497, what the reaction was. */
export const reactions = {
  anaphylaxis: coded(volven(7497), '1'),
  rash: coded(volven(7497), '11'),
  nausea: coded(volven(7497), '13'),
} as const;

const ACTIVE = status('allergyintolerance-clinical', 'active');
const CONFIRMED = status('allergyintolerance-verification', 'confirmed');

/** An allergy or intolerance that all must know of. */
export function noteAllergy(
  life: Life,
  act: Act,
  what: {
    to: Concept;
    category: 'medication' | 'food' | 'environment';
    critical: boolean;
    reaction: Concept;
    onset: string;
    severity: 'mild' | 'moderate' | 'severe';
    note?: string;
  },
): string {
  return life.record.add(act.unit, 'AllergyIntolerance', {
    clinicalStatus: ACTIVE,
    verificationStatus: CONFIRMED,
    type: 'allergy',
    category: [what.category],
    criticality: what.critical ? 'high' : 'low',
    code: what.to,
    patient: life.record.patient,
    onsetDateTime: what.onset,
    recordedDate: isoTime(act.day, act.minute),
    recorder: act.by.reference,
    ...(what.note === undefined ? {} : { note: [{ text: what.note }] }),
    reaction: [{ manifestation: [what.reaction], onset: what.onset, severity: what.severity }],
  });
}

/** All that hold penicillin: who reacts to one gets none. */
export const PENICILLINS: readonly Drug[] = ['penicillin', 'pivmecillinam'];

const COMMON: readonly (readonly [
  to: Concept,
  category: 'medication' | 'food' | 'environment',
  part: number,
  reaction: Concept,
  avoid?: readonly Drug[],
])[] = [
  [coded(systems.atc, 'J01CE02', 'Penicillin'), 'medication', 0.035, reactions.rash, PENICILLINS],
  [coded(systems.atc, 'M01AE01', 'Ibuprofen'), 'medication', 0.008, reactions.nausea, ['ibuprofen']],
  [words('Bjørkepollen'), 'environment', 0.05, words('Rennende nese')],
  [words('Peanøtter'), 'food', 0.01, reactions.anaphylaxis],
  [words('Skalldyr'), 'food', 0.006, reactions.rash],
];

/** @returns the medicines that the citizen must not have from now on */
export function drawAllergies(life: Life): Drug[] {
  const { citizen, asOf } = life;
  const { random } = citizen;
  const avoid: Drug[] = [];
  for (const [to, category, part, reaction, drugs] of COMMON) {
    if (!random.chance(part) || citizen.age < 3) continue;
    if (drugs !== undefined) avoid.push(...drugs);
    const day = workday(asOf - 200 - random.int(Math.min(3000, asOf - citizen.born - 500)));
    const act = { unit: citizen.practice, by: citizen.gp, day, minute: 600 };
    const critical = reaction === reactions.anaphylaxis;
    noteAllergy(life, act, {
      to,
      category,
      critical,
      reaction,
      onset: isoDate(day).slice(0, 4),
      severity: critical ? 'severe' : 'mild',
    });
  }
  return avoid;
}
