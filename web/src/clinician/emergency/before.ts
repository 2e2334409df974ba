import { narrativeText } from '../../shared/fhir/narrative-text.ts';
import type { CarePlan, Composition, CompositionSection } from '../../shared/fhir/types.ts';

/** What a plan says to do if something happens: `Hvis tungpust: …`, in two parts. */
export function ifThenOf(plans: readonly CarePlan[]): { when: string; act: string }[] {
  return plans
    .flatMap(({ activity }) => activity ?? [])
    .flatMap(({ detail }) => {
      const [, when, act] = /^((?:hvis|dersom|ved|om|if)\s[^:]+):\s*(.+)$/is.exec(detail?.description ?? '') ?? [];
      return when && act ? [{ when, act }] : [];
    });
}

const about = /funksjon|function|habituell|slik var/i;

/** The newest words about how the person managed, from before a day: a note of it, or a section of one. */
export function functionBefore(
  notes: readonly Composition[],
  before: string,
): { text: string; note: Composition } | undefined {
  for (const note of notes) {
    if ((note.date ?? '') >= before) continue;
    const text = about.test(note.title ?? '')
      ? sectionText(note.section)
      : sectionText(note.section?.filter(({ title }) => about.test(title ?? '')));
    if (text) return { text, note };
  }
  return undefined;
}

/** On one line; what stood on lines of its own is still told apart. */
const sectionText = (sections: readonly CompositionSection[] | undefined): string =>
  (sections ?? [])
    .flatMap(({ text }) => (text?.div ?? '').split(/<\/(?:p|div|li|tr|h\d)>|<br\s*\/?>/i))
    .map((div) => narrativeText({ div }))
    .filter(Boolean)
    .reduce((all, line) => (all === '' ? line : `${all}${/[.!?:]$/.test(all) ? ' ' : ' · '}${line}`), '');
