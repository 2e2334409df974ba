import type { Language } from './words.ts';

/** A language of `content/languages`: what the build found, with what fetches its texts. */
export type ExtraLanguage = {
  tag: string;
  /** What its speakers call it. */
  name: string;
  direction: 'ltr' | 'rtl';
  /** Translated for personnel too, and offered to them. */
  isForStaff: boolean;
};

type Texts = (key: string) => string | undefined;
let current: { locale: string; say: Texts } | undefined;

/** Tells that the texts are now in one of these; undefined when they are in one of our own three. */
export function setExtra(tag: string | undefined, say: Texts = () => undefined): void {
  current =
    tag === undefined
      ? undefined
      : // Our calendar and our digits, as in all else that stands in the record.
        { locale: new Intl.Locale(tag, { calendar: 'gregory', numberingSystem: 'latn' }).toString(), say };
}

/** The language that stands in for an extra one wherever it has no text of its own: in tables of three, and what the server says. */
export const standIn: Language = 'nb';

/** The tag for Intl when the texts are in an extra language, for which we have no way of our own to write dates and numbers. */
export const extraLocale = (language: Language): string | undefined =>
  language === standIn ? current?.locale : undefined;

/** The tag for Intl. */
export const localeOf = (language: Language): string =>
  extraLocale(language) ?? { nb: 'nb-NO', nn: 'nn-NO', en: 'en-GB' }[language];

/** What an extra language says for a text that stands in a table of its own, and not among the words; undefined: say it as it is. */
export const extraText = (key: string): string | undefined => current?.say(key);
