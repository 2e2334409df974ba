import { instantOf } from '../format/date.ts';
import type { Resource } from './types.ts';

type Loose = Record<string, unknown>;

/**
 * Where each type says when it happened: first the date the server orders the timeline by, so that pages and screen agree, then what
 * else there may be. What is not named here falls back to the common ones.
 */
const ofType: Record<string, readonly string[]> = {
  Condition: ['recordedDate', 'onsetDateTime', 'onsetPeriod'],
  AllergyIntolerance: ['recordedDate', 'onsetDateTime', 'lastOccurrence'],
  Observation: ['effectiveDateTime', 'effectivePeriod', 'effectiveInstant', 'effectiveTiming', 'issued'],
  DiagnosticReport: ['effectiveDateTime', 'effectivePeriod', 'issued'],
  ServiceRequest: ['authoredOn', 'occurrenceDateTime', 'occurrencePeriod'],
  CarePlan: ['period', 'created'],
  Goal: ['startDate', 'statusDate'],
  MedicationDispense: ['whenHandedOver', 'whenPrepared'],
  DocumentReference: ['date', 'context'],
  Communication: ['sent', 'received'],
  NutritionOrder: ['dateTime'],
  Specimen: ['collection', 'receivedTime'],
  Task: ['authoredOn', 'executionPeriod', 'lastModified'],
};

const common = [
  'effectiveDateTime',
  'effectivePeriod',
  'performedDateTime',
  'performedPeriod',
  'occurrenceDateTime',
  'occurrencePeriod',
  'period',
  'date',
  'authoredOn',
  'authored',
  'dateTime',
  'started',
  'start',
  'startDate',
  'recordedDate',
  'recorded',
  'createdDateTime',
  'created',
  'issued',
  'dateAsserted',
  'timestamp',
] as const;

/** When a resource happened, as FHIR text of whatever precision it has; empty where nothing is said. */
export function principalDateOf(resource: Resource): string {
  const loose = resource as unknown as Loose;
  for (const name of [...(ofType[resource.resourceType] ?? []), ...common]) {
    const value = loose[name];
    if (typeof value === 'string' && value) return value;
    const start = startOf(value);
    if (start) return start;
  }
  return '';
}

/** The beginning of a Period, or of the Period inside (`context.period`), or the first event of a Timing. */
function startOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { start, end, event, period } = value as { start?: string; end?: string; event?: string[]; period?: unknown };
  return start ?? end ?? event?.[0] ?? startOf(period);
}

/** For sorting; the unreadable go last. */
export function principalInstantOf(resource: Resource): number {
  const instant = instantOf(principalDateOf(resource));
  return Number.isNaN(instant) ? 0 : instant;
}
