import { allSources, citizenSources } from '../../../web/src/translation/sources.ts';
import { type TranslatedFile, wantedIn } from '../../../web/src/translation/translated-file.ts';

type Exported = {
  name: string;
  direction: 'ltr' | 'rtl';
  staff: boolean;
  texts: Record<string, { nb: string; en: string; keep?: readonly string[]; text: string }>;
};

/**
 * All that is to be translated into a language, in the shape of a file of `content/languages`: `text` is what is to be written.
 * @param tag of BCP 47 @param known what is translated already @throws RangeError when there is no such tag
 */
export function exported(tag: string, isForStaff: boolean, known?: TranslatedFile): Exported {
  const staff = isForStaff || (known?.isForStaff ?? false);
  const texts = [...wantedIn(tag, staff ? allSources : citizenSources)].map(([key, { nb, en, keep }]) => [
    key,
    { nb, en, ...(keep.length > 0 ? { keep } : {}), text: known?.texts.get(key) ?? '' },
  ]);
  return {
    name: known?.name ?? nameOf(tag),
    direction: known?.direction ?? directionOf(tag),
    staff,
    texts: Object.fromEntries(texts),
  };
}

function nameOf(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: 'language', fallback: 'none' }).of(tag) ?? '';
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

/** Scripts that are written from right to left. */
const fromRight = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg', 'Aran']);
const directionOf = (tag: string): 'ltr' | 'rtl' =>
  fromRight.has(new Intl.Locale(tag).maximize().script ?? '') ? 'rtl' : 'ltr';
