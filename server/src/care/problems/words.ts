import type { Words } from '../process.ts';

/** What the rules say to the user, by the key of the issue. */
export const problemWords = {
  'problem-kept': {
    nb: 'Det som står i journalen, slettes ikke. Marker det som feilført, og skriv hvorfor.',
    nn: 'Det som står i journalen, blir ikkje sletta. Merk det som feilført, og skriv kvifor.',
    en: 'What is in the record is not deleted. Mark it as entered in error, and say why.',
  },
  'in-error-final': {
    nb: 'Dette er markert som feilført og kan ikke tas opp igjen. Skriv det på nytt hvis det likevel stemmer.',
    nn: 'Dette er merkt som feilført og kan ikkje takast opp att. Skriv det på nytt om det likevel stemmer.',
    en: 'This is marked as entered in error and cannot be taken up again. Write it anew if it is right after all.',
  },
  'in-error-reason': {
    nb: 'Skriv hvorfor dette er feilført.',
    nn: 'Skriv kvifor dette er feilført.',
    en: 'Say why this was entered in error.',
  },
  'refuted-reason': {
    nb: 'Skriv hvorfor dette avkreftes eller tas opp igjen.',
    nn: 'Skriv kvifor dette blir avkrefta eller teke opp att.',
    en: 'Say why this is refuted or taken up again.',
  },
  'status-by-another': {
    nb: 'Bare du selv kan stå som den som endret status.',
    nn: 'Berre du sjølv kan stå som den som endra status.',
    en: 'Only you can stand as the one who changed the status.',
  },
  'problem-what': {
    nb: 'Velg en kode, eller skriv hva problemet er.',
    nn: 'Vel ein kode, eller skriv kva problemet er.',
    en: 'Choose a code, or write what the problem is.',
  },
  'onset-in-future': {
    nb: 'Tidspunktet det begynte, kan ikke være i fremtiden.',
    nn: 'Tidspunktet det byrja, kan ikkje vere i framtida.',
    en: 'It cannot begin in the future.',
  },
  'ended-in-future': {
    nb: 'Tidspunktet det tok slutt, kan ikke være i fremtiden.',
    nn: 'Tidspunktet det tok slutt, kan ikkje vere i framtida.',
    en: 'It cannot have ended in the future.',
  },
  'ended-before-onset': {
    nb: 'Det kan ikke ta slutt før det begynte.',
    nn: 'Det kan ikkje ta slutt før det byrja.',
    en: 'It cannot end before it began.',
  },
  'problem-twice': {
    nb: 'Dette står allerede som aktivt problem.',
    nn: 'Dette står alt som aktivt problem.',
    en: 'This is an active problem already.',
  },
  'allergy-what': {
    nb: 'Velg eller skriv hva personen reagerer på.',
    nn: 'Vel eller skriv kva personen reagerer på.',
    en: 'Choose or write what the person reacts to.',
  },
  'allergy-twice': {
    nb: 'Denne allergien er registrert allerede.',
    nn: 'Denne allergien er registrert alt.',
    en: 'This allergy is recorded already.',
  },
  'some-known': {
    nb: 'Det er registrert en allergi. Avkreft den først hvis personen ikke har noen.',
    nn: 'Det er registrert ein allergi. Avkreft han først om personen ikkje har nokon.',
    en: 'An allergy is recorded. Refute it first if the person has none.',
  },
  'still-none-known': {
    nb: 'Det står også at personen ikke har noen kjent allergi.',
    nn: 'Det står òg at personen ikkje har nokon kjend allergi.',
    en: 'It also says that the person has no known allergy.',
  },
  'warning-what': {
    nb: 'Skriv hva det gjelder.',
    nn: 'Skriv kva det gjeld.',
    en: 'Say what it is about.',
  },
  'warning-in-future': {
    nb: 'Datoen kan ikke være i fremtiden.',
    nn: 'Datoen kan ikkje vere i framtida.',
    en: 'The date cannot be in the future.',
  },
  'warning-ends-first': {
    nb: 'Sluttdatoen må være etter startdatoen.',
    nn: 'Sluttdatoen må vere etter startdatoen.',
    en: 'The end date must be after the start date.',
  },
  'limits-by-doctor': {
    nb: 'Behandlingsgrenser settes og avsluttes av en lege.',
    nn: 'Behandlingsgrenser blir sette og avslutta av ein lege.',
    en: 'Limits of treatment are set and ended by a doctor.',
  },
  'limits-replaced': {
    nb: 'En avklaring endres ikke. Avslutt den og skriv en ny, så den gamle fortsatt kan leses.',
    nn: 'Ei avklaring blir ikkje endra. Avslutt ho og skriv ei ny, så den gamle framleis kan lesast.',
    en: 'A decision is not edited. End it and write a new one, so that the old can still be read.',
  },
  'limits-not-again': {
    nb: 'En avsluttet avklaring tas ikke opp igjen. Skriv en ny etter en ny samtale.',
    nn: 'Ei avslutta avklaring blir ikkje teken opp att. Skriv ei ny etter ein ny samtale.',
    en: 'An ended decision is not taken up again. Write a new one after a new conversation.',
  },
  'limits-ended-reason': {
    nb: 'Skriv hvorfor avklaringen ikke lenger gjelder.',
    nn: 'Skriv kvifor avklaringa ikkje lenger gjeld.',
    en: 'Say why the decision no longer holds.',
  },
  'limits-author': {
    nb: 'Legen som har avklart det, må stå som ansvarlig.',
    nn: 'Legen som har avklart det, må stå som ansvarleg.',
    en: 'The doctor who decided must be named.',
  },
  'limits-basis': {
    nb: 'Oppgi hvem du snakket med. Har du ikke kunnet snakke med noen, skriv hvorfor (minst 10 tegn).',
    nn: 'Oppgi kven du snakka med. Har du ikkje kunna snakke med nokon, skriv kvifor (minst 10 teikn).',
    en: 'Say whom you talked with. If you could talk with nobody, say why (at least 10 characters).',
  },
  'limits-when': {
    nb: 'Oppgi datoen det ble avklart.',
    nn: 'Oppgi datoen det vart avklart.',
    en: 'Give the date it was decided.',
  },
  'limits-review': {
    nb: 'Oppgi når det skal vurderes på nytt, etter datoen det ble avklart.',
    nn: 'Oppgi når det skal vurderast på nytt, etter datoen det vart avklart.',
    en: 'Give the date it will be looked at again, after the date it was decided.',
  },
  'limits-twice': {
    nb: 'En annen avklaring gjelder fortsatt. Avslutt den hvis denne avløser den.',
    nn: 'Ei anna avklaring gjeld framleis. Avslutt ho om denne avløyser ho.',
    en: 'Another decision still holds. End it if this one replaces it.',
  },
} as const satisfies Record<string, Words>;
