import type { Words } from '../process.ts';

export const words: Readonly<Record<string, Words>> = {
  'dose-not-delegated': {
    nb: 'Dette legemidlet er ikke delegert til deg. Kontakt sykepleier.',
    nn: 'Dette legemiddelet er ikkje delegert til deg. Kontakt sjukepleiar.',
    en: 'This medicine is not delegated to you. Call a nurse.',
  },
  'delegated-gives-only': {
    nb: 'Du kan gi det som er delegert til deg, men ikke endre hva som er ordinert.',
    nn: 'Du kan gi det som er delegert til deg, men ikkje endre kva som er ordinert.',
    en: 'You can give what is delegated to you, and not change what is ordered.',
  },
  'delegation-kept': {
    nb: 'En delegering slettes ikke. Avslutt den.',
    nn: 'Ei delegering blir ikkje sletta. Avslutt henne.',
    en: 'A delegation is not deleted. End it.',
  },
  'delegation-not-yours': {
    nb: 'Sykepleier, vernepleier eller lege delegerer.',
    nn: 'Sjukepleiar, vernepleiar eller lege delegerer.',
    en: 'A nurse, a social educator or a doctor delegates.',
  },
  'delegation-is-another': {
    nb: 'En delegering kan ikke gjøres om til noe annet. Avslutt den.',
    nn: 'Ei delegering kan ikkje gjerast om til noko anna. Avslutt henne.',
    en: 'A delegation cannot be made something else. End it.',
  },
  'delegation-period': {
    nb: 'Oppgi fra når og til når.',
    nn: 'Oppgi frå når og til når.',
    en: 'Say from when and until when.',
  },
  'delegation-too-long': {
    nb: 'En delegering varer høyst ett år. Gi den på nytt etterpå.',
    nn: 'Ei delegering varer høgst eitt år. Gi henne på nytt etterpå.',
    en: 'A delegation lasts at most a year. Give it anew afterwards.',
  },
  'delegation-end': {
    nb: 'En avsluttet delegering slutter nå, ikke senere.',
    nn: 'Ei avslutta delegering sluttar no, ikkje seinare.',
    en: 'A delegation that is ended ends now, not later.',
  },
  'delegation-over': {
    nb: 'Delegeringen er avsluttet. Gi en ny.',
    nn: 'Delegeringa er avslutta. Gi ei ny.',
    en: 'The delegation has ended. Give a new one.',
  },
  'delegation-to-whom': {
    nb: 'Velg én person å delegere til.',
    nn: 'Vel éin person å delegere til.',
    en: 'Choose one person to delegate to.',
  },
  'delegation-to-self': {
    nb: 'Du kan ikke delegere til deg selv.',
    nn: 'Du kan ikkje delegere til deg sjølv.',
    en: 'You cannot delegate to yourself.',
  },
  'delegation-by': {
    nb: 'Den som delegerer, må stå som den som har delegert.',
    nn: 'Den som delegerer, må stå som den som har delegert.',
    en: 'Whoever delegates must be named as the one who has.',
  },
  'delegation-scope': {
    nb: 'Velg hvilke legemidler delegeringen gjelder.',
    nn: 'Vel kva legemiddel delegeringa gjeld.',
    en: 'Choose which medicines the delegation is about.',
  },
  'delegation-medicine': {
    nb: 'Fant ikke legemidlet hos denne personen.',
    nn: 'Fann ikkje legemiddelet hos denne personen.',
    en: 'This person has no such medicine.',
  },
};
