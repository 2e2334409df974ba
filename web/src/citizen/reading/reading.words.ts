import type { Words } from '../../shared/i18n/words.ts';

/** Reading without network what was opened before. */
export const readingWords = {
  'away.at': ['kl. {{time}}', 'kl. {{time}}', '{{time}}'],
  'away.asOf': [
    'Uten nett: slik det var {{when}}',
    'Utan nett: slik det var {{when}}',
    'Offline: as it was at {{when}}',
  ],
  'away.other': [
    'Uten nett. Journalen til andre kan bare leses med nett.',
    'Utan nett. Journalen til andre kan berre lesast med nett.',
    'Offline. The record of others can be read with network only.',
  ],
  'away.title': ['Les uten nett', 'Les utan nett', 'Read without network'],
  'away.lead': [
    'Det du åpner her, kan du lese igjen på denne enheten når du ikke har nett.',
    'Det du opnar her, kan du lese igjen på denne eininga når du ikkje har nett.',
    'What you open here, you can read again on this device when you have no network.',
  ],
  'away.means': ['Dette betyr det', 'Dette betyr det', 'What it means'],
  'away.means.own': [
    'Det gjelder bare din egen journal, og bare denne enheten. Bruk det bare på en telefon eller maskin som er din.',
    'Det gjeld berre din eigen journal, og berre denne eininga. Bruk det berre på ein telefon eller ei maskin som er din.',
    'It is for your own record only, and this device only. Use it only on a phone or computer that is yours.',
  ],
  'away.means.code': [
    'Det ligger kryptert, og åpnes bare med koden du velger. Etter fem gale koder slettes det.',
    'Det ligg kryptert, og blir berre opna med koden du vel. Etter fem gale kodar blir det sletta.',
    'It is encrypted, and opened only with the code that you choose. After five wrong codes it is deleted.',
  ],
  'away.means.until': [
    'Det slettes når du logger ut, når noen andre logger inn her, og når innloggingen går ut, {{when}}.',
    'Det blir sletta når du loggar ut, når nokon andre loggar inn her, og når innlogginga går ut, {{when}}.',
    'It is deleted when you log out, when somebody else logs in here, and when the login ends, {{when}}.',
  ],
  'away.means.again': [
    'Går innloggingen ut av seg selv, gjelder valget og koden også neste gang du logger inn.',
    'Går innlogginga ut av seg sjølv, gjeld valet og koden òg neste gong du loggar inn.',
    'If the login ends by itself, the choice and the code hold the next time you log in too.',
  ],
  'away.code': [
    'Velg en kode på minst seks tegn',
    'Vel ein kode på minst seks teikn',
    'Choose a code of at least six characters',
  ],
  'away.again': ['Koden en gang til', 'Koden ein gong til', 'The code once more'],
  'away.short': [
    'Koden må ha minst seks tegn.',
    'Koden må ha minst seks teikn.',
    'The code must have at least six characters.',
  ],
  'away.simple': [
    'Velg en kode som ikke er det samme tegnet, eller en rekke.',
    'Vel ein kode som ikkje er det same teiknet, eller ei rekkje.',
    'Choose a code that is not one character repeated, or a run.',
  ],
  'away.other.code': ['De to kodene er ikke like.', 'Dei to kodane er ikkje like.', 'The two codes are not the same.'],
  'away.on': ['Slå på', 'Slå på', 'Turn on'],
  'away.isOn': [
    'Slått på. Det du åpner fra nå av, kan du lese uten nett.',
    'Slått på. Det du opnar frå no av, kan du lese utan nett.',
    'On. What you open from now on, you can read without network.',
  ],
  'away.off': ['Slå av og slett', 'Slå av og slett', 'Turn off and delete'],
  'away.isOff': [
    'Slått av. Det som lå på enheten, er slettet.',
    'Slått av. Det som låg på eininga, er sletta.',
    'Off. What was on the device is deleted.',
  ],
} satisfies Words;
