import type { Words } from '../i18n/words.ts';

/** Reading of barcodes. */
export const scanWords = {
  'scan.camera.view': ['Bilde fra kameraet', 'Bilete frå kameraet', 'Picture from the camera'],
  'scan.camera.refused': [
    'Nettleseren får ikke bruke kameraet. Gi tillatelse i nettleseren, eller skriv nummeret i feltet.',
    'Nettlesaren får ikkje bruke kameraet. Gi løyve i nettlesaren, eller skriv nummeret i feltet.',
    'The browser may not use the camera. Allow it in the browser, or type the number in the field.',
  ],
  'scan.camera.none': [
    'Fant ikke noe kamera. Bruk skanner, eller skriv nummeret i feltet.',
    'Fann ikkje noko kamera. Bruk skannar, eller skriv nummeret i feltet.',
    'No camera was found. Use a scanner, or type the number in the field.',
  ],
} as const satisfies Words;
