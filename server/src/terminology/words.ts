import { fold } from '../fhir/search/hash.ts';
import type { Concept } from './concept.ts';
import type { Values } from './sql.ts';

/** What a concept's words are made of. */
export type Named = Pick<Concept, 'code' | 'display' | 'designations'>;

const notLetters = /[^\p{L}\p{N}]+/u;

/** The words of a text as the index has them: folded, without repeats. */
export function wordsOf(text: string): string[] {
  return [...new Set(fold(text).split(notLetters))].filter((word) => word !== '');
}

/** What a concept is found by: the words of its display and designations in every language, and its code. */
export function conceptWords(concept: Named): string[] {
  const words = new Set([fold(concept.code), ...wordsOf(concept.code)]);
  for (const text of [concept.display ?? '', ...concept.designations.map((designation) => designation.value)]) {
    for (const word of wordsOf(text)) words.add(word);
  }
  words.delete('');
  return [...words];
}

/** PostgreSQL's text form of the array of words that stand in the index for one concept of `system`. */
export function arrayOfWords(system: number, words: readonly string[]): string {
  const quoted = words.map((word) => `"${system}:${word.slice(0, 200).replace(/["\\]/g, '\\$&')}"`);
  return `{${quoted.join(',')}}`;
}

/** The condition that every word of `filter` begins a word of the concept's code, display or designations. */
export function textCondition(filter: string, systems: Iterable<number>, values: Values): string {
  const words = wordsOf(filter);
  if (words.length === 0) return 'true';
  const ofSystem = (system: number) =>
    `(${words.map((word) => `'${system}:${word.slice(0, 200).replace(/['\\]/g, '$&$&')}':*`).join(' & ')})`;
  return `c.words @@ ${values.add([...systems].map(ofSystem).join(' | '))}::tsquery`;
}
