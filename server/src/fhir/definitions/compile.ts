import { compileElements } from './compile-elements.ts';
import { compileOperations } from './compile-operations.ts';
import { compileProfiles } from './compile-profiles.ts';
import { compileSearch } from './compile-search.ts';
import { compileValidator } from './compile-validator.ts';
import { readSources } from './sources.ts';
import { isUpToDate, writeGenerated } from './stamp.ts';

/**
 * Compiles HL7's R4 definitions into the compact tables and code of `server/gen/`, which are never committed.
 * Run by `npm run build:definitions`, after `npm install`, and by whoever finds them missing or stale.
 */
function compileDefinitions(): void {
  const sources = readSources();
  const elements = compileElements(sources);
  writeGenerated({
    'elements.json': JSON.stringify(elements),
    'validator.cjs': compileValidator(sources, elements),
    'profiles.json': compileProfiles(sources),
    'operations.json': compileOperations(),
    ...compileSearch(sources),
  });
}

if (isUpToDate()) {
  console.info('FHIR definitions: up to date');
} else {
  const start = performance.now();
  compileDefinitions();
  console.info(`FHIR definitions: compiled in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
