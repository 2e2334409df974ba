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
  'document-file-too-large': {
    nb: 'Filen er for stor. Den kan være på inntil 20 MB.',
    nn: 'Fila er for stor. Ho kan vere på inntil 20 MB.',
    en: 'The file is too large. It may be up to 20 MB.',
  },
  'document-empty': {
    nb: 'Filen er tom.',
    nn: 'Fila er tom.',
    en: 'The file is empty.',
  },
  'document-malware': {
    nb: 'Filen er et program eller en pakket fil, og kan være skadelig. Den er ikke lagret.',
    nn: 'Fila er eit program eller ei pakka fil, og kan vere skadeleg. Ho er ikkje lagra.',
    en: 'The file is a program or a packed file, and may be harmful. It is not kept.',
  },
  'document-active': {
    nb: 'Filen inneholder skript eller andre filer. Skriv den ut til PDF på nytt, og legg inn den.',
    nn: 'Fila inneheld skript eller andre filer. Skriv ho ut til PDF på nytt, og legg inn den.',
    en: 'The file has scripts or other files in it. Print it to PDF anew, and add that.',
  },
  'document-file-fixed': {
    nb: 'En fil endres ikke. Legg inn et nytt dokument som erstatter det gamle.',
    nn: 'Ei fil blir ikkje endra. Legg inn eit nytt dokument som erstattar det gamle.',
    en: 'A file is not changed. Add a new document that replaces the old one.',
  },
  'document-file-alone': {
    nb: 'Filen hører ikke til noe dokument.',
    nn: 'Fila høyrer ikkje til noko dokument.',
    en: 'The file belongs to no document.',
  },
  'document-file-missing': {
    nb: 'Filen som dokumentet viser til, finnes ikke.',
    nn: 'Fila som dokumentet viser til, finst ikkje.',
    en: 'The file that the document refers to is not there.',
  },
  'document-fixed': {
    nb: 'Innholdet i et dokument endres ikke. Legg inn et nytt som erstatter det.',
    nn: 'Innhaldet i eit dokument blir ikkje endra. Legg inn eit nytt som erstattar det.',
    en: 'The content of a document is not changed. Add a new one that replaces it.',
  },
  'document-not-yours': {
    nb: 'Bare den som la inn dokumentet, eller virksomheten som har ansvar for det, kan endre det.',
    nn: 'Berre den som la inn dokumentet, eller verksemda som har ansvar for det, kan endre det.',
    en: 'Only who added the document, or the organisation that answers for it, may change it.',
  },
  'document-replaces': {
    nb: 'Dokumentet som skulle erstattes, er feilført eller allerede erstattet.',
    nn: 'Dokumentet som skulle erstattast, er feilført eller alt erstatta.',
    en: 'The document to be replaced was entered in error, or has been replaced already.',
  },
  'document-move-reason': {
    nb: 'Skriv hva som skjedde (minst 5 tegn).',
    nn: 'Skriv kva som skjedde (minst 5 teikn).',
    en: 'Say what happened (at least 5 characters).',
  },
  'document-move-same': {
    nb: 'Dokumentet står allerede i denne journalen.',
    nn: 'Dokumentet står alt i denne journalen.',
    en: 'The document is in this record already.',
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
