import type { Words } from '../i18n/words.ts';

/** The viewers of documents. */
export const documentsViewWords = {
  'document.page': ['Side {{page}} av {{pages}}', 'Side {{page}} av {{pages}}', 'Page {{page}} of {{pages}}'],
  'document.pages': ['Sidene i {{title}}', 'Sidene i {{title}}', 'Pages of {{title}}'],
  'document.pageImage': [
    'Side {{page}}. Teksten står under bildet for skjermlesere.',
    'Side {{page}}. Teksten står under biletet for skjermlesarar.',
    'Page {{page}}. The text follows the image for screen readers.',
  ],
  'document.noText': [
    'Siden er et bilde uten tekst.',
    'Sida er eit bilete utan tekst.',
    'The page is an image without text.',
  ],
  'document.morePages_one': ['Vis {{count}} side til', 'Vis {{count}} side til', 'Show {{count}} more page'],
  'document.morePages_other': ['Vis {{count}} sider til', 'Vis {{count}} sider til', 'Show {{count}} more pages'],
  'document.larger': ['Større', 'Større', 'Larger'],
  'document.smaller': ['Mindre', 'Mindre', 'Smaller'],
  'document.unreadable': [
    'Filen kan ikke vises her. Den kan være skadet eller låst med passord.',
    'Fila kan ikkje visast her. Ho kan vere skadd eller låst med passord.',
    'The file cannot be shown here. It may be damaged, or locked with a password.',
  ],
  'document.save': ['Last ned {{title}}', 'Last ned {{title}}', 'Download {{title}}'],
  'document.what': ['dokumentet', 'dokumentet', 'the document'],
  'document.about': ['Gjelder', 'Gjeld', 'About'],
  'document.by': ['Skrevet av', 'Skrive av', 'Written by'],
  'document.when': ['Dato', 'Dato', 'Date'],
} satisfies Words;
