import type { Words } from '../shared/i18n/words.ts';

export const doorWords = {
  'door.title': ['Én journal for hver innbygger', 'Éin journal for kvar innbyggjar', 'One record for each citizen'],
  'door.text': [
    'Alt du åpner, blir logget, og innbyggeren kan se det.',
    'Alt du opnar, blir logga, og innbyggjaren kan sjå det.',
    'Everything you open is logged, and the citizen can see it.',
  ],
  'door.helseid': ['Logg inn med HelseID', 'Logg inn med HelseID', 'Log in with HelseID'],
  'door.helseid.for': ['For ansatte', 'For tilsette', 'For staff'],
  'door.idporten': ['Logg inn med ID-porten', 'Logg inn med ID-porten', 'Log in with ID-porten'],
  'door.idporten.for': ['For innbyggere', 'For innbyggjarar', 'For citizens'],
  'door.closed': [
    'Her kan ingen logge inn. Snakk med dem som drifter systemet.',
    'Her kan ingen logge inn. Snakk med dei som driftar systemet.',
    'Nobody can log in here. Talk to those who run the system.',
  ],
  'door.unreachable': [
    'Får ikke kontakt med tjeneren. Prøv igjen om litt.',
    'Får ikkje kontakt med tenaren. Prøv igjen om litt.',
    'The server cannot be reached. Try again shortly.',
  ],
  'door.retry': ['Prøv igjen', 'Prøv igjen', 'Try again'],
  'door.ended': [
    'Du er logget ut. Logg inn for å fortsette der du var.',
    'Du er logga ut. Logg inn for å halde fram der du var.',
    'You are logged out. Log in to go on where you were.',
  ],
  'door.why.cancelled': [
    'Innloggingen ble ikke fullført. Prøv en gang til.',
    'Innlogginga vart ikkje fullført. Prøv ein gong til.',
    'The login was not completed. Try once more.',
  ],
  'door.why.stale': [
    'Innloggingen tok for lang tid, eller ble startet i et annet vindu. Prøv en gang til.',
    'Innlogginga tok for lang tid, eller vart starta i eit anna vindauge. Prøv ein gong til.',
    'The login took too long, or was started in another window. Try once more.',
  ],
  'door.why.invalid': [
    'Svaret fra innloggingstjenesten kunne ikke godtas. Prøv en gang til. Skjer det igjen, meld fra til dem som drifter systemet.',
    'Svaret frå innloggingstenesta kunne ikkje godtakast. Prøv ein gong til. Skjer det igjen, meld frå til dei som driftar systemet.',
    'The answer from the login service could not be accepted. Try once more. If it happens again, tell those who run the system.',
  ],
  'door.why.level': [
    'Du logget inn med for lavt sikkerhetsnivå. Velg BankID, Buypass eller en annen løsning på høyeste nivå.',
    'Du logga inn med for lågt tryggleiksnivå. Vel BankID, Buypass eller ei anna løysing på høgaste nivå.',
    'You logged in at too low a security level. Choose BankID, Buypass or another way at the highest level.',
  ],
  'door.why.no-employment': [
    'Du er ikke registrert som ansatt her. Snakk med lederen din, som kan registrere deg.',
    'Du er ikkje registrert som tilsett her. Snakk med leiaren din, som kan registrere deg.',
    'You are not registered as staff here. Talk to your manager, who can register you.',
  ],
  'door.why.no-record': [
    'Du har ingen journal her. Er du ansatt, logg inn med HelseID.',
    'Du har ingen journal her. Er du tilsett, logg inn med HelseID.',
    'You have no record here. If you are staff, log in with HelseID.',
  ],
  'door.why.contradiction': [
    'Opplysningene om deg i registrene stemmer ikke overens. Snakk med lederen din, som kan få dem rettet.',
    'Opplysningane om deg i registra stemmer ikkje overeins. Snakk med leiaren din, som kan få dei retta.',
    'What the registers say of you does not agree. Talk to your manager, who can have it corrected.',
  ],
  'door.why.other-person': [
    'Det var en annen person som logget inn. Bare den som låste, kan låse opp.',
    'Det var ein annan person som logga inn. Berre den som låste, kan låse opp.',
    'Somebody else logged in. Only the one who locked can unlock.',
  ],
  'door.why.organisation': [
    'HelseID lar deg ikke opptre for denne virksomheten.',
    'HelseID lèt deg ikkje opptre for denne verksemda.',
    'HelseID does not let you act for this organisation.',
  ],
  'door.why.unreachable': [
    'Innloggingstjenesten svarer ikke. Prøv igjen om litt.',
    'Innloggingstenesta svarer ikkje. Prøv igjen om litt.',
    'The login service does not answer. Try again shortly.',
  ],
  'door.why.wait': [
    'For mange innlogginger herfra har mislyktes. Vent noen minutter før du prøver igjen.',
    'For mange innloggingar herfrå har mislykkast. Vent nokre minutt før du prøver igjen.',
    'Too many logins from here have failed. Wait some minutes before you try again.',
  ],
  'choose.title': ['Hvor arbeider du nå?', 'Kvar arbeider du no?', 'Where do you work now?'],
  'choose.text': [
    'Valget avgjør hvilke journaler du kan åpne, og står i loggen. Du kan bytte senere uten å logge inn på nytt.',
    'Valet avgjer kva journalar du kan opne, og står i loggen. Du kan byte seinare utan å logge inn på nytt.',
    'The choice decides which records you may open, and stands in the log. You can change later without logging in again.',
  ],
  'choose.hello': ['Innlogget som {{name}}', 'Innlogga som {{name}}', 'Logged in as {{name}}'],
  'choose.failed': [
    'Valget kunne ikke lagres. Prøv en gang til.',
    'Valet kunne ikkje lagrast. Prøv ein gong til.',
    'The choice could not be saved. Try once more.',
  ],
  'lock.title': ['Låst', 'Låst', 'Locked'],
  'lock.text': [
    '{{name}} har låst skjermen. Lås opp for å fortsette akkurat der du var.',
    '{{name}} har låst skjermen. Lås opp for å halde fram akkurat der du var.',
    '{{name}} has locked the screen. Unlock to go on exactly where you were.',
  ],
  'lock.unlock': ['Lås opp', 'Lås opp', 'Unlock'],
  'lock.other': ['Ikke deg? Logg ut {{name}}', 'Ikkje deg? Logg ut {{name}}', 'Not you? Log out {{name}}'],
  'lock.now': ['Lås skjermen', 'Lås skjermen', 'Lock the screen'],
  'idle.soon': [
    'Skjermen låses om {{seconds}} sekunder.',
    'Skjermen blir låst om {{seconds}} sekund.',
    'The screen locks in {{seconds}} seconds.',
  ],
  'idle.stay': ['Fortsett', 'Hald fram', 'Go on'],
  'sessions.open': ['Innloggingene dine', 'Innloggingane dine', 'Your logins'],
  'sessions.text': [
    'Her er du logget inn nå. Logg ut der du ikke er selv.',
    'Her er du logga inn no. Logg ut der du ikkje er sjølv.',
    'Here you are logged in now. Log out where you are not yourself.',
  ],
  'sessions.this': ['Denne', 'Denne', 'This one'],
  'sessions.locked': ['Låst', 'Låst', 'Locked'],
  'sessions.unknown': ['Ukjent nettleser', 'Ukjend nettlesar', 'Unknown browser'],
  'sessions.times': [
    'Startet {{started}}, sist i bruk {{active}}',
    'Starta {{started}}, sist i bruk {{active}}',
    'Started {{started}}, last used {{active}}',
  ],
  'sessions.end': ['Logg ut', 'Logg ut', 'Log out'],
  'sessions.endThat': [
    'Logg ut {{device}}, startet {{started}}',
    'Logg ut {{device}}, starta {{started}}',
    'Log out {{device}}, started {{started}}',
  ],
  'sessions.everywhere': ['Logg ut overalt', 'Logg ut overalt', 'Log out everywhere'],
  'sessions.failed': [
    'Innloggingene kunne ikke hentes.',
    'Innloggingane kunne ikkje hentast.',
    'The logins could not be read.',
  ],
} satisfies Words;
