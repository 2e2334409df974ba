import type { Words } from '../../shared/i18n/words.ts';

/** What is said when the server did not take what was done, and a person must say what is true. */
export const troubleWords = {
  'trouble.title': [
    'Noe ble endret mens du var uten nett.',
    'Noko vart endra medan du var utan nett.',
    'Something changed while you were offline.',
  ],
  'trouble.title.online': ['Dette ble ikke lagret.', 'Dette vart ikkje lagra.', 'This was not stored.'],
  'trouble.both': [
    'Begge deler er tatt vare på. Velg hva som skal gjelde.',
    'Begge delar er tekne vare på. Vel kva som skal gjelde.',
    'Both are kept. Choose which is to stand.',
  ],
  'trouble.mine': ['Du · {{time}}', 'Du · {{time}}', 'You · {{time}}'],
  'trouble.theirs': ['{{who}} · {{time}}', '{{who}} · {{time}}', '{{who}} · {{time}}'],
  'trouble.somebody': ['En annen', 'Ein annan', 'Somebody else'],
  'trouble.once.theirs': ['Bare én dose er gitt', 'Berre éin dose er gitt', 'Only one dose was given'],
  'trouble.once.theirs.text': [
    '{{who}} registrerte den {{time}}. Din registrering tas bort.',
    '{{who}} registrerte han {{time}}. Di registrering blir teken bort.',
    '{{who}} recorded it {{time}}. Yours is removed.',
  ],
  'trouble.once.mine': ['Begge dosene er gitt', 'Begge dosane er gitt', 'Both doses were given'],
  'trouble.once.mine.text': [
    'Din dose {{time}} registreres som avvik. Kontakt lege.',
    'Dosen din {{time}} blir registrert som avvik. Kontakt lege.',
    'Your dose {{time}} is recorded as a deviation. Call the doctor.',
  ],
  'trouble.not.theirs': ['Jeg ga den ikke', 'Eg gav han ikkje', 'I did not give it'],
  'trouble.not.theirs.text': [
    'Registreringen tas bort.',
    'Registreringa blir teken bort.',
    'What you recorded is removed.',
  ],
  'trouble.not.mine': ['Jeg ga den', 'Eg gav han', 'I gave it'],
  'trouble.not.mine.text': [
    'Dosen {{time}} registreres som avvik. Kontakt lege.',
    'Dosen {{time}} blir registrert som avvik. Kontakt lege.',
    'The dose {{time}} is recorded as a deviation. Call the doctor.',
  ],
  'trouble.stale.theirs': ['Det som står der nå', 'Det som står der no', 'What stands there now'],
  'trouble.history': [
    'Det som sto der før, blir stående i historikken.',
    'Det som stod der før, blir ståande i historikken.',
    'What stood there before stays in the history.',
  ],
  'trouble.use': ['Bruk «{{what}}»', 'Bruk «{{what}}»', 'Use “{{what}}”'],
  'trouble.why': ['Hva skjedde', 'Kva skjedde', 'What happened'],
  'trouble.whyNeeded': ['Skriv hva som skjedde.', 'Skriv kva som skjedde.', 'Say what happened.'],
} as const satisfies Words;
