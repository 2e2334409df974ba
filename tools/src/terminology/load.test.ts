import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../../server/src/fhir/resource.ts';
import type { Queryable } from '../../../server/src/record/index.ts';
import { expand } from '../../../server/src/terminology/expand.ts';
import { lookup } from '../../../server/src/terminology/lookup.ts';
import { codesBelow, subsumes } from '../../../server/src/terminology/subsumes.ts';
import { findSystem } from '../../../server/src/terminology/systems.ts';
import { terminologyDatabase } from '../../../server/src/terminology/test/client.ts';
import { findValueSet } from '../../../server/src/terminology/value-set.ts';
import { withDatabase } from '../../../server/src/test/database.ts';
import { load } from './load.ts';

const examples = join(import.meta.dirname, 'examples');
const example = (name: string) => join(examples, name);
const volven = (number: number) => `urn:oid:2.16.578.1.12.4.1.1.${number}`;
const SNOMED = 'http://snomed.info/sct';

let folder: string;
let client: pg.Client;
let close: () => Promise<void>;
let queryable: Queryable;

beforeAll(async () => {
  const database = await withDatabase(terminologyDatabase);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  close = database.close;
  folder = mkdtempSync(join(tmpdir(), 'enjournal-loaders-'));
  queryable = {
    async query<T>(text: string, values?: unknown[]) {
      const { rows, rowCount } = await client.query(text, values);
      return { rows: rows as T[], rowCount: rowCount ?? 0 };
    },
  };
});
afterAll(async () => {
  await client.end();
  await close();
  rmSync(folder, { recursive: true });
});

const system = async (url: string) => (await findSystem(queryable, url))!;
const concepts = async (url: string) => {
  const { rows } = await client.query(
    `SELECT c.code, c.display, c.abstract, c.inactive, ARRAY(SELECT p.code FROM concept p WHERE p.system = c.system
       AND p.id = ANY(c.parents) ORDER BY p.code) AS parents, c.properties, c.designations
     FROM concept c WHERE c.system = $1 ORDER BY c.id`,
    [(await system(url)).key],
  );
  return rows as { code: string; display: string; abstract: boolean; inactive: boolean; parents: string[] }[] &
    JsonObject[];
};
const found = async (url: string, filter: string) => {
  const expanded = await expand(queryable, await findValueSet(queryable, url), { filter });
  return (((expanded.expansion as JsonObject).contains ?? []) as JsonObject[]).map(({ code }) => code);
};

test('ICPC-2 from FinnKode’s JSON: chapters are made, components told, outdated codes inactive', async () => {
  const [loaded] = await load(client, 'icpc-2', [example('icpc-2-finnkode.json')], { version: '2026' });
  expect(loaded).toMatchObject({ url: volven(7170), version: '2026', repeated: 0, unknownParents: 0 });
  const all = await concepts(volven(7170));
  expect(all.map(({ code, parents }) => [code, ...parents])).toEqual([
    ['K'],
    ['K01', 'K'],
    ['K86', 'K'],
    ['R'],
    ['R83', 'R'],
    ['N'],
    ['N02', 'N'],
    ['-'],
    ['-31', '-'],
  ]);
  expect(all.find(({ code }) => code === 'K86')).toMatchObject({
    display: 'Hypertensjon uten komplikasjoner',
    properties: { component: ['7'] },
    designations: [{ language: 'nb', value: 'Hypertensjon ukomplisert' }],
  });
  expect(all.filter(({ inactive }) => inactive).map(({ code }) => code)).toEqual(['N02']);
  expect(await found(volven(7170), 'ukomplisert')).toEqual(['K86']);
});

test('ICPC-2 from a table saved from Excel: quotes, semicolons in texts and a byte order mark', async () => {
  await load(client, 'icpc-2', [example('icpc-2-finnkode.csv')]);
  const all = await concepts(volven(7170));
  expect(all.map(({ code, display }) => [code, display])).toEqual([
    ['K', 'Hjerte-karsystemet'],
    ['K86', 'Hypertensjon; uten "komplikasjoner"'],
    ['A', 'Allment og uspesifisert'],
    ['A97', 'Administrativ kontakt/undersøkelse'],
  ]);
  expect(all.every(({ inactive }) => !inactive)).toBe(true);
});

test('a distribution takes the place of our part of a code system, and of the distribution before it', async () => {
  const { rows } = await client.query('SELECT origin FROM code_system WHERE url = $1 ORDER BY origin', [volven(7170)]);
  expect(rows).toEqual([{ origin: 1 }, { origin: 3 }]);
  expect((await system('http://hl7.org/fhir/sid/icpc-2')).concepts).toBe(4);
});

test('ICD-10 from FinnKode’s JSON: chapters and blocks are headings', async () => {
  await load(client, 'icd-10', [example('icd-10-finnkode.json')]);
  const all = await concepts(volven(7110));
  expect(all.map(({ code, parents, abstract }) => [code, ...parents, abstract])).toEqual([
    ['IX', true],
    ['I30-I52', 'IX', true],
    ['I50', 'I30-I52', false],
    ['I50.0', 'I50', false],
    ['I50.9', 'I50', false],
  ]);
});

test('ICD-10 from KITH’s text file: Latin letters, codes without a full stop, categories from the codes', async () => {
  const path = join(folder, 'ICD10.txt');
  writeFileSync(
    path,
    Buffer.from(
      'I50\tHjertesvikt\r\nI500\tKongestiv hjertesvikt, påvist\r\nS7200\tBrudd i lårhals;lukket\r\n',
      'latin1',
    ),
  );
  const [loaded] = await load(client, 'icd-10', [path]);
  const all = await concepts(volven(7110));
  expect(all.map(({ code, display, parents }) => [code, display, ...parents])).toEqual([
    ['I50', 'Hjertesvikt'],
    ['I50.0', 'Kongestiv hjertesvikt, påvist', 'I50'],
    ['S72.00', 'Brudd i lårhals;lukket'],
  ]);
  expect(loaded?.unknownParents).toBe(1);
});

test('ICD-10 from ClaML: modifiers are written out, inclusions are found, the version is the title’s', async () => {
  const [loaded] = await load(client, 'icd-10', [example('icd-10-claml.xml')]);
  expect(loaded).toMatchObject({ version: '2019', unknownParents: 1 });
  const all = await concepts(volven(7110));
  expect(all.map(({ code, display }) => [code, display])).toEqual([
    ['IV', 'Endocrine diseases & more'],
    ['E10-E14', 'Diabetes mellitus'],
    ['E10', 'Type 1 diabetes mellitus'],
    ['E10.0', 'Type 1 diabetes mellitus: With coma'],
    ['E10.9', 'Type 1 diabetes mellitus: Without complications'],
    ['E14', 'Unspecified diabetes mellitus'],
    ['E14.9', 'Unspecified diabetes mellitus: Without complications'],
    ['G63.2', 'Diabetic polyneuropathy'],
  ]);
  expect(await found(volven(7110), 'brittle')).toEqual(['E10']);
  expect(all.find(({ code }) => code === 'E10')).toMatchObject({ properties: { exclusion: ['neonatal P70.2'] } });
});

test('ATC from WHO’s index: one concept with all its daily doses', async () => {
  await load(client, 'atc', [example('atc-who.csv')]);
  const all = await concepts('http://www.whocc.no/atc');
  expect(all.map(({ code }) => code)).toEqual(['C', 'C07', 'C07A', 'C07AB', 'C07AB02', 'C07AB07']);
  expect(all[4]).toMatchObject({ display: 'metoprolol', properties: { ddd: ['0.15 g O', '0.15 g P'] } });
  expect(await codesBelow(queryable, await system('http://www.whocc.no/atc'), 'C07A', 10)).toEqual([
    'C07A',
    'C07AB',
    'C07AB02',
    'C07AB07',
  ]);
});

test('ATC from FEST: each code once, with the levels above it', async () => {
  await load(client, 'atc', [example('atc-fest.xml')]);
  const all = await concepts('http://www.whocc.no/atc');
  expect(all.map(({ code, display, parents }) => [code, display, ...parents])).toEqual([
    ['N', 'Nervesystemet'],
    ['N02', null, 'N'],
    ['N02B', null, 'N02'],
    ['N02BE', null, 'N02B'],
    ['N02BE01', 'paracetamol', 'N02BE'],
  ]);
});

test('NLK: the name in use, the unit, and what took the place of an outdated code', async () => {
  await load(client, 'nlk', [example('nlk.csv')]);
  expect(await concepts(volven(7280))).toMatchObject([
    {
      code: 'NPU03230',
      display: 'P-Kalium',
      inactive: false,
      properties: { unit: ['mmol/L'], group: ['Elektrolytter'] },
    },
    { code: 'NOR05001', display: 'P-ACE', inactive: true, properties: { replacedBy: ['NPU29069'] } },
  ]);
});

test('Volven lists in each of their forms', async () => {
  const resource = await load(client, 'volven', [example('volven-fhir.json')]);
  expect(resource).toMatchObject([{ url: volven(9505), version: '1.0.0', concepts: 2 }]);
  const display = await load(client, 'volven', [example('volven-display.xml')]);
  expect(display.map(({ url, concepts: count }) => [url, count])).toEqual([
    [volven(3101), 2],
    [volven(9999), 1],
  ]);
  const fest = await load(client, 'volven', [example('atc-fest.xml')], { system: '7448' });
  expect(fest.map(({ url }) => url)).toEqual([volven(7448)]);
  expect(await concepts(volven(7448))).toMatchObject([
    { code: '900', display: 'Tabletter', parents: [] },
    { code: '53', display: 'Tablett', parents: ['900'], designations: [{ language: 'en', value: 'Tablet' }] },
  ]);
  await load(client, 'volven', [example('volven-9169.csv')], { system: '9169' });
  expect((await concepts(volven(9169))).map(({ display: name }) => name)).toEqual(['Søknad mottatt', 'Vedtak']);
  await expect(load(client, 'volven', [example('volven-9169.csv')])).rejects.toThrow(/--system/);
});

test('SNOMED CT from the international package and the Norwegian extension', async () => {
  const [loaded] = await load(client, 'snomed', [example('snomed')]);
  expect(loaded).toMatchObject({ version: `${SNOMED}/51000202101/version/20260415`, concepts: 11 });
  const snomed = await system(SNOMED);
  const all = await concepts(SNOMED);
  const heartFailure = all.find(({ code }) => code === '84114007')!;
  expect(heartFailure).toMatchObject({
    display: 'hjertesvikt',
    parents: ['56265001'],
    properties: { '363698007': ['80891009'], refset: ['733990004'] },
  });
  expect(all.find(({ code }) => code === '1111000202109')?.parents).toEqual(['404684003', '56265001']);
  expect(all.find(({ code }) => code === '155374007')).toMatchObject({
    inactive: true,
    display: 'Heart failure old (disorder)',
  });
  expect(await subsumes(queryable, snomed, '404684003', '1111000202109')).toBe('subsumes');
  expect(await subsumes(queryable, snomed, '49601007', '1111000202109')).toBe('subsumes');
  expect(await subsumes(queryable, snomed, '84114007', '1111000202109')).toBe('not-subsumed');
});

test('SNOMED CT is found in every language, and displayed in the one asked for', async () => {
  const vs = `${SNOMED}?fhir_vs=isa/404684003`;
  expect(await found(vs, 'sviktende')).toEqual(['84114007']);
  expect(await found(vs, 'cardiac fail')).toEqual(['84114007']);
  expect(await found(vs, 'weak')).toEqual([]); // an inactive description
  const display = async (displayLanguage: string) => {
    const { parameter } = await lookup(queryable, await system(SNOMED), '84114007', { displayLanguage });
    return (parameter as JsonObject[]).find(({ name }) => name === 'display')?.valueString;
  };
  expect(await display('nb')).toBe('hjertesvikt');
  expect(await display('en')).toBe('Heart failure');
  const definition = await lookup(queryable, await system(SNOMED), '84114007', { property: ['definition'] });
  expect(JSON.stringify(definition)).toContain('does not pump as it should');
});

test('SNOMED CT’s implied value sets: descendants, reference sets, attributes', async () => {
  const codes = async (url: string) => {
    const expanded = await expand(queryable, await findValueSet(queryable, url), {});
    return ((expanded.expansion as JsonObject).contains as JsonObject[]).map(({ code }) => code).sort();
  };
  expect(await codes(`${SNOMED}?fhir_vs=isa/56265001`)).toEqual(['1111000202109', '42343007', '56265001', '84114007']);
  expect(await codes(`${SNOMED}?fhir_vs=refset/733990004`)).toEqual(['84114007']);
  expect(await codes(`${SNOMED}?fhir_vs=refset`)).toEqual(['84114007']);
  expect((await codes(`${SNOMED}?fhir_vs`)).length).toBe(11);
  const filter = [{ property: '363698007', op: '=', value: '80891009' }];
  const site = await expand(queryable, {
    resourceType: 'ValueSet',
    compose: { include: [{ system: SNOMED, filter }] },
  });
  expect((site.expansion as JsonObject).total).toBe(1);
});

test('a file that cannot be read leaves what was there', async () => {
  const before = (await system('http://www.whocc.no/atc')).concepts;
  const broken = join(folder, 'broken.xml');
  writeFileSync(broken, '<FEST><Atc V="A"/>');
  await expect(load(client, 'atc', [broken])).rejects.toThrow();
  const empty = join(folder, 'empty.csv');
  writeFileSync(empty, 'ATC code,ATC level name\n');
  await expect(load(client, 'atc', [empty])).rejects.toThrow(/No code/);
  await expect(load(client, 'snomed', [folder])).rejects.toThrow(/sct2_Concept_Snapshot/);
  await expect(load(client, 'icd-11', [empty])).rejects.toThrow(/icpc-2, icd-10/);
  expect((await system('http://www.whocc.no/atc')).concepts).toBe(before);
});
