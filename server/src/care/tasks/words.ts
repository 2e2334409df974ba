import type { Words } from '../process.ts';

export const words: Readonly<Record<string, Words>> = {
  'task-closed': {
    nb: 'Oppgaven er avsluttet og kan ikke åpnes igjen. Lag en ny oppgave.',
    nn: 'Oppgåva er avslutta og kan ikkje opnast att. Lag ei ny oppgåve.',
    en: 'The task is closed and cannot be opened again. Make a new task.',
  },
  'task-transition': {
    nb: 'Oppgaven kan ikke gå fra den statusen den har, til denne. Hent oppgaven på nytt; noen kan ha endret den.',
    nn: 'Oppgåva kan ikkje gå frå den statusen ho har, til denne. Hent oppgåva på nytt; nokon kan ha endra ho.',
    en: 'The task cannot go from the status it has to this one. Fetch it anew; somebody may have changed it.',
  },
  'task-owner': {
    nb: 'Velg hvem som skal ha oppgaven: en person eller en enhet',
    nn: 'Vel kven som skal ha oppgåva: ein person eller ei eining',
    en: 'Choose who shall have the task: a person or a unit',
  },
  'task-owner-kind': {
    nb: 'En oppgave kan gis til en person, et team eller en enhet',
    nn: 'Ei oppgåve kan gjevast til ein person, eit team eller ei eining',
    en: 'A task can be given to a person, a team or a unit',
  },
  'task-owner-ended': {
    nb: 'Den du valgte, har sluttet eller er borte nå. Velg en annen, eller gi oppgaven til enheten.',
    nn: 'Den du valde, har slutta eller er borte no. Vel ein annan, eller gje oppgåva til eininga.',
    en: 'The one you chose has left or is away now. Choose another, or give the task to the unit.',
  },
  'task-reason': {
    nb: 'Skriv hvorfor. Den som ba om oppgaven, får lese det.',
    nn: 'Skriv kvifor. Den som bad om oppgåva, får lese det.',
    en: 'Write why. Whoever asked for the task can read it.',
  },
  'task-fixed': {
    nb: 'Hvem oppgaven gjelder og hvem som ba om den, kan ikke endres',
    nn: 'Kven oppgåva gjeld og kven som bad om ho, kan ikkje endrast',
    en: 'Whom the task is about and who asked for it cannot be changed',
  },
  'task-not-yours': {
    nb: 'Oppgaven tilhører en annen enhet. Bare de som har den eller ba om den, kan endre den.',
    nn: 'Oppgåva høyrer til ei anna eining. Berre dei som har ho eller bad om ho, kan endre ho.',
    en: 'The task belongs to another unit. Only those who have it or asked for it can change it.',
  },
  'task-asks-first': {
    nb: 'Den som får oppgaven, må selv ta imot den',
    nn: 'Den som får oppgåva, må sjølv ta imot ho',
    en: 'Whoever is given the task must accept it themselves',
  },
  'absence-period': {
    nb: 'Oppgi når fraværet begynner, og eventuelt en senere dag det slutter.',
    nn: 'Oppgi når fråværet tek til, og eventuelt ein seinare dag det sluttar.',
    en: 'Say when the absence begins, and if need be a later day when it ends.',
  },
  'absence-deputy': {
    nb: 'Stedfortrederen må være en annen som arbeider i samme enhet.',
    nn: 'Stadfortredaren må vere ein annan som arbeider i same eining.',
    en: 'The deputy must be somebody else who works in the same unit.',
  },
  'task-sign-role': {
    nb: 'Rollen din signerer ikke prøvesvar. Gi det til en lege.',
    nn: 'Rolla di signerer ikkje prøvesvar. Gje det til ein lege.',
    en: 'Your role does not sign results. Give it to a doctor.',
  },
  'task-to': {
    nb: 'Velg hvem oppgaven skal gis til',
    nn: 'Vel kven oppgåva skal gjevast til',
    en: 'Choose whom to give the task to',
  },
  'task-staff': {
    nb: 'Bare den som er på jobb i en enhet, kan gjøre dette',
    nn: 'Berre den som er på jobb i ei eining, kan gjere dette',
    en: 'Only who is at work in a unit can do this',
  },
};
