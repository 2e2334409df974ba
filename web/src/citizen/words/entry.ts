import { extraText } from '../../shared/i18n/extra.ts';
import type { Language } from '../../shared/i18n/words.ts';

/** A difficult word, explained: bokmål, nynorsk, English. */
export type Explained = {
  /** How it is written in Norwegian records, lower case, with the inflections that are met. */
  terms: readonly string[];
  /**
   * Codes that it explains: `T90` of ICPC-2, `E11` and all below of ICD-10, `A10BA` and all below of ATC, `NPU27300` or `NOR05172` of
   * the laboratory codes, `8480-6` of LOINC.
   */
  codes?: readonly string[];
  name: readonly [nb: string, nn: string, en: string];
  text: readonly [nb: string, nn: string, en: string];
};

const at: Readonly<Record<Language, 0 | 1 | 2>> = { nb: 0, nn: 1, en: 2 };
export const nameIn = (of: Explained, language: Language): string =>
  extraText(`${keyOfExplained(of)}.name`) ?? of.name[at[language]];
export const textIn = (of: Explained, language: Language): string =>
  extraText(`${keyOfExplained(of)}.text`) ?? of.text[at[language]];

/** By which its name and text are translated (docs/content.md). */
export const keyOfExplained = ({ terms: [first = ''] }: Explained): string => `explained.${first.replaceAll(' ', '-')}`;
