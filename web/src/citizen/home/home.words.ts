import type { Words } from '../../shared/i18n/words.ts';

/** The citizen's first page. */
export const homeWords = {
  'home.morning': ['God morgen, {{name}}', 'God morgon, {{name}}', 'Good morning, {{name}}'],
  'home.day': ['God dag, {{name}}', 'God dag, {{name}}', 'Hello, {{name}}'],
  'home.evening': ['God kveld, {{name}}', 'God kveld, {{name}}', 'Good evening, {{name}}'],
  'home.dayOf': ['Slik er dagen for {{name}}', 'Slik er dagen for {{name}}', 'The day of {{name}}'],
  'home.next': ['Det neste som skjer', 'Det neste som skjer', 'What happens next'],
  'home.next.what': ['timene dine', 'timane dine', 'your appointments'],
  'home.next.none': [
    'Du har ingen timer eller besøk framover.',
    'Du har ingen timar eller besøk framover.',
    'You have no appointments or visits ahead.',
  ],
  'home.next.comes': ['{{who}} kommer {{when}}', '{{who}} kjem {{when}}', '{{who}} comes {{when}}'],
  'home.next.call': ['Ring {{who}}', 'Ring {{who}}', 'Call {{who}}'],
  'home.next.all': ['Alle timer og besøk', 'Alle timar og besøk', 'All appointments and visits'],
  'home.asked': ['Dette ber noen deg om', 'Dette ber nokon deg om', 'You are asked to'],
  'home.asked.by': ['Fra {{who}}', 'Frå {{who}}', 'From {{who}}'],
  'home.asked.due': ['Innen {{date}}', 'Innan {{date}}', 'By {{date}}'],
  'home.news': ['Nytt siden du var her {{when}}', 'Nytt sidan du var her {{when}}', 'New since you were here {{when}}'],
  'home.news.first': ['Den siste måneden', 'Den siste månaden', 'The last month'],
  'home.news.what': ['det som er nytt', 'det som er nytt', 'what is new'],
  'home.news.none': ['Ingenting nytt.', 'Ikkje noko nytt.', 'Nothing new.'],
  'home.news.all': ['Se alt som har skjedd', 'Sjå alt som har skjedd', 'See all that has happened'],
} satisfies Words;
