import { expect, test } from 'vitest';
import type { JsonObject } from '../resource.ts';
import { readSources, type Sources } from './sources.ts';
import { expandValueSet } from './value-sets.ts';

const codeSystem: JsonObject = {
  url: 'urn:cs',
  content: 'complete',
  concept: [
    { code: 'a', concept: [{ code: 'a1', concept: [{ code: 'a11' }] }, { code: 'a2' }] },
    { code: 'b', property: [{ code: 'kind', valueCode: 'x' }] },
    { code: 'c', property: [{ code: 'subsumedBy', valueCode: 'a2' }] },
  ],
};

function expand(compose: JsonObject, others: Record<string, JsonObject> = {}): Record<string, string[]> | undefined {
  const valueSets = new Map(Object.entries({ 'urn:vs': { compose }, ...others }) as [string, JsonObject][]);
  const codeSystems = new Map([
    ['urn:cs', codeSystem],
    ['urn:part', { content: 'fragment', concept: [{ code: 'p' }] }],
  ]);
  const codes = expandValueSet('urn:vs|1.0', { valueSets, codeSystems } as unknown as Sources);
  return codes && Object.fromEntries([...codes].map(([system, some]) => [system, [...some].sort()]));
}

const filtered = (op: string, value: string, property = 'concept') => ({
  include: [{ system: 'urn:cs', filter: [{ property, op, value }] }],
});

test('a value set is all codes of a system, those listed, or those a filter leaves', () => {
  expect(expand({ include: [{ system: 'urn:cs' }] })).toEqual({ 'urn:cs': ['a', 'a1', 'a11', 'a2', 'b', 'c'] });
  expect(expand({ include: [{ system: 'urn:any', concept: [{ code: 'y' }, { code: 'x' }] }] })).toEqual({
    'urn:any': ['x', 'y'],
  });
  expect(expand(filtered('is-a', 'a'))).toEqual({ 'urn:cs': ['a', 'a1', 'a11', 'a2', 'c'] });
  expect(expand(filtered('descendent-of', 'a1'))).toEqual({ 'urn:cs': ['a11'] });
  expect(expand(filtered('is-not-a', 'a'))).toEqual({ 'urn:cs': ['b'] });
  expect(expand(filtered('=', 'x', 'kind'))).toEqual({ 'urn:cs': ['b'] });
  expect(expand(filtered('regex', 'a.', 'code'))).toEqual({ 'urn:cs': ['a1', 'a2'] });
});

test('value sets import each other, and leave out what they exclude', () => {
  const others = { 'urn:other': { compose: filtered('is-a', 'a1') as JsonObject } };
  expect(expand({ include: [{ valueSet: ['urn:other'] }] }, others)).toEqual({ 'urn:cs': ['a1', 'a11'] });
  expect(
    expand(
      {
        include: [{ system: 'urn:cs', valueSet: ['urn:other'] }],
        exclude: [{ system: 'urn:cs', concept: [{ code: 'a11' }] }],
      },
      others,
    ),
  ).toEqual({ 'urn:cs': ['a1'] });
});

test('what the definitions do not hold in full is not expanded', () => {
  expect(expand({ include: [{ system: 'urn:part' }] })).toBeUndefined();
  expect(expand({ include: [{ system: 'urn:unknown' }] })).toBeUndefined();
  expect(expand({ include: [{ valueSet: ['urn:unknown'] }] })).toBeUndefined();
  expect(expand(filtered('generalizes', 'a'))).toBeUndefined();
});

test('of the value sets that R4 requires, four are beyond the definitions', () => {
  const sources = readSources();
  const elements = [...sources.structures.values()].flatMap((structure) => structure.snapshot?.element ?? []);
  const required = new Set(
    elements.flatMap(({ binding }) => (binding?.strength === 'required' ? [binding.valueSet!] : [])),
  );
  const open = [...required].filter((canonical) => !expandValueSet(canonical, sources)).sort();
  expect(required.size).toBeGreaterThan(220);
  expect(open).toEqual([
    'http://hl7.org/fhir/ValueSet/currencies|4.0.1',
    'http://hl7.org/fhir/ValueSet/mimetypes|4.0.1',
    'http://hl7.org/fhir/ValueSet/ucum-units|4.0.1',
    'http://loinc.org/vs/LL379-9|4.0.1',
  ]);
});
