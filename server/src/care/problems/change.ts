import type { Actor } from '../../access/actor.ts';
import type { Coding, Json, JsonObject, Resource } from '../../fhir/resource.ts';

/** What the pure rules ask about: what will stand, what stood, who writes and when. The browser asks with the same. */
export type Change = {
  resource: Resource | undefined;
  before: Resource | undefined;
  actor: Pick<Actor, 'kind' | 'practitioner' | 'practitionerRole' | 'role'>;
  /** Epoch ms. */
  now: number;
};

const structure = (name: string) => `https://enjournal.no/fhir/StructureDefinition/${name}`;

/** Our extensions on what is critical; their definitions stand in `content/extensions`. */
export const extensions = {
  /** Why a status was changed, by whom and when. */
  statusReason: structure('status-reason'),
  /** With whom treatment limits were talked about. */
  talkedWith: structure('talked-with'),
  /** The medical ground of treatment limits, and why nobody could be talked with. */
  basis: structure('basis'),
  /** Where a piece of information comes from. @source Volven 7498 */
  informationSource: structure('information-source'),
  /** Where a problem stands in the list. */
  listPosition: structure('list-position'),
} as const;

export const systems = {
  criticalCategory: 'urn:oid:2.16.578.1.12.4.1.1.7650',
  criticalType: 'urn:oid:2.16.578.1.12.4.1.1.7651',
  flagKind: 'https://enjournal.no/fhir/CodeSystem/flag-kind',
  flagCategory: 'http://terminology.hl7.org/CodeSystem/flag-category',
} as const;

const list = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
export const objects = (value: Json | undefined): JsonObject[] =>
  list(value).filter((one): one is JsonObject => typeof one === 'object' && one !== null && !Array.isArray(one));

/** The codings of a concept, or of several. */
export const codingsOf = (value: Json | undefined): Coding[] =>
  objects(value).flatMap(({ coding }) => objects(coding) as Coding[]);

export const hasCode = (value: Json | undefined, ...codes: readonly string[]): boolean =>
  codingsOf(value).some(({ code }) => code !== undefined && codes.includes(code));

/** Whether a concept says anything: in words, or by a code. */
export const says = (value: Json | undefined): boolean =>
  objects(value).some(
    ({ text, coding }) => (typeof text === 'string' && text.trim() !== '') || objects(coding).some(({ code }) => code),
  );

export const extensionsOf = (resource: Resource | undefined, url: string): JsonObject[] =>
  objects(resource?.extension).filter((one) => one.url === url);

export type StatusReason = { reason: string; by: string | undefined };

/** The reason that is given with this very change; undefined when there is none, or only that of an earlier one. */
export function reasonGiven({ resource, before }: Change): StatusReason | undefined {
  const [given] = extensionsOf(resource, extensions.statusReason);
  if (given === undefined || isSame(given, extensionsOf(before, extensions.statusReason)[0])) return undefined;
  const part = (name: string) => objects(given.extension).find(({ url }) => url === name);
  const by = (part('by')?.valueReference as JsonObject | undefined)?.reference;
  return {
    reason: String(part('reason')?.valueString ?? '').trim(),
    by: typeof by === 'string' ? by : undefined,
  };
}

export const isSame = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
