import type { Json, JsonObject } from '../fhir/resource.ts';
import type { Queryable } from '../record/index.ts';
import type { Origin } from './store.ts';

type Entry = {
  sourceSystem: string;
  sourceCode: string;
  targetSystem?: string;
  targetCode?: string;
  targetDisplay?: string;
  equivalence: string;
  comment?: string;
  dependsOn?: Json;
  product?: Json;
};

const objects = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);
const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** Writes the maps of ConceptMap resources, an entry for each target of each element. */
export async function writeConceptMaps(
  client: Queryable,
  maps: readonly JsonObject[],
  origin: Origin,
  resourceId?: string,
): Promise<void> {
  if (maps.length === 0) return;
  const { rows } = await client.query<{ key: number }>(
    `INSERT INTO concept_map (url, version, origin, resource_id, source, target, unmapped)
     SELECT url, version, $3, $4, source, target, unmapped
     FROM unnest($1::text[], $2::text[], $5::text[], $6::text[], $7::jsonb[]) WITH ORDINALITY
       AS t (url, version, source, target, unmapped, place)
     ORDER BY place RETURNING key`,
    [
      maps.map((map) => text(map.url) ?? null),
      maps.map((map) => text(map.version) ?? null),
      origin,
      resourceId ?? null,
      maps.map((map) => text(map.sourceUri) ?? text(map.sourceCanonical) ?? null),
      maps.map((map) => text(map.targetUri) ?? text(map.targetCanonical) ?? null),
      maps.map((map) => JSON.stringify(unmappedOf(map))),
    ],
  );
  const keys = rows.map((row) => row.key).sort((a, b) => a - b);
  await insertEntries(
    client,
    maps.flatMap((map, i) => entriesOf(map).map((entry, place) => ({ map: keys[i]!, place, entry }))),
  );
}

function entriesOf(map: JsonObject): Entry[] {
  return objects(map.group).flatMap((group) =>
    objects(group.element).flatMap((element) =>
      objects(element.target).map((target) => entryOf(group, element, target)),
    ),
  );
}

function entryOf(group: JsonObject, element: JsonObject, target: JsonObject): Entry {
  const entry: Entry = {
    sourceSystem: text(group.source) ?? '',
    sourceCode: text(element.code) ?? '',
    equivalence: text(target.equivalence) ?? 'equivalent',
  };
  const targetSystem = text(group.target);
  if (targetSystem !== undefined) entry.targetSystem = targetSystem;
  const targetCode = text(target.code);
  if (targetCode !== undefined) entry.targetCode = targetCode;
  const targetDisplay = text(target.display);
  if (targetDisplay !== undefined) entry.targetDisplay = targetDisplay;
  const comment = text(target.comment);
  if (comment !== undefined) entry.comment = comment;
  if (target.dependsOn !== undefined) entry.dependsOn = target.dependsOn;
  if (target.product !== undefined) entry.product = target.product;
  return entry;
}

function unmappedOf(map: JsonObject): JsonObject[] {
  return objects(map.group)
    .filter((group) => group.unmapped !== undefined)
    .map((group) => ({
      ...(group.unmapped as JsonObject),
      source: group.source ?? null,
      target: group.target ?? null,
    }));
}

type Row = { map: number; place: number; entry: Entry };

async function insertEntries(client: Queryable, rows: readonly Row[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 5_000) {
    const part = rows.slice(at, at + 5_000);
    const of = <T>(pick: (entry: Entry) => T) => part.map(({ entry }) => pick(entry));
    await client.query(
      `INSERT INTO concept_map_entry (map, place, source_system, source_code, target_system, target_code, target_display,
         equivalence, comment, depends_on, product)
       SELECT * FROM unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
         $9::text[], $10::jsonb[], $11::jsonb[])`,
      [
        part.map(({ map }) => map),
        part.map(({ place }) => place),
        of((entry) => entry.sourceSystem),
        of((entry) => entry.sourceCode),
        of((entry) => entry.targetSystem ?? null),
        of((entry) => entry.targetCode ?? null),
        of((entry) => entry.targetDisplay ?? null),
        of((entry) => entry.equivalence),
        of((entry) => entry.comment ?? null),
        of((entry) => (entry.dependsOn === undefined ? null : JSON.stringify(entry.dependsOn))),
        of((entry) => (entry.product === undefined ? null : JSON.stringify(entry.product))),
      ],
    );
  }
}
