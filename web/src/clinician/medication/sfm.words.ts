import type { Words } from '../../shared/i18n/words.ts';

export const sfmWords = {
  'sfm.title': ['Nasjonal legemiddelliste (SFM)', 'Nasjonal legemiddelliste (SFM)', 'National medicine list (SFM)'],
  'sfm.what': ['den nasjonale listen', 'den nasjonale lista', 'the national list'],
  'sfm.fetch': ['Hent nå', 'Hent no', 'Fetch now'],
  'sfm.fetched': ['Den nasjonale listen er hentet', 'Den nasjonale lista er henta', 'The national list is fetched'],
  'sfm.send': ['Send listen herfra', 'Send lista herfrå', 'Send the list from here'],
  'sfm.sent': ['Listen er sendt', 'Lista er send', 'The list is sent'],
  'sfm.never': ['Ikke hentet ennå.', 'Ikkje henta enno.', 'Not fetched yet.'],
  'sfm.state.fetched': ['Hentet {{when}}', 'Henta {{when}}', 'Fetched {{when}}'],
  'sfm.state.sent_one': [
    'Sendt {{when}}: én behandling',
    'Send {{when}}: éi behandling',
    'Sent {{when}}: one treatment',
  ],
  'sfm.state.sent_other': [
    'Sendt {{when}}: {{count}} behandlinger',
    'Send {{when}}: {{count}} behandlingar',
    'Sent {{when}}: {{count}} treatments',
  ],
  'sfm.beside': [
    'Det den sier, står ved siden av vår liste i samstemmingen.',
    'Det ho seier, står ved sida av lista vår i samstemminga.',
    'What it says stands beside our list in the reconciliation.',
  ],
  'sfm.failed.fetch': ['Kunne ikke hentes {{when}}', 'Kunne ikkje hentast {{when}}', 'Could not be fetched {{when}}'],
  'sfm.failed.send': ['Kunne ikke sendes {{when}}', 'Kunne ikkje sendast {{when}}', 'Could not be sent {{when}}'],
  'sfm.failure.sfm-away': ['SFM svarte ikke.', 'SFM svara ikkje.', 'SFM did not answer.'],
  'sfm.failure.sfm-refused': ['SFM sa nei:', 'SFM sa nei:', 'SFM refused:'],
  'sfm.failure.sfm-strange': [
    'Svaret kunne ikke leses.',
    'Svaret kunne ikkje lesast.',
    'The answer could not be read.',
  ],
  'sfm.failure.sfm-person': [
    'Svaret gjaldt en annen person, og er ikke lagret.',
    'Svaret gjaldt ein annan person, og er ikkje lagra.',
    'The answer was of another person, and is not stored.',
  ],
  'sfm.send.until': [
    'Hele listen sendes, også det som er uendret. Kan sendes til {{when}}.',
    'Heile lista blir send, også det som er uendra. Kan sendast til {{when}}.',
    'The whole list is sent, what is unchanged too. Can be sent until {{when}}.',
  ],
  'sfm.send.fetchFirst': [
    'Hent på nytt før du sender: det kan ha skjedd noe etter sist.',
    'Hent på nytt før du sender: det kan ha skjedd noko etter sist.',
    'Fetch anew before you send: something may have happened since.',
  ],
} as const satisfies Words;
