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
  'own-form': {
    nb: 'Dette fyller innbyggeren ut selv, eller den som har fullmakt. Send skjemaet til innbyggeren, eller skriv det dere snakket om i et notat.',
    nn: 'Dette fyller innbyggjaren ut sjølv, eller den som har fullmakt. Send skjemaet til innbyggjaren, eller skriv det de snakka om i eit notat.',
    en: 'This is filled in by the citizen, or by who has a power of attorney. Send the form to the citizen, or write what you talked about in a note.',
  },
  'own-source': {
    nb: 'Si hvem som forteller: personen selv, eller en pårørende som står i journalen.',
    nn: 'Sei kven som fortel: personen sjølv, eller ein pårørande som står i journalen.',
    en: 'Say who tells it: the person, or next of kin in the record.',
  },
  'own-author': {
    nb: 'Den som skriver, står som forfatter. Hvem som fortalte det, skrives som kilde.',
    nn: 'Den som skriv, står som forfattar. Kven som fortalde det, blir skrive som kjelde.',
    en: 'Whoever writes stands as the author. Who told it is written as the source.',
  },
  'own-value': { nb: 'Skriv hva du målte.', nn: 'Skriv kva du målte.', en: 'Write what you measured.' },
  'own-time': {
    nb: 'Si når du målte, innen det siste året.',
    nn: 'Sei når du målte, innan det siste året.',
    en: 'Say when you measured, within the last year.',
  },
};
