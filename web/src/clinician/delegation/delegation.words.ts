import type { Words } from '../../shared/i18n/words.ts';

export const delegationWords = {
  'delegation.title': ['Delegering av legemidler', 'Delegering av legemiddel', 'Delegation of medicines'],
  'delegation.open': ['Delegering', 'Delegering', 'Delegation'],
  'delegation.what': ['delegeringene', 'delegeringane', 'the delegations'],
  'delegation.about': [
    'Assistenter gir bare det som er delegert til dem ved navn. Du svarer for at delegeringen er forsvarlig.',
    'Assistentar gir berre det som er delegert til dei ved namn. Du svarer for at delegeringa er forsvarleg.',
    'Assistants give only what is delegated to them by name. You answer for that the delegation is sound.',
  ],
  'delegation.running': ['Gjelder nå', 'Gjeld no', 'In force'],
  'delegation.none': ['Ingenting er delegert.', 'Ingenting er delegert.', 'Nothing is delegated.'],
  'delegation.mayGive': ['kan gi til {{name}}', 'kan gi til {{name}}', 'may give to {{name}}'],
  'delegation.byRoute': [
    'Alle faste legemidler på denne måten',
    'Alle faste legemiddel på denne måten',
    'All regular medicines by this route',
  ],
  'delegation.until': ['til og med {{date}}', 'til og med {{date}}', 'through {{date}}'],
  'delegation.by': ['delegert av {{who}}', 'delegert av {{who}}', 'delegated by {{who}}'],
  'delegation.end': ['Avslutt', 'Avslutt', 'End'],
  'delegation.endWhat': [
    'Avslutt delegeringen til {{who}} for {{name}}',
    'Avslutt delegeringa til {{who}} for {{name}}',
    'End the delegation to {{who}} for {{name}}',
  ],
  'delegation.new': ['Ny delegering', 'Ny delegering', 'New delegation'],
  'delegation.to': ['Til', 'Til', 'To'],
  'delegation.to.missing': ['Velg hvem som skal gi.', 'Vel kven som skal gi.', 'Choose who is to give.'],
  'delegation.choose': ['Velg en kollega', 'Vel ein kollega', 'Choose a colleague'],
  'delegation.persons': ['For', 'For', 'For'],
  'delegation.medicines': ['Legemidler', 'Legemiddel', 'Medicines'],
  'delegation.medicines.help': [
    'Faste legemidler. Behovsmedisin må vurderes, og delegeres ikke her.',
    'Faste legemiddel. Behovsmedisin må vurderast, og blir ikkje delegert her.',
    'Regular medicines. What is taken as needed must be judged, and is not delegated here.',
  ],
  'delegation.medicines.missing': [
    'Velg minst ett legemiddel.',
    'Vel minst eitt legemiddel.',
    'Choose at least one medicine.',
  ],
  'delegation.task': ['Oppgave', 'Oppgåve', 'Task'],
  'delegation.task.6': ['Overlevering av legemiddel', 'Overlevering av legemiddel', 'Handing over'],
  'delegation.task.7': [
    'Overlevering og kontroll av at legemidlet blir tatt',
    'Overlevering og kontroll av at legemiddelet blir teke',
    'Handing over, and seeing that it is taken',
  ],
  'delegation.untilLabel': ['Til og med', 'Til og med', 'Through'],
  'delegation.give': ['Deleger', 'Deleger', 'Delegate'],
  'delegation.notYours': ['Ikke delegert til deg', 'Ikkje delegert til deg', 'Not delegated to you'],
} as const satisfies Words;
