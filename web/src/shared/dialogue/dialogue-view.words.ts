import type { Words } from '../i18n/words.ts';

/** Texts of messages between a citizen and a service, whoever reads them. */
export const dialogueViewWords = {
  'talk.topic.health': ['Helsespørsmål', 'Helsespørsmål', 'Health question'],
  'talk.topic.medicines': ['Legemidler og resept', 'Legemiddel og resept', 'Medicines and prescriptions'],
  'talk.topic.appointment': ['Time og besøk', 'Time og besøk', 'Appointments and visits'],
  'talk.topic.services': ['Hjelp, tjenester og plan', 'Hjelp, tenester og plan', 'Help, services and plan'],
  'talk.topic.case': ['Søknad og vedtak', 'Søknad og vedtak', 'Application and decision'],
  'talk.topic.other': ['Noe annet', 'Noko anna', 'Something else'],
  'talk.file.show': ['Vis {{name}}', 'Vis {{name}}', 'Show {{name}}'],
  'talk.file.save': ['Last ned {{name}}', 'Last ned {{name}}', 'Download {{name}}'],
  'talk.file.what': ['vedlegget', 'vedlegget', 'the file'],
  'talk.opened': ['Åpnet {{when}}', 'Opna {{when}}', 'Opened {{when}}'],
  'talk.notOpened': ['Sendt, ikke åpnet ennå', 'Send, ikkje opna enno', 'Sent, not opened yet'],
} satisfies Words;
