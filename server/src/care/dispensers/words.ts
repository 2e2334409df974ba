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
  'dispenser-load-order': {
    nb: 'Ordinasjonen gjelder ikke lenger, eller er ikke til denne personen.',
    nn: 'Ordineringa gjeld ikkje lenger, eller er ikkje til denne personen.',
    en: 'The order no longer stands, or is not of this person.',
  },
  'dispenser-load-alone': {
    nb: 'Det som tas ved behov, går i pumpe eller tas under tilsyn, kan ikke ligge i dispenseren.',
    nn: 'Det som blir teke ved behov, går i pumpe eller blir teke under tilsyn, kan ikkje liggje i dispensaren.',
    en: 'What is taken as needed, runs in a pump or is taken under supervision cannot lie in the dispenser.',
  },
  'dispenser-loaded': {
    nb: 'Legemidlet ligger i en dispenser allerede. Les kortet på nytt.',
    nn: 'Legemiddelet ligg i ein dispensar alt. Les kortet på nytt.',
    en: 'The medicine lies in a dispenser already. Read the card again.',
  },
  'dispenser-time': {
    nb: 'Dispenseren må si når det var, med klokkeslett.',
    nn: 'Dispensaren må seie når det var, med klokkeslett.',
    en: 'The dispenser says when it was, with the time of day.',
  },
  'dispenser-whose': {
    nb: 'Si hvem dispenseren er gitt til.',
    nn: 'Sei kven dispensaren er gitt til.',
    en: 'Say whom the dispenser is given to.',
  },
  'dispenser-moved': {
    nb: 'Lever inn dispenseren først, og registrer den på nytt hos den som skal ha den.',
    nn: 'Lever inn dispensaren først, og registrer han på nytt hos den som skal ha han.',
    en: 'Hand the dispenser in first, and register it anew with whoever is to have it.',
  },
  'dispenser-serial': {
    nb: 'Skriv serienummeret som står på dispenseren.',
    nn: 'Skriv serienummeret som står på dispensaren.',
    en: 'Write the serial number that stands on the dispenser.',
  },
  'dispenser-in-use': {
    nb: 'En dispenser med dette serienummeret er utlevert og ikke levert inn. Sjekk nummeret.',
    nn: 'Ein dispensar med dette serienummeret er utlevert og ikkje levert inn. Sjekk nummeret.',
    en: 'A dispenser with this serial number is handed out and not handed in. Check the number.',
  },
  'dispenser-not-empty': {
    nb: 'Det ligger legemidler i dispenseren. Ta dem ut og bekreft innholdet før den leveres inn.',
    nn: 'Det ligg legemiddel i dispensaren. Ta dei ut og stadfest innhaldet før han blir levert inn.',
    en: 'There are medicines in the dispenser. Take them out and confirm the contents before it is handed in.',
  },
  'dispenser-kept': {
    nb: 'En dispenser slettes ikke. Lever den inn.',
    nn: 'Ein dispensar blir ikkje sletta. Lever han inn.',
    en: 'A dispenser is not deleted. Hand it in.',
  },
};
