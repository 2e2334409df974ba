import type { RelationKind } from './facts.ts';
import type { Language } from './reasons.ts';

/* What a care relation is as a ground, in words: see reasons.ts. */

type Text = Readonly<Record<Language, string>>;

export const relations = {
  fastlege: {
    nb: 'Enheten er fastlegekontoret til personen.',
    nn: 'Eininga er fastlegekontoret til personen.',
    en: 'The unit is the person’s GP practice.',
  },
  encounter: {
    nb: 'Personen er til behandling i enheten.',
    nn: 'Personen er til behandling i eininga.',
    en: 'The person is being treated in the unit.',
  },
  episode: {
    nb: 'Personen har et behandlingsforløp i enheten.',
    nn: 'Personen har eit behandlingsforløp i eininga.',
    en: 'The person has a course of care in the unit.',
  },
  stay: {
    nb: 'Personen er innlagt eller har plass i enheten.',
    nn: 'Personen er innlagd eller har plass i eininga.',
    en: 'The person is staying in the unit.',
  },
  vedtak: {
    nb: 'Enheten gir personen tjenester etter vedtak.',
    nn: 'Eininga gir personen tenester etter vedtak.',
    en: 'The unit gives the person services by a formal decision.',
  },
  referral: {
    nb: 'Personen er henvist til enheten, og henvisningen er tatt imot.',
    nn: 'Personen er tilvist til eininga, og tilvisinga er teken imot.',
    en: 'The person is referred to the unit, and the referral is accepted.',
  },
  task: {
    nb: 'En oppgave om personen er tatt imot.',
    nn: 'Ei oppgåve om personen er teken imot.',
    en: 'A task about the person is accepted.',
  },
  appointment: {
    nb: 'Personen har en time i enheten.',
    nn: 'Personen har ein time i eininga.',
    en: 'The person has an appointment in the unit.',
  },
  alarm: {
    nb: 'Enheten svarer på en alarm fra personen.',
    nn: 'Eininga svarer på ein alarm frå personen.',
    en: 'The unit is answering an alarm from the person.',
  },
  team: {
    nb: 'Den som leser, er med i teamet rundt personen.',
    nn: 'Den som les, er med i teamet rundt personen.',
    en: 'The reader is in the person’s care team.',
  },
  contract: {
    nb: 'Enheten gir personen tjenester på oppdrag fra kommunen.',
    nn: 'Eininga gir personen tenester på oppdrag frå kommunen.',
    en: 'The unit gives the person services under contract with the municipality.',
  },
  case: {
    nb: 'Enheten behandler en søknad fra personen.',
    nn: 'Eininga handsamar ein søknad frå personen.',
    en: 'The unit is handling an application from the person.',
  },
  'log-case': {
    nb: 'Enheten kontrollerer oppslag i journalen til personen.',
    nn: 'Eininga kontrollerer oppslag i journalen til personen.',
    en: 'The unit is checking who has looked in the person’s record.',
  },
  'task-requested': {
    nb: 'Enheten er bedt om noe for personen. Den ser det den er bedt om, og resten av journalen først når den sier ja.',
    nn: 'Eininga er beden om noko for personen. Ho ser det ho er beden om, og resten av journalen først når ho seier ja.',
    en: 'The unit is asked to do something for the person. It sees what it is asked, and the rest of the record only once it accepts.',
  },
} satisfies Record<RelationKind, Text>;

/** What has ended is not said to be so now. */
export const ended = {
  encounter: {
    nb: 'Personen var til behandling i enheten.',
    nn: 'Personen var til behandling i eininga.',
    en: 'The person was treated in the unit.',
  },
  episode: {
    nb: 'Personen hadde et behandlingsforløp i enheten.',
    nn: 'Personen hadde eit behandlingsforløp i eininga.',
    en: 'The person had a course of care in the unit.',
  },
  stay: {
    nb: 'Personen var innlagt eller hadde plass i enheten.',
    nn: 'Personen var innlagd eller hadde plass i eininga.',
    en: 'The person stayed in the unit.',
  },
} satisfies Partial<Record<RelationKind, Text>>;

export const manners = {
  delegated: {
    nb: 'Lesingen skjer på vegne av en navngitt behandler.',
    nn: 'Lesinga skjer på vegner av ein namngitt behandlar.',
    en: 'It is read on behalf of a named treater.',
  },
  grace: {
    nb: 'Behandlingen er avsluttet, og den som var med, kan gjøre ferdig det som skal skrives.',
    nn: 'Behandlinga er avslutta, og den som var med, kan gjere ferdig det som skal skrivast.',
    en: 'The treatment has ended, and those who took part may finish what must be written.',
  },
} satisfies Record<string, Text>;
