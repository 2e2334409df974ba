import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';
import type { Json, Resource } from '../../../server/src/fhir/resource.ts';
import { municipality, municipalityNow } from './municipality.ts';
import { demoPersons } from './people.ts';

/** They work the processor, and other tests run beside them. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const digest = (citizens: number, seed: number, asOf?: string): string => {
  const hash = createHash('sha256');
  for (const resources of municipalityNow({ citizens, seed, ...(asOf === undefined ? {} : { asOf }) })) {
    hash.update(JSON.stringify(resources));
  }
  return hash.digest('hex');
};

/** FHIR has no empty lists, empty objects, empty texts or nulls. */
function isHollow(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (typeof value !== 'object') return false;
  const inner = Object.values(value);
  return inner.length === 0 || inner.some(isHollow);
}

function* referencesIn(value: Json): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) for (const one of value) yield* referencesIn(one);
  else {
    for (const [name, inner] of Object.entries(value)) {
      if (name === 'reference' && typeof inner === 'string') yield inner;
      else yield* referencesIn(inner);
    }
  }
}

test('the same seed, size and day give the same bytes, and another seed or day others', () => {
  const first = digest(120, 5);
  expect(digest(120, 5)).toBe(first);
  expect(digest(120, 6)).not.toBe(first);
  expect(digest(120, 5, '2026-11-25')).not.toBe(first);
});

test.each([100, 1000])(
  'with %i citizens, every id is used once and every reference leads to what came before, or to what is stored with it',
  async (citizens) => {
    const known = new Set<string>();
    const wrong: string[] = [];
    let people = 0;
    for await (const resources of municipality({ citizens })) {
      if (resources[0]!.resourceType === 'Patient') people++;
      const together = new Set(resources.map(({ resourceType, id }) => `${resourceType}/${id}`));
      for (const resource of resources) {
        const key = `${resource.resourceType}/${resource.id}`;
        // Only these may refer to what comes after them: a nursing home to the wards it serves, a pathway to its steps.
        const isForward = resource.resourceType === 'Organization' || resource.resourceType === 'CarePlan';
        const isThere = (one: string) => known.has(one) || (isForward && together.has(one));
        for (const reference of referencesIn(resource)) if (!isThere(reference)) wrong.push(`${reference} in ${key}`);
        if (known.has(key) || !/^[A-Za-z0-9.-]{1,64}$/.test(resource.id!)) wrong.push(key);
        if (isHollow(resource)) wrong.push(`${key} has an empty member`);
        known.add(key);
      }
    }
    expect(wrong).toEqual([]);
    expect(people).toBe(citizens);
    for (const person of demoPersons) {
      expect(known).toContain(`Practitioner/${person.practitioner}`);
      expect(known).toContain(`PractitionerRole/${person.practitionerRole}`);
      expect(known).toContain(`Organization/${person.organization}`);
    }
  },
);

test('every resource says which organisation and which kind of service wrote it', () => {
  for (const resources of municipalityNow({ citizens: 100 })) {
    for (const resource of resources) {
      const [custodian, kind] = resource.meta?.tag ?? [];
      expect(custodian?.system).toBe('https://enjournal.no/fhir/CodeSystem/custodian');
      expect(kind?.system).toBe('https://enjournal.no/fhir/CodeSystem/service-kind');
      expect(custodian?.display).toBeTruthy();
    }
  }
});

test('a size outside the limits and a day outside the calendar are refused', () => {
  expect(() => municipalityNow({ citizens: 99 }).next()).toThrow('100 to 1 000 000');
  expect(() => municipalityNow({ citizens: 100, asOf: '2026-02-30' }).next()).toThrow('Not a date');
});

test('memory does not grow with the number of citizens', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heap: number[] = [];
  let people = 0;
  for (const resources of municipalityNow({ citizens: 20_000 }) as Iterable<Resource[]>) {
    if (resources[0]!.resourceType === 'Patient' && ++people % 5000 === 0) {
      collect();
      heap.push(process.memoryUsage().heapUsed / 1e6);
    }
  }
  expect(people).toBe(20_000);
  expect(heap.at(-1)! - heap[0]!).toBeLessThan(8);
});
