import type { Json, Resource } from '../../fhir/resource.ts';
import { systems } from '../rules/codes.ts';

/** Numbers that look like chance, the same again from the same seed. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  of<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)]!;
  }

  some<T>(list: readonly T[], share: number): T[] {
    return list.filter(() => this.next() < share);
  }

  is(share: number): boolean {
    return this.next() < share;
  }
}

export const now = Date.parse('2026-12-01T12:00:00+01:00');
export const second = 1000;
export const day = 86_400_000;
/** Times on the borders of what rules count in. */
export const offsets = [
  ...[0, second, -second, 3_600_000, -3_600_000, -3_600_000 + second, -1_800_000, day, -day],
  ...[14 * day, 14 * day + second, 14 * day - second, -14 * day, -14 * day - second, -14 * day + second],
  ...[30 * day, -30 * day, -400 * day],
];

export const orgs = ['org-1', 'org-2'];
export const units = ['unit-1', 'unit-2', 'unit-3', 'org-1'];
/** What is part of what. */
export const partOf: readonly (readonly [unit: string, of: string])[] = [
  ['unit-1', 'org-1'],
  ['unit-2', 'unit-1'],
  ['unit-3', 'org-2'],
];
export const below: ReadonlyMap<string, readonly string[]> = new Map([
  ['org-1', ['org-1', 'unit-1', 'unit-2']],
  ['unit-1', ['unit-1', 'unit-2']],
  ['org-2', ['org-2', 'unit-3']],
]);
export const people = ['p-1', 'p-2', 'p-3'];
export const jobs = ['job-1', 'job-2', 'job-3', 'job-4'];
export const agents = [...people.map((one) => `Practitioner/${one}`), ...jobs.map((one) => `PractitionerRole/${one}`)];
export const organizations = [...units, ...orgs].map((one) => `Organization/${one}`);
export const numbers = ['101', '102', '103'];

/** Draws parts of resources, of few names so that they meet. */
export class Drawing {
  readonly chance: Chance;
  #count = 0;

  constructor(seed: number) {
    this.chance = new Chance(seed);
  }

  /** How many have been drawn, with this one. */
  count(): number {
    this.#count += 1;
    return this.#count;
  }

  new(resourceType: string, members: Record<string, Json>): Resource {
    return { resourceType, id: `${resourceType.toLowerCase()}-${this.count()}`, ...members } as Resource;
  }

  time(): string {
    return new Date(now + this.chance.of(offsets)).toISOString();
  }

  period(): Json {
    const { chance } = this;
    const start = chance.of([...offsets.filter((one) => one <= 0), -200 * day, -200 * day, -200 * day, second]);
    const ends = chance.is(0.5) ? {} : { end: new Date(now + chance.of(offsets)).toISOString() };
    return { ...(chance.is(0.9) ? { start: new Date(now + start).toISOString() } : {}), ...ends };
  }

  tags(): Json {
    const { chance } = this;
    const tags = [
      ...chance.some(units, 0.4).map((code) => ({ system: systems.custodian, code })),
      ...(chance.is(0.6)
        ? [{ system: systems.recorder, code: chance.of([...people, 'Patient/c-1', 'Patient/c-2']) }]
        : []),
      // More tokens than the index holds.
      ...(chance.is(0.12) ? Array.from({ length: 400 }, (_, n) => ({ system: 'urn:x', code: String(n) })) : []),
    ];
    return tags;
  }
}
