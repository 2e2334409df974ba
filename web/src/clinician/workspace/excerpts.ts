import { narrativeText } from '../../shared/fhir/narrative-text.ts';
import { principalDateOf, principalInstantOf } from '../../shared/fhir/principal-date.ts';
import { keyOf } from '../../shared/fhir/references.ts';
import { sourceOf } from '../../shared/fhir/source.ts';
import type {
  Composition,
  CompositionSection,
  MedicationRequest,
  Observation,
  Resource,
} from '../../shared/fhir/types.ts';
import { shortDate } from '../../shared/format/date.ts';
import { plainOf } from '../../shared/i18n/written.ts';
import { dosageText } from '../../shared/resource/dosage.ts';
import { lineOf, medicineName, valuesText } from '../../shared/resource/line.ts';
import type { useSay } from '../../shared/resource/use-say.ts';
import type { Excerpt } from './workspace-context.ts';

type Say = ReturnType<typeof useSay>;

/** What a resource says, with where and when it comes from behind it: `Kreatinin 108 µmol/l ↑ (Nordås lab, 25.11)`. */
export function excerptOf(resource: Resource, say: Say, words: string = wordsOf(resource, say)): Excerpt {
  const source = sourceText(resource, say);
  return { text: source ? `${words} (${source})` : words, source: { reference: keyOf(resource), display: source } };
}

/** Where and when: what stands beside it wherever it is shown. */
export function sourceText(resource: Resource, { language }: Say): string {
  const { organization, author } = sourceOf(resource);
  return [organization ?? author?.display, shortDay(resource, language)].filter(Boolean).join(', ');
}

/** "Today" would be untrue tomorrow. */
function shortDay(resource: Resource, language: Say['language']): string {
  return shortDate(principalDateOf(resource), language, Number.MAX_SAFE_INTEGER / 2);
}

function wordsOf(resource: Resource, say: Say): string {
  if (resource.resourceType === 'Observation') return valuesText([resource as Observation], say);
  if (resource.resourceType === 'MedicationRequest') {
    const order = resource as MedicationRequest;
    return [medicineName(order), plainOf(dosageText(order.dosageInstruction, say.language, say.t))]
      .filter(Boolean)
      .join(', ');
  }
  const { label, text } = lineOf(resource, [], say);
  return [label, text].filter(Boolean).join(': ');
}

/** The newest value of each thing that is measured. */
export function newestOfEach(observations: readonly Observation[]): Observation[] {
  const newest = new Map<string, Observation>();
  for (const one of [...observations].sort((a, b) => principalInstantOf(b) - principalInstantOf(a))) {
    const code = one.code?.coding?.[0]?.code ?? one.code?.text ?? '';
    if (!newest.has(code)) newest.set(code, one);
  }
  return [...newest.values()];
}

/** The sentences of a note, as they stand. */
export function sentencesOf(note: Composition): string[] {
  const texts = (sections: readonly CompositionSection[] = []): string[] =>
    sections.flatMap(({ text, section }) => [narrativeText(text), ...texts(section)]);
  return texts(note.section)
    .flatMap((text) => text.split(/(?<=[.!?])\s+(?=\p{Lu})/u))
    .filter((one) => one.length > 3);
}
