import type { Words } from '../process.ts';

/** What is said when the national list cannot be fetched or sent. */
export const words: Readonly<Record<string, Words>> = {
  'sfm-staff': {
    nb: 'Bare helsepersonell på jobb kan hente den nasjonale legemiddellisten.',
    nn: 'Berre helsepersonell på jobb kan hente den nasjonale legemiddellista.',
    en: 'Only health personnel at work can fetch the national medicine list.',
  },
  'sfm-doctor': {
    nb: 'Bare lege på jobb kan sende legemiddellisten.',
    nn: 'Berre lege på jobb kan sende legemiddellista.',
    en: 'Only a doctor at work can send the medicine list.',
  },
  'sfm-away': {
    nb: 'SFM svarer ikke. Prøv igjen om litt. Listen er ikke endret.',
    nn: 'SFM svarar ikkje. Prøv igjen om litt. Lista er ikkje endra.',
    en: 'SFM does not answer. Try again in a while. The list is not changed.',
  },
  'sfm-refused': {
    nb: 'SFM tok ikke imot. Hent listen på nytt, se hva som er endret, og send igjen.',
    nn: 'SFM tok ikkje imot. Hent lista på nytt, sjå kva som er endra, og send igjen.',
    en: 'SFM refused. Fetch the list anew, see what changed, and send again.',
  },
  'sfm-strange': {
    nb: 'Svaret fra SFM kan ikke leses. Ingenting er endret.',
    nn: 'Svaret frå SFM kan ikkje lesast. Ingenting er endra.',
    en: 'The answer of SFM cannot be read. Nothing is changed.',
  },
  'sfm-person': {
    nb: 'SFM svarte med en annen persons liste. Ingenting er lagret.',
    nn: 'SFM svara med lista til ein annan person. Ingenting er lagra.',
    en: 'SFM answered with another person’s list. Nothing is stored.',
  },
  'sfm-fetch-first': {
    nb: 'Hent listen først. Det som sendes, må svare på en henting som er høyst fire timer gammel.',
    nn: 'Hent lista først. Det som blir sendt, må svare på ei henting som er høgst fire timar gammal.',
    en: 'Fetch the list first. What is sent must answer one that was fetched at most four hours ago.',
  },
};
