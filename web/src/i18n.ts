import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { column, type Language, languages } from './shared/i18n/words.ts';
import { words } from './words.ts';

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

export async function startTexts(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  await i18next.use(initReactI18next).init({
    lng: firstLanguage(),
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    resources: Object.fromEntries(languages.map((language) => [language, { translation: column(words, language) }])),
    interpolation: { escapeValue: false },
  });
}

export function chooseLanguage(language: Language): void {
  localStorage.setItem(key, language);
  void i18next.changeLanguage(language);
}
