import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Resource } from '../fhir/resource.ts';
import { extract } from '../fhir/search/extract.ts';
import { guessRecord } from '../record/index.ts';
import { type JsonResource, Store } from '../record/search/test/store.ts';
import { appScopeOf } from './app-scope.ts';

const category = (code: string) => [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code }] },
];
const observation = (id: string, patient: string, status: string, kind: string): JsonResource => ({
  resourceType: 'Observation',
  id,
  status,
  category: category(kind),
  code: { coding: [{ system: 'http://loinc.org', code: '718-7' }], text: 'Hb' },
  subject: { reference: `Patient/${patient}` },
  performer: [{ reference: 'Organization/lab' }],
});

const resources: JsonResource[] = [
  { resourceType: 'Patient', id: 'kari', active: true },
  { resourceType: 'Patient', id: 'ola', active: true },
  { resourceType: 'Organization', id: 'lab', active: true, name: 'Lab' },
  { resourceType: 'Condition', id: 'c1', subject: { reference: 'Patient/kari' }, code: { text: 'x' } },
  { resourceType: 'Condition', id: 'c2', subject: { reference: 'Patient/ola' }, code: { text: 'x' } },
  observation('o1', 'kari', 'final', 'laboratory'),
  observation('o2', 'kari', 'final', 'vital-signs'),
  observation('o3', 'kari', 'amended', 'laboratory'),
  observation('o4', 'ola', 'final', 'laboratory'),
  {
    ...observation('o5', 'ola', 'final', 'survey'),
    component: Array.from({ length: 150 }, (_, n) => ({ code: { coding: [{ system: 'urn:x', code: `c${n}` }] } })),
  },
];

const kari = guessRecord('Patient', 'kari');
const recordOf = (one: JsonResource) => {
  const subject = (one.subject as { reference: string } | undefined)?.reference.split('/') ?? [
    one.resourceType,
    one.id as string,
  ];
  return guessRecord(subject[0]!, subject[1]!);
};

let store: Store;
beforeAll(async () => {
  store = await Store.open();
  await store.putAll(resources);
});
afterAll(() => store.close());

async function bySql(scopes: string[], isSystem: boolean, patient?: bigint): Promise<string[]> {
  const { sql } = appScopeOf(scopes, isSystem, 's', patient);
  return store.found('?_type=Patient,Organization,Condition,Observation&_count=100', {
    scope: sql === undefined ? {} : { sql },
  });
}

function inMemory(scopes: string[], isSystem: boolean, patient?: bigint): string[] {
  const scope = appScopeOf(scopes, isSystem, 's', patient);
  return resources
    .filter((one) => {
      const record = recordOf(one);
      const { tokens } = extract(one as unknown as Resource, { record });
      return scope.includes({ type: one.resourceType, record, tokens });
    })
    .map((one) => `${one.resourceType}/${one.id}`)
    .sort();
}

const observations = (...ids: string[]) => ids.map((id) => `Observation/${id}`);

test.each([
  ['user/Observation.rs', observations('o1', 'o2', 'o3', 'o4', 'o5')],
  ['patient/Observation.rs', observations('o1', 'o2', 'o3')],
  ['patient/Observation.rs?category=laboratory', observations('o1', 'o3')],
  [
    'patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory&status=final',
    observations('o1'),
  ],
  ['patient/Observation.rs?category=urn:other|laboratory', []],
  ['patient/Observation.rs?status=http://hl7.org/fhir/observation-status|amended', observations('o3')],
  ['patient/Observation.rs?category:not=laboratory', observations('o2')],
  ['user/Observation.rs?combo-code=urn:x|c149', observations('o5')],
  ['user/Observation.rs?subject=Patient/ola', observations('o4', 'o5')],
  ['patient/Observation.r', []],
  ['system/Observation.rs', []],
  ['patient/*.rs', ['Condition/c1', ...observations('o1', 'o2', 'o3'), 'Organization/lab', 'Patient/kari']],
])('%s leaves %s', async (scope, left) => {
  expect(inMemory([scope], false, kari)).toEqual(left);
  expect(await bySql([scope], false, kari)).toEqual(left);
});

test('patient scopes without a patient reach nobody’s record', async () => {
  expect(inMemory(['patient/*.rs'], false)).toEqual(['Organization/lab']);
  expect(await bySql(['patient/*.rs'], false)).toEqual(['Organization/lab']);
});

test('a person’s token has no use of system scopes, nor a system’s of a person’s', () => {
  expect(inMemory(['system/*.cruds'], false, kari)).toEqual([]);
  expect(inMemory(['user/*.cruds', 'patient/*.cruds'], true, kari)).toEqual([]);
});

test('what is whole has nothing left out', () => {
  const scope = appScopeOf(['user/*.cruds', 'patient/Patient.r?_tag=x'], false, 's', kari);
  expect([scope.isWhole('*'), scope.isWhole('Patient'), scope.sql]).toEqual([true, true, undefined]);
  const part = appScopeOf(['user/Patient.rs', 'user/Observation.rs?status=final'], false, 's', kari);
  expect([part.isWhole('Patient'), part.isWhole('Observation'), part.isWhole('*')]).toEqual([true, false, false]);
  expect([part.reaches('Observation'), part.reaches('Condition'), part.reaches('*')]).toEqual([true, false, false]);
});

const anyScope = fc
  .tuple(
    fc.constantFrom('patient', 'user', 'system'),
    fc.constantFrom(
      '*.rs',
      '*.r',
      'Patient.cruds',
      'Condition.s',
      'Organization.rs',
      'Observation.rs?status=final',
      'Observation.rs?status=final,amended&category=laboratory',
      'Observation.rs?category:not=laboratory',
      'Observation.s?performer=Organization/lab&subject=Patient/ola',
      '*.rs?_tag=none',
      '*.rs?_tag:not=none',
    ),
  )
  .map(([context, rest]) => `${context}/${rest}`);

test('the database and the single resource get the same answer, whatever the scopes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyScope, { maxLength: 4 }),
      fc.boolean(),
      fc.boolean(),
      async (scopes, isSystem, hasPatient) => {
        const patient = hasPatient ? kari : undefined;
        expect(await bySql(scopes, isSystem, patient)).toEqual(inMemory(scopes, isSystem, patient));
      },
    ),
    { numRuns: 300 },
  );
});
