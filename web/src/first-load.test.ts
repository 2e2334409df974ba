import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect, test, vi } from 'vitest';

const mostBytes = 350_000;

test('a clinician begins with at most 350 kB of compressed JavaScript, and what only some pages need comes with them', async () => {
  // As it is delivered: React for tests is larger.
  vi.stubEnv('NODE_ENV', 'production');
  const built = await build({
    root: join(import.meta.dirname, '..'),
    logLevel: 'silent',
    build: { write: false },
  });
  const chunks = (built as Rolldown.RolldownOutput).output.filter((one) => one.type === 'chunk');
  const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const first = new Set<string>();
  const take = (file: string) => {
    if (first.has(file)) return;
    first.add(file);
    for (const needed of byFile.get(file)?.imports ?? []) take(needed);
  };
  // the entry, and the texts of one language, which it fetches before it shows anything
  const isText = (file: string) =>
    Object.keys(byFile.get(file)?.modules ?? {}).some((id) => id.includes('virtual:texts/nb'));
  for (const { fileName, isEntry } of chunks) if (isEntry || isText(fileName)) take(fileName);

  const bytes = [...first].reduce((sum, file) => sum + gzipSync(byFile.get(file)?.code ?? '').length, 0);
  console.info(`First load: ${(bytes / 1000).toFixed(0)} kB of JavaScript in ${first.size} files, gzip`);
  expect(bytes).toBeLessThanOrEqual(mostBytes);
  const ids = [...first].flatMap((file) => Object.keys(byFile.get(file)?.modules ?? {}));
  expect(
    ids.filter((id) => /node_modules\/(fhirpath|antlr4)\/|\/municipality\/(privacy|administration)\/.*page/.test(id)),
  ).toEqual([]);
}, 60_000);
