import type { Words } from '../../shared/i18n/words.ts';

export const roundWords = {
  'round.title': ['Medisinrunde', 'Medisinrunde', 'Medicine round'],
  'round.what': ['medisinrunden', 'medisinrunden', 'the medicine round'],
  'round.asOf': ['oppdatert {{time}}', 'oppdatert {{time}}', 'updated {{time}}'],
  'round.progress.label': ['Registrerte doser', 'Registrerte dosar', 'Recorded doses'],
  'round.progress': ['{{done}} av {{count}} doser', '{{done}} av {{count}} dosar', '{{done}} of {{count}} doses'],
  'round.later': ['Vis neste tolv timer', 'Vis neste tolv timar', 'Show the next twelve hours'],
  'round.persons': ['Personer på runden', 'Personar på runden', 'Persons on the round'],
  'round.nobody': ['Ingen er registrert på avdelingen.', 'Ingen er registrert på avdelinga.', 'Nobody is on the ward.'],
  'round.idle': ['Ingen doser nå:', 'Ingen dosar no:', 'No doses now:'],
  'round.born': ['født {{date}}', 'fødd {{date}}', 'born {{date}}'],
  'round.left': ['{{count}} gjenstår', '{{count}} står att', '{{count}} left'],
  'round.done': ['{{count}} registrert', '{{count}} registrert', '{{count}} recorded'],
  'round.read': ['bånd lest', 'band lese', 'band read'],
  'round.none': ['ingen doser nå', 'ingen dosar no', 'no doses now'],
  'round.dosesOf': ['Doser til {{name}}', 'Dosar til {{name}}', 'Doses for {{name}}'],
  'round.giveAll': ['Gitt: alle {{count}}', 'Gitt: alle {{count}}', 'Given: all {{count}}'],
  'round.giveAllTo': [
    'Gitt: alle {{count}} til {{name}}',
    'Gitt: alle {{count}} til {{name}}',
    'Given: all {{count}} to {{name}}',
  ],
  'round.show': ['Vis dosene til {{name}}', 'Vis dosane til {{name}}', 'Show the doses of {{name}}'],
  'round.hide': ['Skjul dosene til {{name}}', 'Skjul dosane til {{name}}', 'Hide the doses of {{name}}'],
} as const satisfies Words;
