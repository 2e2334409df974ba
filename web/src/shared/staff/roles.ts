import type { Language } from '../i18n/words.ts';

/** Access roles (https://enjournal.no/fhir/CodeSystem/access-role) in words: bokmål, nynorsk, English. */
const names: Readonly<Record<string, readonly [string, string, string]>> = {
  lege: ['Lege', 'Lege', 'Doctor'],
  sykepleier: ['Sykepleier', 'Sjukepleiar', 'Nurse'],
  helsefagarbeider: ['Helsefagarbeider', 'Helsefagarbeidar', 'Health care worker'],
  assistent: ['Assistent', 'Assistent', 'Assistant'],
  student: ['Student', 'Student', 'Student'],
  saksbehandler: ['Saksbehandler', 'Sakshandsamar', 'Case handler'],
  fysioterapeut: ['Fysioterapeut', 'Fysioterapeut', 'Physiotherapist'],
  ergoterapeut: ['Ergoterapeut', 'Ergoterapeut', 'Occupational therapist'],
  farmasoyt: ['Farmasøyt', 'Farmasøyt', 'Pharmacist'],
  helsesekretaer: ['Helsesekretær', 'Helsesekretær', 'Medical secretary'],
  ambulanse: ['Ambulansearbeider', 'Ambulansearbeidar', 'Ambulance worker'],
  loggkontroll: ['Loggkontrollør', 'Loggkontrollør', 'Log controller'],
  leder: ['Leder', 'Leiar', 'Manager'],
  'ikt-admin': ['IKT-administrator', 'IKT-administrator', 'IT administrator'],
  innholdsredaktor: ['Innholdsredaktør', 'Innhaldsredaktør', 'Content editor'],
  leverandor: ['Leverandør', 'Leverandør', 'Supplier'],
  helsesykepleier: ['Helsesykepleier', 'Helsesjukepleiar', 'Public health nurse'],
  jordmor: ['Jordmor', 'Jordmor', 'Midwife'],
  psykolog: ['Psykolog', 'Psykolog', 'Psychologist'],
  vernepleier: ['Vernepleier', 'Vernepleiar', 'Social educator'],
  koordinator: ['Koordinator', 'Koordinator', 'Coordinator'],
  responssenter: ['Operatør i responssenter', 'Operatør i responssenter', 'Response centre operator'],
  kommuneoverlege: ['Kommuneoverlege', 'Kommuneoverlege', 'Municipal chief physician'],
  forsker: ['Forsker', 'Forskar', 'Researcher'],
  bioingenior: ['Bioingeniør', 'Bioingeniør', 'Laboratory technician'],
  radiograf: ['Radiograf', 'Radiograf', 'Radiographer'],
};

/** A role that we have no words for is told by its code: better than nothing. */
export function roleName(code: string, language: Language): string {
  const [nb, nn, en] = names[code] ?? [code, code, code];
  return { nb, nn, en }[language];
}

export const roleCodes: readonly string[] = Object.keys(names);
