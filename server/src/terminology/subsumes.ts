import { problem } from '../fhir/issue.ts';
import type { Queryable } from './queryable.ts';
import { type ConceptRow, findConcept, type System } from './systems.ts';

export type Subsumption = 'equivalent' | 'subsumes' | 'subsumed-by' | 'not-subsumed';

/** CodeSystem/$subsumes: how A stands to B in the system's hierarchy. @throws Problem `absent` for an unknown code. */
export async function subsumes(client: Queryable, system: System, codeA: string, codeB: string): Promise<Subsumption> {
  const [a, b] = [await conceptOf(client, system, codeA), await conceptOf(client, system, codeB)];
  if (a.id === b.id) return 'equivalent';
  if (isIn(b.id, a.below)) return 'subsumes';
  return isIn(a.id, b.below) ? 'subsumed-by' : 'not-subsumed';
}

async function conceptOf(client: Queryable, system: System, code: string): Promise<ConceptRow> {
  const concept = await findConcept(client, system, code);
  if (concept !== undefined) return concept;
  throw problem('absent', 'code-unknown', {
    diagnostics: `The code system ${system.url} has no code ${code} on this server.`,
  });
}

/** Whether a number is in PostgreSQL's text form of a multirange. */
function isIn(id: number, multirange: string): boolean {
  for (const [, from, to] of multirange.matchAll(/\[(\d+),(\d+)\)/g))
    if (id >= Number(from) && id < Number(to)) return true;
  return false;
}

/** Codes at and below `code`, in the order of the hierarchy, at most `most` of them. Empty for an unknown code. */
export async function codesBelow(client: Queryable, system: System, code: string, most: number): Promise<string[]> {
  const concept = await findConcept(client, system, code);
  if (concept === undefined) return [];
  const { rows } = await client.query<{ code: string }>(
    `SELECT c.code FROM unnest($2::int4multirange) r
       JOIN concept c ON c.system = $1 AND c.id >= lower(r) AND c.id < upper(r) LIMIT $3`,
    [system.key, concept.below, most],
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
