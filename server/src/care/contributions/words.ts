import type { Words } from '../process.ts';

/** What the rules of own measurements say to those whom they refuse. */
export const contributionWords: Readonly<Record<string, Words>> = {
  'own-kind': {
    nb: 'Dette måles av helsetjenesten. Det du måler selv, er blodtrykk, puls, vekt, blodsukker og hvordan du har det.',
    nn: 'Dette blir målt av helsetenesta. Det du måler sjølv, er blodtrykk, puls, vekt, blodsukker og korleis du har det.',
    en: 'This is measured by the health service. What you measure yourself is blood pressure, pulse, weight, glucose and how you are.',
  },
  'own-words': {
    nb: 'Dette har innbyggeren skrevet selv. Bare innbyggeren kan endre det.',
    nn: 'Dette har innbyggjaren skrive sjølv. Berre innbyggjaren kan endre det.',
    en: 'The citizen has written this. Only the citizen can change it.',
  },
  'own-value': { nb: 'Skriv hva du målte.', nn: 'Skriv kva du målte.', en: 'Write what you measured.' },
  'own-time': {
    nb: 'Si når du målte, innen det siste året.',
    nn: 'Sei når du målte, innan det siste året.',
    en: 'Say when you measured, within the last year.',
  },
};
