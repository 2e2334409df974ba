export const languages = ['nb', 'nn', 'en'] as const;
export type Language = (typeof languages)[number];

type Words = {
  language: string;
  languages: string;
  title: string;
  text: string;
  cancel: string;
  errorTitle: string;
  errorText: string;
};

export const words: Record<Language, Words> = {
  nb: {
    language: 'Bokmål',
    languages: 'Språk',
    title: 'Hvem er du i dag?',
    text: 'Dette er en demonstrasjon med oppdiktede personer. Velg den du vil logge inn som.',
    cancel: 'Avbryt',
    errorTitle: 'Innloggingen stoppet',
    errorText: 'Gå tilbake til programmet du kom fra, og logg inn på nytt.',
  },
  nn: {
    language: 'Nynorsk',
    languages: 'Språk',
    title: 'Kven er du i dag?',
    text: 'Dette er ein demonstrasjon med oppdikta personar. Vel den du vil logge inn som.',
    cancel: 'Avbryt',
    errorTitle: 'Innlogginga stoppa',
    errorText: 'Gå tilbake til programmet du kom frå, og logg inn på nytt.',
  },
  en: {
    language: 'English',
    languages: 'Language',
    title: 'Who are you today?',
    text: 'This is a demonstration with invented people. Choose whom to log in as.',
    cancel: 'Cancel',
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
