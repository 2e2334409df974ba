import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { definitionsPackage } from './package.ts';

/** `server/gen/`: everything in it is made by `npm run build:definitions` and never committed. */
export const generatedFolder = new URL('../../../gen/', import.meta.url);

const stampFile = new URL('stamp', generatedFolder);

/** Whether the generated files were made from these very inputs. A few milliseconds, so every start can ask. */
export function isUpToDate(): boolean {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprint();
}

/**
 * Writes all generated files, the stamp last. Each file is replaced whole, so a process that compiles at the same time
 * or reads meanwhile never sees half a file.
 */
export function writeGenerated(files: Record<string, string>): void {
  mkdirSync(generatedFolder, { recursive: true });
  for (const [name, text] of Object.entries(files)) replaceFile(new URL(name, generatedFolder), text);
  replaceFile(stampFile, fingerprint());
}

function replaceFile(file: URL, text: string): void {
  const target = fileURLToPath(file);
  const temporary = `${target}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, target);
}

/** Of the definitions package its version and file sizes (its 93 MB take too long to hash), of our compilers the text. */
function fingerprint(): string {
  const hash = createHash('sha256').update(definitionsPackage.version);
  for (const name of readdirSync(definitionsPackage.folder).sort()) {
    hash.update(`${name} ${statSync(join(definitionsPackage.folder, name)).size}\n`);
  }
  const own = fileURLToPath(new URL('.', import.meta.url));
  for (const name of readdirSync(own).sort()) {
    if (!name.endsWith('.test.ts')) hash.update(readFileSync(join(own, name)));
  }
  // The compiler asks which invariants are written by hand.
  hash.update(readFileSync(join(own, '../validate/invariants.ts')));
  return hash.digest('hex');
}
