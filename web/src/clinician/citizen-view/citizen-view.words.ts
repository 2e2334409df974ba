import type { Words } from '../../shared/i18n/words.ts';

/** What the citizen sees of the record, told to personnel. */
export const citizenViewWords = {
  'citizenView.show': ['Slik ser innbyggeren det', 'Slik ser innbyggjaren det', 'As the citizen sees it'],
  'citizenView.elsewhere': [
    'Dette står på andre sider hos innbyggeren, ikke blant det som har skjedd.',
    'Dette står på andre sider hos innbyggjaren, ikkje mellom det som har skjedd.',
    'This stands on other pages of the citizen’s, and not among what happened.',
  ],
  'citizenView.what': ['hva innbyggeren ser', 'kva innbyggjaren ser', 'what the citizen sees'],
  'citizenView.now': ['Innbyggeren ser dette nå.', 'Innbyggjaren ser dette no.', 'The citizen sees this now.'],
  'citizenView.partly': [
    'Innbyggeren ser dette, men ikke det som handler om andre.',
    'Innbyggjaren ser dette, men ikkje det som handlar om andre.',
    'The citizen sees this, but not what is about others.',
  ],
  'citizenView.later': [
    'Innbyggeren ser dette senere.',
    'Innbyggjaren ser dette seinare.',
    'The citizen sees this later.',
  ],
  'citizenView.laterOn': [
    'Innbyggeren ser dette fra {{date}}.',
    'Innbyggjaren ser dette frå {{date}}.',
    'The citizen sees this from {{date}}.',
  ],
  'citizenView.not': ['Innbyggeren ser ikke dette.', 'Innbyggjaren ser ikkje dette.', 'The citizen does not see this.'],
  'citizenView.delayed': [
    'Helsepersonell snakker med innbyggeren først.',
    'Helsepersonell snakkar med innbyggjaren først.',
    'Health personnel talk with the citizen first.',
  ],
  'citizenView.why': ['Begrunnelse: {{text}}', 'Grunngiving: {{text}}', 'Reason: {{text}}'],
  'citizenView.review': [
    'Vurderes på nytt {{date}}.',
    'Blir vurdert på nytt {{date}}.',
    'To be looked at again {{date}}.',
  ],
  'citizenView.title': [
    'Slik ser innbyggeren journalen',
    'Slik ser innbyggjaren journalen',
    'The record as the citizen sees it',
  ],
  'citizenView.lead': [
    'Hva innbyggeren ser senere eller ikke, og hvorfor. Det du selv ikke får se, er ikke med. At du ser etter, står i innbyggerens logg.',
    'Kva innbyggjaren ser seinare eller ikkje, og kvifor. Det du sjølv ikkje får sjå, er ikkje med. At du ser etter, står i loggen til innbyggjaren.',
    'What the citizen sees later or not, and why. What you do not see yourself is left out. That you look stands in the citizen’s log.',
  ],
  'citizenView.ask': ['Vis hva innbyggeren ser', 'Vis kva innbyggjaren ser', 'Show what the citizen sees'],
  'citizenView.count': [
    'Så mange av opplysningene du ser, ser innbyggeren nå: {{count}}.',
    'Så mange av opplysningane du ser, ser innbyggjaren no: {{count}}.',
    'Of the items that you see, the citizen sees so many now: {{count}}.',
  ],
  'citizenView.none': [
    'Ingenting av det du ser, er utsatt eller holdt tilbake.',
    'Ingenting av det du ser, er utsett eller halde tilbake.',
    'Nothing of what you see is delayed or withheld.',
  ],
  'citizenView.closed': [
    'Innbyggeren ser ingenting av journalen nå.',
    'Innbyggjaren ser ingenting av journalen no.',
    'The citizen sees nothing of the record now.',
  ],
  'citizenView.more': ['og {{count}} til', 'og {{count}} til', 'and {{count}} more'],
} satisfies Words;
