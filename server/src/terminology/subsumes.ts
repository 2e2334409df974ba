import { problem } from '../fhir/issue.ts';
import type { Queryable } from '../record/index.ts';
import { type ConceptRow, findConcept, type System } from './systems.ts';

export type Subsumption = 'equivalent' | 'subsumes' | 'subsumed-by' | 'not-subsumed';

/** CodeSystem/$subsumes: how A stands to B in the system's hierarchy. @throws Problem `absent` for an unknown code. */
export async function subsumes(client: Queryable, system: System, codeA: string, codeB: string): Promise<Subsumption> {
  const [a, b] = [await conceptOf(client, system, codeA), await conceptOf(client, system, codeB)];
  if (a.id === b.id) return 'equivalent';
  const { rows } = await client.query<{ down: boolean; up: boolean }>(
    `SELECT a.below @> b.id AS down, b.below @> a.id AS up FROM concept a, concept b
     WHERE a.system = $1 AND a.id = $2 AND b.system = $1 AND b.id = $3`,
    [system.key, a.id, b.id],
  );
  if (rows[0]?.down) return 'subsumes';
  return rows[0]?.up ? 'subsumed-by' : 'not-subsumed';
}

async function conceptOf(client: Queryable, system: System, code: string): Promise<ConceptRow> {
  const concept = await findConcept(client, system, code);
  if (concept !== undefined) return concept;
  throw problem('absent', 'code-unknown', {
    diagnostics: `The code system ${system.url} has no code ${code} on this server.`,
  });
}

/** Codes at and below `code`, in the order of the hierarchy, at most `most` of them. Empty for an unknown code. */
export async function codesBelow(client: Queryable, system: System, code: string, most: number): Promise<string[]> {
  const concept = await findConcept(client, system, code);
  if (concept === undefined) return [];
  const { rows } = await client.query<{ code: string }>(
    `SELECT c.code
     FROM concept p, unnest(p.below) r JOIN concept c ON c.system = $1 AND c.id >= lower(r) AND c.id < upper(r)
     WHERE p.system = $1 AND p.id = $2 LIMIT $3`,
    [system.key, concept.id, most],
  );
  return rows.map((row) => row.code);
}

/** Codes at and above `code`. Empty for an unknown code. */
export async function codesAbove(client: Queryable, system: System, code: string): Promise<string[]> {
  const { rows } = await client.query<{ code: string }>(
    `WITH RECURSIVE above AS (
       SELECT id, code, parents FROM concept WHERE system = $1 AND code = $2
       UNION
       SELECT c.id, c.code, c.parents FROM above a JOIN concept c ON c.system = $1 AND c.id = ANY(a.parents))
     SELECT code FROM above`,
    [system.key, code],
  );
  return rows.map((row) => row.code);
}
