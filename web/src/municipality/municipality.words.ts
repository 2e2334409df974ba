import type { Words } from '../shared/i18n/words.ts';

export const municipalityWords = {
  'municipality.places': ['Kommune', 'Kommune', 'Municipality'],
  'municipality.place./kommune/personvern': ['Innsynskontroll', 'Innsynskontroll', 'Access control'],
  'municipality.place./kommune/administrasjon': ['Administrasjon', 'Administrasjon', 'Administration'],
} satisfies Words;
