import type { JsonObject, Resource } from '../../../fhir/resource.ts';

/** Multidose as it stands in FHIR, for the browser too. */

export const supplyKinds = 'https://enjournal.no/fhir/CodeSystem/supply-kind';
export const multidoseCategory = `${supplyKinds}|multidose`;
/** On an order: how it is made ready (Volven 9135); 3 is multidose. */
export const packingExtension = 'https://enjournal.no/fhir/StructureDefinition/dose-packing';
const packings = 'urn:oid:2.16.578.1.12.4.1.1.9135';
const MULTIDOSE = '3';
/** On the arrangement: what the pharmacy last packed, and until when it can be told of changes to the next. */
export const packingStates = 'https://enjournal.no/fhir/StructureDefinition/multidose-packing';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);
const referenceIn = (value: unknown): string | undefined => {
  const reference = (value as JsonObject | undefined)?.reference;
  return typeof reference === 'string' ? reference : undefined;
};

/** A SupplyRequest that says that a citizen gets medicines packed by dose. */
export const isMultidose = (resource: Resource | undefined): boolean =>
  resource?.resourceType === 'SupplyRequest' &&
  objects((resource.category as JsonObject | undefined)?.coding).some(
    ({ system, code }) => system === supplyKinds && code === 'multidose',
  );

/** `Patient/id` of whom it is about. */
export function citizenOf(about: Resource): string | undefined {
  const reference = referenceIn(about.resourceType === 'SupplyRequest' ? about.deliverTo : about.subject);
  return reference?.startsWith('Patient/') === true ? reference : undefined;
}

/** Whether a line of the list is packed in the multidose; what is not is given beside it. */
export const isPacked = (order: Resource): boolean =>
  objects(order.extension).some(
    ({ url, valueCoding }) => url === packingExtension && (valueCoding as JsonObject | undefined)?.code === MULTIDOSE,
  );

/** The order with or without its place in the multidose. */
export function packed<T extends Resource>(order: T, isIn: boolean): T {
  const others = objects(order.extension).filter(({ url }) => url !== packingExtension);
  const own = { url: packingExtension, valueCoding: { system: packings, code: MULTIDOSE, display: 'Multidose' } };
  const extension = isIn ? [...others, own] : others;
  const { extension: _, ...rest } = order as Resource & { extension?: unknown };
  return (extension.length === 0 ? rest : { ...rest, extension }) as T;
}

/** What is taken now and then cannot be packed by dose. */
export const isAsNeeded = ({ dosageInstruction }: Resource): boolean =>
  objects(dosageInstruction).some(
    ({ asNeededBoolean, asNeededCodeableConcept }) => asNeededBoolean === true || asNeededCodeableConcept !== undefined,
  );

/** The day of the week on which it is packed, and every how many weeks. */
export function packingDayOf(supply: Resource): { day: string | undefined; weeks: number | undefined } {
  const repeat = ((supply.occurrenceTiming as JsonObject | undefined)?.repeat ?? {}) as JsonObject;
  const [day] = (repeat.dayOfWeek ?? []) as string[];
  return { day, weeks: repeat.periodUnit === 'wk' ? Number(repeat.period) : undefined };
}

export type Packing = { deadline?: string; first?: string; last?: string };

/** What the pharmacy has told of its packing. */
export function packingOf(supply: Resource): Packing {
  const told = objects(objects(supply.extension).find(({ url }) => url === packingStates)?.extension);
  const value = (name: string) => told.find(({ url }) => url === name);
  const [deadline, first, last] = [
    value('deadline')?.valueDateTime,
    value('first')?.valueDate,
    value('last')?.valueDate,
  ] as (string | undefined)[];
  return {
    ...(deadline === undefined ? {} : { deadline }),
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
  };
}
