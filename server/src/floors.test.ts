import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

/**
 * The floors of the house: which folder of server/src may import which. Whoever stands higher may know those below, never
 * the other way round. Tests are free, and so are
 * `main.ts`, `serve.ts` and their parts beside them, which wire everything.
 */
const arrows: [folder: string, mayImport: string][] = [
  ['fhir', ''],
  ['record', 'fhir'],
  ['config', 'fhir record'],
  ['access', 'fhir record'],
  ['terminology', 'fhir record'],
  ['medicines', 'fhir record'],
  ['registers', 'fhir record terminology access'],
  ['identity', 'fhir record access config'],
  ['messages', 'fhir'],
  ['care', 'fhir record access terminology registers messages'],
  ['http', 'fhir record access terminology medicines identity config registers care'],
];

const source = import.meta.dirname;
const isFree = (file: string) => /\.test\.ts$|(^|\/)test\/|^[\w-]+\.ts$/.test(file);
const files = globSync('**/*.ts', { cwd: source }).filter((file) => !isFree(file));

/** What a file imports, as paths below server/src, or as they stand when they lead elsewhere. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(source, file), 'utf8');
  const named = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, name]) => name as string);
  return named.map((name) => (name.startsWith('.') ? relative(source, join(source, dirname(file), name)) : name));
}

const floorOf = (path: string): string => path.split('/')[0] ?? '';

test('every folder has a floor', () => {
  const folders = new Set(files.map(floorOf));
  expect([...folders].sort()).toEqual(arrows.map(([folder]) => folder).sort());
});

test.each(arrows)('%s imports nothing of the house but: %s', (folder, mayImport) => {
  const allowed = new Set([folder, ...mayImport.split(' ')]);
  const wrong = files
    .filter((file) => floorOf(file) === folder)
    .flatMap((file) => importsOf(file).map((name) => ({ file, name })))
    .filter(({ name }) => name.endsWith('.ts') && !allowed.has(floorOf(name)))
    .map(({ file, name }) => `${file} imports ${name}`);
  expect(wrong).toEqual([]);
});

test('care processes meet in the record, and never in each other', () => {
  const wrong = files
    .filter((file) => /^care\/[^/]+\//.test(file))
    .flatMap((file) => {
      const own = file.split('/')[1];
      const others = importsOf(file).filter((name) => /^care\/[^/]+\//.test(name) && name.split('/')[1] !== own);
      return others.map((name) => `${file} imports ${name}`);
    });
  expect(wrong).toEqual([]);
});

test('fhir is a language and does nothing: no network, no database, no process', () => {
  const forbidden = /^(pg|fastify|node:(http|https|net|child_process|worker_threads))$/;
  const wrong = files
    .filter((file) => floorOf(file) === 'fhir' && !file.startsWith('fhir/definitions/'))
    .flatMap((file) =>
      importsOf(file)
        .filter((name) => forbidden.test(name))
        .map((name) => `${file} imports ${name}`),
    );
  expect(wrong).toEqual([]);
});

test('the server does not import its tools, bench or web', () => {
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter((name) => /@enjournal\/|^\.\.\/\.\.\/(tools|web|bench|e2e)/.test(name))
      .map((name) => `${file} imports ${name}`),
  );
  expect(wrong).toEqual([]);
});

/** Where a day is one of UTC: as dates without a zone are indexed and checked, and where days alone are counted. */
const daysOfUtc = [
  'fhir/norwegian/day.ts',
  'fhir/search/values/entries.ts',
  'registers/rows/fields.ts',
  'care/forms/cases/examples.ts',
];

test('the day is the one in Norway, told in one place', () => {
  const cutting = /toISOString\(\)\.slice\(0, 10\)|toJSON\(\)\.slice\(0, 10\)/;
  const formatting = /DateTimeFormat\('sv/;
  const all = [...files, ...globSync('*.ts', { cwd: source })].filter((file) => !/\.test\.ts$/.test(file));
  const telling = all.filter((file) => {
    const text = readFileSync(join(source, file), 'utf8');
    return cutting.test(text) || formatting.test(text);
  });
  expect(telling.sort()).toEqual([...daysOfUtc].sort());
});
