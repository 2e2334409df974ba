import type { Words } from '../../shared/i18n/words.ts';

export const laboratoryWords = {
  'lab.test': ['Prøve', 'Prøve', 'Test'],
  'lab.test.help': [
    'Søk på navn. Du kan velge flere.',
    'Søk på namn. Du kan velje fleire.',
    'Search by name. You can choose several.',
  ],
  'lab.testMissing': ['Velg minst én prøve.', 'Vel minst éi prøve.', 'Choose at least one test.'],
  'lab.tests': ['Prøver som rekvireres', 'Prøver som blir rekvirerte', 'Tests to order'],
  'lab.remove': ['Fjern', 'Fjern', 'Remove'],
  'lab.removeOne': ['Fjern {{what}}', 'Fjern {{what}}', 'Remove {{what}}'],
  'lab.to': ['Hvor? (tomt: her)', 'Kvar? (tomt: her)', 'Where? (empty: here)'],
  'lab.why': ['Klinisk problemstilling', 'Klinisk problemstilling', 'Clinical question'],
  'lab.order': ['Rekvirer', 'Rekvirer', 'Order'],
  'lab.ordered_one': ['Én prøve er rekvirert', 'Éi prøve er rekvirert', 'One test is ordered'],
  'lab.ordered_other': [
    '{{count}} prøver er rekvirert',
    '{{count}} prøver er rekvirerte',
    '{{count}} tests are ordered',
  ],
  'lab.task': ['Prøvetaking', 'Prøvetaking', 'Tests to take'],
} as const satisfies Words;

/** On the page of results, which is there from the first. */
export const laboratoryLinkWords = {
  'lab.new': ['Rekvirer prøver', 'Rekvirer prøver', 'Order tests'],
} as const satisfies Words;
