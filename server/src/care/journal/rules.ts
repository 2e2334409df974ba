import type { JsonObject, Resource } from '../../fhir/resource.ts';

/** What the browser may import: how a note stands, and phrases. Pure: no clock, no database. */

/** How a note stands, for whoever reads a timeline. */
export type NoteState = 'draft' | 'awaits-countersign' | 'signed' | 'corrected' | 'struck';

export function noteState({ status, attester }: { status?: unknown; attester?: unknown }): NoteState {
  switch (status) {
    case 'preliminary':
      return attester === undefined ? 'draft' : 'awaits-countersign';
    case 'amended':
      return 'corrected';
    case 'entered-in-error':
      return 'struck';
    default:
      return 'signed';
  }
}

/** A text that stands ready under a short name. */
export type Phrase = { id: string; abbreviation: string; text: string; isOwn: boolean };

export const phraseCode = { system: 'https://enjournal.no/fhir/CodeSystem/basic-type', code: 'phrase' } as const;
export const phraseSystem = 'https://enjournal.no/fhir/NamingSystem/phrase';
export const phraseText = 'https://enjournal.no/fhir/StructureDefinition/phrase-text';

/** Two to twenty letters, digits, dots and hyphens. */
export const isAbbreviation = (text: string): boolean => /^[\p{L}\p{N}][\p{L}\p{N}.-]{1,19}$/u.test(text);

/** What a Basic says as a phrase; undefined for what is none. */
export function phraseOf(resource: Resource): Omit<Phrase, 'isOwn'> | undefined {
  const { id = '', code, identifier, extension } = resource;
  const codings = ((code as JsonObject | undefined)?.coding ?? []) as JsonObject[];
  if (!codings.some((one) => one.system === phraseCode.system && one.code === phraseCode.code)) return undefined;
  const abbreviation = ((identifier ?? []) as JsonObject[]).find(({ system }) => system === phraseSystem)?.value;
  const text = ((extension ?? []) as JsonObject[]).find(({ url }) => url === phraseText)?.valueString;
  return { id, abbreviation: String(abbreviation ?? ''), text: String(text ?? '') };
}

/**
 * The phrases that somebody writes with, by abbreviation: their own before the unit's.
 * @param person `Practitioner/id`
 */
export function phrasesFor(person: string, resources: readonly Resource[]): Phrase[] {
  const all = resources.flatMap((resource): Phrase[] => {
    const phrase = phraseOf(resource);
    const { reference } = (resource.subject ?? {}) as { reference?: string };
    return phrase === undefined ? [] : [{ ...phrase, isOwn: reference === person }];
  });
  const known = new Map<string, Phrase>();
  for (const one of [...all.filter(({ isOwn }) => isOwn), ...all.filter(({ isOwn }) => !isOwn)]) {
    const key = one.abbreviation.toLocaleLowerCase('nb');
    if (!known.has(key)) known.set(key, one);
  }
  return [...known.values()].sort((a, b) => a.abbreviation.localeCompare(b.abbreviation, 'nb'));
}

/** What is left to fill in of a phrase. */
const BLANK = '___';

/**
 * A text in which `.abbreviation` stands before the caret, with the phrase in its place; the first blank (`___`) is selected,
 * else the caret stands after it. @returns undefined where no phrase of that name is known
 */
export function expanded(
  text: string,
  caret: number,
  phrases: readonly Phrase[],
): { text: string; from: number; to: number } | undefined {
  const [typed, name] = /(?:^|(?<=[\s(]))\.([\p{L}\p{N}][\p{L}\p{N}.-]*)$/u.exec(text.slice(0, caret)) ?? [];
  if (typed === undefined || name === undefined) return undefined;
  const wanted = name.toLocaleLowerCase('nb');
  const phrase = phrases.find(({ abbreviation }) => abbreviation.toLocaleLowerCase('nb') === wanted);
  if (phrase === undefined) return undefined;
  const start = caret - typed.length;
  const blank = phrase.text.indexOf(BLANK);
  const from = start + (blank < 0 ? phrase.text.length : blank);
  return {
    text: text.slice(0, start) + phrase.text + text.slice(caret),
    from,
    to: blank < 0 ? from : from + BLANK.length,
  };
}
