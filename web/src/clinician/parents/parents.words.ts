import type { Words } from '../../shared/i18n/words.ts';

/** What those with parental responsibility see of one item. */
export const parentsAccessWords = {
  'parentsAccess.now.none': [
    'Følger alderen: foreldre ser den til barnet er 12 år, og ikke etterpå.',
    'Følgjer alderen: foreldre ser den til barnet er 12 år, og ikkje etterpå.',
    'Goes by age: parents see it until the child is 12, and not afterwards.',
  ],
  'parentsAccess.now.released': ['Foreldre ser denne.', 'Foreldre ser denne.', 'Parents see this.'],
  'parentsAccess.now.withheld': ['Foreldre ser ikke denne.', 'Foreldre ser ikkje denne.', 'Parents do not see this.'],
  'parentsAccess.now.shared': [
    'Ungdommen deler denne med foreldrene.',
    'Ungdommen deler denne med foreldra.',
    'The youth shares this with the parents.',
  ],
  'parentsAccess.now.kept': [
    'Ungdommen holder denne for seg selv.',
    'Ungdommen held denne for seg sjølv.',
    'The youth keeps this.',
  ],
  'parentsAccess.decide': ['Hva skal foreldre se?', 'Kva skal foreldre sjå?', 'What shall parents see?'],
  'parentsAccess.release': [
    'La foreldre se denne, fordi de trenger den for å ta seg av barnet',
    'La foreldre sjå denne, fordi dei treng den for å ta seg av barnet',
    'Let parents see this, since they need it to care for the child',
  ],
  'parentsAccess.withhold': [
    'Hold denne tilbake for foreldre',
    'Hald denne tilbake for foreldre',
    'Withhold this from parents',
  ],
  'parentsAccess.restore': ['La den følge alderen igjen', 'La den følgje alderen igjen', 'Let it go by age again'],
  'parentsAccess.reason': ['Hvorfor?', 'Kvifor?', 'Why?'],
  'parentsAccess.told': [
    'Er barnet 12 år eller mer, får det beskjed når foreldre får se noe. Foreldre får ikke vite at noe er holdt tilbake.',
    'Er barnet 12 år eller meir, får det melding når foreldre får sjå noko. Foreldre får ikkje vite at noko er halde tilbake.',
    'A child of 12 or more is told when parents are let see something. Parents are not told that something is withheld.',
  ],
  'parentsAccess.do': ['Lagre', 'Lagre', 'Save'],
  'parentsAccess.saved': ['Innsyn for foreldre er lagret', 'Innsyn for foreldre er lagra', 'What parents see is saved'],
} satisfies Words;
