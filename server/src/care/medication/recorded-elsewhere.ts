import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { givenAt } from './doses.ts';
import { type PlannedDose, plannedDoses } from './schedule.ts';

/** So far from its time a dose may have been given and still be told to be that one. Our own choice. */
const NEAR_MS = 2 * 3_600_000;
const ATC = 'http://www.whocc.no/atc';

/**
 * What dose each record is of that does not say so itself: of another system, or of a dispenser. The nearest one of the order
 * it names, or else of the only order of its substance; each dose has one record. Where that cannot be told it is of none: a
 * dose that seems not to be given is looked into, one that seems given is not.
 * @param named doses that have a record already, `<order id>/<key>`
 * @returns by `<order id>/<key>`
 */
export function recordedElsewhere(
  orders: readonly Resource[],
  given: readonly Resource[],
  named: ReadonlySet<string>,
): Map<string, Resource> {
  const found = new Map<string, { record: Resource; away: number }>();
  for (const record of given) {
    const time = givenAt(record as Parameters<typeof givenAt>[0]);
    const order = orderOf(record, orders);
    if (time === undefined || order === undefined) continue;
    const near = plannedDoses(order, time - NEAR_MS, time + NEAR_MS + 1)
      .map((dose) => ({ name: nameOf(order, dose), away: Math.abs(dose.at - time) }))
      .filter(({ name, away }) => !named.has(name) && away < (found.get(name)?.away ?? Number.POSITIVE_INFINITY))
      .sort((a, b) => a.away - b.away)[0];
    if (near !== undefined) found.set(near.name, { record, away: near.away });
  }
  return new Map([...found].map(([name, { record }]) => [name, record]));
}

const nameOf = (order: Resource, { key }: PlannedDose): string => `${order.id}/${key}`;

function orderOf(record: Resource, orders: readonly Resource[]): Resource | undefined {
  const request = (record.request as JsonObject | undefined)?.reference;
  if (request !== undefined) return orders.find(({ id }) => request === `MedicationRequest/${id}`);
  const substance = atcOf(record);
  const same = orders.filter((order) => substance !== undefined && atcOf(order) === substance);
  const time = givenAt(record as Parameters<typeof givenAt>[0]) ?? 0;
  // one that is stopped and the one that follows it do not stand at the same time
  const due = same.filter((order) => plannedDoses(order, time - NEAR_MS, time + NEAR_MS + 1).length > 0);
  return due.length === 1 && same.every((order) => order === due[0] || !isAsNeeded(order)) ? due[0] : undefined;
}

const atcOf = ({ medicationCodeableConcept }: Resource): string | undefined =>
  ((medicationCodeableConcept as JsonObject | undefined)?.coding as JsonObject[] | undefined)?.find(
    ({ system }) => system === ATC,
  )?.code as string | undefined;

const isAsNeeded = ({ status, dosageInstruction }: Resource): boolean =>
  status === 'active' &&
  ((dosageInstruction ?? []) as JsonObject[]).some(
    ({ asNeededBoolean, asNeededCodeableConcept }) => asNeededBoolean === true || asNeededCodeableConcept !== undefined,
  );
