import { randomUUID } from 'node:crypto';
import { problem } from '../fhir/issue.ts';
import type { JsonObject, Resource } from '../fhir/resource.ts';
import type { Queryable } from '../record/index.ts';
import { type Compiled, type CompileOptions, compile, keyOf, refusal } from './compose.ts';
import { displayIn, sameLanguage } from './concept.ts';
import { ask } from './sql.ts';
import { namesOfSystem, splitCanonical } from './systems.ts';
import { FOUND, type Found, universe } from './universe.ts';
import { textCondition, wordsOf } from './words.ts';

export type ExpandOptions = {
  /** Words that each must begin a word of the concept's code or names. */
  filter?: string;
  offset?: number;
  count?: number;
  displayLanguage?: string;
  activeOnly?: boolean;
  /** Leaves out headings that are not coded with. */
  excludeNotForUI?: boolean;
  includeDesignations?: boolean;
  /** Languages (or uses, as `system|code`) of the designations that are wanted; all when empty. */
  designation?: readonly string[];
  includeDefinition?: boolean;
  /** `system|version` for systems of which the value set names no version. */
  systemVersion?: readonly string[];
};

/** A value set of more is not given whole, nor a longer page: one asks for it in pages, or with a filter. */
const MOST = 10_000;
/** Above this the number of concepts is not counted to the end, and `total` is left out. */
const COUNTED = 20_000;

/**
 * ValueSet/$expand (FHIR R4, section 4.9.17.1): the value set with its expansion, always flat.
 * @throws Problem `absent` for unknown value sets, `rule` with code `too-costly` when it is too large to be given whole.
 */
export async function expand(client: Queryable, valueSet: JsonObject, options: ExpandOptions = {}): Promise<Resource> {
  const compiled = await compile(client, valueSet, compileOptions(options));
  const offset = bounded(options.offset, 'offset');
  const count = options.count === undefined ? undefined : bounded(options.count, 'count');
  const from = `${universe(compiled)} WHERE ${whereOf(compiled, options)}`;
  const total = await countOf(client, compiled, from);
  if (count === undefined && (total === undefined || total > MOST)) {
    throw refusal(
      'expansion-too-costly',
      'too-costly',
      `The value set has more than ${MOST} concepts: ask for it in pages (count, offset) or with a filter.`,
    );
  }
  // few are found first and then put in order; of many, the order is read from the index until the page is full
  const source = total === undefined ? from : found(from);
  const concepts =
    count === 0 ? [] : await page(client, compiled, source, options.filter, offset, Math.min(count ?? MOST, MOST));
  return expansionOf(valueSet, compiled, concepts, total, offset, options);
}

/**
 * The codes of a value set, for `:in` in a search, each under every name of its system.
 * @throws Problem `rule` (too-costly) when there are more than `most`.
 */
export async function codesOf(
  client: Queryable,
  valueSet: JsonObject,
  most: number,
): Promise<{ system: string; code: string }[]> {
  const compiled = await compile(client, valueSet, { toList: true });
  const from = `${universe(compiled)} WHERE ${whereOf(compiled, {})}`;
  const concepts = await page(client, compiled, found(from), undefined, 0, most + 1);
  if (concepts.length > most) {
    throw refusal('value-set-too-large', 'too-costly', `The value set has more than ${most} codes.`);
  }
  const names = new Map<number, string[]>();
  for (const { key, url } of compiled.systems.values()) names.set(key, await namesOfSystem(client, url));
  return concepts.flatMap(({ system, code }) => names.get(system)!.map((name) => ({ system: name, code })));
}

/** OFFSET 0 keeps the planner from looking for the order of the page before it looks for the concepts. */
const found = (from: string) => `(SELECT ${FOUND}, c.id FROM ${from} OFFSET 0) c`;

function compileOptions(options: ExpandOptions): CompileOptions {
  const versions = new Map<string, string>();
  for (const pinned of options.systemVersion ?? []) {
    const { url, version } = splitCanonical(pinned);
    if (version !== undefined) versions.set(url, version);
  }
  return { toList: true, versions };
}

function bounded(value: number | undefined, name: string): number {
  if (value === undefined) return 0;
  if (Number.isSafeInteger(value) && value >= 0) return Math.min(value, 2_000_000_000);
  throw problem('invalid', 'parameter-value', { diagnostics: `${name} is a number from 0.`, expression: name });
}

function whereOf(compiled: Compiled, options: ExpandOptions): string {
  const conditions = [compiled.condition];
  const filter = options.filter ?? '';
  if (filter.trim() !== '') {
    conditions.push(
      wordsOf(filter).length === 0 ? 'false' : textCondition(filter, compiled.systems.keys(), compiled.values),
    );
  }
  if (options.activeOnly === true || compiled.withoutInactive) conditions.push('NOT c.inactive');
  if (options.excludeNotForUI === true) conditions.push('NOT c.abstract');
  return conditions.join(' AND ');
}

async function countOf(client: Queryable, compiled: Compiled, from: string): Promise<number | undefined> {
  const rows = await ask<{ count: number }>(
    client,
    `SELECT count(*)::int AS count FROM (SELECT FROM ${from} LIMIT ${COUNTED + 1}) t`,
    compiled.values.list,
  );
  const count = rows[0]!.count;
  return count > COUNTED ? undefined : count;
}

async function page(
  client: Queryable,
  compiled: Compiled,
  from: string,
  filter: string | undefined,
  offset: number,
  count: number,
): Promise<Found[]> {
  const values = compiled.values;
  return ask<Found>(
    client,
    `SELECT ${FOUND} FROM ${from}
     ORDER BY ${orderOf(compiled, filter)} LIMIT ${values.add(count)} OFFSET ${values.add(offset)}`,
    values.list,
  );
}

/** With a filter, the best match first; a list as it was written; else system by system in the order of its tree. */
function orderOf(compiled: Compiled, filter: string | undefined): string {
  const { values, listed } = compiled;
  if (filter !== undefined && filter.trim() !== '') {
    const wanted = values.add(filter.trim());
    return `(lower(c.code) = lower(${wanted}) OR lower(c.display) = lower(${wanted})) DESC NULLS LAST,
      (starts_with(lower(c.display), lower(${wanted}))) DESC NULLS LAST, c.abstract, length(c.display), c.system, c.id`;
  }
  if (listed !== undefined) {
    return `array_position(${values.add([...listed.keys()])}::text[], c.system || E'\\x1f' || c.code), c.system, c.id`;
  }
  const systems = [...compiled.systems.keys()];
  return `${systems.length > 1 ? `array_position('{${systems.join(',')}}'::int[], c.system), ` : ''}c.id`;
}

function expansionOf(
  valueSet: JsonObject,
  compiled: Compiled,
  found: readonly Found[],
  total: number | undefined,
  offset: number,
  options: ExpandOptions,
): Resource {
  const { compose, text: _narrative, expansion: _old, ...head } = valueSet;
  const expansion: JsonObject = {
    identifier: `urn:uuid:${randomUUID()}`,
    timestamp: new Date().toISOString(),
  };
  if (total !== undefined) expansion.total = total;
  if (offset > 0 || options.count !== undefined) expansion.offset = offset;
  const parameter = parametersOf(compiled, options);
  if (parameter.length > 0) expansion.parameter = parameter;
  if (found.length > 0) expansion.contains = found.map((concept) => containsOf(concept, compiled, options));
  const resource: Resource = { ...head, resourceType: 'ValueSet', status: head.status ?? 'active' };
  if (options.includeDefinition === true && compose !== undefined) resource.compose = compose;
  return { ...resource, expansion };
}

function parametersOf(compiled: Compiled, options: ExpandOptions): JsonObject[] {
  const parameters: JsonObject[] = [];
  if (options.filter !== undefined) parameters.push({ name: 'filter', valueString: options.filter });
  if (options.count !== undefined) parameters.push({ name: 'count', valueInteger: options.count });
  if (options.offset !== undefined) parameters.push({ name: 'offset', valueInteger: options.offset });
  if (options.displayLanguage !== undefined) {
    parameters.push({ name: 'displayLanguage', valueCode: options.displayLanguage });
  }
  if (options.activeOnly !== undefined) parameters.push({ name: 'activeOnly', valueBoolean: options.activeOnly });
  for (const used of compiled.systems.values()) {
    if (used.system === undefined) continue;
    const canonical = used.version === undefined ? used.url : `${used.url}|${used.version}`;
    parameters.push({ name: 'version', valueUri: canonical });
    // so that a reader knows that codes may be missing
    if (used.system.content === 'fragment' || used.system.content === 'example') {
      parameters.push({ name: used.system.content, valueUri: canonical });
    }
  }
  return parameters;
}

function containsOf(concept: Found, compiled: Compiled, options: ExpandOptions): JsonObject {
  const used = compiled.systems.get(concept.system)!;
  const said = compiled.said.get(keyOf(concept.system, concept.code));
  const designations = [...(said?.designations ?? []), ...(concept.designations ?? [])];
  const contains: JsonObject = { system: used.url };
  if (concept.abstract) contains.abstract = true;
  if (concept.inactive) contains.inactive = true;
  if (used.version !== undefined) contains.version = used.version;
  contains.code = concept.code;
  const display =
    (options.displayLanguage === undefined ? said?.display : undefined) ??
    displayIn(options.displayLanguage, { display: concept.display, designations }, used.system?.language) ??
    said?.display;
  if (display !== undefined) contains.display = display;
  if (options.includeDesignations === true) {
    const wanted = designations.filter((designation) => isWanted(designation, options.designation ?? []));
    if (wanted.length > 0) contains.designation = wanted as JsonObject[];
  }
  return contains;
}

function isWanted(designation: { language?: string; use?: JsonObject }, wanted: readonly string[]): boolean {
  if (wanted.length === 0) return true;
  return wanted.some((token) => {
    const bar = token.indexOf('|');
    const system = token.slice(0, Math.max(bar, 0));
    const code = token.slice(bar + 1);
    if (bar < 0 || system === 'urn:ietf:bcp:47') {
      return designation.language !== undefined && sameLanguage(designation.language, code);
    }
    return designation.use?.system === system && designation.use.code === code;
  });
}
