import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { beforeAll, expect, test, vi } from 'vitest';
import { citizenLaterWords, citizenWords, entryWords } from './words.ts';

let byFile: ReadonlyMap<string, Rolldown.OutputChunk>;
let serviceWorker: string;

beforeAll(async () => {
  // As it is delivered: React for tests is larger.
  vi.stubEnv('NODE_ENV', 'production');
  // With a language more, which must cost those nothing who do not choose it.
  vi.stubEnv('ENJOURNAL_LANGUAGES', join(import.meta.dirname, 'translation', 'made-up'));
  const built = await build({
    root: join(import.meta.dirname, '..'),
    logLevel: 'silent',
    build: { write: false },
  });
  const { output } = built as Rolldown.RolldownOutput;
  const chunks = output.filter((one) => one.type === 'chunk');
  const worker = output.find(({ fileName }) => fileName === 'service-worker.js');
  serviceWorker = worker?.type === 'asset' ? String(worker.source) : '';
  byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
}, 90_000);

/** Files that hold one of the modules, with all that they import; `isWhole`: with what a citizen fetches from them later too. */
function filesWith(modules: readonly string[], isWhole = false): Set<string> {
  const found = new Set<string>();
  const take = (file: string) => {
    const chunk = byFile.get(file);
    if (
      found.has(file) ||
      !chunk ||
      (isWhole && chunk.moduleIds.some((id) => id.endsWith('/clinician/application.tsx')))
    )
      return;
    found.add(file);
    for (const needed of [...chunk.imports, ...(isWhole ? chunk.dynamicImports : [])]) take(needed);
  };
  for (const [file, { isEntry, moduleIds }] of byFile) {
    const isWanted = moduleIds.some((id) => modules.some((one) => id.replace(/\?.*$/, '').endsWith(one)));
    if (isWanted || (isEntry && !isWhole)) take(file);
  }
  return found;
}

const modulesIn = (files: ReadonlySet<string>) => [...files].flatMap((file) => byFile.get(file)?.moduleIds ?? []);

/** What an application begins with: the entry, the application, and the texts of one language, before anything is touched. */
function firstLoadOf(folder: string, texts: string): { bytes: number; ids: string[] } {
  const files = filesWith([`/${folder}/application.tsx`, 'virtual:texts/entry/nb', `virtual:texts/${texts}/nb`]);
  const bytes = [...files].reduce((sum, file) => sum + gzipSync(byFile.get(file)?.code ?? '').length, 0);
  console.info(`First load, ${folder}: ${(bytes / 1000).toFixed(0)} kB of JavaScript in ${files.size} files, gzip`);
  return { bytes, ids: modulesIn(files) };
}

test('a clinician begins with at most 350 kB of compressed JavaScript, and what only some pages need comes with them', () => {
  const { bytes, ids } = firstLoadOf('clinician', 'staff');
  expect(bytes).toBeLessThanOrEqual(350_000);
  expect(
    ids.filter((id) =>
      /node_modules\/(fhirpath|antlr4)\/|\/src\/citizen\/|\/municipality\/(privacy|administration)\/.*page/.test(id),
    ),
  ).toEqual([]);
});

test('a citizen begins with at most 200 kB, and with nothing of the clinician’s screens', () => {
  const { bytes, ids } = firstLoadOf('citizen', 'citizen');
  expect(bytes).toBeLessThanOrEqual(200_000);
  expect(ids.filter((id) => /\/clinician\/.*\.tsx$/.test(id))).toEqual([]);
});

test('what personnel see of the citizen’s pages does not start the citizen’s application beside their own', () => {
  const preview = filesWith(['/citizen-view/citizen-preview.tsx', '/journal/happening-detail.tsx']);
  const ids = modulesIn(preview);
  expect(ids.some((id) => id.endsWith('/citizen/journal/told.ts'))).toBe(true);
  expect(ids.filter((id) => /\/citizen\/(application|routes)\.tsx$/.test(id))).toEqual([]);
});

test('every text that a citizen’s page asks for is among the citizen’s texts, and that of the first page among the first', () => {
  const asked = (ids: readonly string[]) =>
    ids
      .filter((id) => /\/web\/src\/.*\.tsx?$/.test(id))
      .flatMap((id) => [...readFileSync(id, 'utf8').matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key]) => key as string));
  const lacking = (keys: readonly string[], words: object) =>
    [...new Set(keys)].filter((key) => !(key in words) && !(`${key}_one` in words));
  const first = filesWith(['/citizen/application.tsx']);
  expect(lacking(asked(modulesIn(first)), { ...entryWords, ...citizenWords })).toEqual([]);
  const all = filesWith(['/citizen/application.tsx'], true);
  expect(lacking(asked(modulesIn(all)), { ...entryWords, ...citizenWords, ...citizenLaterWords })).toEqual([]);
});

test('a language that is laid in the folder is in the product, fetched and kept only by who chooses it', () => {
  const parts = ['entry', 'staff', 'staff-later', 'citizen', 'citizen-later'];
  const chunks = [...byFile.values()];
  const filesOf = parts.map((part) =>
    chunks.find(({ moduleIds }) => moduleIds.includes(`\0virtual:texts/${part}/qaa`)),
  );
  expect(filesOf.every((one) => one?.isDynamicEntry && one.moduleIds.length === 1)).toBe(true);
  expect(filesOf[0]?.code).toContain('Qatugo');
  expect(chunks.some(({ code }) => code.includes('Qaaqaa') && code.includes('rtl'))).toBe(true);
  const begun = [...firstLoadOf('citizen', 'citizen').ids, ...firstLoadOf('clinician', 'staff').ids];
  expect(begun.filter((id) => /virtual:texts\/.*\/qaa$/.test(id))).toEqual([]);
  const lists = [...serviceWorker.matchAll(/^const (files|languages) = \[(.*)\];$/gm)].map(([, , list]) => list ?? '');
  expect(lists.length).toBe(2);
  for (const one of filesOf) expect(lists.map((list) => list.includes(`/${one?.fileName}`))).toEqual([false, true]);
});
