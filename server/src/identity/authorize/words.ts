import type { ScopeLetter } from '../../fhir/smart-scope.ts';
import type { Language } from '../words.ts';

export type Duration = 'once' | '90' | '365';

type Words = {
  consentTitle(app: string): string;
  confirmTitle(app: string): string;
  consentText(app: string): string;
  confirmText(app: string, organization: string): string;
  madeBy: string;
  contact: string;
  about: string;
  record: string;
  yourOwn: string;
  asks: string;
  only: string;
  letters: Readonly<Record<ScopeLetter, string>>;
  alsoAsks: string;
  who: string;
  offline: string;
  howLong: string;
  durations: Readonly<Record<Duration, string>>;
  law: string;
  allow: string;
  deny: string;
  continue: string;
  cancel: string;
  refusedTitle: string;
  refused: Readonly<Record<Refusal, string>>;
  back: string;
  pickTitle: string;
  pickText(app: string): string;
  pickWhose: string;
  searchLabel: string;
  searchHint: string;
  search: string;
  found: string;
  none: string;
  encounterTitle: string;
  encounterText(app: string): string;
  withoutEncounter: string;
  born: string;
  notOpen: string;
  nothingLeft: string;
  appsTitle: string;
  appsText: string;
  noApps: string;
  until: string;
  ended: string;
  disconnect: string;
  disconnected: string;
};

/** Why somebody cannot use an app. */
export type Refusal =
  | 'not-approved'
  | 'not-for-citizens'
  | 'not-for-staff'
  | 'retired'
  | 'no-scope'
  | 'launch-unknown'
  | 'launch-missing'
  | 'assurance';

export const words: Readonly<Record<Language, Words>> = {
  nb: {
    consentTitle: (app) => `Vil du gi ${app} tilgang?`,
    confirmTitle: (app) => `Første gang du bruker ${app}`,
    consentText: (app) =>
      `${app} er laget av andre enn oss. Det du gir tilgang til, kan appen hente og bruke etter sine egne vilkår. Du bestemmer, og kan ombestemme deg.`,
    confirmText: (app, organization) =>
      `${organization} har godkjent at ${app} brukes i arbeidet. Appen ser det samme som du selv har rett til å se, og ikke mer. Oppslagene står i loggen under ditt navn.`,
    madeBy: 'Laget av',
    contact: 'Kontakt',
    about: 'Hva den er til',
    record: 'Gjelder journalen til',
    yourOwn: 'deg selv',
    asks: 'Dette ber appen om',
    only: 'bare',
    letters: { r: 'lese', s: 'lese', c: 'legge til', u: 'endre', d: 'slette' },
    alsoAsks: 'Dessuten',
    who: 'vite hvem du er',
    offline: 'bruke tilgangen også når du ikke er logget inn',
    howLong: 'Hvor lenge?',
    durations: { once: 'Bare denne gangen (én time)', '90': 'I 90 dager', '365': 'I ett år' },
    law: 'Du kan se og avslutte tilganger under «Apper jeg har koblet til».',
    allow: 'Gi tilgang',
    deny: 'Ikke gi tilgang',
    continue: 'Fortsett',
    cancel: 'Avbryt',
    refusedTitle: 'Appen kan ikke brukes',
    refused: {
      'not-approved':
        'Virksomheten du arbeider i, har ikke godkjent denne appen. Spør lederen din eller IKT om den bør godkjennes.',
      'not-for-citizens': 'Denne appen er ikke for innbyggere.',
      'not-for-staff': 'Denne appen er ikke for helsepersonell.',
      retired: 'Denne appen er ikke lenger i bruk.',
      'no-scope': 'Appen ber ikke om noe den kan få.',
      'launch-unknown':
        'Åpningen av appen er brukt før, er for gammel eller tilhører en annen. Åpne appen fra journalen en gang til.',
      'launch-missing': 'Denne appen åpnes fra journalen.',
      assurance: 'Innloggingen er ikke sikker nok. Logg inn på nytt på det høyeste nivået.',
    },
    back: 'Tilbake til appen',
    pickTitle: 'Hvem gjelder det?',
    pickText: (app) => `Velg personen som ${app} skal vise.`,
    pickWhose: 'Velg hvem sin journal appen skal få tilgang til.',
    searchLabel: 'Navn eller fødselsnummer',
    searchHint: 'Fullt navn, eller 11 siffer',
    search: 'Søk',
    found: 'Treff',
    none: 'Ingen treff.',
    encounterTitle: 'Velg kontakt',
    encounterText: (app) => `${app} kan begynne med en kontakt. Velg hvilken, eller gå videre uten.`,
    withoutEncounter: 'Uten kontakt',
    born: 'født',
    notOpen: 'Du har ikke tilgang til denne journalen nå. Åpne den i Enjournal for å se hvorfor.',
    nothingLeft: 'Velg minst én ting appen skal få, eller velg «Ikke gi tilgang».',
    appsTitle: 'Apper jeg har koblet til',
    appsText: 'Her ser du programmer fra andre som du har gitt tilgang, og kan avslutte den.',
    noApps: 'Du har ikke koblet til noen apper.',
    until: 'Til',
    ended: 'Avsluttet',
    disconnect: 'Avslutt tilgangen',
    disconnected: 'Tilgangen er avsluttet.',
  },
  nn: {
    consentTitle: (app) => `Vil du gje ${app} tilgang?`,
    confirmTitle: (app) => `Første gong du bruker ${app}`,
    consentText: (app) =>
      `${app} er laga av andre enn oss. Det du gjev tilgang til, kan appen hente og bruke etter sine eigne vilkår. Du bestemmer, og kan ombestemme deg.`,
    confirmText: (app, organization) =>
      `${organization} har godkjent at ${app} blir brukt i arbeidet. Appen ser det same som du sjølv har rett til å sjå, og ikkje meir. Oppslaga står i loggen under namnet ditt.`,
    madeBy: 'Laga av',
    contact: 'Kontakt',
    about: 'Kva han er til',
    record: 'Gjeld journalen til',
    yourOwn: 'deg sjølv',
    asks: 'Dette ber appen om',
    only: 'berre',
    letters: { r: 'lese', s: 'lese', c: 'leggje til', u: 'endre', d: 'slette' },
    alsoAsks: 'Dessutan',
    who: 'vite kven du er',
    offline: 'bruke tilgangen også når du ikkje er logga inn',
    howLong: 'Kor lenge?',
    durations: { once: 'Berre denne gongen (éin time)', '90': 'I 90 dagar', '365': 'I eitt år' },
    law: 'Du kan sjå og avslutte tilgangar under «Appar eg har kopla til».',
    allow: 'Gje tilgang',
    deny: 'Ikkje gje tilgang',
    continue: 'Hald fram',
    cancel: 'Avbryt',
    refusedTitle: 'Appen kan ikkje brukast',
    refused: {
      'not-approved':
        'Verksemda du arbeider i, har ikkje godkjent denne appen. Spør leiaren din eller IKT om han bør godkjennast.',
      'not-for-citizens': 'Denne appen er ikkje for innbyggjarar.',
      'not-for-staff': 'Denne appen er ikkje for helsepersonell.',
      retired: 'Denne appen er ikkje lenger i bruk.',
      'no-scope': 'Appen ber ikkje om noko han kan få.',
      'launch-unknown':
        'Opninga av appen er brukt før, er for gammal eller høyrer til ein annan. Opne appen frå journalen ein gong til.',
      'launch-missing': 'Denne appen blir opna frå journalen.',
      assurance: 'Innlogginga er ikkje sikker nok. Logg inn på nytt på det høgaste nivået.',
    },
    back: 'Tilbake til appen',
    pickTitle: 'Kven gjeld det?',
    pickText: (app) => `Vel personen som ${app} skal vise.`,
    pickWhose: 'Vel kven sin journal appen skal få tilgang til.',
    searchLabel: 'Namn eller fødselsnummer',
    searchHint: 'Fullt namn, eller 11 siffer',
    search: 'Søk',
    found: 'Treff',
    none: 'Ingen treff.',
    encounterTitle: 'Vel kontakt',
    encounterText: (app) => `${app} kan begynne med ein kontakt. Vel kva for ein, eller gå vidare utan.`,
    withoutEncounter: 'Utan kontakt',
    born: 'fødd',
    notOpen: 'Du har ikkje tilgang til denne journalen no. Opne han i Enjournal for å sjå kvifor.',
    nothingLeft: 'Vel minst éin ting appen skal få, eller vel «Ikkje gje tilgang».',
    appsTitle: 'Appar eg har kopla til',
    appsText: 'Her ser du program frå andre som du har gjeve tilgang, og kan avslutte han.',
    noApps: 'Du har ikkje kopla til nokon appar.',
    until: 'Til',
    ended: 'Avslutta',
    disconnect: 'Avslutt tilgangen',
    disconnected: 'Tilgangen er avslutta.',
  },
  en: {
    consentTitle: (app) => `Give ${app} access?`,
    confirmTitle: (app) => `The first time you use ${app}`,
    consentText: (app) =>
      `${app} is made by others than us. What you give access to, the app can fetch and use on its own terms. You decide, and can change your mind.`,
    confirmText: (app, organization) =>
      `${organization} has approved ${app} for use at work. The app sees what you yourself may see, and no more. What it looks up stands in the log under your name.`,
    madeBy: 'Made by',
    contact: 'Contact',
    about: 'What it is for',
    record: 'Concerns the record of',
    yourOwn: 'yourself',
    asks: 'What the app asks for',
    only: 'only',
    letters: { r: 'read', s: 'read', c: 'add', u: 'change', d: 'delete' },
    alsoAsks: 'Also',
    who: 'know who you are',
    offline: 'use the access when you are not logged on too',
    howLong: 'For how long?',
    durations: { once: 'This time only (one hour)', '90': 'For 90 days', '365': 'For a year' },
    law: 'You can see and end accesses under “Apps I have connected”.',
    allow: 'Give access',
    deny: 'Do not give access',
    continue: 'Continue',
    cancel: 'Cancel',
    refusedTitle: 'The app cannot be used',
    refused: {
      'not-approved':
        'The organisation you work in has not approved this app. Ask your leader or IT whether it should.',
      'not-for-citizens': 'This app is not for citizens.',
      'not-for-staff': 'This app is not for health personnel.',
      retired: 'This app is no longer in use.',
      'no-scope': 'The app asks for nothing that it can be given.',
      'launch-unknown':
        'This launch was used before, is too old or belongs to somebody else. Open the app from the record again.',
      'launch-missing': 'This app is opened from the record.',
      assurance: 'The log-on is not strong enough. Log on again at the highest level.',
    },
    back: 'Back to the app',
    pickTitle: 'Whom does it concern?',
    pickText: (app) => `Choose the person that ${app} is to show.`,
    pickWhose: 'Choose whose record the app is to have access to.',
    searchLabel: 'Name or national identity number',
    searchHint: 'Full name, or 11 digits',
    search: 'Search',
    found: 'Found',
    none: 'Nobody found.',
    encounterTitle: 'Choose an encounter',
    encounterText: (app) => `${app} can begin with an encounter. Choose which, or go on without.`,
    withoutEncounter: 'Without an encounter',
    born: 'born',
    notOpen: 'You have no access to this record now. Open it in Enjournal to see why.',
    nothingLeft: 'Choose at least one thing that the app is to have, or choose “Do not give access”.',
    appsTitle: 'Apps I have connected',
    appsText: 'These are programs of others that you have given access, and here you can end it.',
    noApps: 'You have not connected any apps.',
    until: 'Until',
    ended: 'Ended',
    disconnect: 'End access',
    disconnected: 'The access is ended.',
  },
};
