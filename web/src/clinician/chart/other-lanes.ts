import { fluidSystem } from '@enjournal/server/care/chart';
import { principalInstantOf } from '../../shared/fhir/principal-date.ts';
import type { Appointment, Observation, Resource, Task } from '../../shared/fhir/types.ts';
import { instantOf } from '../../shared/format/date.ts';
import { conceptText, hasCode, type Standing, standingOf, valueText } from '../../shared/format/quantity.ts';
import type { Language } from '../../shared/i18n/words.ts';
import { plainOf } from '../../shared/i18n/written.ts';
import { appointmentText, lineOf } from '../../shared/resource/line.ts';
import { vitalKeyOf } from './vitals.ts';

/** A word at a time. */
export type Word = { at: number; text: string; of: readonly Resource[] };

export type LabValue = { name: string; value: string; standing: Standing; of: Observation };
/** What was taken at one time. */
export type LabGroup = { at: number; values: LabValue[] };

const TOGETHER_MS = 30 * 60_000;

/** What everybody at the bed calls them. */
const shortNames: readonly (readonly [RegExp, string])[] = [
  [/^kreatinin/i, 'Krea'],
  [/^kalium/i, 'K'],
  [/^natrium/i, 'Na'],
  [/^hemoglobin\b/i, 'Hb'],
  [/^c-reaktivt|^crp/i, 'CRP'],
  [/^leukocytter/i, 'Leuk'],
  [/^glukose|^glucose/i, 'Glu'],
  [/pro-?bnp/i, 'proBNP'],
  [/^egfr|glomerul/i, 'eGFR'],
];
/** The order in which they are read, when there is not room for all. */
const firstOfAll = ['Krea', 'K', 'Hb', 'CRP', 'Na', 'Leuk', 'Glu'];

export const shortName = (name: string): string =>
  shortNames.find(([pattern]) => pattern.test(name))?.[1] ?? (name.length > 9 ? `${name.slice(0, 8)}.` : name);

const isLab = ({ category }: Observation): boolean => hasCode(category, 'laboratory');
const counts = ({ status }: Observation): boolean => status !== 'entered-in-error' && status !== 'cancelled';

export function labGroups(observations: readonly Observation[], language: Language): LabGroup[] {
  const own = observations
    .filter((one) => counts(one) && isLab(one))
    .map((of) => ({ of, at: principalInstantOf(of) }))
    .sort((a, b) => a.at - b.at);
  const groups: LabGroup[] = [];
  for (const { of, at } of own) {
    const name = shortName(conceptText(of.code));
    const value = { name, value: valueText(of, language).split('\u00a0')[0] ?? '', standing: standingOf(of), of };
    const last = groups.at(-1);
    if (last !== undefined && at - last.at <= TOGETHER_MS) last.values.push(value);
    else groups.push({ at, values: [value] });
  }
  for (const group of groups) group.values.sort((a, b) => placeOf(a) - placeOf(b));
  return groups;
}

function placeOf({ name, standing }: LabValue): number {
  const place = firstOfAll.indexOf(name);
  return (standing.startsWith('critical') ? -100 : 0) + (place === -1 ? 50 : place);
}

/** Scores and what else was observed. */
export function otherWords(observations: readonly Observation[], language: Language): Word[] {
  return observations
    .filter((one) => counts(one) && !isLab(one) && vitalKeyOf(one) === undefined)
    .filter(({ code }) => !code?.coding?.some(({ system }) => system === fluidSystem))
    .map((of) => ({
      at: principalInstantOf(of),
      text: `${conceptText(of.code)} ${valueText(of, language)}`.trim(),
      of: [of],
    }))
    .sort((a, b) => a.at - b.at);
}

type Say = Parameters<typeof lineOf>[2];

const withdrawn = new Set(['entered-in-error', 'cancelled']);

/** Notes and what happened, each once. */
export function eventWords(events: readonly Resource[], say: Say): Word[] {
  return events
    .filter((one) => !withdrawn.has(String((one as { status?: string }).status)))
    .filter(
      (one) => one.resourceType !== 'DiagnosticReport' || !hasCode((one as Observation).category, 'LAB', 'laboratory'),
    )
    .map((of) => ({ at: principalInstantOf(of), text: shortText(of, say), of: [of] }))
    .filter(({ at, text }) => at > 0 && text !== '')
    .sort((a, b) => a.at - b.at);
}

function shortText(of: Resource, say: Say): string {
  const { title } = of as { title?: string };
  return title ?? plainOf(lineOf(of, [], say).label);
}

const over = new Set([
  'completed',
  'cancelled',
  'failed',
  'rejected',
  'entered-in-error',
  'fulfilled',
  'noshow',
  'proposed',
]);

/** What is to come: appointments, and tasks by their deadline. */
export function plannedWords(appointments: readonly Appointment[], tasks: readonly Task[]): Word[] {
  const coming = [
    ...appointments.map((of) => ({ at: instantOf(of.start), text: appointmentText(of), of: [of] })),
    ...tasks.map((of) => ({
      at: instantOf(of.restriction?.period?.end),
      text: of.description ?? conceptText(of.code),
      of: [of],
    })),
  ];
  return coming
    .filter(({ at, of: [one] }) => Number.isFinite(at) && !over.has(String((one as { status?: string }).status)))
    .sort((a, b) => a.at - b.at);
}
