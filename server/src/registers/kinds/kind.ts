import type { Json, JsonObject, Resource } from '../../fhir/resource.ts';
import type { Series } from '../numbers.ts';
import type { Entry, RegisterStore } from '../store.ts';
import type { PersonName } from './person-row.ts';

/** What a register gives is read against. */
export type Setting = {
  /** Which numbers of persons are taken. */
  series: Series;
  /** The day it is in Norway, `YYYY-MM-DD`. */
  today: string;
};

/** A register: how its rows read, what of the store they are held against, and what they change. */
export type RegisterKind<Row, Known> = {
  name: string;
  /** @throws RowRefused */
  parse(value: Json, setting: Setting): Row;
  /** What the row is about, by every name it goes by: two rows about the same are not planned together. */
  keys(row: Row): readonly string[];
  /** What must be stored before the row, by those names. */
  needs?(row: Row): readonly string[];
  /** What the store knows of the rows, in a few searches however many they are. */
  load(store: RegisterStore, rows: readonly Row[]): Promise<Known>;
  /** What must change for the store to say what the row says: nothing when it does. @throws RowRefused */
  plan(row: Row, known: Known, setting: Setting): Entry[];
};

export const objects = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);

export const referenceOf = (value: Json | undefined): string | undefined =>
  (value as { reference?: string } | undefined)?.reference;

/** The values of a resource's identifiers of a system. */
export const identifiersOf = (resource: Resource, system: string): string[] =>
  objects(resource.identifier)
    .filter((one) => one.system === system && typeof one.value === 'string')
    .map((one) => one.value as string);

export const hasCode = (concepts: Json | undefined, system: string, code?: string): boolean =>
  objects(concepts).some(({ coding }) =>
    objects(coding).some((one) => one.system === system && (code === undefined || one.code === code)),
  );

/** Leaves out the members that are undefined. */
export function compact(members: { [name: string]: Json | undefined }): JsonObject {
  const kept: JsonObject = {};
  for (const [name, value] of Object.entries(members)) if (value !== undefined) kept[name] = value;
  return kept;
}

/** The resource with members set anew; those that are undefined are taken away. */
export function withMembers(resource: Resource, members: { [name: string]: Json | undefined }): Resource {
  const after: Resource = { ...resource };
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) delete after[name];
    else after[name] = value;
  }
  return after;
}

/** The extensions with one of a url set anew, or taken away. */
export function withExtension(own: Json | undefined, url: string, value: JsonObject | undefined): JsonObject[] {
  const others = objects(own).filter((one) => one.url !== url);
  return value === undefined ? others : [...others, { url, ...value }];
}

/** Searches by a list of values as often as needed for addresses of a sane length. */
export async function searchMany(
  store: RegisterStore,
  type: string,
  parameter: string,
  values: Iterable<string>,
  more: readonly (readonly [string, string])[] = [],
): Promise<Resource[]> {
  const all = [...new Set(values)];
  const found = new Map<string, Resource>();
  for (let i = 0; i < all.length; i += 100) {
    const some = all.slice(i, i + 100).join(',');
    for (const one of await store.search(type, [[parameter, some], ...more])) found.set(one.id!, one);
  }
  return [...found.values()];
}

/** A name as the Norwegian base profile has it: the middle name is an extension, not a given name. */
export function humanName(name: PersonName): JsonObject {
  return compact({
    extension:
      name.middle === undefined
        ? undefined
        : [{ url: 'http://hl7.no/fhir/StructureDefinition/no-basis-middlename', valueString: name.middle }],
    use: 'official',
    family: name.family,
    given: [name.given],
  });
}
