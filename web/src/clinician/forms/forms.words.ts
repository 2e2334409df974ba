import type { Words } from '../../shared/i18n/words.ts';

export const formsWords = {
  'section.skjema': ['Skjemaer og skårer', 'Skjema og skårar', 'Forms and scores'],
  'forms.what': ['skjemaene', 'skjemaa', 'the forms'],
  'forms.new': ['Nytt skjema', 'Nytt skjema', 'New form'],
  'forms.search': ['Søk etter skjema', 'Søk etter skjema', 'Search for a form'],
  'forms.start': ['Fyll ut {{title}}', 'Fyll ut {{title}}', 'Fill in {{title}}'],
  'forms.noneFound': [
    'Ingen skjemaer heter «{{text}}»',
    'Ingen skjema heiter «{{text}}»',
    'No form is called “{{text}}”',
  ],
  'forms.forRole': ['For din rolle', 'For rolla di', 'For your role'],
  'forms.others': ['Andre', 'Andre', 'Others'],
  'forms.drafts': ['Ikke ferdige', 'Ikkje ferdige', 'Not finished'],
  'forms.draftsHelp': [
    'Bare du ser det du ikke er ferdig med.',
    'Berre du ser det du ikkje er ferdig med.',
    'Only you see what you have not finished.',
  ],
  'forms.goOn': ['Fortsett på {{title}}', 'Hald fram på {{title}}', 'Go on with {{title}}'],
  'forms.scores': ['Skårer', 'Skårar', 'Scores'],
  'forms.filled': ['Utfylte skjemaer', 'Utfylte skjema', 'Forms that are filled in'],
  'forms.none': [
    'Ingen skjemaer er fylt ut for denne personen.',
    'Ingen skjema er fylte ut for denne personen.',
    'No form has been filled in for this person.',
  ],
  'forms.elsewhere': [
    'Skjemaer fra andre systemer står under Dokumenter.',
    'Skjema frå andre system står under Dokument.',
    'Forms from other systems stand under Documents.',
  ],
  'forms.struck': ['Ført ved en feil', 'Ført ved ein feil', 'Entered in error'],
  'forms.times_one': ['Fylt ut {{count}} gang', 'Fylt ut {{count}} gong', 'Filled in {{count}} time'],
  'forms.times_other': ['Fylt ut {{count}} ganger', 'Fylt ut {{count}} gonger', 'Filled in {{count}} times'],
  'forms.trend': [
    '{{title}}: {{totals}}, eldst først',
    '{{title}}: {{totals}}, eldst først',
    '{{title}}: {{totals}}, oldest first',
  ],
} satisfies Words;
