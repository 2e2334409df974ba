import type { Words } from '../../shared/i18n/words.ts';

/** What the catalogue says of a medicine that is about to be ordered. */
export const catalogueWords = {
  'catalogue.group': ['Reseptgruppe', 'Reseptgruppe', 'Prescription group'],
  'catalogue.exchange': ['Bytte', 'Byte', 'Exchange'],
  'catalogue.exchanged': ['Apoteket kan bytte', 'Apoteket kan byte', 'The pharmacy may exchange it'],
  'catalogue.exchangedIn': [
    'Apoteket kan bytte innen {{group}}',
    'Apoteket kan byte innan {{group}}',
    'The pharmacy may exchange it within {{group}}',
  ],
  'catalogue.refund': ['Refusjon', 'Refusjon', 'Refund'],
  'catalogue.codes': ['Ved', 'Ved', 'For'],
  'catalogue.condition': ['Vilkår', 'Vilkår', 'Conditions'],
} satisfies Words;
