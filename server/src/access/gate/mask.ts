import { createHmac } from 'node:crypto';
import { parseJson, printJson } from '../../fhir/json/index.ts';
import type { Json, JsonObject, Resource } from '../../fhir/resource.ts';
import { subsetted } from '../../fhir/summary.ts';
import { elementsOf } from '../rules/places.ts';

/** An element that is about somebody else than the citizen, where a resource says which part that is. */
export const thirdPartyUrl = 'https://enjournal.no/fhir/StructureDefinition/third-party';

/**
 * A resource with what a judgement leaves out left out, and the tag SUBSETTED, so that nobody takes it for the whole.
 * @param masks names as `judge` gives them: of places (`address`, `place` …), `third-party`, `identifiers`
 * @param secret of the pseudonyms of one extract
 * @source FHIR R4, resource-definitions.html#Meta.tag; which elements, is our choice (rules/places.ts)
 */
export function masked(content: string, masks: readonly string[], secret: string): string {
  const { value, decimals } = parseJson(content);
  const resource = masks.includes('identifiers') ? (pseudonymised(value, secret) as JsonObject) : value;
  if (masks.includes('third-party')) leaveOutThirdParty(resource);
  for (const name of masks) {
    for (const path of elementsOf(String(resource.resourceType), name)) remove(resource, path.split('.'));
  }
  // narrative says in words what the elements say, and nobody can tell which words
  delete resource.text;
  return printJson(subsetted(resource as Resource, decimals), decimals);
}

/** Takes away what stands at a path, in every item of the lists on the way, with what its primitives carry besides. */
function remove(holder: JsonObject, path: readonly string[]): void {
  const [name = '', ...deeper] = path;
  if (deeper.length === 0) {
    delete holder[name];
    delete holder[`_${name}`];
    return;
  }
  const inner = holder[name];
  for (const one of Array.isArray(inner) ? inner : [inner]) {
    if (typeof one === 'object' && one !== null && !Array.isArray(one)) remove(one, deeper);
  }
}

/** Takes away the elements that are marked; where none is, all but what kind of resource it is and whose. */
function leaveOutThirdParty(resource: JsonObject): void {
  if (takeMarked(resource)) return;
  for (const name of Object.keys(resource)) if (!ALWAYS_TOLD.has(name)) delete resource[name];
}

const ALWAYS_TOLD = new Set('resourceType id meta status subject patient type date period'.split(' '));

/** @returns whether there were any */
function takeMarked(holder: JsonObject | Json[]): boolean {
  let found = false;
  if (Array.isArray(holder)) {
    const kept = holder.filter((one) => !isMarked(one));
    found = kept.length < holder.length;
    if (found) holder.splice(0, holder.length, ...kept);
    for (const one of holder) if (typeof one === 'object' && one !== null && takeMarked(one)) found = true;
    return found;
  }
  for (const [name, member] of Object.entries(holder)) {
    // what a primitive carries besides (`_name`) marks the primitive
    if (isMarked(member) || isMarked(holder[`_${name}`])) {
      delete holder[name];
      delete holder[`_${name}`];
      found = true;
    } else if (typeof member === 'object' && member !== null && takeMarked(member)) found = true;
  }
  return found;
}

function isMarked(value: Json | undefined): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { extension } = value;
  return Array.isArray(extension) && extension.some((one) => (one as JsonObject).url === thirdPartyUrl);
}

/** Members that tell who somebody is, or say something in free words. */
const TELLING = new Set(
  `identifier name telecom address photo contact text note div display description comment title data url author
  valueString valueMarkdown conclusion patientInstruction implicitRules masterIdentifier birthPlace`.split(/\s+/),
);
const DATE = /^(\d{4})-\d\d(-\d\d(T.*)?)?$/;

/** Codes, quantities and years; a person is a pseudonym that is the same in all of one extract. */
function pseudonymised(value: Json, secret: string, key = ''): Json {
  if (Array.isArray(value)) return value.map((one) => pseudonymised(one, secret, key));
  if (typeof value === 'string') {
    if (key === 'reference') return pseudonym(value, secret);
    return DATE.exec(value)?.[1] ?? value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const out: JsonObject = {};
  for (const [name, member] of Object.entries(value)) {
    if (TELLING.has(name) || name.startsWith('_')) continue;
    out[name] = name === 'meta' ? withoutTimes(member as JsonObject) : pseudonymised(member as Json, secret, name);
  }
  return out;
}

function withoutTimes({ security, profile }: JsonObject): JsonObject {
  return { ...(profile === undefined ? {} : { profile }), ...(security === undefined ? {} : { security }) };
}

function pseudonym(reference: string, secret: string): string {
  const [type = '', id = ''] = reference.split('/');
  if (!['Patient', 'Practitioner', 'PractitionerRole', 'RelatedPerson', 'Person'].includes(type)) return type;
  return `${type}/${createHmac('sha256', secret).update(`${type}/${id}`).digest('hex').slice(0, 20)}`;
}
