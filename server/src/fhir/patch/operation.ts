import { elementNamed } from '../definitions/elements.ts';
import type { Json, JsonObject } from '../resource.ts';
import { malformed } from './failure.ts';
import { isObject } from './slot.ts';

/** A value in a patch: `valueX` of some type, a resource, or the parts a type without a name is put together from. */
export type NewValue =
  | { kind: 'typed'; type: string; holder: JsonObject; member: string }
  | { kind: 'resource'; resource: JsonObject }
  | { kind: 'parts'; parts: { name: string; value: NewValue }[] };

export type PathOperation =
  | { type: 'add'; path: string; name: string; value: NewValue }
  | { type: 'insert'; path: string; index: number; value: NewValue }
  | { type: 'delete'; path: string }
  | { type: 'replace'; path: string; value: NewValue }
  | { type: 'move'; path: string; source: number; destination: number };

/** Reads a parameter named `operation`. */
export function readOperation(parameter: Json): PathOperation {
  if (!isObject(parameter) || parameter.name !== 'operation') throw malformed('The parameter must be an "operation"');
  const parts = new Map<string, JsonObject>();
  for (const part of listOf(parameter.part)) {
    const name = nameOf(part);
    if (parts.has(name)) throw malformed('A part occurs twice');
    if (!partNames.has(name)) throw malformed('A part has a name that no operation has');
    parts.set(name, part);
  }
  const path = text(parts, 'path', 'valueString');
  const type = text(parts, 'type', 'valueCode');
  switch (type) {
    case 'add':
      return { type, path, name: text(parts, 'name', 'valueString'), value: value(parts) };
    case 'insert':
      return { type, path, index: index(parts, 'index'), value: value(parts) };
    case 'delete':
      return { type, path };
    case 'replace':
      return { type, path, value: value(parts) };
    case 'move':
      return { type, path, source: index(parts, 'source'), destination: index(parts, 'destination') };
    default:
      throw malformed('The type must be add, insert, delete, replace or move');
  }
}

const partNames = new Set(['type', 'path', 'name', 'value', 'index', 'source', 'destination']);

function text(parts: Map<string, JsonObject>, name: string, member: string): string {
  const found = parts.get(name)?.[member];
  if (typeof found !== 'string') throw malformed(`The part "${name}" must have a ${member}`);
  return found;
}

function index(parts: Map<string, JsonObject>, name: string): number {
  const found = parts.get(name)?.valueInteger;
  if (typeof found !== 'number' || !Number.isInteger(found) || found < 0) {
    throw malformed(`The part "${name}" must have a valueInteger of 0 or more`);
  }
  return found;
}

function value(parts: Map<string, JsonObject>): NewValue {
  const part = parts.get('value');
  if (!part) throw malformed('The part "value" is missing');
  return readValue(part);
}

function readValue(part: JsonObject): NewValue {
  const members = new Set(Object.keys(part).map((name) => name.replace(/^_/, '')));
  const typed = [...members].filter((name) => name.startsWith('value'));
  const kinds = typed.length + Number(members.has('part')) + Number(members.has('resource'));
  if (kinds !== 1) throw malformed('A value must be one value[x], one resource, or parts');
  if (typed[0] !== undefined) {
    const type = elementNamed('Parameters.parameter', typed[0])?.type;
    if (type === undefined) throw malformed('A value[x] has a type that does not exist');
    return { kind: 'typed', type, holder: part, member: typed[0] };
  }
  if (members.has('resource')) {
    if (!isObject(part.resource)) throw malformed('A resource must be an object');
    return { kind: 'resource', resource: part.resource };
  }
  const parts = listOf(part.part).map((inner) => ({ name: nameOf(inner), value: readValue(inner) }));
  return { kind: 'parts', parts };
}

function nameOf(part: JsonObject): string {
  if (typeof part.name !== 'string') throw malformed('A part must have a name');
  return part.name;
}

function listOf(list: Json | undefined): JsonObject[] {
  if (!Array.isArray(list) || list.length === 0 || !list.every(isObject)) throw malformed('Parts must be a list');
  return list;
}
