import { problem } from '../fhir/issue.ts';
import type { JsonObject } from '../fhir/resource.ts';
import type { Queryable } from '../record/index.ts';
import type { Concept } from './concept.ts';
import { Cycle, type Edges, layOut, multirange } from './hierarchy.ts';
import { arrayOfWords, conceptWords } from './words.ts';

/** Where a code system, value set or map came from; of two with one url the later in this list goes first. */
export const ORIGIN = { fhir: 0, content: 1, resource: 2, distribution: 3 } as const;
export type Origin = (typeof ORIGIN)[keyof typeof ORIGIN];

/** What the tables keep of a code system besides its concepts. */
export type SystemHead = {
  url: string;
  version?: string;
  origin: Origin;
  resourceId?: string;
  content: string;
  language?: string;
  title?: string;
  caseSensitive: boolean;
  valueSet?: string;
  /** CodeSystem.property: what its concepts' properties are. */
  properties: readonly JsonObject[];
};

export type LoadedSystem = { head: SystemHead; concepts: readonly Concept[] };

/** Rows of one INSERT. */
const BATCH = 2_000;

/** Writes code systems whole. What stood there before is not removed. */
export async function writeSystems(client: Queryable, systems: readonly LoadedSystem[]): Promise<void> {
  if (systems.length === 0) return;
  const keys = await insertHeads(client, systems);
  let rows: ConceptRow[] = [];
  for (const [i, { head, concepts }] of systems.entries()) {
    for (const row of conceptRows(keys[i]!, concepts, head.url)) {
      rows.push(row);
      if (rows.length < BATCH) continue;
      await insertConcepts(client, rows);
      rows = [];
    }
  }
  await insertConcepts(client, rows);
}

async function insertHeads(client: Queryable, systems: readonly LoadedSystem[]): Promise<number[]> {
  const of = <T>(pick: (system: LoadedSystem) => T) => systems.map(pick);
  const { rows } = await client.query<{ key: number }>(
    `INSERT INTO code_system (url, version, origin, resource_id, content, language, title, case_sensitive, value_set,
       properties, concepts)
     SELECT url, version, origin, resource_id, content, language, title, case_sensitive, value_set, properties, concepts
     FROM unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::boolean[],
       $9::text[], $10::jsonb[], $11::int[]) WITH ORDINALITY AS t (url, version, origin, resource_id, content, language,
       title, case_sensitive, value_set, properties, concepts, place)
     ORDER BY place RETURNING key`,
    [
      of(({ head }) => head.url),
      of(({ head }) => head.version ?? null),
      of(({ head }) => head.origin),
      of(({ head }) => head.resourceId ?? null),
      of(({ head }) => head.content),
      of(({ head }) => head.language ?? null),
      of(({ head }) => head.title ?? null),
      of(({ head }) => head.caseSensitive),
      of(({ head }) => head.valueSet ?? null),
      of(({ head }) => JSON.stringify(head.properties)),
      of(({ concepts }) => concepts.length),
    ],
  );
  // keys are given in the order of the rows
  return rows.map((row) => row.key).sort((a, b) => a - b);
}

type ConceptRow = { system: number; id: number; parents: number[]; below: string; concept: Concept };

/** The concepts with their numbers. A parent that is not in the list (a fragment may lack it) is left out. */
function conceptRows(system: number, concepts: readonly Concept[], url: string): ConceptRow[] {
  const places = new Map(concepts.map((concept, place) => [concept.code, place]));
  const layout = layOutConcepts(concepts, edgesOf(concepts, places), url);
  return concepts.map((concept, place) => ({
    system,
    id: layout.id[place]!,
    parents: placesOf(concept, places).map((parent) => layout.id[parent]!),
    below: multirange(layout, place),
    concept,
  }));
}

function placesOf(concept: Concept, places: ReadonlyMap<string, number>): number[] {
  return [...new Set(concept.parents)].map((code) => places.get(code)).filter((place) => place !== undefined);
}

function edgesOf(concepts: readonly Concept[], places: ReadonlyMap<string, number>): Edges {
  const pairs = concepts.flatMap((concept, place) => placesOf(concept, places).map((parent) => [place, parent]));
  return {
    child: Int32Array.from(pairs, ([child]) => child!),
    parent: Int32Array.from(pairs, ([, parent]) => parent!),
  };
}

function layOutConcepts(concepts: readonly Concept[], edges: Edges, url: string) {
  try {
    return layOut(concepts.length, edges);
  } catch (error) {
    if (!(error instanceof Cycle)) throw error;
    throw problem('rule', 'hierarchy-cycle', {
      diagnostics: `In ${url}, the concept ${concepts[error.at]!.code} stands below itself.`,
      expression: 'CodeSystem.concept',
      cause: error,
    });
  }
}

async function insertConcepts(client: Queryable, rows: readonly ConceptRow[]): Promise<void> {
  if (rows.length === 0) return;
  const of = <T>(pick: (row: ConceptRow) => T) => rows.map(pick);
  await client.query(
    `INSERT INTO concept (system, id, code, display, definition, abstract, inactive, parents, below, designations,
       properties, words)
     SELECT system, id, code, display, definition, abstract, inactive, parents::int[], below::int4multirange,
       designations, properties, array_to_tsvector(words::text[])
     FROM unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::boolean[], $8::text[],
       $9::text[], $10::jsonb[], $11::jsonb[], $12::text[]) AS t (system, id, code, display, definition, abstract,
       inactive, parents, below, designations, properties, words)`,
    [
      of((row) => row.system),
      of((row) => row.id),
      of(({ concept }) => concept.code),
      of(({ concept }) => concept.display ?? null),
      of(({ concept }) => concept.definition ?? null),
      of(({ concept }) => concept.abstract),
      of(({ concept }) => concept.inactive),
      of((row) => `{${row.parents.join(',')}}`),
      of((row) => row.below),
      of(({ concept }) => (concept.designations.length === 0 ? null : JSON.stringify(concept.designations))),
      of(({ concept }) => (Object.keys(concept.properties).length === 0 ? null : JSON.stringify(concept.properties))),
      of((row) => arrayOfWords(row.system, conceptWords(row.concept))),
    ],
  );
}
