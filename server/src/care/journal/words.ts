import type { Words } from '../process.ts';

/** What the process refuses, in the words of whoever writes notes. */
export const words: Readonly<Record<string, Words>> = {
  'changed-since-seen': {
    nb: 'Notatet er endret siden du så det, kanskje på en annen enhet. Les det på nytt før du signerer.',
    nn: 'Notatet er endra sidan du såg det, kanskje på ei anna eining. Les det på nytt før du signerer.',
    en: 'The note has changed since you saw it, perhaps on another device. Read it again before you sign.',
  },
  'note-empty': {
    nb: 'Notatet er tomt. Skriv noe før du signerer.',
    nn: 'Notatet er tomt. Skriv noko før du signerer.',
    en: 'The note is empty. Write something before you sign.',
  },
  'template-unknown': {
    nb: 'Malen som notatet er skrevet på, finnes ikke lenger.',
    nn: 'Malen som notatet er skrive på, finst ikkje lenger.',
    en: 'The template that the note was written on is no longer here.',
  },
  'draft-stopped': {
    nb: 'Utkastet er forkastet og kan ikke signeres.',
    nn: 'Utkastet er forkasta og kan ikkje signerast.',
    en: 'The draft was given up and cannot be signed.',
  },
  'draft-subject': {
    nb: 'Utkastet må gjelde en person.',
    nn: 'Utkastet må gjelde ein person.',
    en: 'The draft must be about a person.',
  },
  'draft-author': {
    nb: 'Utkastet må ha den som skriver, som forfatter.',
    nn: 'Utkastet må ha den som skriv, som forfattar.',
    en: 'The draft must have the one who writes as its author.',
  },
  'dictation-author': {
    nb: 'Velg hvem du skriver for. Notatet signeres av den du skriver for.',
    nn: 'Vel kven du skriv for. Notatet blir signert av den du skriv for.',
    en: 'Choose for whom you write. The note is signed by whoever you write for.',
  },
  'ready-own': {
    nb: 'Det du skriver selv, signerer du. Bare det som er skrevet for en annen, meldes ferdig skrevet.',
    nn: 'Det du skriv sjølv, signerer du. Berre det som er skrive for ein annan, blir meldt ferdig skrive.',
    en: 'What you write yourself you sign. Only what is written for somebody else is said to be written out.',
  },
  'ready-empty': {
    nb: 'Utkastet er tomt. Skriv noe før du melder det ferdig.',
    nn: 'Utkastet er tomt. Skriv noko før du melder det ferdig.',
    en: 'The draft is empty. Write something before you say that it is written out.',
  },
  'note-contact': {
    nb: 'Velg en kontakt som denne personen har hatt her, og som ikke er avlyst.',
    nn: 'Vel ein kontakt som denne personen har hatt her, og som ikkje er avlyst.',
    en: 'Choose a contact that this person has had, and that has not been called off.',
  },
  'form-kept': {
    nb: 'Utfylte skjemaer slettes ikke. Rett skjemaet i stedet.',
    nn: 'Utfylte skjema blir ikkje sletta. Rett skjemaet i staden.',
    en: 'Completed forms are not deleted. Correct the form instead.',
  },
  'form-signed': {
    nb: 'Skjemaet er fullført og endres bare ved å rettes.',
    nn: 'Skjemaet er fullført og blir berre endra ved å bli retta.',
    en: 'The form is completed, and changes only by being corrected.',
  },
  'note-kept': {
    nb: 'Signerte notater slettes ikke. Rett notatet i stedet.',
    nn: 'Signerte notat blir ikkje sletta. Rett notatet i staden.',
    en: 'Signed notes are not deleted. Correct the note instead.',
  },
  'note-signed': {
    nb: 'Notatet er signert. Rett det, så blir rettelsen en ny versjon.',
    nn: 'Notatet er signert. Rett det, så blir rettinga ein ny versjon.',
    en: 'The note is signed. Correct it, and the correction becomes a new version.',
  },
  'note-status': {
    nb: 'Dette kan bare gjøres med et signert notat.',
    nn: 'Dette kan berre gjerast med eit signert notat.',
    en: 'This can only be done with a signed note.',
  },
  'note-author': {
    nb: 'Du kan bare signere det du selv har skrevet.',
    nn: 'Du kan berre signere det du sjølv har skrive.',
    en: 'You can only sign what you have written yourself.',
  },
  'note-not-yours': {
    nb: 'Bare den som skrev det, eller autorisert personell i samme virksomhet, kan gjøre dette.',
    nn: 'Berre den som skreiv det, eller autorisert personell i same verksemd, kan gjere dette.',
    en: 'Only the one who wrote it, or authorised personnel of the same organisation, can do this.',
  },
  'note-without-form': {
    nb: 'Notatet er ikke skrevet på en mal her og kan ikke rettes på denne måten.',
    nn: 'Notatet er ikkje skrive på ein mal her og kan ikkje rettast på denne måten.',
    en: 'The note was not written on a template here, and cannot be corrected in this way.',
  },
  'signature-missing': {
    nb: 'Signaturen din mangler.',
    nn: 'Signaturen din manglar.',
    en: 'Your signature is missing.',
  },
  'signature-of-another': {
    nb: 'Ingen kan signere for en annen.',
    nn: 'Ingen kan signere for ein annan.',
    en: 'Nobody can sign for somebody else.',
  },
  'signature-time': {
    nb: 'Signaturen må ha tidspunktet den blir gitt.',
    nn: 'Signaturen må ha tidspunktet han blir gitt.',
    en: 'The signature must have the time at which it is given.',
  },
  'sign-in-person': {
    nb: 'Et notat signeres av den som er logget på.',
    nn: 'Eit notat blir signert av den som er logga på.',
    en: 'A note is signed by the person who is logged on.',
  },
  'supervisor-missing': {
    nb: 'Det er ikke registrert noen veileder som kan kontrasignere. Be lederen din om å registrere en.',
    nn: 'Det er ikkje registrert nokon rettleiar som kan kontrasignere. Be leiaren din om å registrere ein.',
    en: 'No supervisor is registered who could countersign. Ask your manager to register one.',
  },
  'countersign-needed': {
    nb: 'Notater fra studenter må kontrasigneres av veilederen.',
    nn: 'Notat frå studentar må kontrasignerast av rettleiaren.',
    en: 'Notes by students must be countersigned by the supervisor.',
  },
  'countersign-needless': {
    nb: 'Bare notater fra studenter kontrasigneres.',
    nn: 'Berre notat frå studentar blir kontrasignerte.',
    en: 'Only notes by students are countersigned.',
  },
  'countersign-other': {
    nb: 'Bare veilederen til den som skrev, kan kontrasignere.',
    nn: 'Berre rettleiaren til den som skreiv, kan kontrasignere.',
    en: 'Only the supervisor of the one who wrote can countersign.',
  },
  'countersign-nothing': {
    nb: 'Notatet venter ikke på kontrasignering.',
    nn: 'Notatet ventar ikkje på kontrasignering.',
    en: 'The note does not wait for a countersignature.',
  },
  'countersign-unsigned': {
    nb: 'Notatet er ikke kontrasignert ennå. Les det, og kontrasigner det.',
    nn: 'Notatet er ikkje kontrasignert enno. Les det, og kontrasigner det.',
    en: 'The note is not countersigned yet. Read it, and countersign it.',
  },
  'struck-reason': {
    nb: 'Skriv hvorfor det er feil.',
    nn: 'Skriv kvifor det er feil.',
    en: 'Say why it is wrong.',
  },
  'reason-missing': {
    nb: 'Skriv hvorfor notatet flyttes.',
    nn: 'Skriv kvifor notatet blir flytta.',
    en: 'Say why the note is moved.',
  },
  'patient-reference': {
    nb: 'Velg personen notatet gjelder.',
    nn: 'Vel personen notatet gjeld.',
    en: 'Choose the person that the note is about.',
  },
  'orphan-role': {
    nb: 'Et utkast overtas av én person, som kan signere det.',
    nn: 'Eit utkast blir overteke av éin person, som kan signere det.',
    en: 'A draft is taken over by one person, who may sign it.',
  },
  'wrong-person-same': {
    nb: 'Notatet står allerede hos denne personen.',
    nn: 'Notatet står allereie hos denne personen.',
    en: 'The note stands in this person’s record already.',
  },
  'phrase-owner': {
    nb: 'En frase er din egen eller enhetens.',
    nn: 'Ein frase er din eigen eller eininga sin.',
    en: 'A phrase is your own or your unit’s.',
  },
  'phrase-name': {
    nb: 'Forkortelsen må ha 2 til 20 bokstaver, tall, punktum eller bindestreker.',
    nn: 'Forkortinga må ha 2 til 20 bokstavar, tal, punktum eller bindestrekar.',
    en: 'The abbreviation must have 2 to 20 letters, digits, dots or hyphens.',
  },
  'phrase-taken': {
    nb: 'Forkortelsen er i bruk. Velg en annen.',
    nn: 'Forkortinga er i bruk. Vel ei anna.',
    en: 'The abbreviation is in use. Choose another.',
  },
  'phrase-text': { nb: 'Skriv teksten.', nn: 'Skriv teksten.', en: 'Write the text.' },
  'phrase-number': {
    nb: 'Teksten har et fødselsnummer. Fraser skal ikke handle om en bestemt person.',
    nn: 'Teksten har eit fødselsnummer. Frasar skal ikkje handle om ein bestemt person.',
    en: 'The text has an identity number. Phrases are about nobody in particular.',
  },
  'citizen-access-code': {
    nb: 'Velg når pasienten skal se notatet.',
    nn: 'Vel når pasienten skal sjå notatet.',
    en: 'Choose when the patient is to see the note.',
  },
  'citizen-access-date': {
    nb: 'Velg en dato etter i dag.',
    nn: 'Vel ein dato etter i dag.',
    en: 'Choose a date after today.',
  },
  'citizen-access-reason': {
    nb: 'Velg grunn, og skriv hvorfor pasienten ikke skal se notatet.',
    nn: 'Vel grunn, og skriv kvifor pasienten ikkje skal sjå notatet.',
    en: 'Choose a ground, and say why the patient is not to see the note.',
  },
};
