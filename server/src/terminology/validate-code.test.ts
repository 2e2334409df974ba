import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json, JsonObject, Resource } from '../fhir/resource.ts';
import { terminologyOperations } from './operations.ts';
import { Parameters } from './parameters.ts';
import { type TestClient, terminologyClient } from './test/client.ts';

const ICPC = 'urn:oid:2.16.578.1.12.4.1.1.7170';
const ICD = 'urn:oid:2.16.578.1.12.4.1.1.7110';
const GENDER = 'http://hl7.org/fhir/administrative-gender';
const OURS = 'https://enjournal.no/fhir/ValueSet';

let client: TestClient;
beforeAll(async () => {
  client = await terminologyClient();
});
afterAll(() => client.close());

const runIn = (type: string) =>
  terminologyOperations.find((operation) => operation.type === type && operation.name === 'validate-code')!.run;
const answer = (resource: Resource) =>
  Object.fromEntries(
    ((resource.parameter ?? []) as JsonObject[]).map((parameter) => [
      parameter.name,
      parameter[Object.keys(parameter).find((key) => key.startsWith('value'))!],
    ]),
  ) as Record<string, Json>;
const inValueSet = async (query: Record<string, string>, body?: Resource) =>
  answer(await runIn('ValueSet')(client, { parameters: new Parameters(Object.entries(query), body) }));
const inSystem = async (query: Record<string, string>, body?: Resource) =>
  answer(await runIn('CodeSystem')(client, { parameters: new Parameters(Object.entries(query), body) }));

test('a code of the value set is valid, with its display', async () => {
  const url = 'http://hl7.org/fhir/ValueSet/administrative-gender';
  expect(await inValueSet({ url, system: GENDER, code: 'male' })).toMatchObject({ result: true, display: 'Male' });
  expect(await inValueSet({ url, code: 'female' })).toMatchObject({ result: true, system: GENDER });
});

test('a code outside the value set is not, and the message says whether the system has it', async () => {
  const url = `${OURS}/icpc-2-problems`;
  expect(await inValueSet({ url, system: ICPC, code: 'K86' })).toMatchObject({ result: true });
  expect(await inValueSet({ url, system: ICPC, code: '-30' })).toMatchObject({
    result: false,
    message: /not in the value set/,
  });
  expect(await inValueSet({ url, system: GENDER, code: 'male' })).toMatchObject({ result: false });
  const gender = 'http://hl7.org/fhir/ValueSet/administrative-gender';
  expect(await inValueSet({ url: gender, system: GENDER, code: 'M' })).toMatchObject({
    result: false,
    message: /has no code M/,
  });
});

test('a display is valid in every language and case, and another is refused with the right one', async () => {
  const url = `${OURS}/problem-codes`;
  const display = (given: string) => inValueSet({ url, system: ICPC, code: 'K77', display: given });
  expect(await display('Hjertesvikt')).toMatchObject({ result: true });
  expect(await display('heart  FAILURE')).toMatchObject({ result: true });
  expect(await display('Hjerteinfarkt')).toMatchObject({
    result: false,
    display: 'Hjertesvikt',
    message: /“Hjertesvikt”/,
  });
});

test('a heading is not coded with, unless the caller says it may be', async () => {
  expect(await inSystem({ url: ICD, code: 'I30-I52' })).toMatchObject({ result: false, message: /heading/ });
  expect(await inSystem({ url: ICD, code: 'I30-I52', abstract: 'true' })).toMatchObject({ result: true });
});

test('a code that our part of a code system lacks is let through with a message', async () => {
  expect(await inSystem({ url: ICPC, code: 'A09' })).toMatchObject({ result: true, message: /may stand in the rest/ });
  expect(await inValueSet({ url: `${OURS}/icpc-2`, system: ICPC, code: 'A09' })).toMatchObject({
    result: true,
    message: /rest/,
  });
  // a filter cannot be answered for it
  expect(await inValueSet({ url: `${OURS}/icpc-2-problems`, system: ICPC, code: 'A09' })).toMatchObject({
    result: false,
  });
  expect(await inSystem({ url: 'urn:oid:2.16.578.1.12.4.1.1.3101', code: '3' })).toMatchObject({ result: false });
});

test('of a CodeableConcept one coding that is in is enough', async () => {
  const body = (...coding: JsonObject[]): Resource => ({
    resourceType: 'Parameters',
    parameter: [
      { name: 'url', valueUri: `${OURS}/icpc-2-problems` },
      { name: 'codeableConcept', valueCodeableConcept: { coding } },
    ],
  });
  const [none, process, problem] = [
    { system: GENDER, code: 'male' },
    { system: ICPC, code: '-30' },
    { system: ICPC, code: 'P76' },
  ];
  expect(await inValueSet({}, body(none, process, problem))).toMatchObject({ result: true, code: 'P76' });
  expect(await inValueSet({}, body(none, process))).toMatchObject({ result: false, code: 'male' });
});

test('codes that are written by rule are read by it', async () => {
  const units = 'http://hl7.org/fhir/ValueSet/ucum-units';
  const ucum = 'http://unitsofmeasure.org';
  expect(await inValueSet({ url: units, system: ucum, code: 'mm[Hg]' })).toMatchObject({ result: true });
  expect(await inValueSet({ url: units, system: ucum, code: 'mmgh' })).toMatchObject({ result: false });
  expect(await inSystem({ url: 'urn:ietf:bcp:47', code: 'nn-NO' })).toMatchObject({ result: true });
  expect(await inSystem({ url: 'urn:ietf:bcp:47', code: 'norsk!' })).toMatchObject({ result: false });
  const mime = 'http://hl7.org/fhir/ValueSet/mimetypes';
  expect(await inValueSet({ url: mime, system: 'urn:ietf:bcp:13', code: 'application/fhir+json' })).toMatchObject({
    result: true,
  });
  expect(await inValueSet({ url: mime, system: 'urn:ietf:bcp:13', code: 'pdf' })).toMatchObject({ result: false });
});

test('a code of a code system that is not here is not valid, and the message says why', async () => {
  const url = 'http://snomed.info/sct?fhir_vs';
  const validation = await inValueSet({ url, system: 'http://snomed.info/sct', code: '84114007' });
  expect(validation).toMatchObject({ result: false, message: /not on this server/ });
});

test('Norwegian base profiles bind to a list by its own url', async () => {
  const url = 'urn:oid:2.16.578.1.12.4.1.1.9060';
  expect(await inValueSet({ url, system: url, code: 'LE' })).toMatchObject({ result: true, display: 'Lege' });
  expect(await inValueSet({ url, system: url, code: 'ZZ' })).toMatchObject({ result: false });
});

test('a code system in the request is asked itself', async () => {
  const body: Resource = {
    resourceType: 'Parameters',
    parameter: [
      { name: 'code', valueCode: 'b' },
      {
        name: 'codeSystem',
        resource: {
          resourceType: 'CodeSystem',
          content: 'complete',
          concept: [{ code: 'a', concept: [{ code: 'b' }] }],
        },
      },
    ],
  };
  expect(await inSystem({}, body)).toMatchObject({ result: true });
});

test('case makes no difference where the code system says so', async () => {
  await client.query(`UPDATE code_system SET case_sensitive = false WHERE url = $1`, [GENDER]);
  expect(await inSystem({ url: GENDER, code: 'MALE' })).toMatchObject({ result: true, code: 'male' });
  await client.query(`UPDATE code_system SET case_sensitive = true WHERE url = $1`, [GENDER]);
  expect(await inSystem({ url: GENDER, code: 'MALE' })).toMatchObject({ result: false });
});

test.each([
  ['an unknown code system', { url: 'http://example.org/none', code: 'a' }, 'absent', 'system-unknown'],
  ['no code', { url: GENDER }, 'invalid', 'parameter-required'],
  ['two codes', { url: GENDER, code: 'a' }, 'invalid', 'parameter-repeated'],
])('%s is refused', async (what, query, kind, key) => {
  const entries = Object.entries(query as Record<string, string>);
  const parameters = new Parameters(what === 'two codes' ? [...entries, ['code', 'b']] : entries);
  await expect(runIn('CodeSystem')(client, { parameters })).rejects.toMatchObject({ kind, issues: [{ key }] });
});
