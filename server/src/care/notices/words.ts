import type { Words } from '../process.ts';

/** What the rules of notices say to those whom they refuse. */
export const noticeWords: Readonly<Record<string, Words>> = {
  'notice-channel': {
    nb: 'Velg hvordan du vil ha beskjed.',
    nn: 'Vel korleis du vil ha beskjed.',
    en: 'Choose how you want to be told.',
  },
  'notice-email': {
    nb: 'Skriv en e-postadresse, for eksempel kari@eksempel.no.',
    nn: 'Skriv ei e-postadresse, til dømes kari@eksempel.no.',
    en: 'Write an e-mail address, such as kari@eksempel.no.',
  },
  'notice-phone': {
    nb: 'Skriv et norsk mobilnummer, åtte siffer.',
    nn: 'Skriv eit norsk mobilnummer, åtte siffer.',
    en: 'Write a Norwegian mobile number, eight digits.',
  },
  'notice-quiet': {
    nb: 'Velg både når det skal bli stille, og når det er slutt.',
    nn: 'Vel både når det skal bli stille, og når det er slutt.',
    en: 'Choose both when it is to be quiet, and when that ends.',
  },
  'notice-not-yours': {
    nb: 'Innbyggeren velger selv hvordan beskjeder kommer.',
    nn: 'Innbyggjaren vel sjølv korleis beskjedar kjem.',
    en: 'The citizen chooses how notices come.',
  },
  'notice-choice-twice': {
    nb: 'Det finnes et valg fra før. Endre det.',
    nn: 'Det finst eit val frå før. Endre det.',
    en: 'There is a choice already. Change that.',
  },
};
