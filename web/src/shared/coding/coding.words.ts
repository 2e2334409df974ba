import type { Words } from '../i18n/words.ts';

export const codingWords = {
  'coding.own': ['Fra journalen', 'Frå journalen', 'From the record'],
  'coding.found': ['Koder', 'Kodar', 'Codes'],
  'coding.none': [
    'Ingen kode passer. Prøv et annet ord.',
    'Ingen kode passar. Prøv eit anna ord.',
    'No code fits. Try another word.',
  ],
  'coding.free': ['Bruk «{{text}}» uten kode', 'Bruk «{{text}}» utan kode', 'Use “{{text}}” without a code'],
  'coding.failed': ['Fikk ikke søkt i kodene.', 'Fekk ikkje søkt i kodane.', 'Could not search the codes.'],
  'coding.count_one': ['{{count}} treff', '{{count}} treff', '{{count}} hit'],
  'coding.count_other': ['{{count}} treff', '{{count}} treff', '{{count}} hits'],
} satisfies Words;
