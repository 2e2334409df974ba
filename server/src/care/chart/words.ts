import type { Words } from '../process.ts';

/** What the rules of measurements say to those whom they refuse. */
export const words: Readonly<Record<string, Words>> = {
  'measurement-kept': {
    nb: 'En måling slettes ikke. Merk den som feilført, og skriv hvorfor.',
    nn: 'Ei måling blir ikkje sletta. Merk henne som feilført, og skriv kvifor.',
    en: 'A measurement is not deleted. Mark it as entered in error, and say why.',
  },
  'value-impossible': {
    nb: 'Verdien kan ikke stemme. Den må være mellom {least} og {most} {unit}.',
    nn: 'Verdien kan ikkje stemme. Han må vere mellom {least} og {most} {unit}.',
    en: 'The value cannot be right. It must be between {least} and {most} {unit}.',
  },
  'value-unit': {
    nb: 'Enheten passer ikke til det som er målt. Bruk {unit}.',
    nn: 'Eininga passar ikkje til det som er målt. Bruk {unit}.',
    en: 'The unit does not fit what was measured. Use {unit}.',
  },
  'pressure-turned': {
    nb: 'Undertrykket er høyere enn overtrykket. Er tallene byttet om?',
    nn: 'Undertrykket er høgare enn overtrykket. Er tala bytte om?',
    en: 'The diastolic pressure is above the systolic. Are the numbers turned round?',
  },
  'measured-in-future': {
    nb: 'Tidspunktet er ikke kommet ennå. Sjekk klokka.',
    nn: 'Tidspunktet er ikkje kome enno. Sjekk klokka.',
    en: 'That time has not come yet. Check the clock.',
  },
  'measurement-in-error': {
    nb: 'Målingen er merket som feilført, og blir stående slik. Før en ny.',
    nn: 'Målinga er merkt som feilført, og blir ståande slik. Før ei ny.',
    en: 'The measurement is marked as entered in error, and stays so. Enter a new one.',
  },
  'correction-reason': {
    nb: 'Skriv hvorfor målingen rettes.',
    nn: 'Skriv kvifor målinga blir retta.',
    en: 'Say why the measurement is corrected.',
  },
  'measurement-amended': {
    nb: 'En måling som er rettet, må si at den er det.',
    nn: 'Ei måling som er retta, må seie at ho er det.',
    en: 'A measurement that was corrected must say so.',
  },
  'scale-2-doctor': {
    nb: 'Bare lege bestemmer at SpO₂ skal regnes etter skala 2.',
    nn: 'Berre lege bestemmer at SpO₂ skal reknast etter skala 2.',
    en: 'Only a doctor decides that SpO₂ is reckoned by scale 2.',
  },
};
