import type { Resource } from '../../fhir/resource.ts';
import { typeNumber } from '../../fhir/types.ts';
import type { FactRow } from '../../record/index.ts';
import { tagsOf } from '../reading.ts';
import { systems } from '../rules/codes.ts';

/** A fact without its place among those of its resource. */
export type Fact = Omit<FactRow, 'n'>;

/** What a resource says of who has to do with its record. Pure: the same resource gives the same facts. */
export type Source = (resource: Resource) => Fact[];

export const always = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** The unit that wrote a resource: where the resource itself names none. */
export const writerOf = (resource: Resource): string => tagsOf(resource, systems.custodian)[0] ?? '';

/** Who wrote a resource; undefined when a system did. */
export const recorderOf = (resource: Resource): string | undefined => tagsOf(resource, systems.recorder)[0];

/** Leaves out the members that are undefined, so that equal facts are equal JSON. */
export function dataOf(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== false));
}

/** `number/id`: how a row of the database is named by a document, `Type/id`. */
export function keyOf(document: string): string {
  const slash = document.indexOf('/');
  return `${typeNumber(document.slice(0, slash))}/${document.slice(slash + 1)}`;
}
