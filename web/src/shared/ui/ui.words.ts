import type { Words } from '../i18n/words.ts';

export const uiWords = {
  'ui.fix': ['Rett opp dette først:', 'Rett opp dette først:', 'Put this right first:'],
  'ui.notDone': ['Det ble ikke gjort.', 'Det vart ikkje gjort.', 'It was not done.'],
  'ui.loading': ['Henter {{what}}', 'Hentar {{what}}', 'Loading {{what}}'],
  'ui.loaded': ['Hentet: {{what}}', 'Henta: {{what}}', 'Loaded: {{what}}'],
  'ui.failed': ['Fikk ikke hentet {{what}}.', 'Fekk ikkje henta {{what}}.', 'Could not load {{what}}.'],
  'ui.needsNetwork': [
    'Trenger nett, og er ikke åpnet her før.',
    'Treng nett, og er ikkje opna her før.',
    'Needs network, and has not been opened here before.',
  ],
  'ui.offline': [
    'Ingen kontakt med tjeneren. Fortsett å lese det som er hentet.',
    'Ingen kontakt med tenaren. Hald fram med å lese det som er henta.',
    'No contact with the server. You can go on reading what is loaded.',
  ],
  'ui.retry': ['Prøv nå', 'Prøv no', 'Try now'],
  'ui.reference': [
    'Referanse {{reference}}, oppgi den til brukerstøtte.',
    'Referanse {{reference}}, oppgje han til brukarstøtte.',
    'Reference {{reference}}, give it to user support.',
  ],
  'ui.shownAsOf': ['Vist slik det var {{when}}.', 'Vist slik det var {{when}}.', 'Shown as it was at {{when}}.'],
  'ui.refusedPart': [
    'Du har ikke tilgang til denne delen av journalen.',
    'Du har ikkje tilgang til denne delen av journalen.',
    'You do not have access to this part of the record.',
  ],
  'ui.undo': ['Angre', 'Angre', 'Undo'],
  'ui.new': ['Ny', 'Ny', 'New'],
  'ui.showAll': ['Vis alle {{count}}', 'Vis alle {{count}}', 'Show all {{count}}'],
  'ui.showFewer': ['Vis færre', 'Vis færre', 'Show fewer'],
} satisfies Words;
