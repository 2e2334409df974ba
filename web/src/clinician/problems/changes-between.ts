import type { Resource } from '../../shared/fhir/types.ts';
import type { Language } from '../../shared/i18n/words.ts';
import { type Field, fieldsOf } from '../../shared/resource/fields.ts';

export type Changed = { name: string; was: string; is: string };

/** What differs between two versions of a resource, in words, by element. Extensions and what is about the version itself left out. */
export function changesBetween(before: Resource, after: Resource, language: Language): Changed[] {
  const was = textsOf(before, language);
  const is = textsOf(after, language);
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((name) => ({ name, was: was.get(name) ?? '', is: is.get(name) ?? '' }))
    .filter((one) => one.was !== one.is);
}

function textsOf({ extension: _, ...resource }: Resource, language: Language): Map<string, string> {
  return new Map(fieldsOf(resource, language).map((field) => [field.name, textOf(field)]));
}

const textOf = (field: Field): string => ('text' in field ? field.text : field.fields.map(textOf).join(', '));
