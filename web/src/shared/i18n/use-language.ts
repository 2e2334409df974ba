import { useTranslation } from 'react-i18next';
import type { Language } from './words.ts';

/** The language the texts are in now; formatting of dates and numbers follows it. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language as Language;
}
