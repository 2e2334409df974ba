import type { Words } from '../process.ts';

/** What the rules of stock say to those whom they refuse. */
export const words = {
  'stock-kept': {
    nb: 'Det som er ført, blir stående. Rett det med en ny telling.',
    nn: 'Det som er ført, blir ståande. Rett det med ei ny teljing.',
    en: 'What is in the book stays. Correct it by a new count.',
  },
  'stock-unknown': {
    nb: 'Legemidlet finnes ikke i dette lageret.',
    nn: 'Legemiddelet finst ikkje i dette lageret.',
    en: 'The medicine is not in this stock.',
  },
  'stock-role': {
    nb: 'Din rolle håndterer ikke kontrollerte legemidler.',
    nn: 'Rolla di handterer ikkje kontrollerte legemiddel.',
    en: 'Your role does not handle controlled drugs.',
  },
  'stock-unit': {
    nb: 'Lageret telles i en annen enhet.',
    nn: 'Lageret blir talt i ei anna eining.',
    en: 'The stock is counted in another unit.',
  },
  'stock-together': {
    nb: 'Bevegelsen og beholdningen må føres samtidig.',
    nn: 'Rørsla og behaldninga må førast samtidig.',
    en: 'The movement and the balance are written together.',
  },
  'stock-kind': {
    nb: 'Si om det er tatt inn, tatt ut, kassert eller talt.',
    nn: 'Sei om det er teke inn, teke ut, kassert eller talt.',
    en: 'Say whether it was received, taken out, discarded or counted.',
  },
  'stock-amount': {
    nb: 'Skriv hvor mye det gjelder.',
    nn: 'Skriv kor mykje det gjeld.',
    en: 'Write how much.',
  },
  'stock-status': {
    nb: 'Bare kassering og telling venter på en til.',
    nn: 'Berre kassering og teljing ventar på ein til.',
    en: 'Only discarding and counting wait for another person.',
  },
  'stock-is-another': {
    nb: 'Det som venter på signatur, kan ikke endres. Avbryt det og begynn på nytt.',
    nn: 'Det som ventar på signatur, kan ikkje endrast. Avbryt det og byrj på nytt.',
    en: 'What waits for a signature cannot be changed. Cancel it and begin again.',
  },
  'stock-reason': {
    nb: 'Skriv hva det gjelder.',
    nn: 'Skriv kva det gjeld.',
    en: 'Write what it is for.',
  },
  'stock-deviation': {
    nb: 'Tellingen stemmer ikke med boken. Skriv hva dere tror har skjedd.',
    nn: 'Teljinga stemmer ikkje med boka. Skriv kva de trur har skjedd.',
    en: 'The count differs from the book. Write what you think has happened.',
  },
  'stock-two-persons': {
    nb: 'To personer må signere, hver for seg. Du kan ikke være begge.',
    nn: 'To personar må signere, kvar for seg. Du kan ikkje vere begge.',
    en: 'Two persons sign, each for themself. You cannot be both.',
  },
  'stock-signed': {
    nb: 'Hver signerer for seg selv.',
    nn: 'Kvar signerer for seg sjølv.',
    en: 'Each signs for themself.',
  },
  'stock-counts-differ': {
    nb: 'Dere har ikke talt det samme. Tell på nytt.',
    nn: 'De har ikkje talt det same. Tel på nytt.',
    en: 'You have not counted the same. Count again.',
  },
  'stock-dose': {
    nb: 'Fant ingen slik dose som er gitt.',
    nn: 'Fann ingen slik dose som er gitt.',
    en: 'There is no such dose that was given.',
  },
  'stock-dose-twice': {
    nb: 'Det er allerede tatt ut til denne dosen.',
    nn: 'Det er alt teke ut til denne dosen.',
    en: 'It is taken out for this dose already.',
  },
  'stock-line-kept': {
    nb: 'Et legemiddel i lageret slettes ikke.',
    nn: 'Eit legemiddel i lageret blir ikkje sletta.',
    en: 'A medicine in the stock is not deleted.',
  },
  'stock-line-another': {
    nb: 'Enhet, legemiddel og hva det telles i, kan ikke endres.',
    nn: 'Eining, legemiddel og kva det blir talt i, kan ikkje endrast.',
    en: 'Unit, medicine and what it is counted in cannot be changed.',
  },
  'stock-line-name': {
    nb: 'Lagerlinjen er ikke merket med enhet og legemiddel.',
    nn: 'Lagerlinja er ikkje merkt med eining og legemiddel.',
    en: 'The line is not named by unit and medicine.',
  },
  'stock-unit-other': {
    nb: 'Lageret tilhører en annen enhet.',
    nn: 'Lageret høyrer til ei anna eining.',
    en: 'The stock is of another unit.',
  },
  'stock-negative': {
    nb: 'Det er ikke så mye på lager.',
    nn: 'Det er ikkje så mykje på lager.',
    en: 'There is not so much in the stock.',
  },
  'stock-unexplained': {
    nb: 'Beholdningen endres bare av noe som føres.',
    nn: 'Behaldninga blir berre endra av noko som blir ført.',
    en: 'The balance changes only by something that is written.',
  },
  'stock-one-at-a-time': {
    nb: 'Før én ting om gangen.',
    nn: 'Før éin ting om gongen.',
    en: 'Write one thing at a time.',
  },
  'stock-moved-meanwhile': {
    nb: 'Noen har tatt inn eller ut siden tellingen begynte. Tell på nytt.',
    nn: 'Nokon har teke inn eller ut sidan teljinga byrja. Tel på nytt.',
    en: 'Somebody has received or taken out since the count began. Count again.',
  },
  'stock-sum': {
    nb: 'Beholdningen stemmer ikke med det som føres.',
    nn: 'Behaldninga stemmer ikkje med det som blir ført.',
    en: 'The balance does not fit what is written.',
  },
  'stock-line-twice': {
    nb: 'Legemidlet har allerede en linje i lageret.',
    nn: 'Legemiddelet har alt ei linje i lageret.',
    en: 'The medicine has a line in the stock already.',
  },
} as const satisfies Readonly<Record<string, Words>>;
