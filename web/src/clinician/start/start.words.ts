import type { Words } from '../../shared/i18n/words.ts';

export const startWords = {
  'signIn.title': ['Én journal for hver innbygger', 'Éin journal for kvar innbyggjar', 'One record for each citizen'],
  'signIn.text': [
    'Logg inn for å lese journalen. Alt du åpner, blir logget, og innbyggeren kan se det.',
    'Logg inn for å lese journalen. Alt du opnar, blir logga, og innbyggjaren kan sjå det.',
    'Log in to read the record. Everything you open is logged, and the citizen can see it.',
  ],
  'signIn.button': ['Logg inn', 'Logg inn', 'Log in'],
  'signIn.failed': [
    'Innloggingen ble ikke fullført. Prøv en gang til.',
    'Innlogginga vart ikkje fullført. Prøv ein gong til.',
    'The login was not completed. Try once more.',
  ],
  'signIn.unreachable': [
    'Får ikke kontakt med tjeneren. Prøv igjen om litt.',
    'Får ikkje kontakt med tenaren. Prøv igjen om litt.',
    'The server cannot be reached. Try again shortly.',
  ],
  'start.title': ['Finn en person', 'Finn ein person', 'Find a person'],
  'start.lead': [
    'Søk på navn, fødselsdato eller fødselsnummer.',
    'Søk på namn, fødselsdato eller fødselsnummer.',
    'Search by name, birth date or national identity number.',
  ],
  'start.recent': ['Sist åpnet', 'Sist opna', 'Recently opened'],
  'start.noRecent': [
    'Journalene du åpner, blir stående her.',
    'Journalane du opnar, blir ståande her.',
    'The records you open will be listed here.',
  ],
  'start.today': ['Avtalene dine i dag', 'Avtalane dine i dag', 'Your appointments today'],
  'start.list': ['Listen din', 'Lista di', 'Your list'],
  'start.list.what': ['listen din', 'lista di', 'your list'],
  'start.listMore': [
    'Viser {{count}}. Søk for å finne flere.',
    'Viser {{count}}. Søk for å finne fleire.',
    'Showing {{count}}. Search to find more.',
  ],
} satisfies Words;
