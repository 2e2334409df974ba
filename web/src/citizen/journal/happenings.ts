import type { Params } from '../../shared/fhir/client.ts';
import { sourceOf } from '../../shared/fhir/source.ts';
import { systems } from '../../shared/fhir/systems.ts';
import type { Resource } from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import { type Entry, entriesOf } from '../../shared/timeline/entries.ts';
import { type Kind, typesOf } from '../../shared/timeline/kinds.ts';
import { standingOfNote } from '../../shared/timeline/note-standing.ts';

/** What a citizen chooses between, in words of every day; each is several kinds of the timeline. */
export const groups = {
  visits: ['note', 'contact', 'procedure'],
  results: ['result', 'measurement'],
  medicines: ['medication'],
  health: ['diagnosis'],
  letters: ['document', 'message'],
  help: ['referral', 'plan'],
} as const satisfies Record<string, readonly Kind[]>;
export type Group = keyof typeof groups;

/** @param year four digits; undefined is all */
export type HappeningFilter = { group: Group | undefined; service: string | undefined; year: string | undefined };
export const everything: HappeningFilter = { group: undefined, service: undefined, year: undefined };

/**
 * Not among what happened: what personnel ask of each other, what is only planned (that stands among the appointments), who
 * is in a team, samples without answer, and what the citizen has consented to or blocked, which has pages of its own. Every single dose given is there for who asks for medicines.
 */
const leftOut = new Set([
  ...['Task', 'Appointment', 'CareTeam', 'Specimen', 'CommunicationRequest', 'RiskAssessment'],
  'Consent',
]);

export function happeningTypes(group: Group | undefined): string[] {
  const types = typesOf(new Set<Kind>(group ? groups[group] : []));
  return types.filter((type) => !leftOut.has(type) && (group !== undefined || type !== 'MedicationAdministration'));
}

/** As a search in the record, newest first, nothing that is still to come. @param now epoch ms */
export function happeningParams({ group, service, year }: HappeningFilter, now: number): Params {
  const today = dayOf(now);
  const last = year !== undefined && `${year}-12-31` < today ? `${year}-12-31` : today;
  return {
    _type: happeningTypes(group).join(','),
    _sort: '-date',
    _count: '60',
    date: [...(year === undefined ? [] : [`ge${year}-01-01`]), `le${last}`],
    ...(service === undefined ? {} : { _tag: `${systems.serviceKind}|${service}` }),
  };
}

/**
 * What happened, newest first: one line for one thing. A draft is nothing yet; and what was measured on one day in one place is one
 * line, or a stay in hospital would be hundreds.
 */
export function happeningsOf(resources: readonly Resource[], group?: Group): Entry[] {
  const wanted = new Set<Kind>(group ? groups[group] : []);
  const shown = resources.filter((one) => standingOfNote(one) !== 'draft');
  const all = entriesOf(shown).filter(({ kind }) => group === undefined || wanted.has(kind));
  const byPlace = new Map<string, number>();
  const gathered: Entry[] = [];
  for (const entry of all) {
    const key = entry.kind === 'measurement' ? `${entry.day} ${sourceOf(entry.lead).organization}` : undefined;
    const at = key === undefined ? undefined : byPlace.get(key);
    if (at !== undefined) {
      const first = gathered[at] as Entry;
      gathered[at] = { ...first, parts: [...first.parts, entry.lead, ...entry.parts] };
    } else {
      if (key !== undefined) byPlace.set(key, gathered.length);
      gathered.push(entry);
    }
  }
  return gathered;
}

/** `2026-11` of each run of entries in the same month, newest first. */
export function monthsOf(entries: readonly Entry[]): { month: string; entries: Entry[] }[] {
  const months: { month: string; entries: Entry[] }[] = [];
  for (const entry of entries) {
    const month = entry.day.slice(0, 7);
    const last = months.at(-1);
    if (last?.month === month) last.entries.push(entry);
    else months.push({ month, entries: [entry] });
  }
  return months;
}
