import type { Words } from '../process.ts';

/** What the rules of requests say to those whom they refuse. */
export const requestWords: Readonly<Record<string, Words>> = {
  'request-kind': { nb: 'Velg hva du ber om.', nn: 'Vel kva du ber om.', en: 'Choose what you ask for.' },
  'request-text': {
    nb: 'Skriv hva det gjelder, med minst ti tegn.',
    nn: 'Skriv kva det gjeld, med minst ti teikn.',
    en: 'Write what it is about, in at least ten characters.',
  },
  'request-to': {
    nb: 'Velg en tjeneste som svarer innbyggere.',
    nn: 'Vel ei teneste som svarar innbyggjarar.',
    en: 'Choose a service that answers citizens.',
  },
  'request-status': {
    nb: 'Et nytt krav kan ikke være besvart allerede.',
    nn: 'Eit nytt krav kan ikkje vere svart på alt.',
    en: 'A new request cannot be answered already.',
  },
  'request-deadline': {
    nb: 'Et krav skal besvares innen 30 dager.',
    nn: 'Eit krav skal svarast på innan 30 dagar.',
    en: 'A request is to be answered within 30 days.',
  },
  'request-later': {
    nb: 'Fristen kan flyttes til høyst tre måneder, og innbyggeren skal få vite hvorfor.',
    nn: 'Fristen kan flyttast til høgst tre månader, og innbyggjaren skal få vite kvifor.',
    en: 'The deadline can be moved to at most three months, and the citizen is told why.',
  },
  'request-fixed': {
    nb: 'Det innbyggeren har bedt om, endres ikke.',
    nn: 'Det innbyggjaren har bede om, blir ikkje endra.',
    en: 'What the citizen has asked for is not changed.',
  },
  'request-decide': {
    nb: 'Et krav avgjøres med innvilget, delvis innvilget eller avslått, og en begrunnelse.',
    nn: 'Eit krav blir avgjort med innvilga, delvis innvilga eller avslått, og ei grunngiving.',
    en: 'A request is decided as granted, granted in part or refused, with a reason.',
  },
  'request-reason': {
    nb: 'Velg avgjørelse, og skriv begrunnelsen slik innbyggeren skal lese den (minst ti tegn).',
    nn: 'Vel avgjerd, og skriv grunngivinga slik innbyggjaren skal lese ho (minst ti teikn).',
    en: 'Choose a decision, and write the reason as the citizen is to read it (at least ten characters).',
  },
  'request-role': {
    nb: 'Rollen din avgjør ikke krav om journalen. Gi kravet til en som gjør det.',
    nn: 'Rolla di avgjer ikkje krav om journalen. Gje kravet til ein som gjer det.',
    en: 'Your role does not decide requests about the record. Pass it on to someone who does.',
  },
  'request-officer': {
    nb: 'Dette svarer personvernombudet på. Kravet må sendes dit.',
    nn: 'Dette svarar personvernombodet på. Kravet må sendast dit.',
    en: 'The privacy officer answers this. The request must go there.',
  },
  'request-service': {
    nb: 'Dette svarer tjenesten på. Kravet må sendes dit.',
    nn: 'Dette svarar tenesta på. Kravet må sendast dit.',
    en: 'The service answers this. The request must go there.',
  },
  'request-dispute': {
    nb: 'Bare et avslag fra en tjeneste kan legges fram for personvernombudet.',
    nn: 'Berre eit avslag frå ei teneste kan leggjast fram for personvernombodet.',
    en: 'Only a refusal from a service can be brought before the privacy officer.',
  },
  'request-disputed': {
    nb: 'Personvernombudet har fått dette avslaget allerede.',
    nn: 'Personvernombodet har fått dette avslaget alt.',
    en: 'The privacy officer has been given this refusal already.',
  },
};
