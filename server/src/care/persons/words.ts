import type { Words } from '../process.ts';

/** What the rules say to the user, by the key of the issue. */
export const personWords = {
  'number-taken': {
    nb: 'Det finnes allerede en journal med dette nummeret. Søk opp personen, og bruk den. Er det skrevet feil, rett nummeret.',
    nn: 'Det finst allereie ein journal med dette nummeret. Søk opp personen, og bruk han. Er det skrive feil, rett nummeret.',
    en: 'There is a record with this number already. Search for the person, and use it. If it is mistyped, correct the number.',
  },
} satisfies Record<string, Words>;
