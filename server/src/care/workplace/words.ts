import type { Words } from '../process.ts';

export const workplaceWords: Readonly<Record<string, Words>> = {
  'own-owner': {
    nb: 'Hva du har sett og hvordan startsiden din er, skriver bare du selv.',
    nn: 'Kva du har sett og korleis startsida di er, skriv berre du sjølv.',
    en: 'What you have seen and how your start page is, only you write.',
  },
  'own-kind': {
    nb: 'Det som står her, kan ikke bli noe annet.',
    nn: 'Det som står her, kan ikkje bli noko anna.',
    en: 'What stands here cannot become something else.',
  },
  'own-visit': {
    nb: 'Et besøk må si hvilken journal det gjelder, og når det var.',
    nn: 'Eit besøk må seie kva journal det gjeld, og når det var.',
    en: 'A visit must say which record it was in, and when.',
  },
  'own-twice': {
    nb: 'Dette er lagret fra før. Endre det som står der.',
    nn: 'Dette er lagra frå før. Endre det som står der.',
    en: 'This is kept already. Change what stands there.',
  },
};
