import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject, Resource } from '../fhir/resource.ts';
import type { Queryable } from '../record/index.ts';
import { preloadBindings } from './bindings.ts';
import { contentResources } from './content.ts';
import { expand } from './expand.ts';
import { makeTerminology } from './resolver.ts';
import { type TestClient, terminologyClient } from './test/client.ts';
import { findValueSet } from './value-set.ts';

const ATC = 'http://www.whocc.no/atc';

let client: TestClient;
beforeAll(async () => {
  client = await terminologyClient();
});
afterAll(() => client.close());

test('a search gets the codes of a value set, and those below and above a code', async () => {
  const terminology = makeTerminology(client);
  const codes = await terminology.expand('http://hl7.org/fhir/ValueSet/administrative-gender');
  expect(codes).toContainEqual({ system: 'http://hl7.org/fhir/administrative-gender', code: 'other' });
  const problems = await terminology.expand('https://enjournal.no/fhir/ValueSet/icpc-2-problems');
  for (const system of ['urn:oid:2.16.578.1.12.4.1.1.7170', 'http://hl7.org/fhir/sid/icpc-2']) {
    expect(problems).toContainEqual({ system, code: 'K86' });
  }
  expect(await terminology.below(ATC, 'C07AB')).toEqual(['C07AB', 'C07AB02', 'C07AB03', 'C07AB07']);
  expect([...(await terminology.above(ATC, 'C07AB02'))].sort()).toEqual(['C', 'C07', 'C07A', 'C07AB', 'C07AB02']);
});

test('a code or system that is not known here stands for itself alone, and an unknown value set is refused', async () => {
  const terminology = makeTerminology(client);
  expect(await terminology.below('http://example.org/none', 'a')).toEqual(['a']);
  expect(await terminology.above(ATC, 'XX')).toEqual(['XX']);
  await expect(terminology.expand('http://example.org/none')).rejects.toMatchObject({ kind: 'absent' });
});

test('more codes than a search can look for are refused', async () => {
  const terminology = makeTerminology(client, { mostCodes: 3 });
  await expect(terminology.below(ATC, 'C07A')).rejects.toMatchObject({ issues: [{ code: 'too-costly' }] });
  await expect(terminology.expand(ATC)).rejects.toMatchObject({ issues: [{ code: 'too-costly' }] });
});

test('answers are remembered for a while, and no more of them than agreed', async () => {
  let now = 0;
  let asked = 0;
  const counting: Queryable = {
    query(text, values) {
      asked += 1;
      return client.query(text, values);
    },
  };
  const terminology = makeTerminology(counting, { now: () => now, rememberMs: 1000, answers: 2 });
  await terminology.above(ATC, 'C07');
  const once = asked;
  await terminology.above(ATC, 'C07');
  expect(asked).toBe(once);
  now = 1001;
  await terminology.above(ATC, 'C07');
  expect(asked).toBe(2 * once);
  for (const code of ['A', 'B', 'C07']) await terminology.above(ATC, code);
  expect(asked).toBe(5 * once);
  terminology.clear();
  await terminology.above(ATC, 'C07');
  expect(asked).toBe(6 * once);
});

test('the value sets that profiles require are answered without waiting', async () => {
  const check = await preloadBindings(client, contentResources(new Set(['StructureDefinition'])));
  const level = 'urn:oid:2.16.578.1.12.4.1.1.8628';
  expect(check(level, level, '2')).toBe(true);
  expect(check(level, level, '7')).toBe(false);
  expect(check(level, 'http://example.org/none', '2')).toBe(false);
  expect(check(level, undefined, '2')).toBe(true);
  // municipalities are a part of the list, under several names
  const municipalities = 'https://register.geonorge.no/subregister/sosi-kodelister/kartverket/kommunenummer-alle';
  expect(check(municipalities, municipalities, '4601')).toBe(true);
  expect(check(municipalities, 'urn:oid:2.16.578.1.12.4.1.1.3402', '4601')).toBe(true);
  expect(check(municipalities, municipalities, '1201')).toBeUndefined();
  // 9060 is only preferred
  expect(check('urn:oid:2.16.578.1.12.4.1.1.9060', undefined, 'LE')).toBeUndefined();
});

test('a binding to what is not known here cannot be told', async () => {
  const profile: Resource = {
    resourceType: 'StructureDefinition',
    differential: { element: [{ binding: { strength: 'required', valueSet: 'http://example.org/none' } }] },
  };
  const check = await preloadBindings(client, [profile]);
  expect(check('http://example.org/none', undefined, 'a')).toBeUndefined();
});

test('every value set in content/ can be expanded, and every one a profile binds to is known', async () => {
  for (const valueSet of contentResources(new Set(['ValueSet']))) {
    const expanded = await expand(client, valueSet, { count: 5 });
    expect((expanded.expansion as JsonObject).contains, String(valueSet.id)).not.toBeUndefined();
  }
  for (const profile of contentResources(new Set(['StructureDefinition']))) {
    for (const { binding } of (profile.differential as JsonObject).element as JsonObject[]) {
      if (binding !== undefined) await findValueSet(client, (binding as JsonObject).valueSet as string);
    }
  }
});
