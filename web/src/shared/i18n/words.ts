/** Texts of one part of the product, by key: bokmål, nynorsk, English side by side, so that none can be forgotten. */
export type Words = Readonly<Record<string, readonly [nb: string, nn: string, en: string]>>;

export const languages = ['nb', 'nn', 'en'] as const;
export type Language = (typeof languages)[number];

export const isOwnLanguage = (tag: string): tag is Language => languages.includes(tag as Language);

/** One language's column of a word table. */
export function column(words: Words, language: Language): Record<string, string> {
  const at = languages.indexOf(language);
  return Object.fromEntries(Object.entries(words).map(([key, texts]) => [key, texts[at] as string]));
}
