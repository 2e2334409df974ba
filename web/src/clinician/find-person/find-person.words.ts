import type { Words } from '../../shared/i18n/words.ts';

export const findPersonWords = {
  'find.label': ['Finn person', 'Finn person', 'Find a person'],
  'find.placeholder': [
    'Finn person: navn, fødselsdato eller fødselsnummer',
    'Finn person: namn, fødselsdato eller fødselsnummer',
    'Find a person: name, birth date or identity number',
  ],
  'find.open': ['Finn person', 'Finn person', 'Find a person'],
  'find.close': ['Lukk søket', 'Lukk søket', 'Close the search'],
  'find.results': ['Personer', 'Personar', 'Persons'],
  'find.recent': ['Sist åpnet', 'Sist opna', 'Recently opened'],
  'find.searching': ['Søker …', 'Søkjer …', 'Searching …'],
  'find.willOpen': [
    'Søker. Er det bare ett treff, åpnes det.',
    'Søkjer. Er det berre eitt treff, blir det opna.',
    'Searching. If there is only one hit, it opens.',
  ],
  'find.goTo': ['Gå hit', 'Gå hit', 'Go here'],
  'find.none': ['Ingen treff.', 'Ingen treff.', 'No one found.'],
  'find.noneHelp': [
    'Prøv fødselsdato (14.03.1942), hele fødselsnummeret eller en annen del av navnet.',
    'Prøv fødselsdato (14.03.1942), heile fødselsnummeret eller ein annan del av namnet.',
    'Try the birth date (14.03.1942), the whole identity number or another part of the name.',
  ],
  'find.more': [
    'Flere finnes. Skriv mer for å finne den rette.',
    'Fleire finst. Skriv meir for å finne den rette.',
    'There are more. Type more to find the right one.',
  ],
  'find.count_one': ['{{count}} person funnet', '{{count}} person funnen', '{{count}} person found'],
  'find.count_other': ['{{count}} personer funnet', '{{count}} personar funne', '{{count}} persons found'],
  'find.failed': [
    'Fikk ikke søkt. Prøv igjen om litt.',
    'Fekk ikkje søkt. Prøv igjen om litt.',
    'The search did not work. Try again shortly.',
  ],
  'find.dead': ['død', 'død', 'deceased'],
  'find.addressHidden': ['Adresse er skjult', 'Adressa er skjult', 'Address is hidden'],
} satisfies Words;
