import type { RelationKind } from './facts.ts';
import { ended, manners, relations } from './relation-texts.ts';

/** Why something is shown or refused: a word for the log and for programs, with a text for people. */
export type ReasonKey = RelationReason | keyof typeof texts;

export type RelationReason =
  | `relation:${RelationKind}`
  | `relation:${RelationKind}-delegated`
  | `relation:${RelationKind}-grace`;

export type Language = 'nb' | 'nn' | 'en';

/** Says why in plain words and, where something is refused, what to do. No names and no numbers stand in it. */
export function textOf(reason: ReasonKey, language: Language): string {
  if (!reason.startsWith('relation:')) return texts[reason as keyof typeof texts][language];
  const [kind = '', manner] = reason.slice('relation:'.length).split(/-(delegated|grace)$/);
  const said: Readonly<Record<string, Text>> = manner === 'grace' ? { ...relations, ...ended } : relations;
  const text = said[kind]![language];
  return manner === undefined ? text : `${text} ${manners[manner as keyof typeof manners][language]}`;
}

type Text = Readonly<Record<Language, string>>;

const texts = {
  system: {
    nb: 'Et datasystem gjør en oppgave det er satt til.',
    nn: 'Eit datasystem gjer ei oppgåve det er sett til.',
    en: 'A computer system does a task it is set to do.',
  },
  self: {
    nb: 'Du leser din egen journal.',
    nn: 'Du les din eigen journal.',
    en: 'You are reading your own record.',
  },
  parent: {
    nb: 'En med foreldreansvar leser journalen til barnet.',
    nn: 'Ein med foreldreansvar les journalen til barnet.',
    en: 'A person with parental responsibility is reading the child’s record.',
  },
  'care-order': {
    nb: 'Den som har overtatt omsorgen for barnet, leser journalen.',
    nn: 'Den som har teke over omsorga for barnet, les journalen.',
    en: 'Whoever has taken over the care of the child is reading the record.',
  },
  'released-to-parents': {
    nb: 'Opplysningen er delt med dem som har foreldreansvar.',
    nn: 'Opplysninga er delt med dei som har foreldreansvar.',
    en: 'The item is shared with those who have parental responsibility.',
  },
  mandate: {
    nb: 'Personen har gitt fullmakt.',
    nn: 'Personen har gitt fullmakt.',
    en: 'The person has given a power of attorney.',
  },
  guardian: {
    nb: 'Personen har verge for personlige forhold.',
    nn: 'Personen har verje for personlege forhold.',
    en: 'The person has a guardian for personal matters.',
  },
  'care-circle': {
    nb: 'Personen har latt dem være med i kretsen rundt seg.',
    nn: 'Personen har late dei vere med i krinsen rundt seg.',
    en: 'The person has let them into the circle around them.',
  },
  'shared-link': {
    nb: 'Personen delte sammendraget med en kode.',
    nn: 'Personen delte samandraget med ein kode.',
    en: 'The person shared the summary with a code.',
  },
  'break-glass': {
    nb: 'Journalen er åpnet med nødtilgang. Personen får beskjed, og en annen vurderer åpningen.',
    nn: 'Journalen er opna med naudtilgang. Personen får melding, og ein annan vurderer opninga.',
    en: 'The record was opened with emergency access. The person is told, and somebody else reviews it.',
  },
  'consent-in-situ': {
    nb: 'Personen har selv sagt ja her og nå til at det som er sperret, leses.',
    nn: 'Personen har sjølv sagt ja her og no til at det som er sperra, blir lese.',
    en: 'The person has agreed here and now that what is blocked may be read.',
  },
  'quality-own-former-patient': {
    nb: 'En som har behandlet personen, leser for å lære eller for å sikre kvaliteten.',
    nn: 'Ein som har behandla personen, les for å lære eller for å sikre kvaliteten.',
    en: 'A former treater is reading to learn or to assure quality.',
  },
  'research-pseudonymised': {
    nb: 'Et godkjent forskningsprosjekt får opplysningene uten navn, nummer, fritekst og nøyaktige datoer.',
    nn: 'Eit godkjent forskingsprosjekt får opplysningane utan namn, nummer, fritekst og nøyaktige datoar.',
    en: 'An approved research project is given this without names, numbers, free text and exact dates.',
  },
  'address-protected': {
    nb: 'Adressen er beskyttet. Det som kan røpe hvor personen er, er utelatt.',
    nn: 'Adressa er verna. Det som kan røpe kvar personen er, er utelate.',
    en: 'The address is protected. What could tell where the person is, is left out.',
  },
  'third-party': {
    nb: 'Det som handler om en annen person, er utelatt.',
    nn: 'Det som handlar om ein annan person, er utelate.',
    en: 'What is about somebody else is left out.',
  },
  'loa-too-low': {
    nb: 'Innloggingen er ikke sikker nok for helseopplysninger. Logg inn på nytt med høyt sikkerhetsnivå.',
    nn: 'Innlogginga er ikkje sikker nok for helseopplysningar. Logg inn på nytt med høgt tryggleiksnivå.',
    en: 'This log-on is not secure enough for health information. Log on again at the high level of assurance.',
  },
  'employment-inactive': {
    nb: 'Du er ikke lenger registrert som ansatt i enheten. Velg en annen enhet, eller be lederen din rette det.',
    nn: 'Du er ikkje lenger registrert som tilsett i eininga. Vel ei anna eining, eller be leiaren din rette det.',
    en: 'You are no longer registered as working in this unit. Choose another unit, or ask your manager to correct it.',
  },
  'hpr-inactive': {
    nb: 'Autorisasjonen din er ikke gyldig i helsepersonellregisteret. Snakk med lederen din.',
    nn: 'Autorisasjonen din er ikkje gyldig i helsepersonellregisteret. Snakk med leiaren din.',
    en: 'Your authorisation is not valid in the register of health personnel. Talk to your manager.',
  },
  'hpr-role': {
    nb: 'Rollen du har valgt, krever en autorisasjon du ikke har. Velg en annen rolle.',
    nn: 'Rolla du har valt, krev ein autorisasjon du ikkje har. Vel ei anna rolle.',
    en: 'The role you chose needs an authorisation that you do not have. Choose another role.',
  },
  'role-unknown': {
    nb: 'Rollen du har valgt, gir ingen tilgang til journaler. Det du trenger i en sak, får du av den som har ansvaret for den. Er rollen feil, kan lederen din rette den.',
    nn: 'Rolla du har valt, gir ingen tilgang til journalar. Det du treng i ei sak, får du av den som har ansvaret for henne. Er rolla feil, kan leiaren din rette henne.',
    en: 'The role you chose gives no access to records. What you need in a case you get from who is responsible for it. If the role is wrong, your manager can correct it.',
  },
  'own-record': {
    nb: 'Dette er din egen journal. Den kan du lese som innbygger, men ikke i arbeidet ditt.',
    nn: 'Dette er din eigen journal. Han kan du lese som innbyggjar, men ikkje i arbeidet ditt.',
    en: 'This is your own record. You can read it as a citizen, but not at work.',
  },
  'blocked-person': {
    nb: 'Personen har sperret journalen for deg. En kollega må ta over. Nødtilgang åpner den heller ikke.',
    nn: 'Personen har sperra journalen for deg. Ein kollega må ta over. Naudtilgang opnar han heller ikkje.',
    en: 'The person keeps the record from you. A colleague must take over. Emergency access does not open it either.',
  },
  'adoption-link': {
    nb: 'Opplysninger om tiden før adopsjonen vises ikke.',
    nn: 'Opplysningar om tida før adopsjonen blir ikkje viste.',
    en: 'Information from before the adoption is not shown.',
  },
  'purpose-missing': {
    nb: 'Det er ikke sagt hva du skal bruke opplysningene til. Velg et formål.',
    nn: 'Det er ikkje sagt kva du skal bruke opplysningane til. Vel eit formål.',
    en: 'It is not said what you need the information for. Choose a purpose.',
  },
  'purpose-not-possible': {
    nb: 'Rollen du har, kan ikke brukes til dette formålet. Velg et annet formål eller en annen rolle.',
    nn: 'Rolla du har, kan ikkje brukast til dette formålet. Vel eit anna formål eller ei anna rolle.',
    en: 'Your role cannot be used for this purpose. Choose another purpose or another role.',
  },
  'purpose-text-missing': {
    nb: 'Du leser for å lære eller for å lede. Skriv med egne ord hva du trenger opplysningene til.',
    nn: 'Du les for å lære eller for å leie. Skriv med eigne ord kva du treng opplysningane til.',
    en: 'You are reading to learn or to manage. Write in your own words what you need the information for.',
  },
  'no-basis': {
    nb: 'Personen er ikke registrert hos enheten din nå, og ingen har henvist personen hit. Registrer at personen har kommet, eller spør den som behandler personen.',
    nn: 'Personen er ikkje registrert hos eininga di no, og ingen har tilvist personen hit. Registrer at personen har kome, eller spør den som behandlar personen.',
    en: 'The person is not registered with your unit now, and nobody has referred the person here. Register that the person has arrived, or ask those who treat the person.',
  },
  'shared-outside': {
    nb: 'Personen har sagt ja til at stedet får vite dette.',
    nn: 'Personen har sagt ja til at staden får vite dette.',
    en: 'The person has agreed that this place may know it.',
  },
  'outside-not-shared': {
    nb: 'Du arbeider utenfor helsetjenesten. Personen har ikke sagt ja til at dere får vite dette, eller har trukket det tilbake. Spør personen, eller den som koordinerer planen.',
    nn: 'Du arbeider utanfor helsetenesta. Personen har ikkje sagt ja til at de får vite dette, eller har trekt det tilbake. Spør personen, eller den som koordinerer planen.',
    en: 'You work outside the health service. The person has not agreed that you may know this, or has withdrawn it. Ask the person, or whoever coordinates the plan.',
  },
  'self-asserted-relation': {
    nb: 'Du har selv laget oppgaven som skulle gi deg tilgang, uten at noe har skjedd med personen. Det gir ikke tilgang, og personvernombudet får beskjed.',
    nn: 'Du har sjølv laga oppgåva som skulle gi deg tilgang, utan at noko har hendt med personen. Det gir ikkje tilgang, og personvernombodet får melding.',
    en: 'You made the task that would give you access yourself, and nothing has happened with the person. It gives no access, and the privacy officer is told.',
  },
  'task-not-accepted': {
    nb: 'Enheten er bedt om noe for personen og har ikke svart. Si ja før du skriver i journalen.',
    nn: 'Eininga er beden om noko for personen og har ikkje svart. Sei ja før du skriv i journalen.',
    en: 'The unit is asked to do something for the person and has not answered. Accept before you write in the record.',
  },
  'break-glass-role': {
    nb: 'Rollen din kan ikke åpne en journal med nødtilgang. Spør lege, sykepleier eller ambulansepersonell.',
    nn: 'Rolla di kan ikkje opne ein journal med naudtilgang. Spør lege, sjukepleiar eller ambulansepersonell.',
    en: 'Your role cannot open a record with emergency access. Ask a doctor, a nurse or ambulance personnel.',
  },
  'break-glass-reason': {
    nb: 'Nødtilgang krever en grunn på minst ti tegn. Forklar kort hvorfor du må se journalen nå.',
    nn: 'Naudtilgang krev ein grunn på minst ti teikn. Forklar kort kvifor du må sjå journalen no.',
    en: 'Emergency access needs a reason of at least ten characters. Say briefly why you must see the record now.',
  },
  'break-glass-expired': {
    nb: 'Nødtilgangen er over. Har du fortsatt behov, må den åpnes på nytt med en ny grunn.',
    nn: 'Naudtilgangen er over. Har du framleis behov, må han opnast på nytt med ein ny grunn.',
    en: 'The emergency access is over. If you still need it, open it again with a new reason.',
  },
  'student-unsupervised': {
    nb: 'Studenter ser bare det veilederen kan vise. Det er ikke registrert noen veileder for deg her.',
    nn: 'Studentar ser berre det rettleiaren kan vise. Det er ikkje registrert nokon rettleiar for deg her.',
    en: 'Students see only what their supervisor may show. No supervisor is registered for you here.',
  },
  'op-not-allowed': {
    nb: 'Rollen din kan ikke gjøre dette. Spør lederen din om hvem som kan.',
    nn: 'Rolla di kan ikkje gjere dette. Spør leiaren din om kven som kan.',
    en: 'Your role cannot do this. Ask your manager who can.',
  },
  'refused-together': {
    nb: 'Ikke gjort, fordi noe annet i samme forespørsel ble avvist.',
    nn: 'Ikkje gjort, fordi noko anna i same førespurnad vart avvist.',
    en: 'Not done, because something else in the same request was refused.',
  },
  'role-category': {
    nb: 'Rollen din gir ikke tilgang til denne typen opplysninger. Spør en kollega som har rollen som trengs.',
    nn: 'Rolla di gir ikkje tilgang til denne typen opplysningar. Spør ein kollega som har rolla som trengst.',
    en: 'Your role does not give access to this kind of information. Ask a colleague with the role that does.',
  },
  'wrong-patient': {
    nb: 'Opplysningen er ført på feil person og vises ikke før det er rettet.',
    nn: 'Opplysninga er ført på feil person og blir ikkje vist før det er retta.',
    en: 'The item was written in the wrong record and is not shown until that is corrected.',
  },
  'blocked-org': {
    nb: 'Personen har sperret noe for virksomheten din. Be om samtykke dersom du trenger det.',
    nn: 'Personen har sperra noko for verksemda di. Be om samtykke dersom du treng det.',
    en: 'The person keeps something from your organisation. Ask for consent if you need it.',
  },
  'blocked-unit': {
    nb: 'Personen har sperret noe for enheten din. Be om samtykke dersom du trenger det.',
    nn: 'Personen har sperra noko for eininga di. Be om samtykke dersom du treng det.',
    en: 'The person keeps something from your unit. Ask for consent if you need it.',
  },
  'blocked-category': {
    nb: 'Personen har sperret denne typen opplysninger. Be om samtykke dersom du trenger dem.',
    nn: 'Personen har sperra denne typen opplysningar. Be om samtykke dersom du treng dei.',
    en: 'The person keeps this kind of information back. Ask for consent if you need it.',
  },
  'blocked-document': {
    nb: 'Personen har sperret noe i journalen. Be om samtykke dersom du trenger det.',
    nn: 'Personen har sperra noko i journalen. Be om samtykke dersom du treng det.',
    en: 'The person keeps something in the record back. Ask for consent if you need it.',
  },
  'blocked-all': {
    nb: 'Personen har sperret hele journalen. Be om samtykke dersom du trenger den.',
    nn: 'Personen har sperra heile journalen. Be om samtykke dersom du treng han.',
    en: 'The person keeps the whole record back. Ask for consent if you need it.',
  },
  'blocked-learning': {
    nb: 'Personen vil ikke at journalen brukes til læring.',
    nn: 'Personen vil ikkje at journalen blir brukt til læring.',
    en: 'The person does not want the record to be used for learning.',
  },
  'blocked-secondary-use': {
    nb: 'Personen har reservert seg mot at opplysningene brukes til forskning.',
    nn: 'Personen har reservert seg mot at opplysningane blir brukte til forsking.',
    en: 'The person has objected to the information being used for research.',
  },
  'blocked-register': {
    nb: 'Personen har reservert seg mot at registeret får opplysninger fra journalen.',
    nn: 'Personen har reservert seg mot at registeret får opplysningar frå journalen.',
    en: 'The person has objected to the register getting information from the record.',
  },
  'project-not-approved': {
    nb: 'Forskningsprosjektet er ikke godkjent for å hente opplysninger herfra.',
    nn: 'Forskingsprosjektet er ikkje godkjent for å hente opplysningar herifrå.',
    en: 'The research project is not approved to fetch information from here.',
  },
  'not-pseudonymised': {
    nb: 'Forskning får bare opplysninger som ikke kan knyttes til en person. Endre uttrekket.',
    nn: 'Forsking får berre opplysningar som ikkje kan knytast til ein person. Endre uttrekket.',
    en: 'Research is given only what cannot be tied to a person. Change the extract.',
  },
  withheld: {
    nb: 'Opplysningen er holdt tilbake etter pasient- og brukerrettighetsloven § 5-1.',
    nn: 'Opplysninga er halden tilbake etter pasient- og brukarrettslova § 5-1.',
    en: 'The item is withheld under the patient and user rights act, section 5-1.',
  },
  delayed: {
    nb: 'Opplysningen vises når helsepersonell har snakket med deg om den.',
    nn: 'Opplysninga blir vist når helsepersonell har snakka med deg om ho.',
    en: 'The item is shown when health personnel have talked with you about it.',
  },
  draft: {
    nb: 'Det er ikke signert ennå. Den som skriver, ser det alene.',
    nn: 'Det er ikkje signert enno. Den som skriv, ser det åleine.',
    en: 'It is not signed yet. Only the one who writes it sees it.',
  },
  'withheld-from-parents': {
    nb: 'Opplysningen deles ikke med dem som har foreldreansvar.',
    nn: 'Opplysninga blir ikkje delt med dei som har foreldreansvar.',
    en: 'The item is not shared with those who have parental responsibility.',
  },
  'youth-confidential': {
    nb: 'Det ungdom forteller til helsestasjonen i fortrolighet, deles ikke.',
    nn: 'Det ungdom fortel til helsestasjonen i fortruleg samtale, blir ikkje delt.',
    en: 'What young people tell the youth clinic in confidence is not shared.',
  },
  'child-12-15-no-digital': {
    nb: 'Barnet har fylt 12 år, og foreldre ser ikke lenger journalen på nett. Ta kontakt med dem som behandler barnet.',
    nn: 'Barnet har fylt 12 år, og foreldre ser ikkje lenger journalen på nett. Ta kontakt med dei som behandlar barnet.',
    en: 'The child is 12 or older, and parents no longer see the record online. Contact those who treat the child.',
  },
  'child-16': {
    nb: 'Barnet har fylt 16 år og bestemmer selv. Barnet kan gi fullmakt.',
    nn: 'Barnet har fylt 16 år og bestemmer sjølv. Barnet kan gi fullmakt.',
    en: 'The child is 16 or older and decides alone. The child may give a power of attorney.',
  },
  'no-parental-responsibility': {
    nb: 'Du er ikke registrert med foreldreansvar for barnet. Er det feil, ta kontakt med folkeregisteret.',
    nn: 'Du er ikkje registrert med foreldreansvar for barnet. Er det feil, ta kontakt med folkeregisteret.',
    en: 'You are not registered with parental responsibility for the child. If that is wrong, contact the population register.',
  },
  'court-restriction': {
    nb: 'En avgjørelse fra retten begrenser innsynet ditt. Ta kontakt med dem som behandler barnet.',
    nn: 'Ei avgjerd frå retten avgrensar innsynet ditt. Ta kontakt med dei som behandlar barnet.',
    en: 'A court decision limits what you may see. Contact those who treat the child.',
  },
  'care-taken-over': {
    nb: 'Barnevernet har overtatt omsorgen for barnet. Ta kontakt med barneverntjenesten.',
    nn: 'Barnevernet har teke over omsorga for barnet. Ta kontakt med barneverntenesta.',
    en: 'The child welfare service has taken over the care of the child. Contact the service.',
  },
  'address-no-representation': {
    nb: 'Den som har beskyttet adresse, kan ikke representere eller representeres på nett. Ta kontakt direkte.',
    nn: 'Den som har verna adresse, kan ikkje representere eller representerast på nett. Ta kontakt direkte.',
    en: 'A person with a protected address cannot represent or be represented online. Make contact directly.',
  },
  'mandate-inactive': {
    nb: 'Fullmakten gjelder ikke lenger.',
    nn: 'Fullmakta gjeld ikkje lenger.',
    en: 'The power of attorney is no longer valid.',
  },
  'mandate-scope': {
    nb: 'Fullmakten gjelder ikke dette.',
    nn: 'Fullmakta gjeld ikkje dette.',
    en: 'The power of attorney does not cover this.',
  },
  deceased: {
    nb: 'Journalen til en som er død, vises ikke på nett. Nærmeste pårørende kan be om innsyn hos dem som behandlet.',
    nn: 'Journalen til ein som er død, blir ikkje vist på nett. Næraste pårørande kan be om innsyn hos dei som behandla.',
    en: 'The record of a person who has died is not shown online. The nearest kin may ask those who gave treatment.',
  },
  'no-basis-citizen': {
    nb: 'Du har ikke tilgang til dette.',
    nn: 'Du har ikkje tilgang til dette.',
    en: 'You do not have access to this.',
  },
} satisfies Record<string, Text>;

/** All of them by their keys, for whoever translates them. */
export const reasonTexts = (): Readonly<Record<string, Text>> => ({
  ...texts,
  ...Object.fromEntries(Object.entries(relations).map(([kind, text]) => [`relation:${kind}`, text])),
});
