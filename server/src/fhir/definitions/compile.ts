import { existsSync } from 'node:fs';
import { compileElements } from './compile-elements.ts';
import { readSources, type Sources } from './sources.ts';
import { isUpToDate, writeGenerated } from './stamp.ts';

/**
 * Compiles HL7's R4 definitions into the compact tables and code of `server/gen/`, which are never committed.
 * Run by `npm run build:definitions`, after `npm install`, and by whoever finds them missing or stale.
 */
async function compileDefinitions(): Promise<void> {
  const sources = readSources();
  writeGenerated({
    'elements.json': JSON.stringify(compileElements(sources)),
    ...(await compileSearch(sources)),
  });
}

// The search part is being written beside this one; until it lands there is nothing to call.
async function compileSearch(sources: Sources): Promise<Record<string, string>> {
  const module = new URL('compile-search.ts', import.meta.url);
  if (!existsSync(module)) return {};
  return ((await import(module.href)) as { compileSearch(sources: Sources): Record<string, string> }).compileSearch(
    sources,
  );
}

if (isUpToDate()) {
  console.info('FHIR definitions: up to date');
} else {
  const start = performance.now();
  await compileDefinitions();
  console.info(`FHIR definitions: compiled in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
