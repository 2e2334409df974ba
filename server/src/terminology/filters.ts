import { problem } from '../fhir/issue.ts';
import type { JsonObject } from '../fhir/resource.ts';
import type { Queryable } from '../record/index.ts';
import type { Values } from './sql.ts';
import { findReach, type Reach, type System } from './systems.ts';

/**
 * One ValueSet.compose.include.filter as a condition on concepts `c` of the system (FHIR R4, ValueSet and section 4.8.8).
 * @throws Problem `rule` (not-supported) for an operation this server lacks, or a concept the system lacks.
 */
export async function filterCondition(
  client: Queryable,
  system: System,
  filter: JsonObject,
  values: Values,
): Promise<string> {
  const { property, op, value } = filter;
  if (typeof property !== 'string' || typeof op !== 'string' || typeof value !== 'string') {
    throw problem('invalid', 'filter-incomplete', {
      diagnostics: 'A filter has a property, an op and a value.',
      expression: 'ValueSet.compose.include.filter',
    });
  }
  const hierarchic = await onHierarchy(client, system, property, op, value);
  return hierarchic ?? onColumn(property, op, value, values) ?? onProperty(property, op, value, values);
}

async function onHierarchy(
  client: Queryable,
  system: System,
  property: string,
  op: string,
  value: string,
): Promise<string | undefined> {
  const at = () => reachOf(client, system, value);
  if (property === 'parent' && op === '=') return `${(await at()).id} = ANY(c.parents)`;
  if (property === 'child' && op === '=') return `c.id = ANY('{${(await at()).parents.join(',')}}'::int[])`;
  switch (op) {
    case 'is-a':
      return isBelow(system, await at());
    case 'descendent-of':
      return withoutItself(system, await at());
    case 'child-of':
      return `${(await at()).id} = ANY(c.parents)`;
    case 'is-not-a':
      return `NOT ${isBelow(system, await at())}`;
    case 'generalizes':
      return `c.below @> ${(await at()).id}`;
    default:
      return undefined;
  }
}

async function reachOf(client: Queryable, system: System, code: string): Promise<Reach> {
  const reach = await findReach(client, system, code);
  if (reach !== undefined) return reach;
  throw problem('rule', 'filter-concept-unknown', {
    code: 'not-found',
    diagnostics: `The code system ${system.url} has no concept ${code} here, so the value set cannot be made.`,
  });
}

/** So many numbers are looked up one by one; of more, all between the first and the last are read. */
const MOST_LISTED = 5_000;

/** One run is a range of the key. Several are listed when they are few, else each number between is held against them. */
function isBelow(system: System, { id, from, to, runs, size }: Reach): string {
  const run = `c.id BETWEEN ${from} AND ${to}`;
  if (runs === 1) return `(${run})`;
  const below = `SELECT below FROM concept WHERE system = ${system.key} AND id = ${id}`;
  if (size <= MOST_LISTED) {
    return `c.id = ANY(ARRAY(SELECT generate_series(lower(r), upper(r) - 1) FROM unnest((${below})) r))`;
  }
  // the sum is a value of its own in memory; the column's would be unpacked again for each concept
  return `(${run} AND c.id <@ (${below.replace('below', `below + '{}'::int4multirange`)}))`;
}

const withoutItself = (system: System, reach: Reach) => `(${isBelow(system, reach)} AND c.id <> ${reach.id})`;

const columns = new Map([
  ['code', 'c.code'],
  ['concept', 'c.code'],
  ['display', 'c.display'],
  ['definition', 'c.definition'],
]);
const flags = new Map([
  ['inactive', 'c.inactive'],
  ['notSelectable', 'c.abstract'],
  ['abstract', 'c.abstract'],
]);

/** What stands in a column of its own. */
function onColumn(property: string, op: string, value: string, values: Values): string | undefined {
  const column = columns.get(property);
  if (column !== undefined) return onText(column, property, op, value, values);
  const flag = flags.get(property);
  if (flag === undefined) return undefined;
  const wanted = value === 'true';
  if (op === '=') return wanted ? flag : `NOT ${flag}`;
  // a flag that is not set does not stand in the code system
  if (op === 'exists') return wanted ? flag : `NOT ${flag}`;
  throw unsupported(property, op);
}

function onText(column: string, property: string, op: string, value: string, values: Values): string {
  // "concept in X" is SNOMED CT's way to say: in the reference set X
  if (property === 'concept' && op === 'in') return has('refset', [value], values);
  if (op === '=') return `${column} = ${values.add(value)}`;
  if (op === 'in' || op === 'not-in')
    return `${op === 'in' ? '' : 'NOT '}${column} = ANY(${values.add(list(value))}::text[])`;
  if (op === 'regex') return `${column} ~ ${values.add(anchored(value))}`;
  if (op === 'exists') return `${column} IS ${value === 'true' ? 'NOT ' : ''}NULL`;
  throw unsupported(property, op);
}

function onProperty(property: string, op: string, value: string, values: Values): string {
  switch (op) {
    case '=':
      return has(property, [value], values);
    case 'in':
      return has(property, list(value), values);
    case 'not-in':
      return `NOT coalesce(${has(property, list(value), values)}, false)`;
    case 'exists':
      return `${value === 'true' ? '' : 'NOT '}coalesce(c.properties ? ${values.add(property)}, false)`;
    case 'regex':
      return `EXISTS (SELECT FROM jsonb_array_elements(c.properties -> ${values.add(property)}) p(v)
        WHERE coalesce(v ->> 'code', v #>> '{}') ~ ${values.add(anchored(value))})`;
    default:
      throw unsupported(property, op);
  }
}

/** One of the values, as text, boolean, number or the code of a Coding: the value of a filter is always written as text. */
function has(property: string, wanted: readonly string[], values: Values): string {
  const forms = wanted.flatMap((value) => {
    const written: unknown[] = [value, { code: value }];
    if (value === 'true' || value === 'false') written.push(value === 'true');
    if (/^-?\d+(\.\d+)?$/.test(value)) written.push(Number(value));
    return written;
  });
  const contains = forms.map((form) => `c.properties @> ${values.add(JSON.stringify({ [property]: [form] }))}::jsonb`);
  return `(${contains.join(' OR ')})`;
}

const list = (value: string) => value.split(',').map((item) => item.trim());

/** FHIR's regex matches the whole value. PostgreSQL runs it, under the statement's time limit. */
function anchored(pattern: string): string {
  try {
    new RegExp(pattern, 'u');
  } catch (cause) {
    throw problem('invalid', 'filter-regex', { diagnostics: 'The filter has a pattern that cannot be read.', cause });
  }
  return `^(?:${pattern})$`;
}

function unsupported(property: string, op: string) {
  return problem('rule', 'filter-unsupported', {
    code: 'not-supported',
    diagnostics: `The filter operation ${op} on ${property} is not supported.`,
  });
}
