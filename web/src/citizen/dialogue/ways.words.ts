import type { Words } from '../../shared/i18n/words.ts';

/** What navigation and the first page say of messages, forms, measurements, requests and notices. */
export const waysWords = {
  'me.place.messages': ['Meldinger', 'Meldingar', 'Messages'],
  'me.place.messages.short': ['Skriv', 'Skriv', 'Write'],
  'me.place.forms': ['Skjema og oppgaver', 'Skjema og oppgåver', 'Forms and tasks'],
  'me.place.measure': ['Egne målinger', 'Eigne målingar', 'Own measurements'],
  'me.place.requests': ['Krav om journalen', 'Krav om journalen', 'Requests about the record'],
  'me.place.notices': ['Varsler', 'Varsel', 'Notices'],
  'me.said.unread_one': ['{{count}} ny fra {{who}}', '{{count}} ny frå {{who}}', '{{count}} new from {{who}}'],
  'me.said.unread_other': ['{{count}} nye', '{{count}} nye', '{{count}} new'],
  'me.said.noUnread': ['Ingen nye', 'Ingen nye', 'No new ones'],
  'me.said.asked_one': ['{{count}} venter på deg', '{{count}} ventar på deg', '{{count}} waits for you'],
  'me.said.asked_other': ['{{count}} venter på deg', '{{count}} ventar på deg', '{{count}} wait for you'],
  'me.said.noAsked': [
    'Ingen venter på noe fra deg',
    'Ingen ventar på noko frå deg',
    'Nobody waits for anything from you',
  ],
  'me.said.measure': [
    'Blodtrykk, vekt, blodsukker, hvordan du har det',
    'Blodtrykk, vekt, blodsukker, korleis du har det',
    'Blood pressure, weight, glucose, how you are',
  ],
} satisfies Words;
