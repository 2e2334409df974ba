import type { TFunction } from 'i18next';
import { sourceOf } from '../fhir/source.ts';
import type { Resource } from '../fhir/types.ts';
import { localeOf } from '../i18n/extra.ts';
import type { Language } from '../i18n/words.ts';
import { type Field, fieldsOf } from '../resource/fields.ts';
import { typeLabel } from '../resource/line.ts';
import type { Entry } from './entries.ts';

/** The words of a resource are found once: searching as you type must not take each of thousands apart at every key. */
const rememberedIn = new Map<string, WeakMap<Resource, string>>();

function wordsOf(resource: Resource, t: TFunction, language: Language): string {
  const locale = localeOf(language);
  const remembered = rememberedIn.get(locale) ?? new WeakMap<Resource, string>();
  rememberedIn.set(locale, remembered);
  const known = remembered.get(resource);
  if (known !== undefined) return known;
  const { author, organization } = sourceOf(resource);
  const texts = textsOf(fieldsOf(resource, language));
  const words = [typeLabel(resource, t), author?.display, organization, ...texts].join(' ').toLocaleLowerCase('nb');
  remembered.set(resource, words);
  return words;
}

function textsOf(fields: readonly Field[]): string[] {
  return fields.flatMap((field) => ('text' in field ? [field.text] : textsOf(field.fields)));
}

/** The entries that hold every one of the words, anywhere in them. */
export function findIn(entries: readonly Entry[], typed: string, t: TFunction, language: Language): readonly Entry[] {
  const wanted = typed.toLocaleLowerCase('nb').split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return entries;
  return entries.filter(({ lead, parts }) => {
    const words = [lead, ...parts].map((resource) => wordsOf(resource, t, language)).join(' ');
    return wanted.every((word) => words.includes(word));
  });
}
