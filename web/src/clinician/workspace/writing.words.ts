import type { Words } from '../../shared/i18n/words.ts';

/** Texts of the note that is written, which come with it. */
export const writingWords = {
  'note.contact': ['Kontakt', 'Kontakt', 'Contact'],
  'note.contact.none': ['Ingen kontakt', 'Ingen kontakt', 'No contact'],
  'note.contact.now': ['pågår', 'går no', 'going on'],
  'note.contact.earlier': ['En tidligere kontakt', 'Ein tidlegare kontakt', 'An earlier contact'],
  'dictation.for': ['Skrives for {{name}}', 'Blir skrive for {{name}}', 'Written for {{name}}'],
  'dictation.done': ['Ferdig skrevet', 'Ferdig skrive', 'Written'],
  'dictation.hint': [
    'Til du sier at det er ferdig, ser {{name}} at du skriver på det.',
    'Til du seier at det er ferdig, ser {{name}} at du skriv på det.',
    'Until you say that it is written, {{name}} sees that you are writing it.',
  ],
  'dictation.waits': [
    'Venter på at {{name}} leser og signerer. Skriver du mer, er det ikke ferdig lenger.',
    'Ventar på at {{name}} les og signerer. Skriv du meir, er det ikkje ferdig lenger.',
    'Waits for {{name}} to read and sign. If you write more, it is not ready any more.',
  ],
  'dictation.by': [
    'Skrevet for deg av {{who}}. Les gjennom før du signerer.',
    'Skrive for deg av {{who}}. Les gjennom før du signerer.',
    'Written for you by {{who}}. Read it through before you sign.',
  ],
  'dictation.begun': [
    '{{who}} skriver dette for deg, og har ikke sagt at det er ferdig.',
    '{{who}} skriv dette for deg, og har ikkje sagt at det er ferdig.',
    '{{who}} is writing this for you, and has not said that it is written.',
  ],
  'dictation.choose': ['Hvem skriver du for?', 'Kven skriv du for?', 'For whom do you write?'],
  'dictation.what': ['hvem du skriver for', 'kven du skriv for', 'for whom you write'],
  'dictation.nobody': [
    'Du er ikke registrert som skriver for noen. Lederen din kan legge det inn på ansettelsen din.',
    'Du er ikkje registrert som skrivar for nokon. Leiaren din kan leggje det inn på tilsetjinga di.',
    'You are not registered as writing for anybody. Your manager can add it to your employment.',
  ],
} satisfies Words;
