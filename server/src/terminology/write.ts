import type { Json, JsonObject, Resource } from '../fhir/resource.ts';
import type { Queryable } from '../record/index.ts';
import { conceptsOf } from './code-system.ts';
import { writeConceptMaps } from './concept-map.ts';
import { type LoadedSystem, ORIGIN, type Origin, type SystemHead, writeSystems } from './store.ts';

/** The resource types whose changes the terminology tables follow. */
export const terminologyTypes: ReadonlySet<string> = new Set(['CodeSystem', 'ValueSet', 'ConceptMap', 'NamingSystem']);

/** One resource that a transaction changed: `resource` is absent when it was deleted. */
export type TerminologyChange = { type: string; id: string; resource?: Resource | undefined };

/**
 * Brings the terminology tables up to date with resources written or deleted in the same transaction.
 * @throws Problem `rule` when a code system repeats a code or stands below itself.
 */
export async function onTerminologyChanged(client: Queryable, changes: readonly TerminologyChange[]): Promise<void> {
  for (const { type, id, resource } of changes) {
    if (!terminologyTypes.has(type)) continue;
    await forget(client, type, id);
    if (resource !== undefined) await writeTerminology(client, [resource], ORIGIN.resource, id);
  }
}

async function forget(client: Queryable, type: string, id: string): Promise<void> {
  if (type === 'NamingSystem') {
    await client.query('DELETE FROM system_alias WHERE naming = $1', [namingKey(ORIGIN.resource, id)]);
    return;
  }
  const table = { CodeSystem: 'code_system', ValueSet: 'value_set', ConceptMap: 'concept_map' }[type]!;
  await client.query(`DELETE FROM ${table} WHERE resource_id = $1`, [id]);
}

/** Writes CodeSystems, ValueSets, ConceptMaps and NamingSystems of one origin; other types are passed over. */
export async function writeTerminology(
  client: Queryable,
  resources: readonly Resource[],
  origin: Origin,
  resourceId?: string,
): Promise<void> {
  const of = (type: string) => resources.filter((resource) => resource.resourceType === type);
  await writeSystems(
    client,
    of('CodeSystem').flatMap((resource) => loadedSystem(resource, origin, resourceId)),
  );
  await writeValueSets(client, of('ValueSet'), origin, resourceId);
  await writeConceptMaps(client, of('ConceptMap'), origin, resourceId);
  for (const resource of of('NamingSystem')) await writeAliases(client, resource, origin);
}

/** A system without a url cannot be named by any code, and is not kept. */
export function loadedSystem(resource: Resource, origin: Origin, resourceId?: string): LoadedSystem[] {
  const url = text(resource.url);
  if (url === undefined) return [];
  const head: SystemHead = {
    url,
    origin,
    content: text(resource.content) ?? 'not-present',
    caseSensitive: resource.caseSensitive !== false,
    properties: Array.isArray(resource.property) ? (resource.property as JsonObject[]) : [],
  };
  const version = text(resource.version);
  if (version !== undefined) head.version = version;
  if (resourceId !== undefined) head.resourceId = resourceId;
  const language = text(resource.language);
  if (language !== undefined) head.language = language;
  const title = text(resource.title) ?? text(resource.name);
  if (title !== undefined) head.title = title;
  const valueSet = text(resource.valueSet);
  if (valueSet !== undefined) head.valueSet = valueSet;
  return [{ head, concepts: conceptsOf(resource) }];
}

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

async function writeValueSets(
  client: Queryable,
  valueSets: readonly Resource[],
  origin: Origin,
  resourceId?: string,
): Promise<void> {
  const named = valueSets.filter((valueSet) => text(valueSet.url) !== undefined);
  if (named.length === 0) return;
  await client.query(
    `INSERT INTO value_set (url, version, origin, resource_id, content)
     SELECT url, version, $3, $4, content FROM unnest($1::text[], $2::text[], $5::text[]) AS t (url, version, content)`,
    [
      named.map((valueSet) => valueSet.url),
      named.map((valueSet) => text(valueSet.version) ?? null),
      origin,
      resourceId ?? null,
      named.map(({ text: _narrative, ...valueSet }) => JSON.stringify(valueSet)),
    ],
  );
}

async function writeAliases(client: Queryable, resource: Resource, origin: Origin): Promise<void> {
  if (resource.kind !== 'codesystem' || !Array.isArray(resource.uniqueId)) return;
  const urls = (resource.uniqueId as JsonObject[])
    .filter((uniqueId) => text(uniqueId.value) !== undefined && (uniqueId.type === 'uri' || uniqueId.type === 'oid'))
    .map(({ type, value }) =>
      type === 'oid' && !String(value).startsWith('urn:') ? `urn:oid:${value}` : String(value),
    );
  await client.query(
    'INSERT INTO system_alias (url, naming) SELECT DISTINCT url, $2 FROM unnest($1::text[]) AS t (url) ON CONFLICT DO NOTHING',
    [urls, namingKey(origin, String(resource.id))],
  );
}

const namingKey = (origin: Origin, id: string) => `${origin}/${id}`;
