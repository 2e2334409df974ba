import type { Words } from '../../shared/i18n/words.ts';

export const inboxWords = {
  'inbox.title': ['Innboks', 'Innboks', 'Inbox'],
  'inbox.views': ['Hva som vises', 'Kva som blir vist', 'What is shown'],
  'inbox.alle': ['Alt', 'Alt', 'All'],
  'inbox.krever': ['Krever handling', 'Krev handling', 'To act on'],
  'inbox.svar': ['Svar', 'Svar', 'Results'],
  'inbox.orientering': ['Til orientering', 'Til orientering', 'For information'],
  'inbox.sendt': ['Sendt av meg', 'Sendt av meg', 'Sent by me'],
  'inbox.enhet': ['Felles for enheten', 'Felles for eininga', 'Shared by the unit'],
  'inbox.asked': ['Krever handling', 'Krev handling', 'To act on'],
  'inbox.told': ['Til orientering', 'Til orientering', 'For information'],
  'inbox.sent': ['Sendt av meg', 'Sendt av meg', 'Sent by me'],
  'inbox.asked.none': ['Ingenting venter på deg.', 'Ingenting ventar på deg.', 'Nothing waits for you.'],
  'inbox.told.none': [
    'Ingen meldinger de siste to ukene.',
    'Ingen meldingar dei siste to vekene.',
    'No messages in the last two weeks.',
  ],
  'inbox.told.what': ['meldingene', 'meldingane', 'the messages'],
  'inbox.sent.none': ['Alt du har sendt, er gjort.', 'Alt du har sendt, er gjort.', 'All you have sent is done.'],
  'inbox.unit.none': ['Alt har en eier.', 'Alt har ein eigar.', 'Everything has an owner.'],
  'inbox.cut': [
    'Viser de 200 som haster mest. Gjør eller gi bort noen for å se flere.',
    'Viser dei 200 som hastar mest. Gjer eller gje bort nokre for å sjå fleire.',
    'Showing 200. Do or pass on some to see more.',
  ],
  'lists.title': ['Lister', 'Lister', 'Lists'],
} satisfies Words;
