import { dayHeading, dayOf } from '../../shared/format/date.ts';
import { extraLocale } from '../../shared/i18n/extra.ts';
import type { Language } from '../../shared/i18n/words.ts';

/** A day within a sentence, with the month in full: `onsdag 2. desember`. Empty when nothing is told. */
export function longDay(text: string | undefined, language: Language): string {
  if (!text) return '';
  const told = dayHeading(text.length > 10 ? dayOf(text) : text, language);
  return language === 'en' || extraLocale(language) ? told : told.charAt(0).toLowerCase() + told.slice(1);
}
