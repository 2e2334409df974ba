import { useTranslation } from 'react-i18next';
import { standIn } from './extra.ts';
import { isOwnLanguage, type Language } from './words.ts';
import { isInAnother, recordLanguage } from './written.ts';

/**
 * The language the texts are in now, of our own three; formatting of dates and numbers follows it. In a language of
 * `content/languages` it is the one that stands in for what has no text in that.
 */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return isOwnLanguage(i18n.language) ? i18n.language : standIn;
}

/** The tag of the language the texts are in now, whichever it is. */
export function useLanguageTag(): string {
  const { i18n } = useTranslation();
  return i18n.language;
}

/**
 * For an element that holds what stands in the record: marks its language where the texts around it are in another, for a screen reader
 * else says it in the voice of that (WCAG 3.1.2). @param language what the resource says of itself
 */
export function useRecordLanguage(language: string = recordLanguage): { lang?: string } {
  return isInAnother(language, useLanguageTag()) ? { lang: language } : {};
}
