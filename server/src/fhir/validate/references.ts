import type { Json, JsonObject } from '../resource.ts';
import { isResourceType } from '../types.ts';
import type { Findings } from './findings.ts';
import { endOfId } from './primitives.ts';

type Reference = { reference?: string; type?: string };

/**
 * Checks where a Reference points, as far as the reference itself tells: its form, that a `#id` is contained, and that
 * the target's type is one of `targets` (`Patient/`, `Group/`; undefined: any). Whether the target exists is not for here.
 * @source FHIR R4, references.html; ref-1
 */
export function checkReference(o: Reference, targets: readonly string[] | undefined, findings: Findings): void {
  const { reference } = o;
  if (reference === undefined) {
    if (o.type !== undefined) checkType(o.type, undefined, targets, findings);
    return;
  }
  if (o.type === undefined && targets !== undefined && isPlainReferenceTo(reference, targets)) return;
  const type = reference.startsWith('#')
    ? containedType(reference, findings)
    : (typeOfReference(reference) ?? notAReference(findings));
  if (type === undefined) return;
  if (type !== unknown && targets !== undefined && !isAmong(type, targets)) {
    findings.error(
      'value',
      'reference-target',
      '.reference',
      'The reference points to a type that is not allowed here',
    );
  }
  if (o.type !== undefined) checkType(o.type, type, targets, findings);
}

/** Type of a target that only its own content can tell, such as that of a `urn:uuid:`. */
const unknown = '';

/** The nearly only form there is, checked without making a string: `Patient/123`. */
function isPlainReferenceTo(reference: string, targets: readonly string[]): boolean {
  for (let i = 0; i < targets.length; i++) {
    const prefix = targets[i] as string;
    if (reference.startsWith(prefix)) return endOfId(reference, prefix.length) === reference.length;
  }
  return false;
}

const isAmong = (type: string, targets: readonly string[]) => targets.includes(`${type}/`);

/**
 * The type of resource a literal reference points to; '' when it does not tell, undefined when it is no reference:
 * `Patient/1`, `Patient/1/_history/2`, `https://…/Patient/1`, `Patient?identifier=…` (in transactions), `urn:uuid:…`.
 */
export function typeOfReference(reference: string): string | undefined {
  if (reference.startsWith('urn:')) return unknown;
  if (/^[a-z][a-z0-9+.-]*:/i.test(reference)) {
    const match = /\/([A-Z][A-Za-z]+)\/[A-Za-z0-9.-]{1,64}(?:\/_history\/[A-Za-z0-9.-]{1,64})?(?:#.*)?$/.exec(
      reference,
    );
    return match?.[1] !== undefined && isResourceType(match[1]) ? match[1] : unknown;
  }
  const match = /^([A-Z][A-Za-z]+)(?:\/[A-Za-z0-9.-]{1,64}(?:\/_history\/[A-Za-z0-9.-]{1,64})?(?:#.*)?|\?.+)$/.exec(
    reference,
  );
  return match?.[1] !== undefined && isResourceType(match[1]) ? match[1] : undefined;
}

function notAReference(findings: Findings): undefined {
  findings.error('value', 'reference-form', '.reference', 'Expected Type/id, an absolute URL, urn:uuid:… or #id');
}

function containedType(reference: string, findings: Findings): string | undefined {
  // A contained resource may point to its container.
  if (reference === '#') {
    if (findings.resource !== findings.root) return findings.root.resourceType as string;
  } else {
    const id = reference.slice(1);
    const target = containedOf(findings).get(id);
    if (target) {
      findings.used.add(id);
      return typeof target.resourceType === 'string' ? target.resourceType : unknown;
    }
  }
  findings.error('invariant', 'ref-1', '.reference', 'No contained resource has this id');
  return undefined;
}

function containedOf(findings: Findings): Map<string, JsonObject> {
  if (findings.contained) return findings.contained;
  const byId = new Map<string, JsonObject>();
  for (const resource of listOf(findings.root.contained)) {
    if (isObject(resource) && typeof resource.id === 'string') byId.set(resource.id, resource);
  }
  findings.contained = byId;
  return byId;
}

/** The type a literal reference points to, contained ones included; undefined or '' when that cannot be told. */
export function targetTypeOf(reference: string, findings: Findings): string | undefined {
  if (!reference.startsWith('#')) return typeOfReference(reference);
  const { root, resource } = findings;
  const target = reference === '#' && resource !== root ? root : containedOf(findings).get(reference.slice(1));
  return typeof target?.resourceType === 'string' ? target.resourceType : undefined;
}

/** Reference.type: the name of a type, or the URL of its definition. */
function checkType(
  type: string,
  ofReference: string | undefined,
  targets: readonly string[] | undefined,
  findings: Findings,
) {
  const named = type.startsWith(definition) ? type.slice(definition.length) : type;
  if (!isResourceType(named)) {
    if (!type.includes(':')) findings.error('value', 'reference-type', '.type', 'No resource type has this name');
    return;
  }
  if (targets !== undefined && !isAmong(named, targets)) {
    findings.error('value', 'reference-target', '.type', 'The reference names a type that is not allowed here');
  } else if (ofReference !== undefined && ofReference !== unknown && ofReference !== named) {
    findings.error('value', 'reference-type', '.type', 'The type is not that of the reference');
  }
}

const definition = 'http://hl7.org/fhir/StructureDefinition/';

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null;
const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

/** dom-3: a contained resource is referred to from within its container, or refers to the container. */
export function checkContainedAreUsed(root: JsonObject, findings: Findings): void {
  const contained = listOf(root.contained);
  if (findings.used.size === contained.length) return;
  // Not all by a Reference: a canonical or uri may point to it too, and a contained one to its container.
  const used = new Set<string>();
  collectLocalReferences(root, used);
  contained.forEach((resource, index) => {
    if (!isObject(resource) || (typeof resource.id === 'string' && used.has(resource.id))) return;
    const own = new Set<string>();
    collectLocalReferences(resource, own);
    if (own.has('')) return;
    findings.error(
      'invariant',
      'dom-3',
      `.contained[${index}]`,
      'Nothing in the resource refers to this contained one',
    );
  });
}

/** What stands after `#` in every text that begins so; only references, canonicals and uris can do any good by it. */
function collectLocalReferences(value: Json, ids: Set<string>): void {
  if (typeof value === 'string') {
    if (value.charCodeAt(0) === 35) ids.add(value.slice(1));
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Array.isArray(value) ? value : Object.values(value)) collectLocalReferences(item, ids);
  }
}
