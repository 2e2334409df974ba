import type { JsonObject, Resource } from '../../fhir/resource.ts';

/** What the browser may import: what a person at work keeps of their own work. Pure: no clock, no database. */

export const basicType = 'https://enjournal.no/fhir/CodeSystem/basic-type';
/** Names the record that a visit was in: its Patient's id. */
export const visitedRecord = 'https://enjournal.no/fhir/NamingSystem/visited-record';
const visitUrl = 'https://enjournal.no/fhir/StructureDefinition/visit';
const startPageUrl = 'https://enjournal.no/fhir/StructureDefinition/start-page';

/** Kinds of Basic that are nobody's but their owner's. */
export const ownKinds = ['visit', 'start-page'] as const;
export type OwnKind = (typeof ownKinds)[number];

/** When a reader was last in a record, and since when its changes are new to them (instants). */
export type Visit = { at: string; since?: string };

/** What a user has changed of the start page: cards that are left out, and the order of the others. */
export type StartChoice = { hidden: readonly string[]; order: readonly string[] };

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);

/** Which of the kinds a resource is; undefined for all else. */
export function ownKindOf({ resourceType, code }: Resource): OwnKind | undefined {
  if (resourceType !== 'Basic') return undefined;
  const codes = objects((code as JsonObject | undefined)?.coding).filter(({ system }) => system === basicType);
  return ownKinds.find((kind) => codes.some((one) => one.code === kind));
}

/** Whose it is, as `Practitioner/id`. */
export const ownerOf = ({ subject }: Resource): string | undefined =>
  (subject as { reference?: string } | undefined)?.reference;

/** The record that a visit was in. */
export const recordOf = ({ identifier }: Resource): string | undefined =>
  objects(identifier).find(({ system }) => system === visitedRecord)?.value as string | undefined;

export function visitOf(resource: Resource): Visit | undefined {
  const at = partsOf(resource, visitUrl, 'at')[0]?.valueInstant;
  const since = partsOf(resource, visitUrl, 'since')[0]?.valueInstant;
  if (typeof at !== 'string') return undefined;
  return typeof since === 'string' ? { at, since } : { at };
}

export function visitResource(owner: string, record: string, { at, since }: Visit): Resource {
  return {
    ...basic('visit', owner),
    identifier: [{ system: visitedRecord, value: record }],
    extension: [
      {
        url: visitUrl,
        extension: [
          { url: 'at', valueInstant: at },
          ...(since === undefined ? [] : [{ url: 'since', valueInstant: since }]),
        ],
      },
    ],
  };
}

export function startChoiceOf(resource: Resource): StartChoice {
  const codes = (name: string) => partsOf(resource, startPageUrl, name).map(({ valueCode }) => String(valueCode));
  return { hidden: codes('hidden'), order: codes('order') };
}

export function startResource(owner: string, { hidden, order }: StartChoice): Resource {
  const parts = (name: string, codes: readonly string[]) => codes.map((valueCode) => ({ url: name, valueCode }));
  const said = [...parts('hidden', hidden), ...parts('order', order)];
  return {
    ...basic('start-page', owner),
    ...(said.length === 0 ? {} : { extension: [{ url: startPageUrl, extension: said }] }),
  };
}

const basic = (kind: OwnKind, owner: string): Resource => ({
  resourceType: 'Basic',
  code: { coding: [{ system: basicType, code: kind }] },
  subject: { reference: owner },
});

const partsOf = ({ extension }: Resource, url: string, name: string): JsonObject[] =>
  objects(objects(extension).find((one) => one.url === url)?.extension).filter((one) => one.url === name);

/** Opening again within a working day is the same visit: a reload must not make everything look seen. */
const sameVisitMs = 8 * 3_600_000;

/** The visit that begins, or goes on, when a record is opened now. `since` is the end of the visit before; none at the first. */
export function visitAt(before: Visit | undefined, now: string): Visit {
  if (!before) return { at: now };
  const same = Date.parse(now) - Date.parse(before.at) < sameVisitMs;
  const since = same ? before.since : before.at;
  return since === undefined ? { at: now } : { at: now, since };
}
