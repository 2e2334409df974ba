import { extraLanguages } from 'virtual:languages';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type ExtraLanguage, setExtra, standIn } from './shared/i18n/extra.ts';
import { type Language, languages } from './shared/i18n/words.ts';
import { setTextsIn } from './shared/i18n/written.ts';
import type { words } from './words.ts';

const key = 'enjournal.language';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Record<keyof typeof words, string> };
    keySeparator: false;
    nsSeparator: false;
    returnNull: false;
  }
}

/** Tags of all languages that texts can be in: our own three, and those of `content/languages`. */
const tags: readonly string[] = [...languages, ...extraLanguages.map(({ tag }) => tag)];
const extraOf = (tag: string): (typeof extraLanguages)[number] | undefined =>
  extraLanguages.find((one) => one.tag === tag);

function firstLanguage(): string {
  const wanted = [localStorage.getItem(key) ?? '', ...navigator.languages.map((tag) => tag.replace(/^no\b/, 'nb'))];
  const primary = (tag: string) => tag.toLowerCase().split('-')[0];
  for (const one of wanted) {
    const found = tags.find((tag) => tag === one) ?? tags.find((tag) => primary(tag) === primary(one));
    if (found) return found;
  }
  return standIn;
}

type Load = () => Promise<{ default: Readonly<Record<string, string>> }>;
type Texts = Readonly<Record<Language, Load>>;
/** Each application has its own, and those that only its later pages have. */
const own = {
  entry: {
    nb: () => import('virtual:texts/entry/nb'),
    nn: () => import('virtual:texts/entry/nn'),
    en: () => import('virtual:texts/entry/en'),
  },
  staff: {
    nb: () => import('virtual:texts/staff/nb'),
    nn: () => import('virtual:texts/staff/nn'),
    en: () => import('virtual:texts/staff/en'),
  },
  'staff-later': {
    nb: () => import('virtual:texts/staff-later/nb'),
    nn: () => import('virtual:texts/staff-later/nn'),
    en: () => import('virtual:texts/staff-later/en'),
  },
  citizen: {
    nb: () => import('virtual:texts/citizen/nb'),
    nn: () => import('virtual:texts/citizen/nn'),
    en: () => import('virtual:texts/citizen/en'),
  },
  'citizen-later': {
    nb: () => import('virtual:texts/citizen-later/nb'),
    nn: () => import('virtual:texts/citizen-later/nn'),
    en: () => import('virtual:texts/citizen-later/en'),
  },
} as const satisfies Readonly<Record<string, Texts>>;

type Part = keyof typeof own;
const textsOf = async (part: Part, tag: string): Promise<Readonly<Record<string, string>>> =>
  (await (extraOf(tag)?.texts[part] ?? own[part][tag as Language])()).default;

/** What has been asked for until now, and is asked for again in another language. */
const needed = new Set<Part>(['entry']);
let application: 'staff' | 'citizen' = 'staff';
const started = Promise.withResolvers<void>();

/** An application, with the texts of its first pages. */
export function withTextsOf<T>(which: typeof application, code: Promise<T>): Promise<T> {
  application = which;
  return withTexts(which, code);
}

/** A page that is fetched when somebody comes to it, with the texts that only such pages of its application have. */
export const withLaterTexts = <T>(page: Promise<T>): Promise<T> => withTexts(`${application}-later`, page);

/** What personnel are shown of the citizen's pages, with the texts of those. */
export const withTextsOfCitizen = <T>(page: Promise<T>): Promise<T> =>
  withTexts('citizen-later', withTexts('citizen', page));

async function withTexts<T>(part: Part, code: Promise<T>): Promise<T> {
  needed.add(part);
  const tag = i18next.language ?? firstLanguage();
  const [loaded, texts] = await Promise.all([code, textsOf(part, tag), started.promise]);
  i18next.addResourceBundle(tag, 'translation', texts);
  return loaded;
}

export async function startTexts(): Promise<void> {
  i18next.on('languageChanged', (tag) => {
    const extra = extraOf(tag);
    setExtra(extra?.tag, (key) => i18next.getResource(tag, 'translation', key) as string | undefined);
    setTextsIn(tag);
    document.documentElement.lang = tag;
    document.documentElement.dir = extra?.direction ?? 'ltr';
  });
  const tag = firstLanguage();
  await i18next.use(initReactI18next).init({
    lng: tag,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    resources: { [tag]: { translation: await textsOf('entry', tag) } },
    interpolation: { escapeValue: false },
  });
  started.resolve();
}

/** The languages that somebody can choose among, each under its own name; ours have theirs among the words. */
export const extraLanguagesFor = (reader: 'staff' | 'citizen' | 'anyone'): readonly ExtraLanguage[] =>
  extraLanguages.filter(({ isForStaff }) => reader !== 'staff' || isForStaff);

/** Shows the texts in another language; without contact with the server, in the language that is there already. */
export async function chooseLanguage(tag: string): Promise<void> {
  localStorage.setItem(key, tag);
  await show(tag);
}

/** For personnel, a language that nobody has translated for them gives way to bokmål; what was chosen stays chosen, for citizens. */
export async function leaveLanguageOfCitizens(): Promise<void> {
  const extra = extraOf(i18next.language);
  if (extra && !extra.isForStaff) await show(standIn);
}

async function show(tag: string): Promise<void> {
  try {
    const found = await Promise.all([...needed].map((part) => textsOf(part, tag)));
    for (const texts of found) i18next.addResourceBundle(tag, 'translation', texts);
  } catch {
    return;
  }
  await i18next.changeLanguage(tag);
}
