import { problem } from '../fhir/issue.ts';
import type { Coding, JsonObject, Resource } from '../fhir/resource.ts';
import type { Queryable } from '../record/index.ts';
import { namesOfSystem, splitCanonical } from './systems.ts';

export type TranslateRequest = {
  /** The map by its canonical, or by the id of its resource; every map that fits when neither is given. */
  url?: string;
  version?: string;
  resourceId?: string;
  codings: readonly Coding[];
  /** Value set the translation is to be in: the map's own target. */
  target?: string;
  targetSystem?: string;
  source?: string;
  /** From target to source. */
  reverse?: boolean;
};

type Match = {
  map: string | null;
  system: string | null;
  code: string | null;
  display: string | null;
  equivalence: string;
  product: JsonObject[] | null;
};

/**
 * ConceptMap/$translate (FHIR R4, section 4.10.17.1). In reverse, the equivalence is turned round too.
 * @throws Problem `absent` for an unknown map.
 */
export async function translate(client: Queryable, request: TranslateRequest): Promise<Resource> {
  const maps = await mapsFor(client, request);
  const matches: Match[] = [];
  for (const coding of request.codings) matches.push(...(await matchesOf(client, maps, coding, request)));
  const result = matches.some(({ code, equivalence }) => code !== null && !NO_MATCH.has(equivalence));
  const parameter: JsonObject[] = [{ name: 'result', valueBoolean: result }];
  if (!result) parameter.push({ name: 'message', valueString: 'No translation was found.' });
  parameter.push(...matches.map(matchParameter));
  return { resourceType: 'Parameters', parameter };
}

const NO_MATCH = new Set(['unmatched', 'disjoint']);

type MapHead = { key: number; url: string | null; unmapped: Unmapped[] };
type Unmapped = { source?: string; target?: string; mode?: string; code?: string; display?: string; url?: string };

async function mapsFor(client: Queryable, request: TranslateRequest): Promise<MapHead[]> {
  const canonical = request.url === undefined ? undefined : splitCanonical(request.url);
  const { rows } = await client.query<MapHead>(
    `SELECT key, url, unmapped FROM concept_map
     WHERE ($1::text IS NULL OR url = $1) AND ($2::text IS NULL OR version = $2) AND ($3::text IS NULL OR resource_id = $3)
       AND ($4::text IS NULL OR ${request.reverse ? 'target' : 'source'} = $4)
       AND ($5::text IS NULL OR ${request.reverse ? 'source' : 'target'} = $5)
     ORDER BY origin DESC, (SELECT array_agg(part[1]::numeric) FROM regexp_matches(version, '[0-9]+', 'g') part)
       DESC NULLS LAST, key DESC`,
    [
      canonical?.url ?? null,
      request.version ?? canonical?.version ?? null,
      request.resourceId ?? null,
      request.source ?? null,
      request.target ?? null,
    ],
  );
  const named = canonical !== undefined || request.resourceId !== undefined;
  if (named && rows.length === 0) {
    throw problem('absent', 'concept-map-unknown', { diagnostics: 'The concept map is not known here.' });
  }
  return named ? rows.slice(0, 1) : rows;
}

async function matchesOf(
  client: Queryable,
  maps: readonly MapHead[],
  coding: Coding,
  request: TranslateRequest,
): Promise<Match[]> {
  const [from, to] = request.reverse ? ['target', 'source'] : ['source', 'target'];
  const systems = await namesOf(client, coding.system);
  const targets = await namesOf(client, request.targetSystem);
  const { rows } = await client.query<Match>(
    `SELECT m.url AS map, e.${to}_system AS system, e.${to}_code AS code, e.equivalence, e.product,
       ${request.reverse ? 'NULL::text' : 'e.target_display'} AS display
     FROM concept_map_entry e JOIN concept_map m ON m.key = e.map
     WHERE e.map = ANY($1::int[]) AND e.${from}_code = $2 AND ($3::text[] IS NULL OR e.${from}_system = ANY($3))
       AND ($4::text[] IS NULL OR e.${to}_system = ANY($4))
     ORDER BY array_position($1::int[], e.map), e.place`,
    [maps.map(({ key }) => key), coding.code ?? '', systems ?? null, targets ?? null],
  );
  if (request.reverse)
    return rows.map((match) => ({ ...match, equivalence: REVERSED[match.equivalence] ?? match.equivalence }));
  return rows.length > 0 ? rows : maps.flatMap((map) => unmapped(map, coding, systems, targets));
}

const REVERSED: Record<string, string> = {
  wider: 'narrower',
  narrower: 'wider',
  subsumes: 'specializes',
  specializes: 'subsumes',
};

async function namesOf(client: Queryable, url: string | undefined): Promise<string[] | undefined> {
  return url === undefined ? undefined : namesOfSystem(client, url);
}

/** What a group says of codes it has no element for: the code itself, or one fixed code. */
function unmapped(map: MapHead, coding: Coding, systems: string[] | undefined, targets: string[] | undefined): Match[] {
  return map.unmapped.flatMap((group) => {
    const fits =
      systems === undefined || group.source === undefined || group.source === null || systems.includes(group.source);
    const wanted =
      targets === undefined || (group.target ?? undefined) === undefined || targets.includes(group.target!);
    if (!fits || !wanted || (group.mode !== 'provided' && group.mode !== 'fixed')) return [];
    const provided = group.mode === 'provided';
    const match: Match = {
      map: map.url,
      system: group.target ?? null,
      code: (provided ? coding.code : group.code) ?? null,
      display: (provided ? coding.display : group.display) ?? null,
      equivalence: provided ? 'equivalent' : 'inexact',
      product: null,
    };
    return [match];
  });
}

function matchParameter(match: Match): JsonObject {
  const part: JsonObject[] = [{ name: 'equivalence', valueCode: match.equivalence }];
  if (match.code !== null) {
    const valueCoding: JsonObject = {};
    if (match.system !== null) valueCoding.system = match.system;
    valueCoding.code = match.code;
    if (match.display !== null) valueCoding.display = match.display;
    part.push({ name: 'concept', valueCoding });
  }
  for (const product of match.product ?? []) part.push(productParameter(product));
  if (match.map !== null) part.push({ name: 'source', valueUri: match.map });
  return { name: 'match', part };
}

function productParameter(product: JsonObject): JsonObject {
  const { property, system, value, display } = product;
  const concept: JsonObject = {};
  if (system !== undefined) concept.system = system;
  if (value !== undefined) concept.code = value;
  if (display !== undefined) concept.display = display;
  return {
    name: 'product',
    part: [
      { name: 'element', valueUri: property ?? '' },
      { name: 'concept', valueCoding: concept },
    ],
  };
}
