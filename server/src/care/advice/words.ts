import type { Words } from '../process.ts';

export const words: Readonly<Record<string, Words>> = {
  'advice-critical': {
    nb: '{what}. Endre ordinasjonen, eller si hvorfor den likevel er riktig.',
    nn: '{what}. Endre ordineringa, eller sei kvifor ho likevel er rett.',
    en: '{what}. Change the order, or say why it is right all the same.',
  },
  'override-reason': {
    nb: 'Velg hvorfor rådet ikke følges.',
    nn: 'Vel kvifor rådet ikkje blir følgt.',
    en: 'Choose why the advice is not followed.',
  },
  'override-author': {
    nb: 'Den som ikke følger rådet, skriver det selv.',
    nn: 'Den som ikkje følgjer rådet, skriv det sjølv.',
    en: 'Who does not follow the advice writes so themself.',
  },
  'override-kept': {
    nb: 'Det som ble vurdert, blir stående. Skriv en ny vurdering, eller merk den som feilført.',
    nn: 'Det som vart vurdert, blir ståande. Skriv ei ny vurdering, eller merk henne som feilført.',
    en: 'What was weighed stays. Write a new assessment, or mark it as entered in error.',
  },
};
