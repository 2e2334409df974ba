import { beginningOf, endOf } from '../fhir/norwegian/day.ts';
import type { Json, JsonObject, Resource } from '../fhir/resource.ts';
import { systems } from './rules/codes.ts';

/** How access reads a resource: in bits, never throwing, for what it reads may not be validated yet. */

export const objectAt = (value: Json | undefined): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;

/** The objects of an array, or the one that stands alone. */
export function listAt(value: Json | undefined): readonly JsonObject[] {
  if (value === undefined || value === null || typeof value !== 'object') return none;
  if (!Array.isArray(value)) return [value];
  if (value.every(isObject)) return value;
  return value.filter(isObject);
}

const none: readonly JsonObject[] = [];

const isObject = (one: Json): one is JsonObject => typeof one === 'object' && one !== null && !Array.isArray(one);

export const textAt = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export type Coded = { system: string; code: string };

/** The codings of one concept or of several, or of codings that stand by themselves. */
export function codingsAt(value: Json | undefined): readonly Coded[] {
  if (typeof value !== 'object' || value === null) return none as never;
  if (!Array.isArray(value)) return codingsOf(value);
  if (value.length === 1) return codingsAt(value[0]);
  return value.flatMap((one) => (Array.isArray(one) ? [] : codingsAt(one)));
}

/** Those of one concept, nearly always whole as they stand: then nothing is made anew. */
function codingsOf(concept: JsonObject): readonly Coded[] {
  const codings = concept.coding === undefined ? [concept] : concept.coding;
  if (!Array.isArray(codings)) return none as never;
  if (codings.every(isCoded)) return codings;
  return codings.flatMap((one) => {
    if (typeof one !== 'object' || one === null || Array.isArray(one) || typeof one.code !== 'string') return [];
    return { system: typeof one.system === 'string' ? one.system : '', code: one.code };
  });
}

const isCoded = (one: Json | undefined): one is Coded =>
  typeof one === 'object' &&
  one !== null &&
  !Array.isArray(one) &&
  typeof one.code === 'string' &&
  typeof one.system === 'string';

/** The first code of a system. */
export function codeAt(value: Json | undefined, system: string): string | undefined {
  for (const one of codingsAt(value)) if (one.system === system) return one.code;
  return undefined;
}

export const hasCode = (value: Json | undefined, system: string, code: string): boolean => {
  for (const one of codingsAt(value)) if (one.system === system && one.code === code) return true;
  return false;
};

/** `Type/id` of a reference to something on this server, without its version. */
export function referenceAt(value: Json | undefined): string | undefined {
  const reference = textAt(objectAt(value)?.reference);
  return reference === undefined
    ? undefined
    : /^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}(?=$|\/_history\/)/.exec(reference)?.[0];
}

/** The id of a reference to one type. */
export function idAt(value: Json | undefined, type: string): string | undefined {
  const reference = referenceAt(value);
  return reference?.startsWith(`${type}/`) ? reference.slice(type.length + 1) : undefined;
}

/** Someone at work as facts tell them: a Practitioner's id, or `PractitionerRole/<id>`. */
export function agentAt(value: Json | undefined): string | undefined {
  const reference = referenceAt(value);
  if (reference?.startsWith('Practitioner/')) return reference.slice('Practitioner/'.length);
  return reference?.startsWith('PractitionerRole/') ? reference : undefined;
}

/** The codes of the tags of a system. */
export function tagsOf(resource: Resource, system: string): readonly string[] {
  const tags = codingsAt(resource.meta?.tag as Json | undefined);
  const first = tags.findIndex((one) => one.system === system);
  if (first < 0) return noCodes;
  return tags.filter((one) => one.system === system).map(({ code }) => code);
}

const noCodes: readonly string[] = [];

/** What a citizen asks of whoever looks after privacy: nobody who treats them has to do with it. */
export const isRequestToOfficer = ({ code, performerType }: Resource): boolean =>
  hasCode(code, systems.taskCode, 'citizen-request') && hasCode(performerType, systems.accessRole, 'loggkontroll');

/** `Type/id` of those whom a document or a form names as its authors. */
export const signersOf = ({ author }: JsonObject): readonly string[] =>
  listAt(author).flatMap((one) => referenceAt(one) ?? []);

export const extensionAt = (value: Json | undefined, url: string): JsonObject | undefined =>
  listAt(objectAt(value)?.extension).find((one) => one.url === url);

/** When a Period holds, half-open; a day is one in Oslo, and lasts through its end. */
export function periodAt(value: Json | undefined): { from: number; to: number } {
  const period = objectAt(value);
  return {
    from: beginningOf(textAt(period?.start)) ?? Number.NEGATIVE_INFINITY,
    to: endOf(textAt(period?.end)) ?? Number.POSITIVE_INFINITY,
  };
}
