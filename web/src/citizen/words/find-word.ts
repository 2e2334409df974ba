import { systems } from '../../shared/fhir/systems.ts';
import type { CodeableConcept } from '../../shared/fhir/types.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { conditions } from './conditions.ts';
import type { Explained } from './entry.ts';
import { medicines } from './medicines.ts';
import { terms } from './terms.ts';
import { tests } from './tests.ts';

/** Every word that is explained. */
export const glossary: readonly Explained[] = [...conditions, ...medicines, ...tests, ...terms];

const byCode = new Map(glossary.flatMap((one) => (one.codes ?? []).map((code) => [code, one] as const)));
const byTerm = new Map(glossary.flatMap((one) => one.terms.map((term) => [term, one] as const)));

/** Systems whose codes stand below each other by their beginnings. */
const nested = new Set<string>([systems.icd10, systems.atc]);

/** The explanation of what a code means, else of what it is called. */
export function explanationOf(concept: CodeableConcept | undefined): Explained | undefined {
  for (const { system = '', code = '' } of concept?.coding ?? []) {
    const shortest = nested.has(system) ? 3 : code.length;
    for (let length = code.length; length >= shortest && length > 0; length--) {
      const found = byCode.get(code.slice(0, length));
      if (found) return found;
    }
  }
  const text = conceptText(concept).toLocaleLowerCase('nb');
  return byTerm.get(text) ?? wordsIn(text).find(({ of }) => of)?.of;
}

const escaped = [...byTerm.keys()]
  .sort((a, b) => b.length - a.length)
  .map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
const anyTerm = new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})(?![\\p{L}\\p{N}])`, 'giu');

/** A text in pieces: those that are explained, the first time each is met, and what stands between. */
export function wordsIn(text: string): { text: string; of?: Explained }[] {
  const pieces: { text: string; of?: Explained }[] = [];
  const seen = new Set<Explained>();
  let from = 0;
  for (const { 0: word, index } of text.matchAll(anyTerm)) {
    const of = byTerm.get(word.toLocaleLowerCase('nb'));
    if (!of || seen.has(of)) continue;
    seen.add(of);
    if (index > from) pieces.push({ text: text.slice(from, index) });
    pieces.push({ text: word, of });
    from = index + word.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}
