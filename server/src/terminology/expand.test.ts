import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject, Resource } from '../fhir/resource.ts';
import { terminologyOperations } from './operations.ts';
import { Parameters } from './parameters.ts';
import { type TestClient, terminologyClient } from './test/client.ts';
import { onTerminologyChanged } from './write.ts';

const ICPC = 'urn:oid:2.16.578.1.12.4.1.1.7170';
const ATC = 'http://www.whocc.no/atc';
const OURS = 'https://enjournal.no/fhir/ValueSet';

let client: TestClient;
beforeAll(async () => {
  client = await terminologyClient();
});
afterAll(() => client.close());

const run = terminologyOperations.find(({ name }) => name === 'expand')!.run;
const expand = async (query: Record<string, string>, body?: Resource) =>
  run(client, { parameters: new Parameters(Object.entries(query), body) });
const inline = (compose: JsonObject, query: Record<string, string> = {}) =>
  expand(query, { resourceType: 'ValueSet', status: 'active', compose });

type Contains = { system: string; code: string; display?: string; designation?: JsonObject[] } & JsonObject;
const contains = (resource: Resource) => ((resource.expansion as JsonObject).contains ?? []) as Contains[];
const codes = (resource: Resource) => contains(resource).map(({ code }) => code);
const total = (resource: Resource) => (resource.expansion as JsonObject).total;

test('a value set of FHIR is expanded in the order it is written', async () => {
  const expanded = await expand({ url: 'http://hl7.org/fhir/ValueSet/administrative-gender' });
  expect(codes(expanded)).toEqual(['male', 'female', 'other', 'unknown']);
  expect(total(expanded)).toBe(4);
  expect(contains(expanded)[0]).toMatchObject({ system: 'http://hl7.org/fhir/administrative-gender', display: 'Male' });
  expect(expanded.compose).toBeUndefined();
});

test('a filter finds concepts by the beginnings of words, whatever case and however Norwegian letters are written', async () => {
  expect(codes(await expand({ url: `${OURS}/icpc-2`, filter: 'hjertes' }))).toContain('K77');
  expect(codes(await expand({ url: `${OURS}/icpc-2`, filter: 'SVIKT' }))).toEqual([]);
  expect(codes(await expand({ url: `${OURS}/icpc-2`, filter: 'bronkitt ak' }))).toEqual(['R78']);
  expect(codes(await expand({ url: `${OURS}/icpc-2`, filter: 'Ørevoks' }))).toEqual(['H81']);
  expect(codes(await expand({ url: `${OURS}/icpc-2`, filter: 'orevoks' }))).toEqual(['H81']);
});

test('a filter finds by code and by the English name, and the exact match comes first', async () => {
  expect(codes(await expand({ url: `${OURS}/problem-codes`, filter: 'K86' }))[0]).toBe('K86');
  expect(codes(await expand({ url: `${OURS}/problem-codes`, filter: 'heart failure' }))).toContain('I50.9');
  expect(codes(await expand({ url: `${OURS}/icpc-2`, filter: 'feber' }))[0]).toBe('A03');
});

test('pages follow one another without a gap, and each tells the total', async () => {
  const whole = await expand({ url: `${OURS}/icpc-2-problems` });
  const first = await expand({ url: `${OURS}/icpc-2-problems`, count: '10' });
  const second = await expand({ url: `${OURS}/icpc-2-problems`, count: '10', offset: '10' });
  expect([...codes(first), ...codes(second)]).toEqual(codes(whole).slice(0, 20));
  expect(total(second)).toBe(codes(whole).length);
  expect(codes(await expand({ url: `${OURS}/icpc-2-problems`, count: '0' }))).toEqual([]);
});

test('displays come in the language asked for, else in the system’s own', async () => {
  const display = async (displayLanguage?: string) =>
    contains(
      await expand({
        url: 'https://enjournal.no/fhir/ValueSet/service-kind',
        ...(displayLanguage === undefined ? {} : { displayLanguage }),
      }),
    ).find(({ code }) => code === 'nursing-home')?.display;
  expect(await display()).toBe('Sykehjem');
  expect(await display('nn')).toBe('Sjukeheim');
  expect(await display('en-GB')).toBe('Nursing home');
  expect(await display('se, nn;q=0.5')).toBe('Sjukeheim');
  expect(await display('fi')).toBe('Sykehjem');
});

test('designations are given when they are asked for, in the languages asked for', async () => {
  const url = 'https://enjournal.no/fhir/ValueSet/service-kind';
  const all = contains(await expand({ url, includeDesignations: 'true' }));
  expect(all[1]?.designation).toEqual([
    { language: 'nn', value: 'Legevakt' },
    { language: 'en', value: 'Out-of-hours clinic' },
  ]);
  const english = contains(await expand({ url, includeDesignations: 'true', designation: 'en' }));
  expect(english[1]?.designation).toEqual([{ language: 'en', value: 'Out-of-hours clinic' }]);
});

test('filters follow the hierarchy and the properties', async () => {
  const of = async (...filter: [property: string, op: string, value: string][]) =>
    codes(
      await inline({
        include: [{ system: ATC, filter: filter.map(([property, op, value]) => ({ property, op, value })) }],
      }),
    );
  expect(await of(['concept', 'is-a', 'C07A'])).toEqual([
    'C07A',
    'C07AB',
    'C07AB02',
    'C07AB03',
    'C07AB07',
    'C07AG',
    'C07AG02',
  ]);
  expect(await of(['concept', 'descendent-of', 'C07AB'])).toEqual(['C07AB02', 'C07AB03', 'C07AB07']);
  expect(await of(['concept', 'generalizes', 'C07AB02'])).toEqual(['C', 'C07', 'C07A', 'C07AB', 'C07AB02']);
  expect(await of(['parent', '=', 'C07A'])).toEqual(['C07AB', 'C07AG']);
  expect(await of(['child', '=', 'C07AB'])).toEqual(['C07A']);
  expect(await of(['concept', 'is-a', 'C07'], ['code', 'regex', '.{7}'])).toEqual([
    'C07AB02',
    'C07AB03',
    'C07AB07',
    'C07AG02',
  ]);
  expect(await of(['concept', 'is-a', 'C'], ['concept', 'is-not-a', 'C07'], ['code', 'in', 'C07AB02,C03CA01'])).toEqual(
    ['C03CA01'],
  );
  const diagnoses = codes(await expand({ url: `${OURS}/problem-codes` }));
  expect(diagnoses).toEqual(expect.arrayContaining(['K86', 'I10', 'I50.9']));
  for (const heading of ['K', '-30', 'IX', 'I30-I52', 'I50']) expect(diagnoses).not.toContain(heading);
  const processes = codes(await expand({ url: `${OURS}/icpc-2-processes` }));
  expect(processes.length).toBe(40);
  expect(processes.every((code) => code.startsWith('-'))).toBe(true);
});

test('an exclude takes away, and an imported value set narrows', async () => {
  const excluded = await inline({
    include: [{ system: ATC, filter: [{ property: 'concept', op: 'is-a', value: 'C07AB' }] }],
    exclude: [{ system: ATC, concept: [{ code: 'C07AB03' }] }],
  });
  expect(codes(excluded)).toEqual(['C07AB', 'C07AB02', 'C07AB07']);
  const narrowed = await inline({
    include: [
      { system: ATC, filter: [{ property: 'concept', op: 'is-a', value: 'J07' }], valueSet: [`${OURS}/medicines`] },
    ],
  });
  expect(codes(narrowed)).toEqual(codes(await expand({ url: `${OURS}/vaccines` })));
  const imported = await inline({
    include: [{ valueSet: [`${OURS}/vaccines`] }, { system: ICPC, concept: [{ code: 'K86' }] }],
  });
  expect(codes(imported)).toContain('K86');
  expect(codes(imported)).toContain('J07BB02');
});

test('listed codes of a system that is not here are in the expansion, with the display the value set gives', async () => {
  const expanded = await inline({
    include: [
      { system: 'http://example.org/none', concept: [{ code: 'b', display: 'Second letter' }, { code: 'a' }] },
      {
        system: 'http://loinc.org',
        concept: [{ code: '99999-9', display: 'Not in our part of LOINC' }, { code: '8867-4' }],
      },
    ],
  });
  expect(contains(expanded).map(({ code, display }) => [code, display])).toEqual([
    ['b', 'Second letter'],
    ['a', undefined],
    ['99999-9', 'Not in our part of LOINC'],
    ['8867-4', 'Heart rate'],
  ]);
  const found = await inline(
    {
      include: [
        { system: 'http://example.org/none', concept: [{ code: 'b', display: 'Second letter' }, { code: 'a' }] },
      ],
    },
    { filter: 'lett' },
  );
  expect(codes(found)).toEqual(['b']);
});

test('one code system is found under each of its names', async () => {
  const expanded = await inline({
    include: [{ system: 'http://hl7.org/fhir/sid/icpc-2', concept: [{ code: 'K86' }] }],
  });
  expect(contains(expanded)[0]).toMatchObject({
    system: 'http://hl7.org/fhir/sid/icpc-2',
    display: 'Hypertensjon ukomplisert',
  });
});

test('headings can be left out, and an expansion tells which systems are not whole', async () => {
  const withHeadings = await expand({ url: `${OURS}/icpc-2` });
  const without = await expand({ url: `${OURS}/icpc-2`, excludeNotForUI: 'true' });
  expect(codes(withHeadings)).toContain('K');
  expect(codes(without)).not.toContain('K');
  const parameter = (withHeadings.expansion as JsonObject).parameter as JsonObject[];
  expect(parameter).toContainEqual({ name: 'fragment', valueUri: `${ICPC}|starter-1` });
});

test('a ValueSet resource is expanded by its id, and inactive codes are left out when asked', async () => {
  const codeSystem: Resource = {
    resourceType: 'CodeSystem',
    url: 'http://example.org/ward',
    status: 'active',
    content: 'complete',
    concept: [
      { code: '1', display: 'First ward' },
      { code: '2', display: 'Closed ward', property: [{ code: 'inactive', valueBoolean: true }] },
    ],
  };
  const valueSet: Resource = {
    resourceType: 'ValueSet',
    url: 'http://example.org/vs/ward',
    status: 'active',
    compose: { include: [{ system: 'http://example.org/ward' }] },
  };
  await onTerminologyChanged(client, [
    { type: 'CodeSystem', id: 'ward', resource: codeSystem },
    { type: 'ValueSet', id: 'wards', resource: valueSet },
  ]);
  const call = (query: Record<string, string>) =>
    run(client, { id: 'wards', parameters: new Parameters(Object.entries(query)) });
  expect(codes(await call({}))).toEqual(['1', '2']);
  expect(contains(await call({}))[1]).toMatchObject({ inactive: true });
  expect(codes(await call({ activeOnly: 'true' }))).toEqual(['1']);
});

test.each([
  ['an unknown value set', { url: 'http://example.org/none' }, 'absent', 'value-set-unknown'],
  ['no value set', {}, 'invalid', 'parameter-required'],
  ['a count that is no number', { url: `${OURS}/icpc-2`, count: 'ten' }, 'invalid', 'parameter-value'],
  ['a negative offset', { url: `${OURS}/icpc-2`, offset: '-1' }, 'invalid', 'parameter-value'],
  ['a filter with NUL', { url: `${OURS}/icpc-2`, filter: 'a\0b' }, 'invalid', 'parameter-value'],
  ['a filter without end', { url: `${OURS}/icpc-2`, filter: 'a '.repeat(2_000) }, 'invalid', 'parameter-value'],
  ['an unknown parameter', { url: `${OURS}/icpc-2`, cuont: '1' }, 'invalid', 'parameter-unknown'],
  [
    'a system whose codes are written by rule',
    { url: 'http://hl7.org/fhir/ValueSet/mimetypes' },
    'rule',
    'system-not-listed',
  ],
  ['a system that is not here', { url: 'http://snomed.info/sct?fhir_vs=isa/404684003' }, 'rule', 'system-not-here'],
])('%s is refused', async (_, query, kind, key) => {
  await expect(expand(query as Record<string, string>)).rejects.toMatchObject({ kind, issues: [{ key }] });
});

test.each([
  ['an unknown filter operation', { property: 'code', op: 'child-like', value: 'x' }, 'rule', 'filter-unsupported'],
  ['a concept the system lacks', { property: 'concept', op: 'is-a', value: 'XX' }, 'rule', 'filter-concept-unknown'],
  [
    'a pattern that PostgreSQL cannot read',
    { property: 'code', op: 'regex', value: '(?<a>C)' },
    'invalid',
    'filter-regex',
  ],
  ['a pattern that cannot be read', { property: 'code', op: 'regex', value: '(' }, 'invalid', 'filter-regex'],
  [
    'a list of very many values',
    { property: 'x', op: 'in', value: 'y,'.repeat(9000) },
    'rule',
    'value-set-too-complex',
  ],
  ['a filter without a value', { property: 'code', op: '=' }, 'invalid', 'filter-incomplete'],
])('%s in a compose is refused', async (_, filter, kind, key) => {
  await expect(inline({ include: [{ system: ATC, filter: [filter] }] })).rejects.toMatchObject({
    kind,
    issues: [{ key }],
  });
});

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
  'a property called %s is a property like any other',
  async (property) => {
    for (const op of ['=', 'exists', 'regex', 'in']) {
      const filter = [{ property, op, value: 'true' }];
      expect(codes(await inline({ include: [{ system: ATC, filter }] }))).toEqual([]);
    }
  },
);

test('a value set that refers to itself is refused', async () => {
  const valueSet = (url: string, other: string): Resource => ({
    resourceType: 'ValueSet',
    url,
    status: 'active',
    compose: { include: [{ valueSet: [other] }] },
  });
  await onTerminologyChanged(client, [
    { type: 'ValueSet', id: 'a', resource: valueSet('http://example.org/a', 'http://example.org/b') },
    { type: 'ValueSet', id: 'b', resource: valueSet('http://example.org/b', 'http://example.org/a') },
  ]);
  await expect(expand({ url: 'http://example.org/a' })).rejects.toMatchObject({ issues: [{ key: 'value-set-cycle' }] });
});

test('a value set that grows without end is refused', async () => {
  for (let i = 0; i < 12; i += 1) {
    const valueSet = [`http://example.org/grow/${i + 1}`];
    const include = [{ valueSet }, { valueSet }];
    const resource = {
      resourceType: 'ValueSet',
      url: `http://example.org/grow/${i}`,
      status: 'active',
      compose: { include },
    };
    await onTerminologyChanged(client, [{ type: 'ValueSet', id: `grow${i}`, resource }]);
  }
  const last = {
    resourceType: 'ValueSet',
    url: 'http://example.org/grow/12',
    status: 'active',
    compose: { include: [{ system: ATC }] },
  };
  await onTerminologyChanged(client, [{ type: 'ValueSet', id: 'grow12', resource: last }]);
  await expect(expand({ url: 'http://example.org/grow/0' })).rejects.toMatchObject({
    issues: [{ code: 'too-costly' }],
  });
});

test('a value set that is too large to be given whole is given in pages', async () => {
  const concept = Array.from({ length: 10_001 }, (_, i) => ({ code: `c${i}` }));
  await onTerminologyChanged(client, [
    {
      type: 'CodeSystem',
      id: 'large',
      resource: {
        resourceType: 'CodeSystem',
        url: 'http://example.org/large',
        status: 'active',
        content: 'complete',
        concept,
      },
    },
  ]);
  await expect(expand({ url: 'http://example.org/large' })).rejects.toMatchObject({ issues: [{ code: 'too-costly' }] });
  const page = await expand({ url: 'http://example.org/large', count: '2', offset: '10000' });
  expect(codes(page)).toEqual(['c10000']);
  expect(codes(await expand({ url: 'http://example.org/large', count: '1000000' })).length).toBe(10_000);
});
