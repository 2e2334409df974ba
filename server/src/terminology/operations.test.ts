import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject, Resource } from '../fhir/resource.ts';
import { terminologyOperations } from './operations.ts';
import { Parameters } from './parameters.ts';
import { type TestClient, terminologyClient } from './test/client.ts';
import { onTerminologyChanged } from './write.ts';

const ICPC = 'urn:oid:2.16.578.1.12.4.1.1.7170';
const ICD = 'urn:oid:2.16.578.1.12.4.1.1.7110';
const NLK = 'urn:oid:2.16.578.1.12.4.1.1.7280';
const ATC = 'http://www.whocc.no/atc';

let client: TestClient;
beforeAll(async () => {
  client = await terminologyClient();
});
afterAll(() => client.close());

const call = async (name: string, query: Record<string, string>, id?: string) => {
  const { run } = terminologyOperations.find((operation) => operation.name === name)!;
  const resource = await run(client, {
    parameters: new Parameters(Object.entries(query)),
    ...(id === undefined ? {} : { id }),
  });
  return (resource.parameter ?? []) as JsonObject[];
};
const value = (parameters: JsonObject[], name: string) => {
  const parameter = parameters.find((candidate) => candidate.name === name);
  return parameter?.[Object.keys(parameter).find((key) => key.startsWith('value')) ?? ''];
};
const properties = (parameters: JsonObject[]) =>
  parameters
    .filter(({ name }) => name === 'property')
    .map(({ part }) => [value(part as JsonObject[], 'code'), value(part as JsonObject[], 'value')]);
const matches = (parameters: JsonObject[]) =>
  parameters
    .filter(({ name }) => name === 'match')
    .map(
      ({ part }) =>
        [value(part as JsonObject[], 'concept') as JsonObject, value(part as JsonObject[], 'equivalence')] as const,
    );

test('a look-up tells name, display, designations, properties and parents', async () => {
  const found = await call('lookup', { system: NLK, code: 'NPU18016' });
  expect(value(found, 'name')).toBe('Norsk laboratoriekodeverk');
  expect(value(found, 'version')).toBe('starter-1');
  expect(value(found, 'display')).toBe('P-Kreatinin');
  expect(properties(found)).toEqual([
    ['inactive', false],
    ['unit', 'umol/L'],
    ['group', 'chemistry'],
  ]);
  const designations = found
    .filter(({ name }) => name === 'designation')
    .map(({ part }) => value(part as JsonObject[], 'value'));
  expect(designations).toEqual(['P-Kreatinin', 'Creatinine, plasma']);
  expect(properties(await call('lookup', { system: ATC, code: 'C07AB02' }))).toContainEqual(['parent', 'C07AB']);
});

test('a look-up gives the properties that are asked for, in the language asked for', async () => {
  const children = await call('lookup', { system: ATC, code: 'C07A', property: 'child' });
  expect(properties(children)).toEqual([
    ['child', 'C07AB'],
    ['child', 'C07AG'],
  ]);
  expect(value(await call('lookup', { system: ICPC, code: 'K86', displayLanguage: 'en' }), 'display')).toBe(
    'Hypertension uncomplicated',
  );
  expect(value(await call('lookup', { system: 'http://unitsofmeasure.org', code: 'mg/L' }), 'display')).toBe('mg/L');
});

test.each([
  ['lookup', { system: ICPC, code: 'XX99' }, 'absent', 'code-unknown'],
  ['lookup', { system: 'http://example.org/none', code: 'a' }, 'absent', 'system-unknown'],
  ['lookup', { system: 'https://enjournal.no/fhir/CodeSystem/custodian', code: 'a' }, 'absent', 'system-unknown'],
  ['lookup', { code: 'a' }, 'invalid', 'parameter-required'],
  ['subsumes', { system: ATC, codeA: 'C', codeB: 'XX' }, 'absent', 'code-unknown'],
  ['subsumes', { system: ATC, codeA: 'C' }, 'invalid', 'parameter-required'],
  ['translate', { url: 'http://example.org/none', code: 'a' }, 'absent', 'concept-map-unknown'],
  ['translate', { system: ICPC }, 'invalid', 'parameter-required'],
])('%s refuses %o', async (name, query, kind, key) => {
  await expect(call(name, query as Record<string, string>)).rejects.toMatchObject({ kind, issues: [{ key }] });
});

test('subsumption follows the hierarchy both ways', async () => {
  const outcome = async (codeA: string, codeB: string) =>
    value(await call('subsumes', { system: ATC, codeA, codeB }), 'outcome');
  expect(await outcome('C07', 'C07AB02')).toBe('subsumes');
  expect(await outcome('C07AB02', 'C')).toBe('subsumed-by');
  expect(await outcome('C07', 'C07')).toBe('equivalent');
  expect(await outcome('C07', 'C08CA01')).toBe('not-subsumed');
});

test('a code is translated by the map that is named, or by every map that fits', async () => {
  const url = 'https://enjournal.no/fhir/ConceptMap/icpc-2-to-icd-10';
  const hypertension = await call('translate', { url, system: ICPC, code: 'K86' });
  expect(value(hypertension, 'result')).toBe(true);
  expect(matches(hypertension)).toEqual([
    [{ system: ICD, code: 'I10', display: 'Essensiell (primær) hypertensjon' }, 'equivalent'],
  ]);
  const dementia = await call('translate', {
    system: 'http://hl7.org/fhir/sid/icpc-2',
    code: 'P70',
    targetsystem: ICD,
  });
  expect(matches(dementia).map(([{ code }, equivalence]) => [code, equivalence])).toEqual([
    ['F03', 'equivalent'],
    ['F00.9', 'narrower'],
    ['F01.9', 'narrower'],
  ]);
  const creatinine = await call('translate', { system: NLK, code: 'NPU18016', targetsystem: 'http://loinc.org' });
  expect(matches(creatinine).map(([{ code }]) => code)).toEqual(['14682-9']);
});

test('a translation in reverse turns the equivalence round, and a code without one gives result false', async () => {
  const url = 'https://enjournal.no/fhir/ConceptMap/icpc-2-to-icd-10';
  const reversed = await call('translate', { url, system: ICD, code: 'F00.9', reverse: 'true' });
  expect(matches(reversed)).toEqual([[{ system: ICPC, code: 'P70' }, 'wider']]);
  const none = await call('translate', { url, system: ICPC, code: 'Z29' });
  expect(value(none, 'result')).toBe(false);
  expect(matches(none)).toEqual([]);
});

test('FHIR’s own maps are known, and what a map says of codes it lacks is followed', async () => {
  const gender = await call('translate', {
    url: 'http://hl7.org/fhir/ConceptMap/cm-administrative-gender-v3',
    code: 'male',
  });
  expect(matches(gender)[0]?.[0]).toMatchObject({ code: 'M' });
  const map: Resource = {
    resourceType: 'ConceptMap',
    url: 'http://example.org/map',
    status: 'active',
    group: [
      {
        source: 'http://example.org/a',
        target: 'http://example.org/b',
        element: [{ code: '1', target: [{ code: 'one', equivalence: 'equivalent' }] }],
        unmapped: { mode: 'fixed', code: 'other', display: 'Other' },
      },
    ],
  };
  await onTerminologyChanged(client, [{ type: 'ConceptMap', id: 'map', resource: map }]);
  const translated = async (code: string) =>
    matches(await call('translate', { system: 'http://example.org/a', code }, 'map'));
  expect((await translated('1'))[0]?.[0]).toMatchObject({ code: 'one' });
  expect((await translated('9'))[0]?.[0]).toMatchObject({ system: 'http://example.org/b', code: 'other' });
});
