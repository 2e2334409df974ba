import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { readTranslated, type TranslatedFile } from './translated-file.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** Where the product's languages besides its own three lie; a municipality may have a folder of its own. */
export const languagesFolder = (): string =>
  resolve(root, process.env.ENJOURNAL_LANGUAGES ?? join('content', 'languages'));

/** Every language of a folder, in the order of their tags. @throws Error that names the file */
export function readLanguages(folder: string): TranslatedFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => readLanguage(join(folder, file)));
}

/** @throws Error that names the file */
export const readLanguage = (file: string): TranslatedFile =>
  readTranslated(relative(root, file).replaceAll('\\', '/'), readFileSync(file, 'utf8'));
