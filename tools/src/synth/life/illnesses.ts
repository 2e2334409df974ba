import { ageOn, type Day, isoDate, workday } from '../calendar.ts';
import { type Chronic, chronics, prevalenceAt } from '../codes/chronic.ts';
import { icpc2 } from '../codes/icpc2.ts';
import { type Drug, medicines } from '../codes/medicines.ts';
import type { Concept } from '../fhir.ts';
import type { Citizen } from '../record.ts';
import { prescribe } from './prescribing.ts';
import { diagnose, type Life } from './writing.ts';

/** An illness that someone lives with: since when, and with which medicines. */
export type Illness = { chronic: Chronic; concept: Concept; onset: Day; drugs: readonly Drug[] };

/** Draws the lasting illnesses of a citizen by age and sex. */
export function illnessesOf(citizen: Citizen, asOf: Day): Illness[] {
  const { random, age, born, sex } = citizen;
  const found: Illness[] = [];
  for (const chronic of chronics) {
    if (!random.chance(prevalenceAt(chronic, age, sex))) continue;
    const years = Math.min(random.exponential() * 8, age - chronic.onsetFrom, age);
    const onset = workday(Math.max(born + 30, asOf - Math.round(Math.max(0.1, years) * 365)));
    if (onset > asOf) continue;
    found.push({ chronic, concept: conceptOf(chronic), onset, drugs: drugsOf(citizen, chronic) });
  }
  return found;
}

const concepts = new Map<Chronic, Concept>();

export function conceptOf(chronic: Chronic): Concept {
  let concept = concepts.get(chronic);
  if (concept === undefined) {
    concept = icpc2(chronic.code, chronic.text);
    concepts.set(chronic, concept);
  }
  return concept;
}

function drugsOf({ random, age }: Citizen, chronic: Chronic): Drug[] {
  const drawn = chronic.drugs.filter(([, part]) => random.chance(part)).map(([drug]) => drug);
  if (age < 12) return drawn.filter((drug) => drug === 'salbutamol' || drug === 'insulinGlargine');
  return age < 75 ? drawn : drawn.filter((drug) => drug !== 'ibuprofen');
}

/** Writes the problem list, and the medicines that are in use: one line each, however many illnesses ask for it. */
export function writeIllnesses(life: Life, illnesses: readonly Illness[]): void {
  const { citizen, asOf, from } = life;
  const { random } = citizen;
  const given = new Set<string>();
  for (const { concept, onset, drugs } of illnesses) {
    const at = { unit: citizen.practice, by: citizen.gp, day: onset, minute: 9 * 60 };
    diagnose(life, at, concept, { list: 'problem', onset: onset < from ? isoDate(onset).slice(0, 4) : isoDate(onset) });
    for (const drug of drugs) {
      const group = groupOf(drug);
      if (given.has(group) || life.avoid.has(drug)) continue;
      given.add(group);
      const renewed = workday(asOf - random.int(Math.max(1, Math.min(330, asOf - onset))) - 3);
      const order = { reason: concept };
      if (onset >= from && renewed - onset > 500) {
        const first = { ...at, day: workday(onset + random.int(20)) };
        const prior = prescribe(life, first, drug, { ...order, stopped: { completed: true } });
        prescribe(life, { ...at, day: renewed }, drug, { ...order, prior });
      } else prescribe(life, { ...at, day: Math.max(onset, renewed) }, drug, order);
    }
  }
}

/** Of these only one at a time: what thins the blood, beta blockers, ACE and angiotensin, statins, antidepressants. */
const ONE_OF = ['B01A', 'C07', 'C09', 'C10AA', 'N06A'];

const groupOf = (drug: Drug): string => ONE_OF.find((group) => medicines[drug].atc.startsWith(group)) ?? drug;

/** Those of the illnesses that the person has on a day. */
export function presentOn(illnesses: readonly Illness[], day: Day): Illness[] {
  return illnesses.filter((one) => one.onset <= day);
}

export const ageAt = (life: Life, day: Day): number => ageOn(life.citizen.born, day);
