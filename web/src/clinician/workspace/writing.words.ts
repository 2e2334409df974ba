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
    'Notatet står blant utkastene til {{name}}, som leser og signerer det.',
    'Notatet står blant utkasta til {{name}}, som les og signerer det.',
    'The note stands among the drafts of {{name}}, who reads and signs it.',
  ],
  'dictation.by': [
    'Skrevet for deg av {{who}}. Les gjennom før du signerer.',
    'Skrive for deg av {{who}}. Les gjennom før du signerer.',
    'Written for you by {{who}}. Read it through before you sign.',
  ],
  'dictation.choose': ['Hvem skriver du for?', 'Kven skriv du for?', 'For whom do you write?'],
  'dictation.what': ['hvem du skriver for', 'kven du skriv for', 'for whom you write'],
  'dictation.nobody': [
    'Du er ikke registrert som skriver for noen. Lederen din kan legge det inn på ansettelsen din.',
    'Du er ikkje registrert som skrivar for nokon. Leiaren din kan leggje det inn på tilsetjinga di.',
    'You are not registered as writing for anybody. Your manager can add it to your employment.',
  ],
} satisfies Words;
