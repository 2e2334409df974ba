import { addYears, type Day } from '../calendar.ts';
import { type Lab, labs } from '../codes/analyses.ts';
import type { Chronic } from '../codes/chronic.ts';
import type { Citizen } from '../record.ts';

/** How one body measures: values that are the person's own, so that ten years of them make a curve and not a cloud. */
export class Body {
  readonly #citizen: Citizen;
  readonly #pressure: number;
  readonly #weight: number;
  readonly #height: number;
  readonly #pulse: number;
  readonly #offsets = new Map<Lab, number>();

  constructor(citizen: Citizen) {
    const { random, sex } = citizen;
    this.#citizen = citizen;
    this.#pressure = random.normal(0, 8);
    this.#weight = random.normal(sex === 'female' ? 70 : 84, 12);
    this.#height = random.normal(sex === 'female' ? 167 : 180, 6);
    this.#pulse = random.normal(71, 7);
  }

  /** Systolic and diastolic, mmHg. */
  pressureAt(day: Day, illnesses: readonly Chronic[]): [number, number] {
    const age = this.#ageAt(day);
    const high = illnesses.some((one) => one.code === 'K86') ? 9 : 0;
    const systolic = 108 + Math.min(age, 85) * 0.32 + high + this.#pressure + this.#citizen.random.normal(0, 6);
    return [systolic, systolic * 0.5 + 14 + this.#citizen.random.normal(0, 4)];
  }

  /** Kilograms: along the middle of the growth curve for children, drifting up and then down for adults. */
  weightAt(day: Day): number {
    const age = this.#ageAt(day);
    const { random } = this.#citizen;
    if (age < 18) return this.#childhood(CHILD_WEIGHT, age, this.#weight / (this.#citizen.sex === 'female' ? 70 : 84));
    const drift = age < 65 ? (age - 40) * 0.15 : (65 - 40) * 0.15 - (age - 65) * 0.35;
    return Math.max(42, this.#weight + drift + random.normal(0, 0.8));
  }

  heightAt(day: Day): number {
    const age = this.#ageAt(day);
    if (age < 18)
      return this.#childhood(CHILD_HEIGHT, age, this.#height / (this.#citizen.sex === 'female' ? 167 : 180));
    return this.#height - Math.max(0, age - 60) * 0.12;
  }

  headAt(day: Day): number {
    return this.#childhood(CHILD_HEAD, this.#ageAt(day), 1) + this.#citizen.random.normal(0, 0.4);
  }

  pulseAt(fever: number): number {
    return Math.max(48, this.#pulse + fever * 9 + this.#citizen.random.normal(0, 4));
  }

  /** A laboratory value, moved by the illnesses that move it. */
  labAt(lab: Lab, day: Day, illnesses: readonly Chronic[]): number {
    const { mean, sd } = labs[lab];
    const { random, sex } = this.#citizen;
    let offset = this.#offsets.get(lab);
    if (offset === undefined) {
      offset = random.normal(0, 0.8);
      this.#offsets.set(lab, offset);
    }
    let middle = mean;
    if (lab === 'hb') middle += sex === 'female' ? -0.8 : 0.8;
    else if (lab === 'egfr') middle += 10 - Math.max(0, this.#ageAt(day) - 35) * 0.7;
    else if (lab === 'creatinine') middle += sex === 'female' ? -8 : 8;
    for (const { shifts } of illnesses) middle *= shifts?.[lab] ?? 1;
    return Math.max(mean * 0.05, middle + offset * sd + random.normal(0, sd * 0.4));
  }

  #ageAt(day: Day): number {
    return (day - this.#citizen.born) / 365.25;
  }

  #childhood(curve: readonly (readonly [number, number])[], age: number, part: number): number {
    let [fromAge, from] = curve[0]!;
    for (const [toAge, to] of curve) {
      if (age <= toAge) {
        const middle = toAge === fromAge ? to : from + ((to - from) * (age - fromAge)) / (toAge - fromAge);
        return middle * (1 + (part - 1) * Math.min(1, age / 10));
      }
      [fromAge, from] = [toAge, to];
    }
    return from * part;
  }
}

/** Middle of the growth curves, by age in years: kilograms, centimetres, centimetres. */
const CHILD_WEIGHT = [
  [0, 3.5],
  [0.12, 4.4],
  [0.25, 6.2],
  [0.5, 8],
  [1, 10],
  [1.5, 11.4],
  [2, 12.8],
  [4, 17.3],
  [6, 22],
  [8, 28],
  [10, 35],
  [12, 43],
  [14, 53],
  [16, 61],
  [18, 66],
] as const;
const CHILD_HEIGHT = [
  [0, 50],
  [0.12, 54],
  [0.25, 61],
  [0.5, 68],
  [1, 76],
  [1.5, 83],
  [2, 88],
  [4, 105],
  [6, 118],
  [8, 130],
  [10, 141],
  [12, 152],
  [14, 164],
  [16, 171],
  [18, 174],
] as const;
const CHILD_HEAD = [
  [0, 35.2],
  [0.12, 37.5],
  [0.25, 41],
  [0.5, 44],
  [1, 46.7],
  [1.5, 48],
  [2, 49],
] as const;

/** The day someone reaches an age given in years and days. */
export const dayAtAge = (born: Day, years: number, days = 0): Day => addYears(born, years) + days;
