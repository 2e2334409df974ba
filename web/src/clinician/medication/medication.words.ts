import type { Words } from '../../shared/i18n/words.ts';

export const medicationWords = {
  'medication.stop': ['Stopp {{what}} fra nå', 'Stopp {{what}} frå no', 'Stop {{what}} from now'],
  'medication.stop.means': [
    'Velg hvorfor. Gjenstående doser faller bort hos alle som gir dem.',
    'Vel kvifor. Dosar som står att, fell bort hos alle som gir dei.',
    'Choose why. Doses still to come disappear for everyone who gives them.',
  ],
  'medication.stop.A': ['Ferdig behandlet', 'Ferdig behandla', 'Treatment finished'],
  'medication.stop.L': ['Bivirkning', 'Biverknad', 'Adverse reaction'],
  'medication.stop.M': ['Manglende effekt', 'Manglande effekt', 'No effect'],
  'medication.stop.I': ['Interaksjon', 'Interaksjon', 'Interaction'],
  'medication.stop.S': ['Pasienten har sluttet selv', 'Pasienten har slutta sjølv', 'Stopped by the patient'],
  'medication.stop.X': ['Annen grunn', 'Annan grunn', 'Another reason'],
  'medication.renew': ['Forny flere', 'Forny fleire', 'Renew several'],
  'medication.renew.which': ['Hvilke skal fornyes?', 'Kva for nokre skal fornyast?', 'Which are to be renewed?'],
  'medication.renew.help': [
    'De faste som utløper innen tre måneder, er valgt. Reseptene gjelder i ett år.',
    'Dei faste som går ut innan tre månader, er valde. Reseptane gjeld i eitt år.',
    'The regular ones that run out within three months are chosen. Prescriptions are good for a year.',
  ],
  'medication.renew.runsOut': ['utløper {{date}}', 'går ut {{date}}', 'runs out {{date}}'],
  'medication.renew.sign': [
    'Signer fornyelse av {{count}}',
    'Signer fornying av {{count}}',
    'Sign renewal of {{count}}',
  ],
  'medication.cancel': ['Avbryt', 'Avbryt', 'Cancel'],
} as const satisfies Words;
