import type { JsonObject } from '../fhir/resource.ts';
import type { Queryable } from '../record/index.ts';

/** A code system as the tables have it. */
export type System = {
  key: number;
  url: string;
  version: string | null;
  content: string;
  language: string | null;
  title: string | null;
  caseSensitive: boolean;
  properties: readonly JsonObject[];
  concepts: number;
};

const COLUMNS = `key, url, version, content, language, title, case_sensitive AS "caseSensitive", properties, concepts`;

/**
 * Of several with one name: one that is complete before a part of it, a publisher's distribution before what users and
 * content say, a later version before an earlier. Supplements name the system they add to, and are never it.
 */
const BEST = `(CASE content WHEN 'complete' THEN 0 WHEN 'not-present' THEN 2 ELSE 1 END), origin DESC,
  (SELECT array_agg(part[1]::numeric) FROM regexp_matches(version, '[0-9]+', 'g') part) DESC NULLS LAST, key DESC`;

/** The canonical without its version, and the version after `|`. */
export function splitCanonical(canonical: string): { url: string; version?: string } {
  const bar = canonical.indexOf('|');
  if (bar < 0) return { url: canonical };
  const version = canonical.slice(bar + 1);
  return version === '' ? { url: canonical.slice(0, bar) } : { url: canonical.slice(0, bar), version };
}

/** The code system of this url, or of another name that a NamingSystem gives it. `url` may carry `|version`. */
export async function findSystem(client: Queryable, url: string, version?: string): Promise<System | undefined> {
  const canonical = splitCanonical(url);
  const { rows } = await client.query<System>(
    `SELECT ${COLUMNS} FROM code_system
     WHERE url IN (SELECT $1 UNION SELECT b.url FROM system_alias a JOIN system_alias b USING (naming) WHERE a.url = $1)
       AND ($2::text IS NULL OR version = $2) AND content <> 'supplement'
     ORDER BY ${BEST} LIMIT 1`,
    [canonical.url, version ?? canonical.version ?? null],
  );
  return rows[0];
}

/** All names of the code system that has this one: itself, its url here, and those of NamingSystems. */
export async function namesOfSystem(client: Queryable, url: string): Promise<string[]> {
  const known = await findSystem(client, url);
  const { rows } = await client.query<{ url: string }>(
    'SELECT DISTINCT b.url FROM system_alias a JOIN system_alias b USING (naming) WHERE a.url = $1 ORDER BY b.url',
    [url],
  );
  return [...new Set([url, ...(known === undefined ? [] : [known.url]), ...rows.map((row) => row.url)])];
}

/** The code system whose CodeSystem.valueSet this is: the value set of all its codes. */
export async function findSystemOfValueSet(client: Queryable, valueSet: string): Promise<System | undefined> {
  const { rows } = await client.query<System>(
    `SELECT ${COLUMNS} FROM code_system WHERE value_set = $1 AND content <> 'supplement' ORDER BY ${BEST} LIMIT 1`,
    [splitCanonical(valueSet).url],
  );
  return rows[0];
}

/** The code system that the CodeSystem resource of this id defines. */
export async function findSystemOfResource(client: Queryable, id: string): Promise<System | undefined> {
  const { rows } = await client.query<System>(`SELECT ${COLUMNS} FROM code_system WHERE resource_id = $1`, [id]);
  return rows[0];
}

/** A concept as the tables have it. */
export type ConceptRow = {
  id: number;
  code: string;
  display: string | null;
  definition: string | null;
  abstract: boolean;
  inactive: boolean;
  parents: number[];
  designations: { language?: string; use?: JsonObject; value: string }[] | null;
  properties: Record<string, unknown[]> | null;
};

const CONCEPT = `id, code, display, definition, abstract, inactive, parents, designations, properties`;

/** The concept of this code; in a system that does not tell case apart, also when it is written in another case. */
export async function findConcept(client: Queryable, system: System, code: string): Promise<ConceptRow | undefined> {
  const exact = await client.query<ConceptRow>(`SELECT ${CONCEPT} FROM concept WHERE system = $1 AND code = $2`, [
    system.key,
    code,
  ]);
  if (exact.rows[0] !== undefined || system.caseSensitive) return exact.rows[0];
  const folded = await client.query<ConceptRow>(
    `SELECT ${CONCEPT} FROM concept WHERE system = $1 AND lower(code) = lower($2) ORDER BY id LIMIT 1`,
    [system.key, code],
  );
  return folded.rows[0];
}

/** How far down a concept reaches: its number, and those at and below it. */
export type Reach = {
  id: number;
  parents: number[];
  /** The first and the last number. */
  from: number;
  to: number;
  /** Runs of numbers, and numbers in them all. */
  runs: number;
  size: number;
};

export async function findReach(client: Queryable, system: System, code: string): Promise<Reach | undefined> {
  const concept = await findConcept(client, system, code);
  if (concept === undefined) return undefined;
  const { rows } = await client.query<Reach>(
    `SELECT c.id, c.parents, lower(c.below) AS from, upper(c.below) - 1 AS to, r.runs, r.size
     FROM concept c, LATERAL (SELECT count(*)::int AS runs, sum(upper(r) - lower(r))::int AS size FROM unnest(c.below) r) r
     WHERE c.system = $1 AND c.id = $2`,
    [system.key, concept.id],
  );
  return rows[0];
}
