import { problem } from '../fhir/issue.ts';
import type { JsonObject } from '../fhir/resource.ts';
import type { Queryable } from '../record/index.ts';
import { findSystem, findSystemOfValueSet, splitCanonical } from './systems.ts';

/**
 * The ValueSet of a canonical: one that is stored, else one that a code system implies. Implied are the value set of all
 * codes (CodeSystem.valueSet, or the url of the code system itself, as the Norwegian base profiles bind), and those that
 * SNOMED CT and LOINC define by the form of the url (FHIR R4, sections 4.3.1 and 4.3.2).
 * @throws Problem `absent`
 */
export async function findValueSet(client: Queryable, canonical: string, version?: string): Promise<JsonObject> {
  const { url, version: inUrl } = splitCanonical(canonical);
  const stored = await client.query<{ content: string }>(
    `SELECT content FROM value_set WHERE url = $1 AND ($2::text IS NULL OR version = $2)
     ORDER BY origin DESC, (SELECT array_agg(part[1]::numeric) FROM regexp_matches(version, '[0-9]+', 'g') part)
       DESC NULLS LAST, key DESC LIMIT 1`,
    [url, version ?? inUrl ?? null],
  );
  if (stored.rows[0] !== undefined) return JSON.parse(stored.rows[0].content) as JsonObject;
  const implied = snomedValueSet(url) ?? loincValueSet(url) ?? (await valueSetOfAllCodes(client, url));
  if (implied === undefined) {
    throw problem('absent', 'value-set-unknown', { diagnostics: `The value set ${canonical} is not known here.` });
  }
  return implied;
}

/** The ValueSet resource of this id. @throws Problem `absent` */
export async function findValueSetOfResource(client: Queryable, id: string): Promise<JsonObject> {
  const { rows } = await client.query<{ content: string }>('SELECT content FROM value_set WHERE resource_id = $1', [
    id,
  ]);
  if (rows[0] === undefined)
    throw problem('absent', 'value-set-unknown', { diagnostics: `ValueSet/${id} is not known.` });
  return JSON.parse(rows[0].content) as JsonObject;
}

const including = (url: string, include: JsonObject): JsonObject => ({
  resourceType: 'ValueSet',
  url,
  status: 'active',
  compose: { include: [include] },
});

function snomedValueSet(url: string): JsonObject | undefined {
  const match = /^(http:\/\/snomed\.info\/(?:sct|xsct))(\/[^?]*)?\?fhir_vs(?:=(.*))?$/.exec(url);
  if (match === null) return undefined;
  const [, system = '', edition, form = ''] = match;
  const include: JsonObject = { system };
  if (edition !== undefined) include.version = `${system}${edition}`;
  const [kind, value] = form.split('/');
  const filter = snomedFilter(kind ?? '', value);
  if (filter === undefined) return undefined;
  return including(url, filter === 'all' ? include : { ...include, filter: [filter] });
}

function snomedFilter(kind: string, value: string | undefined): JsonObject | 'all' | undefined {
  if (kind === '') return 'all';
  if (kind === 'isa' && value) return { property: 'concept', op: 'is-a', value };
  if (kind === 'refset' && value) return { property: 'concept', op: 'in', value };
  if (kind === 'refset') return { property: 'refset', op: 'exists', value: 'true' };
  return undefined;
}

function loincValueSet(url: string): JsonObject | undefined {
  return url === 'http://loinc.org/vs' ? including(url, { system: 'http://loinc.org' }) : undefined;
}

async function valueSetOfAllCodes(client: Queryable, url: string): Promise<JsonObject | undefined> {
  const system = (await findSystemOfValueSet(client, url)) ?? (await findSystem(client, url));
  return system === undefined ? undefined : including(url, { system: system.url });
}
