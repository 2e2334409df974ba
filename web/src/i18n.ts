import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Language, languages } from './shared/i18n/words.ts';
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

function firstLanguage(): Language {
  const wanted = [localStorage.getItem(key), ...navigator.languages.map((tag) => tag.slice(0, 2).replace('no', 'nb'))];
  return languages.find((language) => language === wanted.find((one) => languages.includes(one as Language))) ?? 'nb';
}

type Texts = Readonly<Record<Language, () => Promise<{ default: Readonly<Record<string, string>> }>>>;
const entry: Texts = {
  nb: () => import('virtual:texts/entry/nb'),
  nn: () => import('virtual:texts/entry/nn'),
  en: () => import('virtual:texts/entry/en'),
};
/** Each application has its own, and those that only its later pages have. */
const ofApplication: Readonly<Record<'staff' | 'citizen', { first: Texts; later: Texts }>> = {
  staff: {
    first: {
      nb: () => import('virtual:texts/staff/nb'),
      nn: () => import('virtual:texts/staff/nn'),
      en: () => import('virtual:texts/staff/en'),
    },
    later: {
      nb: () => import('virtual:texts/staff-later/nb'),
      nn: () => import('virtual:texts/staff-later/nn'),
      en: () => import('virtual:texts/staff-later/en'),
    },
  },
  citizen: {
    first: {
      nb: () => import('virtual:texts/citizen/nb'),
      nn: () => import('virtual:texts/citizen/nn'),
      en: () => import('virtual:texts/citizen/en'),
    },
    later: {
      nb: () => import('virtual:texts/citizen-later/nb'),
      nn: () => import('virtual:texts/citizen-later/nn'),
      en: () => import('virtual:texts/citizen-later/en'),
    },
  },
};

/** What has been asked for until now, and is asked for again in another language. */
const needed = new Set([entry]);
let application: keyof typeof ofApplication = 'staff';
const started = Promise.withResolvers<void>();

/** An application, with the texts of its first pages. */
export function withTextsOf<T>(which: keyof typeof ofApplication, code: Promise<T>): Promise<T> {
  application = which;
  return withTexts(ofApplication[which].first, code);
}

/** A page that is fetched when somebody comes to it, with the texts that only such pages of its application have. */
export const withLaterTexts = <T>(page: Promise<T>): Promise<T> => withTexts(ofApplication[application].later, page);

async function withTexts<T>(texts: Texts, code: Promise<T>): Promise<T> {
  needed.add(texts);
  const language = (i18next.language as Language | undefined) ?? firstLanguage();
  const [loaded, found] = await Promise.all([code, texts[language](), started.promise]);
  i18next.addResourceBundle(language, 'translation', found.default);
  return loaded;
}

export async function startTexts(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  const language = firstLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    resources: { [language]: { translation: (await entry[language]()).default } },
    interpolation: { escapeValue: false },
  });
  started.resolve();
}

/** Shows the texts in another language; without contact with the server, in the language that is there already. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(key, language);
  try {
    const found = await Promise.all([...needed].map((texts) => texts[language]()));
    for (const { default: texts } of found) i18next.addResourceBundle(language, 'translation', texts);
  } catch {
    return;
  }
  await i18next.changeLanguage(language);
}
