import { type Language, type ReasonKey, textOf } from '../reasons.ts';
import type { Entry } from './entries.ts';

type Text = Readonly<Record<Language, string>>;

/** What happened in plain words, for the citizen: a sentence without names and numbers. */
export function happened(entry: Entry, language: Language): string {
  const did = entry.interaction.startsWith('$')
    ? (operations[entry.interaction] ?? operation)
    : (verbs[entry.interaction] ?? events[entry.interaction] ?? other);
  const refused = entry.outcome === 4 ? refusedWords[language] : '';
  return `${refused}${did[language]}${whatOf(entry, language)}`;
}

/** The ground in plain words; absent when the log has none. */
export function groundOf(entry: Entry, language: Language): string | undefined {
  const key = entry.outcome === 4 ? entry.decision.replace(/^deny:/, '') : (entry.basis ?? '');
  try {
    return textOf(key as ReasonKey, language);
  } catch {
    return undefined; // a ground of an older program
  }
}

/** How many of which type were shown. */
export function shownWords({ shown }: Entry): string {
  const counts = new Map<string, number>();
  for (const reference of shown) {
    const type = reference.split('/')[0]!;
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts].map(([type, n]) => `${type}: ${n}`).join(', ');
}

function whatOf({ type, shown }: Entry, language: Language): string {
  const types =
    type !== undefined && type !== '' && shown.length === 0 ? [type] : shown.map((one) => one.split('/')[0]!);
  const words = [...new Set(types.map((one) => nouns[one]?.[language] ?? one))];
  return words.length === 0 ? '' : `: ${words.join(', ')}`;
}

const refusedWords: Text = { nb: 'Avvist. ', nn: 'Avvist. ', en: 'Refused. ' };

const verbs: Record<string, Text> = {
  read: { nb: 'Leste', nn: 'Las', en: 'Read' },
  vread: { nb: 'Leste en tidligere utgave', nn: 'Las ei tidlegare utgåve', en: 'Read an earlier version' },
  'search-type': { nb: 'Søkte', nn: 'Søkte', en: 'Searched' },
  'search-system': { nb: 'Søkte', nn: 'Søkte', en: 'Searched' },
  'history-instance': { nb: 'Så endringene', nn: 'Såg endringane', en: 'Saw the changes' },
  'history-type': { nb: 'Så endringene', nn: 'Såg endringane', en: 'Saw the changes' },
  'history-system': { nb: 'Så endringene', nn: 'Såg endringane', en: 'Saw the changes' },
  create: { nb: 'Skrev', nn: 'Skreiv', en: 'Wrote' },
  update: { nb: 'Endret', nn: 'Endra', en: 'Changed' },
  patch: { nb: 'Endret', nn: 'Endra', en: 'Changed' },
  delete: { nb: 'Slettet', nn: 'Sletta', en: 'Deleted' },
  transaction: {
    nb: 'Ville gjøre flere ting samlet',
    nn: 'Ville gjere fleire ting samla',
    en: 'Wanted to do several things at once',
  },
};
const events: Record<string, Text> = {
  'log-on': { nb: 'Logget inn', nn: 'Logga inn', en: 'Logged on' },
  unlock: { nb: 'Låste opp skjermen', nn: 'Låste opp skjermen', en: 'Unlocked the screen' },
  lock: { nb: 'Låste skjermen', nn: 'Låste skjermen', en: 'Locked the screen' },
  role: { nb: 'Byttet rolle', nn: 'Bytte rolle', en: 'Changed role' },
  'log-out': { nb: 'Logget ut', nn: 'Logga ut', en: 'Logged out' },
  'log-out-everywhere': { nb: 'Logget ut overalt', nn: 'Logga ut overalt', en: 'Logged out everywhere' },
  'provider-log-out': { nb: 'Ble logget ut', nn: 'Vart logga ut', en: 'Was logged out' },
  token: { nb: 'Ba om tilgang med et program', nn: 'Bad om tilgang med eit program', en: 'A program asked for access' },
  'client-authentication': {
    nb: 'Et program viste hvem det er',
    nn: 'Eit program viste kven det er',
    en: 'A program showed who it is',
  },
  'app-authorization': { nb: 'Ga en app tilgang', nn: 'Gav ein app tilgang', en: 'Gave an app access' },
  'app-disconnected': { nb: 'Koblet fra en app', nn: 'Kopla frå ein app', en: 'Disconnected an app' },
  'log-check': { nb: 'Loggen mangler hendelser', nn: 'Loggen manglar hendingar', en: 'The log lacks entries' },
};
const operations: Record<string, Text> = {
  '$access-explain': {
    nb: 'Ba om å åpne journalen',
    nn: 'Bad om å opne journalen',
    en: 'Asked to open the record',
  },
  $everything: { nb: 'Åpnet hele journalen', nn: 'Opna heile journalen', en: 'Opened the whole record' },
  $document: { nb: 'Hentet et dokument', nn: 'Henta eit dokument', en: 'Fetched a document' },
  $changes: {
    nb: 'Fulgte endringer i journalen',
    nn: 'Følgde endringar i journalen',
    en: 'Followed changes in the record',
  },
  '$emergency-access': {
    nb: 'Åpnet journalen i en nødsituasjon',
    nn: 'Opna journalen i ein naudsituasjon',
    en: 'Opened the record in an emergency',
  },
  '$emergency-end': { nb: 'Avsluttet nødtilgang', nn: 'Avslutta naudtilgang', en: 'Ended emergency access' },
  $review: {
    nb: 'Så på saken om et oppslag',
    nn: 'Såg på saka om eit oppslag',
    en: 'Looked at the review of an access',
  },
  '$review-outcome': {
    nb: 'Vurderte et oppslag i journalen',
    nn: 'Vurderte eit oppslag i journalen',
    en: 'Reviewed an access to the record',
  },
  '$review-explain': { nb: 'Forklarte et oppslag', nn: 'Forklarte eit oppslag', en: 'Explained an access' },
  $question: {
    nb: 'Spurte om et oppslag i journalen',
    nn: 'Spurde om eit oppslag i journalen',
    en: 'Asked about an access to the record',
  },
  $block: { nb: 'Sperret opplysninger', nn: 'Sperra opplysningar', en: 'Blocked information' },
  $unblock: { nb: 'Opphevet en sperre', nn: 'Oppheva ei sperre', en: 'Lifted a block' },
  '$acting-for': {
    nb: 'Så hvem en kan handle for',
    nn: 'Såg kven ein kan handle for',
    en: 'Saw whom one may act for',
  },
  '$give-power': { nb: 'Ga fullmakt', nn: 'Gav fullmakt', en: 'Gave a power of attorney' },
  '$withdraw-power': { nb: 'Avsluttet en fullmakt', nn: 'Avslutta ei fullmakt', en: 'Ended a power of attorney' },
  '$parents-access': {
    nb: 'Bestemte hva foreldre ser',
    nn: 'Bestemte kva foreldre ser',
    en: 'Decided what parents see',
  },
  '$citizen-view': {
    nb: 'Så hva du selv får se',
    nn: 'Såg kva du sjølv får sjå',
    en: 'Looked at what you see yourself',
  },
  $summary: { nb: 'Laget et sammendrag', nn: 'Laga eit samandrag', en: 'Made a summary' },
  $share: {
    nb: 'Delte sammendraget med en kode',
    nn: 'Delte samandraget med ein kode',
    en: 'Shared the summary with a code',
  },
  '$shared-summary': {
    nb: 'Åpnet sammendraget med koden',
    nn: 'Opna samandraget med koden',
    en: 'Opened the summary with the code',
  },
  $circles: { nb: 'Så kretsene sine', nn: 'Såg krinsane sine', en: 'Saw their circles' },
  '$care-circle': {
    nb: 'Så besøk og meldinger i kretsen',
    nn: 'Såg besøk og meldingar i krinsen',
    en: 'Saw visits and messages in the circle',
  },
  '$circle-team': {
    nb: 'Så hvem som er med i kretsen',
    nn: 'Såg kven som er med i krinsen',
    en: 'Saw who is in the circle',
  },
  '$circle-invite': {
    nb: 'Inviterte til kretsen',
    nn: 'Inviterte til krinsen',
    en: 'Invited to the circle',
  },
  '$circle-leave': {
    nb: 'Tok noen ut av kretsen',
    nn: 'Tok nokon ut av krinsen',
    en: 'Took somebody out of the circle',
  },
  '$circle-act': {
    nb: 'Planla eller svarte i kretsen',
    nn: 'Planla eller svarte i krinsen',
    en: 'Planned or answered in the circle',
  },
  $export: { nb: 'Tok ut opplysninger', nn: 'Tok ut opplysningar', en: 'Exported information' },
};
const operation: Text = { nb: 'Brukte en funksjon', nn: 'Brukte ein funksjon', en: 'Used a function' };
const other: Text = { nb: 'Gjorde noe', nn: 'Gjorde noko', en: 'Did something' };

const nouns: Record<string, Text> = {
  Composition: { nb: 'notater', nn: 'notat', en: 'notes' },
  Goal: { nb: 'mål', nn: 'mål', en: 'goals' },
  CareTeam: { nb: 'team', nn: 'team', en: 'care teams' },
  Device: { nb: 'hjelpemidler', nn: 'hjelpemiddel', en: 'devices' },
  DeviceUseStatement: { nb: 'hjelpemidler i bruk', nn: 'hjelpemiddel i bruk', en: 'devices in use' },
  DeviceRequest: { nb: 'bestilte hjelpemidler', nn: 'bestilte hjelpemiddel', en: 'ordered devices' },
  ImagingStudy: { nb: 'bilder', nn: 'bilete', en: 'images' },
  List: { nb: 'lister', nn: 'lister', en: 'lists' },
  MedicationDispense: { nb: 'utleverte legemidler', nn: 'utleverte legemiddel', en: 'medicines dispensed' },
  FamilyMemberHistory: { nb: 'sykdom i familien', nn: 'sjukdom i familien', en: 'family history' },
  RiskAssessment: { nb: 'risikovurderinger', nn: 'risikovurderingar', en: 'risk assessments' },
  Specimen: { nb: 'prøver', nn: 'prøver', en: 'specimens' },
  Media: { nb: 'bilder', nn: 'bilete', en: 'pictures' },
  NutritionOrder: { nb: 'kosthold', nn: 'kosthald', en: 'diet' },
  AdverseEvent: { nb: 'uønskede hendelser', nn: 'uønskte hendingar', en: 'adverse events' },
  ClinicalImpression: { nb: 'vurderinger', nn: 'vurderingar', en: 'assessments' },
  Provenance: { nb: 'opphav', nn: 'opphav', en: 'sources' },
  CommunicationRequest: { nb: 'ønskede meldinger', nn: 'ønskte meldingar', en: 'requested messages' },
  SupplyRequest: { nb: 'bestillinger', nn: 'bestillingar', en: 'supply requests' },
  DetectedIssue: { nb: 'varsler om legemidler', nn: 'varsel om legemiddel', en: 'medicine alerts' },
  GuidanceResponse: { nb: 'råd', nn: 'råd', en: 'advice' },
  Basic: { nb: 'innstillinger', nn: 'innstillingar', en: 'settings' },
  Binary: { nb: 'filer', nn: 'filer', en: 'files' },
  AllergyIntolerance: { nb: 'allergier', nn: 'allergiar', en: 'allergies' },
  Appointment: { nb: 'timer', nn: 'timar', en: 'appointments' },
  AuditEvent: { nb: 'innsynsloggen', nn: 'innsynsloggen', en: 'the access log' },
  CarePlan: { nb: 'planer', nn: 'planar', en: 'plans' },
  Communication: { nb: 'meldinger', nn: 'meldingar', en: 'messages' },
  Condition: { nb: 'diagnoser', nn: 'diagnosar', en: 'conditions' },
  Consent: { nb: 'samtykker og sperringer', nn: 'samtykke og sperringar', en: 'consents and blocks' },
  DiagnosticReport: { nb: 'svar på undersøkelser', nn: 'svar på undersøkingar', en: 'reports of examinations' },
  DocumentReference: { nb: 'dokumenter', nn: 'dokument', en: 'documents' },
  Encounter: { nb: 'kontakter', nn: 'kontaktar', en: 'encounters' },
  EpisodeOfCare: { nb: 'tjenester', nn: 'tenester', en: 'services' },
  Flag: { nb: 'varsler', nn: 'varsel', en: 'flags' },
  Immunization: { nb: 'vaksiner', nn: 'vaksinar', en: 'vaccinations' },
  MedicationAdministration: { nb: 'gitte legemidler', nn: 'gitte legemiddel', en: 'medicines given' },
  MedicationRequest: { nb: 'legemidler', nn: 'legemiddel', en: 'medicines' },
  MedicationStatement: { nb: 'legemidler', nn: 'legemiddel', en: 'medicines' },
  Observation: { nb: 'målinger og prøvesvar', nn: 'målingar og prøvesvar', en: 'measurements and results' },
  Patient: { nb: 'personopplysninger', nn: 'personopplysningar', en: 'personal details' },
  Procedure: { nb: 'behandling', nn: 'behandling', en: 'procedures' },
  QuestionnaireResponse: { nb: 'skjemaer', nn: 'skjema', en: 'forms' },
  RelatedPerson: { nb: 'pårørende', nn: 'pårørande', en: 'next of kin' },
  ServiceRequest: { nb: 'henvisninger og bestillinger', nn: 'tilvisingar og bestillingar', en: 'referrals and orders' },
  Task: { nb: 'oppgaver', nn: 'oppgåver', en: 'tasks' },
};
