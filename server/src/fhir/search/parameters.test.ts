import { expect, test } from 'vitest';
import { resourceTypes } from '../types.ts';
import { principalDateOf, searchParametersOf } from './parameters.ts';

test('every type has the parameters that all resources have', () => {
  for (const type of resourceTypes) {
    expect([...searchParametersOf(type).keys()], type).toEqual(
      expect.arrayContaining(['_id', '_lastUpdated', '_tag', '_profile', '_security', '_source', '_content']),
    );
  }
  expect(searchParametersOf('Patient').has('_text')).toBe(true);
  expect(searchParametersOf('Bundle').has('_text')).toBe(false);
  expect(searchParametersOf('Resource').get('_tag')!.expression).toBe('Resource.meta.tag');
  expect(searchParametersOf('Nonsense').size).toBe(0);
});

test('a parameter shared by many types is told as it is on one', () => {
  expect(searchParametersOf('Condition').get('patient')).toEqual({
    code: 'patient',
    url: 'http://hl7.org/fhir/SearchParameter/clinical-patient',
    type: 'reference',
    expression: 'Condition.subject.where(resolve() is Patient)',
    targets: ['Patient'],
    multiple: false,
  });
});

test('a reference chains to the types that its element may point to', () => {
  const { targets } = searchParametersOf('Observation').get('subject')!;
  expect(targets).toEqual(['Device', 'Group', 'Location', 'Patient']);
});

test('a plain code tells the systems it is bound to', () => {
  const { systems } = searchParametersOf('Patient').get('gender')!;
  expect(systems).toEqual(['http://hl7.org/fhir/administrative-gender']);
});

test('the way to the value for sorting goes through the first of an array', () => {
  expect(searchParametersOf('Patient').get('family')!.sortPath).toEqual(['name', '0', 'family']);
  expect(searchParametersOf('Observation').get('code')!.sortPath).toEqual(['code', 'coding', '0', 'code']);
});

test("a composite's parts have the types of their values", () => {
  const { components } = searchParametersOf('DocumentReference').get('relationship')!;
  expect(components).toEqual([
    { code: 'relation', expression: 'code', type: 'token' },
    { code: 'relatesto', expression: 'target', type: 'reference' },
  ]);
});

test('what others make up names parameters that are stored', () => {
  for (const type of resourceTypes) {
    const infos = searchParametersOf(type);
    for (const { anyOf, allOf } of infos.values())
      for (const code of [...(anyOf ?? []), ...(allOf ?? [])]) {
        expect(infos.get(code), code).toBeDefined();
      }
  }
  const { allOf, components } = searchParametersOf('Observation').get('code-value-quantity')!;
  expect(allOf).toEqual(components!.map(({ code }) => code));
});

test('the principal date of a type is a date parameter with at most one value', () => {
  for (const type of resourceTypes) {
    const code = principalDateOf(type);
    if (code === undefined) continue;
    expect(searchParametersOf(type).get(code), type).toMatchObject({ type: 'date', multiple: false });
  }
});
