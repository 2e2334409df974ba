import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language.ts';
import type { Language } from '../i18n/words.ts';

/** What the pure functions that make sentences need. */
export function useSay(): { t: TFunction; language: Language } {
  const { t } = useTranslation();
  return { t, language: useLanguage() };
}
