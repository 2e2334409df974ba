import { problem } from '../fhir/issue.ts';
import type { Json, JsonObject, Resource } from '../fhir/resource.ts';
import type { Queryable } from '../record/index.ts';
import { displayIn } from './concept.ts';
import { readByGrammar } from './grammars.ts';
import { type ConceptRow, findConcept, type System } from './systems.ts';

export type LookupOptions = {
  displayLanguage?: string;
  /** Properties wanted; all of the concept's own when empty. `parent`, `child` and `*` are known too. */
  property?: readonly string[];
};

/**
 * CodeSystem/$lookup (FHIR R4, section 4.8.17.1): what the system says of a code.
 * @throws Problem `absent` when the system has no such code here.
 */
export async function lookup(
  client: Queryable,
  system: System,
  code: string,
  options: LookupOptions = {},
): Promise<Resource> {
  const concept = await findConcept(client, system, code);
  if (concept === undefined) throw unknown(system.url, code);
  const parameter: JsonObject[] = [{ name: 'name', valueString: system.title ?? system.url }];
  if (system.version !== null) parameter.push({ name: 'version', valueString: system.version });
  const display = displayIn(options.displayLanguage, concept, system.language);
  parameter.push({ name: 'display', valueString: display ?? concept.code });
  const wants = (name: string) => isWanted(name, options.property ?? []);
  if (wants('designation')) parameter.push(...designations(concept, system));
  parameter.push(...(await properties(client, system, concept, wants)));
  return { resourceType: 'Parameters', parameter };
}

/** `$lookup` of a code that is written by rule, as a UCUM unit or a language tag. @throws Problem `absent` */
export function lookupByGrammar(url: string, code: string, options: LookupOptions = {}): Resource {
  const display = readByGrammar(url, code, options.displayLanguage);
  if (display === undefined) throw unknown(url, code);
  const parameter = [
    { name: 'name', valueString: url },
    { name: 'display', valueString: display },
  ];
  return { resourceType: 'Parameters', parameter };
}

function unknown(url: string, code: string) {
  return problem('absent', 'code-unknown', {
    diagnostics: `The code system ${url} has no code ${code} on this server.`,
  });
}

/** `display`, `version` and the like are always given; naming one property leaves the others out. */
function isWanted(name: string, asked: readonly string[]): boolean {
  return asked.length === 0 ? name !== 'child' : asked.includes(name) || asked.includes('*');
}

function designations(concept: ConceptRow, system: System): JsonObject[] {
  const own =
    concept.display === null || system.language === null ? [] : [{ language: system.language, value: concept.display }];
  return [...own, ...(concept.designations ?? [])].map((designation) => {
    const part: JsonObject[] = [];
    if (designation.language !== undefined) part.push({ name: 'language', valueCode: designation.language });
    if ('use' in designation && designation.use !== undefined) part.push({ name: 'use', valueCoding: designation.use });
    part.push({ name: 'value', valueString: designation.value });
    return { name: 'designation', part };
  });
}

async function properties(
  client: Queryable,
  system: System,
  concept: ConceptRow,
  wants: (name: string) => boolean,
): Promise<JsonObject[]> {
  const found: JsonObject[] = [];
  if (wants('definition') && concept.definition !== null) {
    found.push(property('definition', { valueString: concept.definition }));
  }
  if (wants('inactive')) found.push(property('inactive', { valueBoolean: concept.inactive }));
  if (wants('abstract') && concept.abstract) found.push(property('abstract', { valueBoolean: true }));
  if (wants('parent')) found.push(...relatives('parent', await byNumber(client, system, concept.parents)));
  if (wants('child')) found.push(...relatives('child', await childrenOf(client, system, concept)));
  for (const [name, values] of Object.entries(concept.properties ?? {})) {
    if (!wants(name) || ALREADY_SAID.has(name)) continue;
    for (const value of values) found.push(property(name, typed(system, name, value as Json)));
  }
  return found;
}

/** Said by the hierarchy and the flags, whichever way the code system wrote them. */
const ALREADY_SAID = new Set(['parent', 'child', 'inactive', 'definition', 'abstract']);

type Relative = { code: string; display: string | null };

const relatives = (name: string, rows: readonly Relative[]) =>
  rows.map(({ code, display }) => {
    const said = property(name, { valueCode: code });
    if (display !== null) (said.part as JsonObject[]).push({ name: 'description', valueString: display });
    return said;
  });

async function byNumber(client: Queryable, system: System, ids: readonly number[]): Promise<Relative[]> {
  if (ids.length === 0) return [];
  const { rows } = await client.query<Relative>(
    'SELECT code, display FROM concept WHERE system = $1 AND id = ANY($2::int[]) ORDER BY id',
    [system.key, ids],
  );
  return rows;
}

async function childrenOf(client: Queryable, system: System, concept: ConceptRow): Promise<Relative[]> {
  const { rows } = await client.query<Relative>(
    `SELECT c.code, c.display
     FROM concept p, unnest(p.below) r JOIN concept c ON c.system = $1 AND c.id >= lower(r) AND c.id < upper(r)
     WHERE p.system = $1 AND p.id = $2 AND $2 = ANY(c.parents) ORDER BY c.id LIMIT 1000`,
    [system.key, concept.id],
  );
  return rows;
}

function property(code: string, value: JsonObject): JsonObject {
  return {
    name: 'property',
    part: [
      { name: 'code', valueCode: code },
      { name: 'value', ...value },
    ],
  };
}

/** The value under the type that the code system declares for the property, else the type it looks like. */
function typed(system: System, name: string, value: Json): JsonObject {
  const declared = system.properties.find((declaration) => declaration.code === name)?.type;
  if (typeof value === 'object' && value !== null) return { valueCoding: value };
  if (typeof value === 'boolean') return { valueBoolean: value };
  if (typeof value === 'number') {
    return declared === 'decimal' || !Number.isInteger(value) ? { valueDecimal: value } : { valueInteger: value };
  }
  if (declared === 'code') return { valueCode: value };
  if (declared === 'dateTime') return { valueDateTime: value };
  return { valueString: value };
}
