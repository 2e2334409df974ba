import type { Words } from '../process.ts';

/** What the rules say to the user, by the key of the issue. */
export const documentWords = {
  'document-kept': {
    nb: 'Dokumenter slettes ikke. Marker det som feilført, og skriv hvorfor.',
    nn: 'Dokument blir ikkje sletta. Merk det som feilført, og skriv kvifor.',
    en: 'Documents are not deleted. Mark it as entered in error, and say why.',
  },
  'document-error-reason': {
    nb: 'Skriv hvorfor dokumentet er feilført.',
    nn: 'Skriv kvifor dokumentet er feilført.',
    en: 'Say why the document was entered in error.',
  },
  'document-type': {
    nb: 'Velg hva slags dokument det er.',
    nn: 'Vel kva slags dokument det er.',
    en: 'Choose what kind of document it is.',
  },
  'document-in-future': {
    nb: 'Datoen kan ikke være i fremtiden.',
    nn: 'Datoen kan ikkje vere i framtida.',
    en: 'The date cannot be in the future.',
  },
  'document-media': {
    nb: 'Denne filtypen kan ikke lagres. Bruk PDF, bilde eller tekst.',
    nn: 'Denne filtypen kan ikkje lagrast. Bruk PDF, bilete eller tekst.',
    en: 'This kind of file cannot be kept. Use PDF, an image or text.',
  },
  'document-too-large': {
    nb: 'Filen er for stor. Den kan være på inntil 3 MB.',
    nn: 'Fila er for stor. Ho kan vere på inntil 3 MB.',
    en: 'The file is too large. It may be up to 3 MB.',
  },
  'document-other-content': {
    nb: 'Filen er ikke av den typen den utgir seg for.',
    nn: 'Fila er ikkje av den typen ho gir seg ut for.',
    en: 'The file is not of the kind that it says.',
  },
  'access-code-reason': {
    nb: 'Skriv hvorfor innbyggeren ikke skal se dokumentet nå (minst 10 tegn).',
    nn: 'Skriv kvifor innbyggaren ikkje skal sjå dokumentet no (minst 10 teikn).',
    en: 'Say why the citizen is not to see the document now (at least 10 characters).',
  },
  'access-code-review': {
    nb: 'Oppgi en dato fremover da det skal vurderes på nytt.',
    nn: 'Oppgi ein dato framover då det skal vurderast på nytt.',
    en: 'Give a coming date when it is looked at again.',
  },
} as const satisfies Record<string, Words>;
