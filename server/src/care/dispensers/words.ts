import type { Words } from '../process.ts';

/** What the rules of dispensers at home say. */
export const words: Readonly<Record<string, Words>> = {
  'dispenser-confirm-person': {
    nb: 'En person må bekrefte det dispenseren har meldt.',
    nn: 'Ein person må stadfeste det dispensaren har meldt.',
    en: 'A person confirms what the dispenser has told.',
  },
  'dispenser-person-other': {
    nb: 'Dispenseren er ikke gitt til denne personen.',
    nn: 'Dispensaren er ikkje gitt til denne personen.',
    en: 'The dispenser is not given to this person.',
  },
  'dispenser-order': {
    nb: 'Dispenseren må si hvilken ordinasjon dosen gjelder.',
    nn: 'Dispensaren må seie kva ordinering dosen gjeld.',
    en: 'The dispenser says which order the dose is of.',
  },
  'dispenser-time': {
    nb: 'Dispenseren må si når det var, med klokkeslett.',
    nn: 'Dispensaren må seie når det var, med klokkeslett.',
    en: 'The dispenser says when it was, with the time of day.',
  },
};
