import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resource } from '../fhir/resource.ts';

/** The repository's `content/`: Norwegian content as FHIR resources, one JSON file for each. */
export const CONTENT = join(import.meta.dirname, '../../../content');

export type ContentFile = { path: string; text: string };

/** The files of `content/` in the order of their paths; its worked examples are for tests, and no resources. */
export function contentFiles(folder: string = CONTENT): ContentFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json') && !path.startsWith('examples'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
}

/** The resources of `content/`, of every type or of those named. */
export function contentResources(types?: ReadonlySet<string>, folder: string = CONTENT): Resource[] {
  return contentFiles(folder)
    .filter(({ text }) => types === undefined || types.has(typeIn(text)))
    .map(({ text }) => JSON.parse(text) as Resource);
}

/** The type that a file begins with: the most of `content/` need not be parsed to find the few that are asked for. */
const typeIn = (text: string): string => /^\s*\{\s*"resourceType":\s*"(\w+)"/.exec(text)?.[1] ?? '';
