import { readdirSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type pg from 'pg';
import type { SystemHead } from '../../../server/src/terminology/store.ts';
import { atc } from './formats/atc.ts';
import { clamlVersion } from './formats/claml.ts';
import { finnkode } from './formats/finnkode.ts';
import { icd10 } from './formats/icd-10.ts';
import { icpc2 } from './formats/icpc-2.ts';
import { releaseFiles, SNOMED, stageSnomed } from './formats/snomed.ts';
import { VOLVEN, volven } from './formats/volven.ts';
import { Progress } from './progress.ts';
import { type Published, publish } from './publish.ts';
import type { OnBytes } from './read.ts';
import { createStaging, type FileConcept, stage } from './staging.ts';

export type LoadOptions = {
  /** Version of the code system, when the files do not say it. */
  version?: string;
  /** Volven number, for a table that does not say which list it is. */
  system?: string;
  onBytes?: OnBytes;
};

export type Loaded = Published & { url: string; version: string | undefined };

type Head = Omit<SystemHead, 'origin'>;
type SingleFormat = {
  head: Head;
  read: (path: string, onBytes?: OnBytes) => AsyncIterable<FileConcept>;
  versionOf?: (path: string) => Promise<string | undefined>;
};

const property = (code: string, type: string, description: string) => ({ code, type, description });
const OURS = 'https://enjournal.no/fhir/ValueSet';
const HEADING = property('notSelectable', 'boolean', 'A heading that is not itself coded with');
const norwegian = (url: string, title: string, valueSet: string, properties: Head['properties']): Head => ({
  ...{
    url,
    title,
    valueSet: `${OURS}/${valueSet}`,
    properties,
    content: 'complete',
    language: 'nb',
    caseSensitive: true,
  },
});

/** Kinds of one code system each. */
const singles: Readonly<Record<string, SingleFormat>> = {
  'icpc-2': {
    head: norwegian(`${VOLVEN}7170`, 'ICPC-2', 'icpc-2', [
      property('component', 'code', 'Component of ICPC-2'),
      HEADING,
    ]),
    read: icpc2,
  },
  'icd-10': {
    head: norwegian(`${VOLVEN}7110`, 'ICD-10', 'icd-10', [
      HEADING,
      property('kind', 'code', 'Chapter, block or category'),
      property('usage', 'code', 'Dagger or asterisk'),
      property('exclusion', 'string', 'What is coded elsewhere'),
    ]),
    read: icd10,
    versionOf: (path) => (isXml(path) ? clamlVersion(path) : Promise.resolve(undefined)),
  },
  atc: {
    head: norwegian('http://www.whocc.no/atc', 'ATC', 'atc', [property('ddd', 'string', 'Defined daily dose')]),
    read: atc,
  },
  nlk: {
    head: norwegian(`${VOLVEN}7280`, 'Norsk laboratoriekodeverk', 'nlk', [
      property('unit', 'string', 'Unit of the result'),
      property('field', 'string', 'Specialty'),
      property('group', 'string', 'Group of tests'),
      property('replacedBy', 'code', 'The code to use instead'),
    ]),
    read: finnkode,
  },
};

const isXml = (path: string) => extname(path).toLowerCase() === '.xml';

/** What can be loaded: the first word after the command. */
export const kinds: readonly string[] = [...Object.keys(singles), 'volven', 'snomed'];

/**
 * Loads the files of one kind, all in one transaction: readers see the old code system until the new one is whole.
 * @throws Error in plain words for files that cannot be read as this kind.
 */
export async function load(
  client: pg.ClientBase,
  kind: string,
  paths: readonly string[],
  options: LoadOptions = {},
): Promise<Loaded[]> {
  await client.query('BEGIN');
  try {
    const loaded = await loadKind(client, kind, paths, options);
    await client.query('COMMIT');
    return loaded;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function loadKind(
  client: pg.ClientBase,
  kind: string,
  paths: readonly string[],
  options: LoadOptions,
): Promise<Loaded[]> {
  if (kind === 'snomed') return [await loadSnomed(client, paths, options)];
  if (kind === 'volven') return loadVolven(client, paths, options);
  const format = singles[kind];
  if (format === undefined) throw new Error(`There is no kind ${kind}: it is one of ${kinds.join(', ')}.`);
  const files = paths.flatMap(filesIn);
  const version = options.version ?? (await format.versionOf?.(files[0]!));
  return [await loadOne(client, withVersion(format.head, version), allOf(files, format, options.onBytes))];
}

async function* allOf(files: readonly string[], format: SingleFormat, onBytes?: OnBytes): AsyncGenerator<FileConcept> {
  for (const path of files) yield* format.read(path, onBytes);
}

async function loadVolven(client: pg.ClientBase, paths: readonly string[], options: LoadOptions): Promise<Loaded[]> {
  const loaded: Loaded[] = [];
  for (const path of paths.flatMap(filesIn)) {
    for await (const { head, concepts } of volven(path, options.system, options.onBytes)) {
      loaded.push(await loadOne(client, withVersion(head, options.version ?? head.version), concepts));
    }
  }
  return loaded;
}

async function loadSnomed(client: pg.ClientBase, paths: readonly string[], options: LoadOptions): Promise<Loaded> {
  const files = releaseFiles(paths);
  await createStaging(client);
  const released = await stageSnomed(client, files, options.onBytes);
  const version = options.version ?? released;
  const head: Head = {
    url: SNOMED,
    version,
    content: 'complete',
    title: 'SNOMED CT',
    caseSensitive: true,
    valueSet: `${SNOMED}?fhir_vs`,
    properties: [property('refset', 'code', 'Reference set it is in')],
  };
  return { ...(await finish(client, head)), url: SNOMED, version };
}

async function loadOne(client: pg.ClientBase, head: Head, concepts: AsyncIterable<FileConcept>): Promise<Loaded> {
  await createStaging(client);
  const count = await stage(client, concepts);
  if (count === 0) throw new Error(`No code of ${head.url} was found in the files.`);
  return { ...(await finish(client, head)), url: head.url, version: head.version };
}

async function finish(client: pg.ClientBase, head: Head): Promise<Published> {
  const published = await publish(client, head);
  await client.query('DROP TABLE staged, numbered, edge, laid');
  return published;
}

function withVersion(head: Head, version: string | undefined): Head {
  return version === undefined ? head : { ...head, version };
}

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile());
}

/** Loads with a progress bar, and tells what was loaded. */
export async function loadWithProgress(
  client: pg.ClientBase,
  kind: string,
  paths: readonly string[],
  options: LoadOptions = {},
): Promise<void> {
  const files = kind === 'snomed' ? Object.values(releaseFiles(paths)).flat() : paths.flatMap(filesIn);
  const progress = new Progress(
    `${kind} (${files.length === 1 ? basename(files[0]!) : `${files.length} files`})`,
    files.reduce((bytes, path) => bytes + statSync(path).size, 0),
  );
  const loaded = await load(client, kind, paths, { ...options, onBytes: progress.add });
  for (const { url, version, concepts, repeated, unknownParents } of loaded) {
    const notes = [
      `${concepts} concepts of ${url}${version === undefined ? '' : ` version ${version}`}`,
      ...(repeated > 0 ? [`${repeated} repeated codes left out`] : []),
      ...(unknownParents > 0 ? [`${unknownParents} concepts stand below a code that is not there`] : []),
    ];
    progress.end(notes.join('; '));
  }
}
