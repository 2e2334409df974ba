import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Governed, readNamed, refused } from '../process.ts';

/** What a dose did: an Observation that is part of it (`partOf`), of code `effect` and with one of these as its value. */
export const effectSystem = 'https://enjournal.no/fhir/CodeSystem/dose-effect';
export const notedEffects = ['good', 'some', 'none', 'harm'] as const;
export type NotedEffect = (typeof notedEffects)[number];

type Observed = Resource & {
  code?: { coding?: { system?: string; code?: string }[] };
  partOf?: { reference?: string }[];
  subject?: { reference?: string };
  valueCodeableConcept?: { coding?: { system?: string; code?: string }[] };
};

const isEffect = ({ code }: Observed): boolean =>
  (code?.coding ?? []).some(({ system, code: one }) => system === effectSystem && one === 'effect');

/** What was noted of a dose, and of which (`MedicationAdministration/…`); undefined of any other Observation. */
export function effectOf(observation: Resource): { dose: string; effect: NotedEffect | undefined } | undefined {
  const one = observation as Observed;
  const dose = one.partOf?.find(({ reference }) => reference?.startsWith('MedicationAdministration/'))?.reference;
  if (!isEffect(one) || dose === undefined || one.status === 'entered-in-error') return undefined;
  const code = one.valueCodeableConcept?.coding?.find(({ system }) => system === effectSystem)?.code;
  return { dose, effect: notedEffects.find((known) => known === code) };
}

/** So long after a dose its effect can be told. Our own choice; a medicine that works slower is noted later. */
const WORKS_AFTER_MS = 30 * 60_000;

/** Whether it is time to ask what a dose did; it is asked until somebody says. @param at when it was given, epoch ms */
export const dueForEffect = (at: number, now: number): boolean => now - at >= WORKS_AFTER_MS;

/** An effect is of a dose that was given to the same citizen. */
export async function effectIssues(change: Governed): Promise<Issue[]> {
  const { resource, before, actor } = change;
  const one = resource as Observed | undefined;
  if (one === undefined || actor.kind === 'system' || !isEffect(one) || one.status === 'entered-in-error') return [];
  const reference = one.partOf?.find((part) => part.reference?.startsWith('MedicationAdministration/'))?.reference;
  const known = (before as Observed | undefined)?.partOf?.map((part) => part.reference) ?? [];
  const dose = await readNamed(change, reference, known);
  const isGiven = dose !== undefined && dose.status !== 'not-done' && dose.status !== 'entered-in-error';
  if (isGiven && (dose.subject as JsonObject | undefined)?.reference === one.subject?.reference) return [];
  return [refused('effect-of-dose', 'Observation.partOf', 'The effect is of a dose that was given to this citizen.')];
}
