import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type pg from 'pg';
import { wordsOf } from '../../../../server/src/terminology/words.ts';
import { linesOf, type OnBytes } from '../read.ts';
import { Copy } from '../staging.ts';

/**
 * SNOMED CT in Release Format 2: the Snapshot files of one or more unpacked packages (the International Edition and the
 * Norwegian extension), found by their names. Of a component that stands in several, the latest counts.
 */
const FILES = {
  concept: /^x?sct2_Concept_.*Snapshot.*\.txt$/,
  description: /^x?sct2_(Description|TextDefinition)_.*Snapshot.*\.txt$/,
  language: /^x?der2_cRefset_Language.*Snapshot.*\.txt$/,
  relationship: /^x?sct2_Relationship_.*Snapshot.*\.txt$/,
  value: /^x?sct2_RelationshipConcreteValues_.*Snapshot.*\.txt$/,
  refset: /^x?der2_Refset_.*Snapshot.*\.txt$/,
} as const;

type Kind = keyof typeof FILES;
export type ReleaseFiles = Record<Kind, string[]>;

export const SNOMED = 'http://snomed.info/sct';
const IS_A = '116680003';
const FULLY_SPECIFIED_NAME = '900000000000003001';
const SYNONYM = '900000000000013009';
const DEFINITION = '900000000000550004';
const PREFERRED = '900000000000548007';
const NORWEGIAN_MODULE = '51000202101';
const INTERNATIONAL_MODULE = '900000000000207008';
/** Language reference sets, by which a term is in a language; the first that has a preferred term gives the display. */
const LANGUAGES: readonly (readonly [refset: string, language: string])[] = [
  ['61000202103', 'nb'],
  ['91000202106', 'nn'],
  ['900000000000508004', 'en'], // Great Britain
  ['900000000000509007', 'en'], // United States of America
];

/** The release files in the folders. @throws Error when there is no concept file. */
export function releaseFiles(folders: readonly string[]): ReleaseFiles {
  const found: ReleaseFiles = { concept: [], description: [], language: [], relationship: [], value: [], refset: [] };
  for (const path of folders.flatMap(allFiles).sort()) {
    for (const kind of Object.keys(FILES) as Kind[]) if (FILES[kind].test(basename(path))) found[kind].push(path);
  }
  if (found.concept.length === 0) {
    throw new Error(`There is no sct2_Concept_Snapshot file in ${folders.join(', ')}: give unpacked RF2 packages.`);
  }
  return found;
}

function allFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).map((file) => join(path, file));
}

/** The columns of each kind of file that are kept; each begins with the component's id, its date and whether it is active. */
const COLUMNS: Record<Kind, readonly string[]> = {
  concept: ['id', 'effectiveTime', 'active', 'moduleId', 'definitionStatusId'],
  description: ['id', 'effectiveTime', 'active', 'conceptId', 'languageCode', 'typeId', 'term'],
  language: ['id', 'effectiveTime', 'active', 'refsetId', 'referencedComponentId', 'acceptabilityId'],
  relationship: ['id', 'effectiveTime', 'active', 'sourceId', 'destinationId', 'typeId'],
  value: ['id', 'effectiveTime', 'active', 'sourceId', 'value', 'typeId'],
  refset: ['id', 'effectiveTime', 'active', 'refsetId', 'referencedComponentId'],
};

/** Reads the files into tables of their own, and from these stages the concepts. @returns the version's URI. */
export async function stageSnomed(client: pg.ClientBase, files: ReleaseFiles, onBytes?: OnBytes): Promise<string> {
  for (const kind of Object.keys(FILES) as Kind[]) {
    const columns = COLUMNS[kind].map((column) => `"${column}"`);
    const words = kind === 'description' ? ', words text[]' : '';
    await client.query(`CREATE TEMP TABLE rf2_${kind} (${columns.map((column) => `${column} text COLLATE "C"`).join(', ')}${words})
      ON COMMIT DROP`);
    for (const path of files[kind]) await copyFile(client, kind, path, onBytes);
    await keepLatest(client, kind);
  }
  await client.query(`SET LOCAL work_mem = '256MB'`);
  await client.query(STAGE, [
    LANGUAGES.map(([refset]) => refset),
    LANGUAGES.map(([, language]) => language),
    IS_A,
    FULLY_SPECIFIED_NAME,
    SYNONYM,
    DEFINITION,
    PREFERRED,
  ]);
  const { rows } = await client.query<{ isNorwegian: boolean; date: string }>(
    `SELECT coalesce(bool_or("moduleId" = $1), false) AS "isNorwegian", max("effectiveTime") AS date FROM rf2_concept`,
    [NORWEGIAN_MODULE],
  );
  const module = rows[0]!.isNorwegian ? NORWEGIAN_MODULE : INTERNATIONAL_MODULE;
  return `${SNOMED}/${module}/version/${releaseDate(files) ?? rows[0]!.date}`;
}

async function copyFile(client: pg.ClientBase, kind: Kind, path: string, onBytes?: OnBytes): Promise<void> {
  const columns = COLUMNS[kind].map((column) => `"${column}"`);
  const copy = new Copy(client, `rf2_${kind}`, kind === 'description' ? [...columns, 'words'] : columns);
  await copy.all(keptFields(kind, path, onBytes));
}

async function* keptFields(kind: Kind, path: string, onBytes?: OnBytes): AsyncGenerator<unknown[]> {
  const columns = COLUMNS[kind];
  let places: number[] | undefined;
  for await (const line of linesOf(path, onBytes)) {
    const fields = line.split('\t');
    if (places === undefined) {
      places = columns.map((column) => fields.indexOf(column));
      if (places.includes(-1)) throw new Error(`${path} lacks one of the columns ${columns.join(', ')}.`);
      continue;
    }
    const kept: unknown[] = places.map((place) => fields[place] ?? '');
    if (kind === 'description') kept.push(wordsOf(kept.at(-1) as string));
    yield kept;
  }
}

/** Two packages may each have a component, at different dates. Inactive ones count only as the concepts' own state. */
async function keepLatest(client: pg.ClientBase, kind: Kind): Promise<void> {
  await client.query(`CREATE INDEX ON rf2_${kind} (id, "effectiveTime")`);
  await client.query(`DELETE FROM rf2_${kind} a USING rf2_${kind} b WHERE a.id = b.id
    AND (a."effectiveTime" < b."effectiveTime" OR (a."effectiveTime" = b."effectiveTime" AND a.ctid < b.ctid))`);
  if (kind !== 'concept') await client.query(`DELETE FROM rf2_${kind} WHERE active = '0'`);
  await client.query(`ANALYZE rf2_${kind}`);
}

/** The latest date in the files' names. */
function releaseDate(files: ReleaseFiles): string | undefined {
  const dates = files.concept.map((path) => /_(\d{8})\.txt$/.exec(path)?.[1]).filter((date) => date !== undefined);
  return dates.sort().at(-1);
}

/**
 * A term is in the languages of the reference sets that accept it; the fully specified name stands in English beside
 * them. Attributes become properties under the attribute's code, membership the property `refset`.
 */
const STAGE = `
  WITH language (refset, language, rank) AS (
    SELECT * FROM unnest($1::text[], $2::text[]) WITH ORDINALITY),
  term AS (
    SELECT d."conceptId" AS concept, d.term, d.words, d."typeId" AS type, l.language, min(l.rank) AS rank,
      bool_or(r."acceptabilityId" = $7) AS preferred
    FROM rf2_description d JOIN rf2_language r ON r."referencedComponentId" = d.id JOIN language l ON l.refset = r."refsetId"
    WHERE d."typeId" <> $6
    GROUP BY d.id, d."conceptId", d.term, d.words, d."typeId", l.language),
  named AS (
    SELECT concept,
      (array_agg(term ORDER BY rank, term) FILTER (WHERE preferred AND type = $5))[1] AS preferred,
      (array_agg(term ORDER BY rank, term) FILTER (WHERE type = $4))[1] AS fsn,
      jsonb_agg(jsonb_build_object('language', language, 'use', CASE
        WHEN type = $4 THEN jsonb_build_object('system', '${SNOMED}', 'code', $4, 'display', 'Fully specified name')
        WHEN preferred THEN jsonb_build_object('system', 'http://terminology.hl7.org/CodeSystem/hl7TermMaintInfra',
          'code', 'preferredForLanguage')
        ELSE jsonb_build_object('system', '${SNOMED}', 'code', $5, 'display', 'Synonym') END, 'value', term)
        ORDER BY rank, preferred DESC, term) AS designations
    FROM term GROUP BY concept),
  spoken AS (
    SELECT concept, array_agg(DISTINCT word) AS words FROM term, unnest(words) AS word GROUP BY concept),
  defined AS (
    SELECT "conceptId" AS concept, min(term) AS definition FROM rf2_description WHERE "typeId" = $6 GROUP BY "conceptId"),
  above AS (
    SELECT "sourceId" AS concept, array_agg(DISTINCT "destinationId") AS parents FROM rf2_relationship
    WHERE "typeId" = $3 GROUP BY "sourceId"),
  attribute AS (
    SELECT "sourceId" AS concept, "typeId" AS name, to_jsonb("destinationId") AS value FROM rf2_relationship WHERE "typeId" <> $3
    UNION ALL SELECT "sourceId", "typeId", CASE WHEN starts_with(value, '#') THEN substr(value, 2)::jsonb
      ELSE to_jsonb(trim(both '"' from value)) END FROM rf2_value
    UNION ALL SELECT "referencedComponentId", 'refset', to_jsonb("refsetId") FROM rf2_refset),
  propertied AS (
    SELECT concept, jsonb_object_agg(name, vals) AS properties
    FROM (SELECT concept, name, jsonb_agg(DISTINCT value) AS vals FROM attribute GROUP BY concept, name) a GROUP BY concept)
  INSERT INTO staged (code, display, definition, inactive, parents, designations, properties, words)
  SELECT c.id, coalesce(n.preferred, n.fsn), defined.definition, c.active = '0', coalesce(above.parents, '{}'),
    n.designations, p.properties, array_append(coalesce(spoken.words, '{}'), c.id)
  FROM rf2_concept c LEFT JOIN named n ON n.concept = c.id LEFT JOIN spoken ON spoken.concept = c.id
    LEFT JOIN defined ON defined.concept = c.id LEFT JOIN above ON above.concept = c.id
    LEFT JOIN propertied p ON p.concept = c.id
  ORDER BY lower(coalesce(n.preferred, n.fsn)), c.id`;
