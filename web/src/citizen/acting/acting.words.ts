import type { Words } from '../../shared/i18n/words.ts';

/** Whose record is open: on every page of the citizen's application. */
export const actingWords = {
  'acting.bar': ['Du handler for noen andre', 'Du handlar for nokon andre', 'You act for somebody else'],
  'acting.title': ['for en annen', 'for ein annan', 'for somebody else'],
  'acting.for': ['Du ser dette for', 'Du ser dette for', 'You see this for'],
  'acting.self': ['Bytt til meg selv', 'Bytt til meg sjølv', 'Change to myself'],
  'acting.ended': [
    'Du kan ikke handle for {{name}} lenger. Se hvorfor under «Andre jeg hjelper».',
    'Du kan ikkje handle for {{name}} lenger. Sjå kvifor under «Andre eg hjelper».',
    'You cannot act for {{name}} any more. See why under “Others I help”.',
  ],
  'acting.parent': ['Du har foreldreansvar.', 'Du har foreldreansvar.', 'You have parental responsibility.'],
  'acting.care-order': [
    'Barnevernet har overtatt omsorgen, og du handler i foreldrenes sted.',
    'Barnevernet har teke over omsorga, og du handlar i staden for foreldra.',
    'The child welfare service has taken over the care, and you act in the parents’ place.',
  ],
  'acting.released-to-parents': [
    'Du ser bare det som er delt med deg som forelder.',
    'Du ser berre det som er delt med deg som forelder.',
    'You see only what is shared with you as a parent.',
  ],
  'acting.mandate': ['Du har fullmakt', 'Du har fullmakt', 'You have a power of attorney'],
  'acting.guardian': ['Du er verge', 'Du er verje', 'You are a guardian'],
  'acting.until': ['til {{date}}.', 'til {{date}}.', 'until {{date}}.'],
  'acting.changes': ['Det endrer seg {{date}}.', 'Det endrar seg {{date}}.', 'It changes on {{date}}.'],
  'acting.seen': ['{{name}} kan se hva du gjør.', '{{name}} kan sjå kva du gjer.', '{{name}} can see what you do.'],
  'me.place.acting': ['Andre jeg hjelper', 'Andre eg hjelper', 'Others I help'],
  'me.place.powers': ['Fullmakter', 'Fullmakter', 'Powers of attorney'],
  'me.place.circle': ['Kretsen rundt meg', 'Krinsen rundt meg', 'The circle around me'],
  'me.place.sharing': ['Del og last ned', 'Del og last ned', 'Share and download'],
  'me.place.consents': ['Samtykker', 'Samtykke', 'Consents'],
  'me.place.parents': ['Det foreldrene ser', 'Det foreldra ser', 'What parents see'],
} satisfies Words;
