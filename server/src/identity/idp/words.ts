import type { ProviderId } from '../login/session.ts';
import type { Language } from '../words.ts';

type Words = Record<'title' | 'text' | 'cancel' | 'out' | 'outText' | 'outButton', string>;

const text: Record<ProviderId, Record<Language, string>> = {
  helseid: {
    nb: 'Denne siden står i stedet for HelseID. Alle er oppdiktet. Velg den du vil logge inn som.',
    nn: 'Denne sida står i staden for HelseID. Alle er oppdikta. Vel den du vil logge inn som.',
    en: 'This page stands in place of HelseID. All are invented. Choose whom to log in as.',
  },
  idporten: {
    nb: 'Denne siden står i stedet for ID-porten. Alle er oppdiktet. Velg den du vil logge inn som.',
    nn: 'Denne sida står i staden for ID-porten. Alle er oppdikta. Vel den du vil logge inn som.',
    en: 'This page stands in place of ID-porten. All are invented. Choose whom to log in as.',
  },
};

const common: Record<Language, Omit<Words, 'text'>> = {
  nb: {
    title: 'Hvem er du i dag?',
    cancel: 'Avbryt',
    out: 'Logger ut',
    outText: 'Du er logget ut av Enjournal. Nå avsluttes også innloggingen her.',
    outButton: 'Avslutt',
  },
  nn: {
    title: 'Kven er du i dag?',
    cancel: 'Avbryt',
    out: 'Loggar ut',
    outText: 'Du er logga ut av Enjournal. No blir innlogginga her òg avslutta.',
    outButton: 'Avslutt',
  },
  en: {
    title: 'Who are you today?',
    cancel: 'Cancel',
    out: 'Logging out',
    outText: 'You are logged out of Enjournal. The login here now ends too.',
    outButton: 'End it',
  },
};

export const wordsOf = (provider: ProviderId, language: Language): Words => ({
  ...common[language],
  text: text[provider][language],
});
