import { extraText } from './extra.ts';
import type { Language } from './words.ts';

/** What a rule of the server says, by the key of its issue, before it has been asked. */
export const ruleText = (
  words: Readonly<Record<string, Readonly<Record<Language, string>>>>,
  key: string,
  language: Language,
): string => extraText(`rule.${key}`) ?? words[key]?.[language] ?? key;
