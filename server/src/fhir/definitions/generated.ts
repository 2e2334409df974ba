import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { generatedFolder, isUpToDate } from './stamp.ts';

/** The text of a file the definitions compiler writes, e.g. `elements.json`. Compiles first when it is missing or stale. */
export function readGenerated(name: string): string {
  ensureCompiled();
  return readFileSync(new URL(name, generatedFolder), 'utf8');
}

/** The exports of a generated CommonJS module, e.g. `validator.cjs`. Its type is the caller's knowledge. */
export function loadGenerated<Exports>(name: string): Exports {
  ensureCompiled();
  return createRequire(import.meta.url)(fileURLToPath(new URL(name, generatedFolder))) as Exports;
}

let isEnsured = false;

function ensureCompiled(): void {
  if (isEnsured) return;
  if (!isUpToDate()) {
    const compiler = fileURLToPath(new URL('compile.ts', import.meta.url));
    const { status, stderr, error } = spawnSync(process.execPath, [compiler], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`The FHIR definitions could not be compiled: ${stderr}`, { cause: error });
  }
  isEnsured = true;
}
