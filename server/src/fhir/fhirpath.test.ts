import { describe, expect, test, vi } from 'vitest';
import { compilePath } from './fhirpath.ts';
import { Problem } from './issue.ts';
import type { Json, JsonObject } from './resource.ts';

const patient: JsonObject = {
  resourceType: 'Patient',
  id: 'p',
  active: true,
  birthDate: '1970-01-31',
  name: [
    { family: 'Hansen', given: ['Kari', null], _given: [null, { extension: [{ url: 'u', valueCode: 'x' }] }] },
    { family: 'Olsen' },
  ],
  contact: [{ name: { family: 'Berg' } }],
  multipleBirthInteger: 2,
};

const at = (expression: string, input: Json = patient) => compilePath(expression)(input);

test.each<[string, Json[]]>([
  ["Patient.name.where(family = 'Olsen').exists()", [true]],
  ['name.given', ['Kari']],
  ['name.given.count()', [2]],
  ['Patient.multipleBirth', [2]],
  ['multipleBirth.ofType(integer) + 1', [3]],
  ['birthDate > @1960-12', [true]],
  ["1 'g' = 1000 'mg'", [true]],
  ['%resource.id', ['p']],
  ['%sct', ['http://snomed.info/sct']],
  ['%ucum', ['http://unitsofmeasure.org']],
  ['%context.id', ['p']],
  ['%`vs-administrative-gender`', ['http://hl7.org/fhir/ValueSet/administrative-gender']],
  ['%`ext-patient-birthTime`', ['http://hl7.org/fhir/StructureDefinition/patient-birthTime']],
  ["name.family.where($this.matches('^H.*n$'))", ['Hansen']],
  ['{}', []],
])('%s', (expression, values) => expect(at(expression)).toEqual(values));

test('an element can be the input, with the resource and other names beside it', () => {
  const contact = (patient.contact as Json[])[0] as Json;
  expect(compilePath('name.family', 'Patient.contact')(contact, { resource: patient })).toEqual(['Berg']);
  expect(
    compilePath('%resource.name.family contains %wanted')(contact, { resource: patient, wanted: 'Olsen' }),
  ).toEqual([true]);
});

test('what is found is the thing itself, and the resource is left as it was', () => {
  const name = at('name')[0];
  expect(name).toBe((patient.name as Json[])[0]);
  expect(Object.getOwnPropertyNames(name)).toEqual(['family', 'given', '_given']);
});

describe('refused, without a word of the record', () => {
  const key = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      expect(error.kind).toBe('invalid');
      expect(JSON.stringify(error.issues)).not.toMatch(/Hansen|Kari/);
      return error.issues[0]?.key;
    }
    return undefined;
  };

  test.each([
    ['name.where(', 'fhirpath-syntax'],
    ['', 'fhirpath-syntax'],
    ['Patient.name.foo()', 'fhirpath-failed'],
    ['%unknown', 'fhirpath-failed'],
    ['name.family.toInteger()', 'fhirpath-failed'],
    ['managingOrganization.resolve()', 'fhirpath-failed'],
    ['('.repeat(60) + 1 + ')'.repeat(60), 'fhirpath-too-long'],
    [`${'a'.repeat(8001)}`, 'fhirpath-too-long'],
    [`${'descendants().'.repeat(8)}count()`, 'fhirpath-too-costly'],
    [`'${'a'.repeat(1000)}'${".encode('hex')".repeat(40)}`, 'fhirpath-too-costly'],
    [`'x'${'.select($this & $this)'.repeat(28)}.upper()`, 'fhirpath-too-costly'],
    [
      "('a'.replaceMatches('a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab')).matches('^(a+)+$')",
      'fhirpath-too-costly',
    ],
  ])('%s', (expression, expected) => {
    const deep: Json = { resourceType: 'Basic', id: 'x' };
    let inner: JsonObject = deep;
    for (let level = 0; level < 30; level++) {
      inner.extension = [{ url: 'u' }, { url: 'v' }];
      inner = inner.extension[0] as JsonObject;
    }
    const input = expected === 'fhirpath-too-costly' ? deep : patient;
    expect(key(() => compilePath(expression)(input))).toBe(expected);
  });

  test('a trace is printed nowhere', () => {
    const log = vi.spyOn(console, 'log');
    expect(at("name.family.trace('names').count()")).toEqual([2]);
    expect(log).not.toHaveBeenCalled();
  });
});
