import type { Language, Words } from './types.ts';

/** What can be wrong with a response, in the words of whoever fills it in; `{…}` stand for the issue's values. */
export const formWords = {
  'form-required': { nb: 'Må fylles ut', nn: 'Må fyllast ut', en: 'Must be filled in' },
  'form-choose': { nb: 'Velg et svar', nn: 'Vel eit svar', en: 'Choose an answer' },
  'form-too-few': {
    nb: 'Må ha minst {min} svar',
    nn: 'Må ha minst {min} svar',
    en: 'Must have at least {min} answers',
  },
  'form-too-many': {
    nb: 'Kan ha høyst {max} svar',
    nn: 'Kan ha høgst {max} svar',
    en: 'Can have at most {max} answers',
  },
  'form-below': { nb: 'Må være minst {min}', nn: 'Må vere minst {min}', en: 'Must be at least {min}' },
  'form-above': { nb: 'Kan være høyst {max}', nn: 'Kan vere høgst {max}', en: 'Can be at most {max}' },
  'form-too-early': {
    nb: 'Kan ikke være før {min}',
    nn: 'Kan ikkje vere før {min}',
    en: 'Cannot be before {min}',
  },
  'form-too-late': {
    nb: 'Kan ikke være etter {max}',
    nn: 'Kan ikkje vere etter {max}',
    en: 'Cannot be after {max}',
  },
  'form-decimals': {
    nb: 'Skriv med høyst {max} desimaler',
    nn: 'Skriv med høgst {max} desimalar',
    en: 'Write with at most {max} decimals',
  },
  'form-whole-number': { nb: 'Skriv et helt tall', nn: 'Skriv eit heilt tal', en: 'Write a whole number' },
  'form-too-long': {
    nb: 'Kan ha høyst {max} tegn',
    nn: 'Kan ha høgst {max} teikn',
    en: 'Can have at most {max} characters',
  },
  'form-too-short': {
    nb: 'Må ha minst {min} tegn',
    nn: 'Må ha minst {min} teikn',
    en: 'Must have at least {min} characters',
  },
  'form-pattern': {
    nb: 'Er ikke skrevet slik det skal{format}',
    nn: 'Er ikkje skrive slik det skal{format}',
    en: 'Is not written as it should be{format}',
  },
  'form-unit': { nb: 'Skal oppgis i {unit}', nn: 'Skal givast i {unit}', en: 'Must be given in {unit}' },
  'form-exclusive': {
    nb: '«{option}» kan ikke velges sammen med noe annet',
    nn: '«{option}» kan ikkje veljast saman med noko anna',
    en: '“{option}” cannot be chosen together with anything else',
  },
  'form-not-an-option': {
    nb: 'Er ikke et av svarene som kan velges',
    nn: 'Er ikkje eit av svara som kan veljast',
    en: 'Is not one of the answers to choose from',
  },
  'form-not-in-value-set': {
    nb: 'Koden er ikke blant dem som kan velges her',
    nn: 'Koden er ikkje blant dei som kan veljast her',
    en: 'The code is not one of those to choose from here',
  },
  'form-too-large': {
    nb: 'Filen kan være på høyst {max} MB',
    nn: 'Fila kan vere på høgst {max} MB',
    en: 'The file can be at most {max} MB',
  },
  'form-file-type': {
    nb: 'Filen er ikke av en type som kan brukes her',
    nn: 'Fila er ikkje av ein type som kan brukast her',
    en: 'The file is not of a type that can be used here',
  },
  'form-not-asked': {
    nb: 'Er besvart, men spørsmålet stilles ikke når de andre svarene er slik',
    nn: 'Er svart på, men spørsmålet blir ikkje stilt når dei andre svara er slik',
    en: 'Is answered, but is not asked when the other answers are as they are',
  },
  'form-calculated-differs': {
    nb: 'Er ikke det som følger av svarene',
    nn: 'Er ikkje det som følgjer av svara',
    en: 'Is not what follows from the answers',
  },
  'form-unknown-item': {
    nb: 'Skjemaet har ikke dette feltet på dette stedet',
    nn: 'Skjemaet har ikkje dette feltet på denne staden',
    en: 'The form has no such field in this place',
  },
  'form-wrong-type': {
    nb: 'Svaret er av feil slag: her skal det stå {type}',
    nn: 'Svaret er av feil slag: her skal det stå {type}',
    en: 'The answer is of the wrong kind: this is for {type}',
  },
  'form-not-repeated': { nb: 'Kan bare ha ett svar', nn: 'Kan berre ha eitt svar', en: 'Can have one answer only' },
} as const satisfies Record<string, Words>;

export type FormIssueKey = keyof typeof formWords;

/** What an answer is called, by the type of its item. */
export const typeWords: Record<string, Words> = {
  boolean: { nb: 'ja eller nei', nn: 'ja eller nei', en: 'yes or no' },
  decimal: { nb: 'et tall', nn: 'eit tal', en: 'a number' },
  integer: { nb: 'et helt tall', nn: 'eit heilt tal', en: 'a whole number' },
  quantity: { nb: 'et tall med enhet', nn: 'eit tal med eining', en: 'a number with a unit' },
  date: { nb: 'en dato', nn: 'ein dato', en: 'a date' },
  dateTime: { nb: 'en dato med klokkeslett', nn: 'ein dato med klokkeslett', en: 'a date with a time' },
  time: { nb: 'et klokkeslett', nn: 'eit klokkeslett', en: 'a time of day' },
  string: { nb: 'tekst', nn: 'tekst', en: 'text' },
  text: { nb: 'tekst', nn: 'tekst', en: 'text' },
  url: { nb: 'en adresse', nn: 'ei adresse', en: 'an address' },
  choice: { nb: 'et av valgene', nn: 'eit av vala', en: 'one of the choices' },
  'open-choice': {
    nb: 'et av valgene, eller tekst',
    nn: 'eit av vala, eller tekst',
    en: 'one of the choices, or text',
  },
  attachment: { nb: 'en fil', nn: 'ei fil', en: 'a file' },
  reference: { nb: 'en henvisning', nn: 'ei tilvising', en: 'a reference' },
  group: { nb: 'en gruppe av felt', nn: 'ei gruppe av felt', en: 'a group of fields' },
  display: { nb: 'ingenting', nn: 'ingenting', en: 'nothing' },
};

/** The words with the issue's values in them. */
export function filled(words: Words, language: Language, values: Readonly<Record<string, string | Words>>): string {
  return words[language].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'string' ? value : value[language];
  });
}

/** With the field's name before it, for who does not see the form; the first letter is small then. */
const ofField = ({ nb, nn, en }: Words): Words => ({ nb: after(nb), nn: after(nn), en: after(en) });
const after = (text: string): string => `{field}: ${text.charAt(0).toLowerCase()}${text.slice(1)}`;

/** What the process refuses: the fields of a form, and its operations. */
export const processWords: Readonly<Record<string, Words>> = {
  ...Object.fromEntries(Object.entries(formWords).map(([key, words]) => [key, ofField(words)])),
  'populate-subject': {
    nb: 'Si hvem skjemaet skal fylles ut for',
    nn: 'Sei kven skjemaet skal fyllast ut for',
    en: 'Say whom the form is to be filled in for',
  },
  'form-unknown': {
    nb: 'Skjemaet finnes ikke her',
    nn: 'Skjemaet finst ikkje her',
    en: 'The form is not here',
  },
  'form-query': {
    nb: 'Skjemaet henter noe fra journalen på en måte som ikke kan brukes. Si fra til den som forvalter det.',
    nn: 'Skjemaet hentar noko frå journalen på ein måte som ikkje kan brukast. Sei frå til den som forvaltar det.',
    en: 'The form asks the record for something in a way that cannot be used. Tell whoever maintains it.',
  },
  'form-too-many-queries': {
    nb: 'Skjemaet henter for mye fra journalen. Si fra til den som forvalter det.',
    nn: 'Skjemaet hentar for mykje frå journalen. Sei frå til den som forvaltar det.',
    en: 'The form asks the record for too much. Tell whoever maintains it.',
  },
  'extract-response': {
    nb: 'Svarene som skal bli til målinger og diagnoser, mangler',
    nn: 'Svara som skal bli til målingar og diagnosar, manglar',
    en: 'The answers to be made into measurements and diagnoses are missing',
  },
};
