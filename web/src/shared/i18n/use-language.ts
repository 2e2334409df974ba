import { useTranslation } from 'react-i18next';
import { standIn } from './extra.ts';
import { isOwnLanguage, type Language } from './words.ts';

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
 * For what is read from the record, which is written in Norwegian: marks it so where the texts around it are in another language, for a
 * screen reader else says it in the voice of that (WCAG 3.1.2).
 */
export function useRecordLanguage(): { lang?: 'nb' } {
  return /^n[bn]$/.test(useLanguageTag()) ? {} : { lang: 'nb' };
}
