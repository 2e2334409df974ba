import { principalDateOf, principalInstantOf } from '../fhir/principal-date.ts';
import { keyOf, localReference } from '../fhir/references.ts';
import { systems } from '../fhir/systems.ts';
import type { Composition, Consent, DiagnosticReport, Encounter, Observation, Resource, Task } from '../fhir/types.ts';
import { dayOf } from '../format/date.ts';
import { hasCode } from '../format/quantity.ts';
import { type Kind, kindOf } from './kinds.ts';
import { partsOf } from './note-standing.ts';

/** One line of the timeline: what a person would call one thing that happened, with everything that belongs to it. */
export type Entry = {
  key: string;
  at: string;
  instant: number;
  day: string;
  kind: Kind;
  /** What the line says; the note of a contact before the contact itself. */
  lead: Resource;
  /** The rest of the same contact, report or set of measurements. */
  parts: readonly Resource[];
};

/**
 * Gathers resources into entries: a report takes its results with it, a contact of one day its note, measurements, diagnoses and
 * prescriptions, and measurements taken together become one. A line per resource would drown a consultation in twelve lines.
 * @returns newest first; stable whatever the order of the resources.
 */
export function entriesOf(resources: readonly Resource[]): Entry[] {
  const byKey = new Map(resources.filter(isOfUse).map((resource) => [keyOf(resource), resource]));
  const taken = new Set<string>();
  const groups = new Map<string, Resource[]>();

  for (const resource of byKey.values()) {
    if (resource.resourceType !== 'DiagnosticReport') continue;
    const results: Resource[] = [];
    for (const reference of (resource as DiagnosticReport).result ?? []) {
      const result = byKey.get(localReference(reference) ?? '');
      if (result && !taken.has(keyOf(result))) results.push(result);
    }
    for (const result of results) taken.add(keyOf(result));
    taken.add(keyOf(resource));
    groups.set(keyOf(resource), [resource, ...results]);
  }
  const withNote = partsByNote(byKey);
  for (const resource of byKey.values()) {
    if (taken.has(keyOf(resource))) continue;
    const key = withNote.get(keyOf(resource)) ?? groupKeyOf(resource, byKey) ?? keyOf(resource);
    const group = groups.get(key);
    if (group) group.push(resource);
    else groups.set(key, [resource]);
  }

  const entries = [...groups].flatMap(([key, group]) => entriesOfGroup(key, group));
  return entries.sort((a, b) => b.instant - a.instant || (a.key < b.key ? 1 : -1));
}

/**
 * A draft that was given up, or became the next version of a note, is nothing that happened; neither is what the house asks
 * its own people to do about the record, which stands in their lists.
 */
function isOfUse(resource: Resource): boolean {
  const { resourceType } = resource;
  if (resourceType === 'QuestionnaireResponse') return (resource as { status?: string }).status !== 'stopped';
  // how somebody wants to be told of news is no news
  if (resourceType === 'Consent') return !hasCode((resource as Consent).category, 'notice-choice');
  return resourceType !== 'Task' || !hasCode((resource as Task).code, ...OF_THE_HOUSE);
}

/** Codes of `content/code-systems/task-code.json`. */
const OF_THE_HOUSE = [
  ...['sign-result', 'follow-up', 'declined', 'countersign', 'unsigned-note', 'register-event', 'citizen-access'],
  ...['orphan-draft', 'moved-source', 'document-access', 'dialogue', 'form-answered'],
  ...['emergency-review', 'log-control', 'access-alert', 'access-review', 'log-question', 'unlawful-access'],
];

/**
 * What was found and measured in a note goes with it, by the key of its group; a problem that it only mentions stays on its own
 * day. The answers that it was made of are the note once more: they are left out of `byKey`.
 */
function partsByNote(byKey: Map<string, Resource>): Map<string, string> {
  const withNote = new Map<string, string>();
  for (const note of [...byKey.values()]) {
    if (note.resourceType !== 'Composition') continue;
    const day = dayOf(principalDateOf(note));
    for (const reference of partsOf(note as Composition)) {
      const key = localReference(reference) ?? '';
      const part = byKey.get(key);
      if (part?.resourceType === 'QuestionnaireResponse') byKey.delete(key);
      else if (part && !encounterOf(note) && dayOf(principalDateOf(part)) === day) withNote.set(key, keyOf(note));
    }
  }
  return withNote;
}

/** Resources with the same key happened together; undefined for what stands alone. */
function groupKeyOf(resource: Resource, byKey: ReadonlyMap<string, Resource>): string | undefined {
  const day = dayOf(principalDateOf(resource));
  if (resource.resourceType === 'Encounter')
    return isStay(resource as Encounter) ? undefined : `${keyOf(resource)} ${day}`;
  const encounter = encounterOf(resource);
  if (encounter) {
    const loaded = byKey.get(encounter) as Encounter | undefined;
    // Weeks in a ward are not one line: there each note stands on its day, and only measurements gather.
    if (!loaded || !isStay(loaded)) return `${encounter} ${day}`;
    // … except what was written in the same minute: the diagnoses of a discharge letter.
    if (noted.has(resource.resourceType)) return `${encounter} ${principalDateOf(resource)}`;
  }
  if (resource.resourceType === 'MedicationAdministration')
    return `Administration ${day} ${encounter ?? custodianOf(resource)}`;
  if (resource.resourceType === 'MedicationDispense') return `Dispense ${day} ${custodianOf(resource)}`;
  if (resource.resourceType !== 'Observation') return undefined;
  const observation = resource as Observation;
  const laboratory = hasCode(observation.category, 'laboratory') ? 'laboratory' : '';
  const performer = observation.performer?.[0]?.reference ?? observation.performer?.[0]?.display ?? '';
  return `Observation ${principalDateOf(resource)} ${performer} ${laboratory}`;
}

const noted = new Set(['Composition', 'ClinicalImpression', 'Condition']);

function custodianOf(resource: Resource): string {
  return resource.meta?.tag?.find(({ system }) => system === systems.custodian)?.code ?? '';
}

function encounterOf(resource: Resource): string | undefined {
  const { encounter, context } = resource as { encounter?: unknown; context?: unknown };
  const direct = localReference(encounter as never) ?? localReference(context as never);
  if (direct?.startsWith('Encounter/')) return direct;
  const listed = (context as { encounter?: { reference?: string }[] } | undefined)?.encounter;
  return Array.isArray(listed) ? localReference(listed[0]) : undefined;
}

function isStay(encounter: Encounter): boolean {
  if (['IMP', 'ACUTE', 'NONAC', 'SS'].includes(encounter.class?.code ?? '')) return true;
  const { start, end } = encounter.period ?? {};
  return start !== undefined && end !== undefined && dayOf(start) !== dayOf(end);
}

/** Two notes of one contact are two lines (doctor and nurse wrote each theirs); what else there is goes with the first. */
function entriesOfGroup(key: string, group: readonly Resource[]): Entry[] {
  const notes = group.filter(isNote).sort((a, b) => principalInstantOf(b) - principalInstantOf(a));
  const [first, ...further] = notes;
  if (!first) return [entryOf(key, group)];
  const others = group.filter((resource) => !further.includes(resource));
  return [entryOf(key, others), ...further.map((note) => entryOf(keyOf(note), [note]))];
}

const rank: Record<string, number> = {
  Composition: 0,
  ClinicalImpression: 1,
  Encounter: 2,
  DiagnosticReport: 3,
  DocumentReference: 4,
  Procedure: 5,
  Immunization: 6,
};

function isNote(resource: Resource): boolean {
  return resource.resourceType === 'Composition' || resource.resourceType === 'ClinicalImpression';
}

function entryOf(key: string, group: readonly Resource[]): Entry {
  const sorted = [...group].sort(
    (a, b) =>
      (rank[a.resourceType] ?? 9) - (rank[b.resourceType] ?? 9) ||
      principalInstantOf(a) - principalInstantOf(b) ||
      (keyOf(a) < keyOf(b) ? -1 : 1),
  );
  const [lead, ...parts] = sorted as [Resource, ...Resource[]];
  const at = principalDateOf(lead);
  return { key, at, instant: principalInstantOf(lead), day: dayOf(at), kind: kindOf(lead), lead, parts };
}

/** Runs of entries of the same day, for the headings. */
export function daysOf(entries: readonly Entry[]): { day: string; entries: Entry[] }[] {
  const days: { day: string; entries: Entry[] }[] = [];
  for (const entry of entries) {
    const last = days.at(-1);
    if (last?.day === entry.day) last.entries.push(entry);
    else days.push({ day: entry.day, entries: [entry] });
  }
  return days;
}
