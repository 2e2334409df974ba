import type { Words } from '../../shared/i18n/words.ts';

export const startWords = {
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
