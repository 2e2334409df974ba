import type { Words } from '../i18n/words.ts';

/** What is done and the server does not have yet. */
export const outboxWords = {
  'outbox.saved': ['Lagret', 'Lagra', 'Saved'],
  'outbox.offline': ['Uten nett', 'Utan nett', 'Offline'],
  'outbox.offline.count': ['Uten nett · {{count}}', 'Utan nett · {{count}}', 'Offline · {{count}}'],
  'outbox.sending': ['Sender {{count}}', 'Sender {{count}}', 'Sending {{count}}'],
  'outbox.ask.count': ['{{count}} må avklares', '{{count}} må avklarast', '{{count}} need an answer'],
  'outbox.count': ['{{count}} venter på nett', '{{count}} ventar på nett', '{{count}} wait for network'],
  'outbox.waits': ['venter på nett', 'ventar på nett', 'waits for network'],
  'outbox.asks': ['må avklares', 'må avklarast', 'needs an answer'],
  'outbox.note.title': [
    'Du er uten nett. Fortsett å jobbe.',
    'Du er utan nett. Hald fram å jobbe.',
    'You are offline. Go on working.',
  ],
  'outbox.note.text': [
    'Alt du registrerer, ligger kryptert på enheten og sendes av seg selv. Det som er åpnet, kan leses så lenge siden er åpen.',
    'Alt du registrerer, ligg kryptert på eininga og blir sendt av seg sjølv. Det som er opna, kan lesast så lenge sida er open.',
    'All you record is encrypted on this device and is sent by itself. What has been opened can be read while the page is open.',
  ],
  'outbox.note.unread': [
    'Dette er ikke åpnet på enheten før, og trenger nett.',
    'Dette er ikkje opna på eininga før, og treng nett.',
    'This has not been opened on the device before, and needs network.',
  ],
  'outbox.note.asOf': ['Sist oppdatert {{time}}', 'Sist oppdatert {{time}}', 'Last updated {{time}}'],
  'outbox.title': ['Venter på å sendes', 'Ventar på å bli sendt', 'Waiting to be sent'],
  'outbox.none': ['Alt er sendt og lagret.', 'Alt er sendt og lagra.', 'All is sent and stored.'],
  'outbox.on': ['kl. {{time}}', 'kl. {{time}}', 'at {{time}}'],
  'outbox.unkept': [
    'Ikke plass på enheten. Ikke lukk siden før det er sendt.',
    'Ikkje plass på eininga. Ikkje lukk sida før det er sendt.',
    'No room on the device. Do not close the page before it is sent.',
  ],
  'outbox.tryNow': ['Send nå', 'Send no', 'Send now'],
  'outbox.sent': ['Sendt', 'Sendt', 'Sent'],
  'outbox.sent.at': [
    'Gjort kl. {{time}}, lagret i journalen',
    'Gjort kl. {{time}}, lagra i journalen',
    'Done at {{time}}, stored in the record',
  ],
  'outbox.back': ['Til startsiden', 'Til startsida', 'To the start page'],
  'outbox.whose': ['Gjelder {{who}}', 'Gjeld {{who}}', 'About {{who}}'],
} as const satisfies Words;
