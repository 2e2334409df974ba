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
const texts: Texts = {
  nb: () => import('virtual:texts/nb'),
  nn: () => import('virtual:texts/nn'),
  en: () => import('virtual:texts/en'),
};
/** Those that only later pages have. */
const laterTexts: Texts = {
  nb: () => import('virtual:later-texts/nb'),
  nn: () => import('virtual:later-texts/nn'),
  en: () => import('virtual:later-texts/en'),
};
let needsLater = false;

/** A page that is fetched when somebody comes to it, with the texts that only such pages have. */
export async function withLaterTexts<T>(page: Promise<T>): Promise<T> {
  needsLater = true;
  const [loaded] = await Promise.all([page, addTexts(laterTexts, i18next.language as Language)]);
  return loaded;
}

async function addTexts(from: Texts, language: Language): Promise<void> {
  i18next.addResourceBundle(language, 'translation', (await from[language]()).default);
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
    resources: { [language]: { translation: (await texts[language]()).default } },
    interpolation: { escapeValue: false },
  });
}

/** Shows the texts in another language; without contact with the server, in the language that is there already. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(key, language);
  try {
    await Promise.all([addTexts(texts, language), needsLater && addTexts(laterTexts, language)]);
  } catch {
    return;
  }
  await i18next.changeLanguage(language);
}
