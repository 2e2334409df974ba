import type { JsonObject } from '../../resource.ts';
import type { Entries, Parameter } from './entries.ts';
import { tokenPairs } from './tokens.ts';

const versionAtEnd = /\/_history\/[A-Za-z0-9.-]{1,64}$/;
const typeBeforeId = /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9.-]{1,64}$/;

/** A literal reference without its version; undefined for one into `contained`, which is searched in no way. */
function targetOf(reference: unknown): string | undefined {
  if (typeof reference !== 'string' || reference === '' || reference.startsWith('#')) return undefined;
  return reference.includes('/_history/') ? reference.replace(versionAtEnd, '') : reference;
}

/** `Type/id`: starts with a capital, which no URL does, and has one slash. */
function isLocal(target: string): boolean {
  const first = target.charCodeAt(0);
  return first >= 65 && first <= 90 && target.indexOf('/') > 1 && target.indexOf('/') === target.lastIndexOf('/');
}

export function reference(o: Entries, p: Parameter, value: JsonObject): void {
  o.has(p);
  const target = targetOf(value.reference);
  if (target !== undefined) o.token(p, o.leaves(p, target), p.token, target);
  const identifier = value.identifier as JsonObject | undefined;
  if (identifier === undefined || typeof identifier.value !== 'string') return;
  const system = typeof identifier.system === 'string' ? identifier.system : '';
  o.token(p, p.actorsCount, p.identifier, system, '|', identifier.value);
  o.token(p, p.actorsCount, p.identifier, identifier.value);
}

/** A canonical, found with its version and without. */
export function canonical(o: Entries, p: Parameter, value: unknown): void {
  if (typeof value !== 'string' || value === '') return;
  o.has(p);
  o.token(p, false, p.token, value);
  const bar = value.lastIndexOf('|');
  if (bar > 0) o.token(p, false, p.token, value.slice(0, bar));
}

/** The first entry of a Bundle, as if it were referred to. */
export function inlineResource(o: Entries, p: Parameter, value: JsonObject): void {
  if (typeof value.id !== 'string') return;
  o.has(p);
  o.token(p, false, p.token, value.resourceType as string, '/', value.id);
}

export function referencePairs(o: Entries, p: Parameter, forms: readonly string[], value: JsonObject): void {
  const target = targetOf(value.reference);
  if (target !== undefined) tokenPairs(o, p, forms, [target]);
}

/** `where(resolve() is X)`: the type that the reference shows, without reading what it points to. */
export function refersTo(value: JsonObject, type: string): boolean {
  const { reference } = value;
  const target = targetOf(reference);
  if (target !== undefined) {
    if (target.startsWith(type) && target[type.length] === '/') return true;
    const shown = typeBeforeId.exec(target);
    if (shown !== null) return shown[1] === type;
  }
  return value.type === type || value.type === `http://hl7.org/fhir/StructureDefinition/${type}`;
}

/**
 * Every local reference in a resource, `Type/id` without version, each once: in elements, extensions and contained
 * resources. A Bundle or Parameters that is stored holds references of other places; none of them counts.
 */
export function localReferences(resource: JsonObject): string[] {
  const found: string[] = [];
  if (resource.resourceType !== 'Bundle' && resource.resourceType !== 'Parameters') collect(resource, found);
  return found;
}

function collect(value: JsonObject, found: string[]): void {
  for (const name in value) {
    const member = value[name];
    if (typeof member === 'object' && member !== null) {
      // Immunization.education holds a link of this name.
      if (name === 'education') continue;
      if (!Array.isArray(member)) collect(member, found);
      else for (const item of member) if (typeof item === 'object' && item !== null) collect(item as JsonObject, found);
    } else if (name === 'reference' && isReference(value)) {
      const target = targetOf(member);
      if (target !== undefined && !found.includes(target) && isLocal(target)) found.push(target);
    }
  }
}

/** Expression and DetectedIssue have a uri of this name. */
const isReference = (value: JsonObject) => value.language === undefined && value.resourceType === undefined;
