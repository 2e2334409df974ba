import type { Words } from '../process.ts';

/** What the rules of vaccines say to those whom they refuse. */
export const words = {
  'vaccine-kept': {
    nb: 'En vaksinasjon slettes ikke. Merk den som feilført, med begrunnelse.',
    nn: 'Ein vaksinasjon blir ikkje sletta. Merk han som feilført, med grunngiving.',
    en: 'A vaccination is not deleted. Mark it as entered in error, with the reason.',
  },
  'vaccine-over': {
    nb: 'Det som er feilført, tas ikke opp igjen. Registrer den riktige vaksinasjonen.',
    nn: 'Det som er feilført, blir ikkje teke opp att. Registrer den rette vaksinasjonen.',
    en: 'What was entered in error is not taken up again. Record the right vaccination.',
  },
  'vaccine-is-another': {
    nb: 'En vaksinasjon rettes, men gjøres ikke om til en annen. Merk den som feilført og registrer den riktige.',
    nn: 'Ein vaksinasjon blir retta, men ikkje gjort om til ein annan. Merk han som feilført og registrer den rette.',
    en: 'A vaccination is corrected, not made into another. Mark it as entered in error and record the right one.',
  },
  'vaccine-in-future': {
    nb: 'Tidspunktet er ikke kommet ennå.',
    nn: 'Tidspunktet er ikkje kome enno.',
    en: 'That time has not come yet.',
  },
  'vaccine-why-not': {
    nb: 'Oppgi hvorfor vaksinen ikke ble gitt.',
    nn: 'Oppgi kvifor vaksinen ikkje vart gitt.',
    en: 'Say why the vaccine was not given.',
  },
  'vaccine-unknown': {
    nb: 'Velg en vaksine.',
    nn: 'Vel ein vaksine.',
    en: 'Choose a vaccine.',
  },
  'vaccine-dose': {
    nb: 'Ingen serie har så mange doser.',
    nn: 'Ingen serie har så mange dosar.',
    en: 'No series has so many doses.',
  },
  'vaccine-giver': {
    nb: 'Din rolle gir ikke vaksiner. Du kan registrere det som er gitt et annet sted.',
    nn: 'Rolla di gir ikkje vaksinar. Du kan registrere det som er gitt ein annan stad.',
    en: 'Your role does not give vaccines. You can record what was given elsewhere.',
  },
  'vaccine-batch': {
    nb: 'Skriv batchnummeret, så de som har fått vaksinen, kan finnes igjen.',
    nn: 'Skriv batchnummeret, så dei som har fått vaksinen, kan finnast att.',
    en: 'Write the batch number, so that those who had the vaccine can be found.',
  },
  'vaccine-expired': {
    nb: 'Vaksinen var gått ut på dato.',
    nn: 'Vaksinen var gått ut på dato.',
    en: 'The vaccine had expired.',
  },
  'vaccine-error-reason': {
    nb: 'Skriv hvorfor dette er feilført.',
    nn: 'Skriv kvifor dette er feilført.',
    en: 'Say why this was entered in error.',
  },
  'vaccine-twice': {
    nb: 'Denne vaksinen er allerede registrert denne dagen. Se hvem som gjorde det, før du gir noe.',
    nn: 'Denne vaksinen er alt registrert denne dagen. Sjå kven som gjorde det, før du gir noko.',
    en: 'This vaccine is recorded on this day already. See by whom before you give anything.',
  },
} as const satisfies Readonly<Record<string, Words>>;
