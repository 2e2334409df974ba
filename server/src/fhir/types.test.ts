import { expect, test } from 'vitest';
import { readDefinitions, readSources } from './definitions/sources.ts';
import { isResourceType, patientTypes, resourceTypes, typeNumber, typeOfNumber } from './types.ts';

test('the resource types are those of R4, sorted, and each keeps its number', () => {
  const structures = [...readSources().structures.values()];
  const concrete = structures.filter((structure) => structure.kind === 'resource' && !structure.abstract);
  expect(resourceTypes).toEqual(concrete.map((structure) => structure.type).sort());
  expect(resourceTypes).toHaveLength(146);
  expect(typeNumber('Account')).toBe(1);
  expect(typeNumber('VisionPrescription')).toBe(146);
  for (const type of resourceTypes) expect(typeOfNumber(typeNumber(type))).toBe(type);
});

test('what is no resource type has no number', () => {
  for (const name of ['', 'Resource', 'HumanName', 'patient', 'constructor', '__proto__']) {
    expect(isResourceType(name)).toBe(false);
    expect(typeNumber(name)).toBe(0);
  }
  expect(typeOfNumber(0)).toBeUndefined();
  expect(typeOfNumber(147)).toBeUndefined();
});

test('the types of a patient’s record are those of the Patient compartment, and five more', () => {
  const compartment = readDefinitions('compartmentdefinition-patient.json').resource as { code: string; param?: [] }[];
  const expected = compartment.filter((row) => row.param?.length).map((row) => row.code);
  const more = ['Binary', 'Contract', 'Device', 'GuidanceResponse', 'Linkage'];
  expect([...patientTypes].sort()).toEqual([...expected, ...more].sort());
  expect(patientTypes.has('Observation')).toBe(true);
  expect(patientTypes.has('Organization')).toBe(false);
});
