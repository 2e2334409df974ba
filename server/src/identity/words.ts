export const languages = ['nb', 'nn', 'en'] as const;
export type Language = (typeof languages)[number];

type Words = {
  language: string;
  languages: string;
  errorTitle: string;
  errorText: string;
};

export const words: Record<Language, Words> = {
  nb: {
    language: 'Bokmål',
    languages: 'Språk',
    errorTitle: 'Innloggingen stoppet',
    errorText: 'Gå tilbake til programmet du kom fra, og logg inn på nytt.',
  },
  nn: {
    language: 'Nynorsk',
    languages: 'Språk',
    errorTitle: 'Innlogginga stoppa',
    errorText: 'Gå tilbake til programmet du kom frå, og logg inn på nytt.',
  },
  en: {
    language: 'English',
    languages: 'Language',
    errorTitle: 'The login stopped',
    errorText: 'Go back to the program that you came from, and log in again.',
  },
};

/** The first language that we speak: of the choice, the client's `ui_locales`, and the browser's; else bokmål. */
export function languageOf(...wishes: (string | undefined)[]): Language {
  for (const wish of wishes) {
    for (const part of (wish ?? '').toLowerCase().split(/[\s,]+/)) {
      const tag = part.split(/[-;_]/)[0];
      const spoken = tag === 'no' ? 'nb' : languages.find((language) => language === tag);
      if (spoken !== undefined) return spoken;
    }
  }
  return 'nb';
}
