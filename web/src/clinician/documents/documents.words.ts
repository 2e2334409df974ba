import type { Words } from '../../shared/i18n/words.ts';

export const documentsWords = {
  'documents.add': ['Legg til dokument', 'Legg til dokument', 'Add document'],
  'documents.file': ['Fil', 'Fil', 'File'],
  'documents.fileHelp': [
    'PDF, bilde eller tekst, inntil 3 MB.',
    'PDF, bilete eller tekst, inntil 3 MB.',
    'PDF, image or text, up to 3 MB.',
  ],
  'documents.fileMissing': ['Velg en fil.', 'Vel ei fil.', 'Choose a file.'],
  'documents.type': ['Hva slags dokument er det?', 'Kva slags dokument er det?', 'What kind of document is it?'],
  'documents.titleField': ['Tittel', 'Tittel', 'Title'],
  'documents.date': ['Dato på dokumentet', 'Dato på dokumentet', 'Date of the document'],
  'documents.added': ['Dokumentet er lagt til', 'Dokumentet er lagt til', 'The document is added'],
  'documents.access': ['Innsyn for innbygger', 'Innsyn for innbyggar', 'Access for the citizen'],
  'documents.access.N': ['Ser dokumentet', 'Ser dokumentet', 'Sees the document'],
  'documents.access.NORU': ['Utsatt: ser det ikke ennå', 'Utsett: ser det ikkje enno', 'Delayed: does not see it yet'],
  'documents.access.NORN_FFL': ['Nektet: fare for liv', 'Nekta: fare for liv', 'Refused: danger to life'],
  'documents.access.NORN_KUT': [
    'Nektet: klart utilrådelig',
    'Nekta: klart utilrådeleg',
    'Refused: clearly inadvisable',
  ],
  'documents.access.NORN_FORANS': ['Foresatte ser det ikke', 'Føresette ser det ikkje', 'Parents do not see it'],
  'documents.accessReason': ['Begrunnelse', 'Grunngiving', 'Reason'],
  'documents.accessReview': ['Vurderes på nytt', 'Blir vurdert på nytt', 'To be looked at again'],
  'documents.accessSave': ['Lagre innsyn', 'Lagre innsyn', 'Save access'],
  'documents.accessSaved': ['Innsynet er endret', 'Innsynet er endra', 'The access is changed'],
  'documents.replaced': [
    'Erstattet av et nyere dokument',
    'Erstatta av eit nyare dokument',
    'Replaced by a newer document',
  ],
} satisfies Words;
