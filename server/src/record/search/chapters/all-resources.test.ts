import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileSearchParameter } from '../../../fhir/search/custom.ts';
import { Store } from '../test/store.ts';

/** FHIR R4, search.html, "Parameters for all resources", and what an installation adds. */
let store: Store;
const custodian = 'https://enjournal.no/fhir/CodeSystem/custodian';

beforeAll(async () => {
  store = await Store.open();
  store.custom.push(
    compileSearchParameter({
      resourceType: 'SearchParameter',
      url: 'http://acme.org/eye',
      name: 'eye',
      status: 'active',
      description: 'colour of eyes',
      code: 'eye-colour',
      base: ['Patient'],
      type: 'token',
      expression: "Patient.extension.where(url = 'urn:eye').value",
    }),
  );
  await store.put(
    {
      resourceType: 'Patient',
      id: 'a',
      meta: {
        tag: [{ system: custodian, code: 'org1', display: 'Legekontoret' }],
        security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }],
        profile: ['http://hl7.no/fhir/StructureDefinition/no-basis-Patient|2.1'],
        source: 'urn:journal:old',
      },
      text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">Snakker <b>ikke</b> norsk</div>' },
      extension: [{ url: 'urn:eye', valueCode: 'brown' }],
      name: [{ text: 'Bjørn Å' }],
    },
    {
      resourceType: 'Patient',
      id: 'b',
      meta: { tag: [{ system: custodian, code: 'org2' }] },
      name: [{ text: 'Snakker' }],
    },
    {
      resourceType: 'List',
      id: 'L',
      status: 'current',
      mode: 'working',
      entry: [{ item: { reference: 'Patient/b' } }],
    },
    { resourceType: 'Binary', id: 'bin', contentType: 'text/plain', data: 'c25ha2tlcg==' },
  );
});

afterAll(() => store.close());

test.each([
  ['Patient?_id=a', ['a']],
  ['Patient?_id=a,b,none', ['a', 'b']],
  ['Patient?_id:not=a', ['b']],
  ["Patient?_id='; DROP TABLE resource; --", []],
  ['Patient?_lastUpdated=gt2020-01-01', ['a', 'b']],
  ['Patient?_lastUpdated=lt2020-01-01', []],
  ['Patient?_lastUpdated=ne2020', ['a', 'b']],
  [`Patient?_tag=${custodian}|org1`, ['a']],
  ['Patient?_tag=org2', ['b']],
  ['Patient?_tag:not=org2', ['a']],
  ['Patient?_tag:text=legek', ['a']],
  ['Patient?_security=R', ['a']],
  ['Patient?_profile=http://hl7.no/fhir/StructureDefinition/no-basis-Patient', ['a']],
  ['Patient?_profile=http://hl7.no/fhir/StructureDefinition/no-basis-Patient|2.1', ['a']],
  ['Patient?_profile:below=http://hl7.no/', ['a']],
  ['Patient?_source=urn:journal:old', ['a']],
  ['Patient?_source:missing=true', ['b']],
  ['Patient?_text=NORSK ikke', ['a']],
  ['Patient?_text=norsk,dansk', ['a']],
  ['Patient?_text=div', []],
  ['Patient?_content=snakker', ['a', 'b']],
  ['Patient?_content=BJØRN', ['a']],
  ['Patient?_content=resourceType', []],
  ['Patient?_list=L', ['b']],
  ['Patient?eye-colour=brown', ['a']],
  ['Patient?eye-colour:missing=true', ['b']],
])('%s finds %j', async (url, expected) => {
  expect(await store.found(url)).toEqual(expected);
});

test('over all types, what all have can be asked', async () => {
  expect(await store.ids('?_id=a,L')).toEqual(['List/L', 'Patient/a']);
  expect(await store.ids('?_content=norsk')).toEqual(['Patient/a']);
  expect(await store.ids('?_type=Binary,List')).toEqual(['Binary/bin', 'List/L']);
  expect(await store.ids('?_text=norsk')).toEqual(['Patient/a']);
});
