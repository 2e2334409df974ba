import { beforeAll, expect, test } from 'vitest';
import type { JsonObject, Resource } from '../../../server/src/fhir/resource.ts';
import { municipalityNow } from './municipality.ts';

/** What a municipality of some thousand citizens adds up to, against national-figures (2016–17 figures). */
const CITIZENS = 5000;
const AS_OF = '2026-11-24';
const YEAR_AGO = '2025-11-24';

type Person = {
  age: number;
  gp: number;
  gpInTenYears: number;
  hospital: number;
  referrals: number;
  care: boolean;
  institution: boolean;
  dementia: boolean;
};
const people: Person[] = [];

const kindOf = (resource: Resource): string => resource.meta!.tag![1]!.code!;
const firstCode = (concept: unknown): string | undefined =>
  ((concept as JsonObject | undefined)?.coding as JsonObject[] | undefined)?.[0]?.code as string | undefined;

function personOf(resources: readonly Resource[]): Person {
  const born = Date.parse(resources[0]!.birthDate as string);
  const person: Person = {
    age: Math.floor((Date.parse(AS_OF) - born) / 31_557_600_000),
    gp: 0,
    gpInTenYears: 0,
    hospital: 0,
    referrals: 0,
    care: false,
    institution: false,
    dementia: false,
  };
  for (const resource of resources) {
    if (resource.resourceType === 'Encounter') {
      const lastYear = ((resource.period as JsonObject).start as string) > YEAR_AGO;
      if (kindOf(resource) === 'gp') {
        person.gpInTenYears++;
        if (lastYear) person.gp++;
      } else if (kindOf(resource) === 'hospital' && lastYear) person.hospital++;
    } else if (resource.resourceType === 'EpisodeOfCare' && resource.status !== 'finished') {
      // services by decision (Volven 9151): a health station is for all
      const service = firstCode((resource.type as JsonObject[])[0]);
      if (service !== undefined) person.care = true;
      if (service === '21') person.institution = true;
    } else if (resource.resourceType === 'ServiceRequest' && kindOf(resource) === 'gp') person.referrals++;
    else if (resource.resourceType === 'Condition' && firstCode(resource.code) === 'P70') person.dementia = true;
  }
  return person;
}

beforeAll(() => {
  for (const resources of municipalityNow({ citizens: CITIZENS, seed: 11 })) {
    if (resources[0]!.resourceType === 'Patient') people.push(personOf(resources));
  }
}, 60_000);

const part = (of: readonly Person[], has: (person: Person) => boolean): number => of.filter(has).length / of.length;
const mean = (of: readonly Person[], value: (person: Person) => number): number =>
  of.reduce((sum, person) => sum + value(person), 0) / of.length;
const between = (low: number, high: number): readonly Person[] => people.filter(({ age }) => age >= low && age <= high);

test('people are as old as the population is: 13 to 22 % past 67', () => {
  expect(part(people, ({ age }) => age >= 67)).toBeGreaterThan(0.13);
  expect(part(people, ({ age }) => age >= 67)).toBeLessThan(0.22);
  expect(part(people, ({ age }) => age < 18)).toBeGreaterThan(0.17);
  expect(part(people, ({ age }) => age < 18)).toBeLessThan(0.23);
});

test('GPs: 14 million consultations for 5.2 million people, 70 % in contact in a year, those of 80–89 84 % and over five each', () => {
  expect(mean(people, ({ gp }) => gp)).toBeGreaterThan(2.3);
  expect(mean(people, ({ gp }) => gp)).toBeLessThan(3.1);
  expect(part(people, ({ gp }) => gp > 0)).toBeCloseTo(0.7, 1);
  const old = between(80, 89);
  expect(part(old, ({ gp }) => gp > 0)).toBeGreaterThan(0.76);
  expect(part(old, ({ gp }) => gp > 0)).toBeLessThan(0.92);
  expect(
    mean(
      old.filter(({ gp }) => gp > 0),
      ({ gp }) => gp,
    ),
  ).toBeGreaterThan(4.5);
});

test('GPs refer about a tenth of their contacts', () => {
  const share = mean(people, ({ referrals }) => referrals) / mean(people, ({ gpInTenYears }) => gpInTenYears);
  expect(share).toBeGreaterThan(0.075);
  expect(share).toBeLessThan(0.125);
});

test('hospital: four of ten in contact in a year, past 80 85 %', () => {
  expect(part(people, ({ hospital }) => hospital > 0)).toBeGreaterThan(0.36);
  expect(part(people, ({ hospital }) => hospital > 0)).toBeLessThan(0.48);
  expect(part(between(80, 120), ({ hospital }) => hospital > 0)).toBeGreaterThan(0.75);
});

test('care: 5 % have a municipal service, 60 % of them past 67, nine in ten past 90, a fifth in institution', () => {
  const served = people.filter(({ care }) => care);
  expect(served.length / people.length).toBeGreaterThan(0.04);
  expect(served.length / people.length).toBeLessThan(0.065);
  expect(part(served, ({ age }) => age >= 67)).toBeGreaterThan(0.52);
  expect(part(served, ({ age }) => age >= 67)).toBeLessThan(0.7);
  expect(part(between(90, 120), ({ care }) => care)).toBeGreaterThan(0.82);
  expect(part(served, ({ institution }) => institution)).toBeGreaterThan(0.13);
  expect(part(served, ({ institution }) => institution)).toBeLessThan(0.27);
});

test('dementia: 80 000 of 5.2 million, and more as people grow older', () => {
  const share = part(people, ({ dementia }) => dementia);
  expect(share).toBeGreaterThan(0.01);
  expect(share).toBeLessThan(0.025);
});
