import type { Words } from '../../shared/i18n/words.ts';

/** Bands and labels with the code that the check before a dose reads. */
export const bandsWords = {
  'bands.title': ['Armbånd og etiketter', 'Armband og etikettar', 'Bands and labels'],
  'bands.back': ['Tilbake til journalen', 'Tilbake til journalen', 'Back to the record'],
  'bands.what': ['armbåndet', 'armbandet', 'the band'],
  'bands.kind': ['Hva skal skrives ut?', 'Kva skal skrivast ut?', 'What is to be printed?'],
  'bands.band': ['Armbånd', 'Armband', 'Band'],
  'bands.label': ['Etiketter', 'Etikettar', 'Labels'],
  'bands.bandHelp': [
    '19 cm langt, til å klippe ut og legge i et armbånd med lomme.',
    '19 cm langt, til å klippe ut og leggje i eit armband med lomme.',
    '19 cm long, to cut out and put in a band with a pocket.',
  ],
  'bands.labelHelp': [
    '24 på et A4-ark, 70 × 37 mm hver. Skriv ut uten skalering.',
    '24 på eit A4-ark, 70 × 37 mm kvar. Skriv ut utan skalering.',
    '24 on a sheet of A4, 70 × 37 mm each. Print without scaling.',
  ],
  'bands.count': ['Antall', 'Tal', 'How many'],
  'bands.countWrong': ['Skriv 1 til {{most}}.', 'Skriv 1 til {{most}}.', 'Write 1 to {{most}}.'],
  'bands.print': ['Skriv ut', 'Skriv ut', 'Print'],
  'bands.born': ['Født {{date}}', 'Fødd {{date}}', 'Born {{date}}'],
  'bands.preview': ['Slik blir det', 'Slik blir det', 'What it will be'],
  'bands.about': [
    'Koden sier hvilken journal det er, og ikke noe annet. Den leses med Skann på besøk og medisinrunde, før et legemiddel gis.',
    'Koden seier kva for journal det er, og ikkje noko anna. Han blir lesen med Skann på besøk og medisinrunde, før eit legemiddel blir gitt.',
    'The code says which record it is, and nothing else. It is read by Scan at visits and on the medicine round, before a medicine is given.',
  ],
  'bands.control': [
    'Les navn og fødselsdato sammen med personen før du fester båndet.',
    'Les namn og fødselsdato saman med personen før du festar bandet.',
    'Read name and date of birth together with the person before you put the band on.',
  ],
} satisfies Words;
