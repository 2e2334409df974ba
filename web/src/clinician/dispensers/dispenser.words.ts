import type { Words } from '../../shared/i18n/words.ts';

/** A dispenser of medicines at home, on the list of medicines. */
export const dispenserWords = {
  'dispenser.title': ['Dispenser hjemme', 'Dispensar heime', 'Dispenser at home'],
  'dispenser.what': ['det som ligger i dispenseren', 'det som ligg i dispensaren', 'what lies in the dispenser'],
  'dispenser.empty': [
    'Ingenting er registrert i den.',
    'Ingenting er registrert i han.',
    'Nothing is recorded as lying in it.',
  ],
  'dispenser.contents': ['Ligger i dispenseren', 'Ligg i dispensaren', 'Lies in the dispenser'],
  'dispenser.filled': ['Fylt {{when}} {{who}}', 'Fylt {{when}} {{who}}', 'Filled {{when}} {{who}}'],
  'dispenser.lasts': ['varer til og med {{day}}', 'varer til og med {{day}}', 'lasts to the end of {{day}}'],
  'dispenser.fill': ['Fyll', 'Fyll', 'Fill'],
  'dispenser.which': ['Ligger i dispenseren nå', 'Ligg i dispensaren no', 'Lies in the dispenser now'],
  'dispenser.whichHelp': [
    'Det du fjerner haken for, tar du ut.',
    'Det du fjernar haken for, tek du ut.',
    'What you uncheck, you take out.',
  ],
  'dispenser.beside': ['Gis ved siden av: {{what}}', 'Blir gitt ved sida av: {{what}}', 'Given beside it: {{what}}'],
  'dispenser.days': ['Fylt for dager', 'Fylt for dagar', 'Filled for days'],
  'dispenser.daysWrong': ['Skriv 1 til 42 dager.', 'Skriv 1 til 42 dagar.', 'Write 1 to 42 days.'],
  'dispenser.confirmFill': ['Bekreft innholdet', 'Stadfest innhaldet', 'Confirm the contents'],
  'dispenser.confirmedFill': ['{{what}} er fylt', '{{what}} er fylt', '{{what}} is filled'],
  'dispenser.takenOut': ['Tatt ut av dispenseren', 'Teke ut av dispensaren', 'Taken out of the dispenser'],
  'dispenser.cancel': ['Avbryt', 'Avbryt', 'Cancel'],
  'dispenser.missed': ['Ikke tatt', 'Ikkje teke', 'Not taken'],
  'dispenser.notTaken': ['Ikke tatt', 'Ikkje teke', 'Not taken'],
  'dispenser.confirm': ['Stemmer', 'Stemmer', 'Correct'],
  'dispenser.confirmMissed': [
    'Stemmer: {{what}} ble ikke tatt {{when}}',
    'Stemmer: {{what}} blei ikkje teke {{when}}',
    'Correct: {{what}} was not taken {{when}}',
  ],
  'dispenser.taken': [
    '{{count}} doser meldt tatt, ikke bekreftet',
    '{{count}} dosar melde tekne, ikkje stadfesta',
    '{{count}} doses told as taken, not confirmed',
  ],
  'dispenser.confirmTaken': ['Bekreft at de er tatt', 'Stadfest at dei er tekne', 'Confirm that they were taken'],
  'dispenser.confirmed': ['Bekreftet', 'Stadfesta', 'Confirmed'],
  'dispenser.confirmedNote': [
    'Bekreftet: stemmer med det dispenseren meldte',
    'Stadfesta: stemmer med det dispensaren melde',
    'Confirmed: agrees with what the dispenser told',
  ],
} satisfies Words;
