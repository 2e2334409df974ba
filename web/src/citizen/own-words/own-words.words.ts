import type { Words } from '../../shared/i18n/words.ts';

/** The life story, and choices of treatment that the citizen thinks through. */
export const ownWordsWords = {
  'told.card': ['Fortell om deg selv', 'Fortel om deg sjølv', 'Tell about yourself'],
  'told.card.lead': [
    'De som hjelper deg, leser det sammen med planen.',
    'Dei som hjelper deg, les det saman med planen.',
    'Those who help you read it together with the plan.',
  ],
  'told.story': ['Livshistorien min', 'Livshistoria mi', 'My life story'],
  'told.story.lead': [
    'Med dine egne ord: hvem du er, hva du liker, og hva som roer deg. Hjemmetjenesten, sykehjemmet og andre som arbeider etter planen din, leser det.',
    'Med dine eigne ord: kven du er, kva du liker, og kva som roar deg. Heimetenesta, sjukeheimen og andre som arbeider etter planen din, les det.',
    'In your own words: who you are, what you like and what calms you. Home care, the nursing home and others who work by your plan read it.',
  ],
  'told.what': ['det du har fortalt', 'det du har fortalt', 'what you have told'],
  'told.by': ['Skrevet av {{who}} {{date}}', 'Skrive av {{who}} {{date}}', 'Written by {{who}} {{date}}'],
  'told.down': [
    'Skrevet ned av {{who}} sammen med deg {{date}}',
    'Skrive ned av {{who}} saman med deg {{date}}',
    'Written down by {{who}} together with you {{date}}',
  ],
  'told.down.other': [
    'Skrevet ned av {{who}} sammen med {{name}} {{date}}',
    'Skrive ned av {{who}} saman med {{name}} {{date}}',
    'Written down by {{who}} together with {{name}} {{date}}',
  ],
  'told.downFor': [
    'Fortalt av {{source}}, skrevet ned av {{who}} {{date}}',
    'Fortalt av {{source}}, skrive ned av {{who}} {{date}}',
    'Told by {{source}}, written down by {{who}} {{date}}',
  ],
  'told.change': ['Endre eller legg til', 'Endre eller legg til', 'Change or add'],
  'told.save': ['Lagre', 'Lagre', 'Save'],
  'told.saved': [
    'Lagret. De som hjelper deg, kan lese det nå.',
    'Lagra. Dei som hjelper deg, kan lese det no.',
    'Saved. Those who help you can read it now.',
  ],
  'told.back': ['Tilbake uten å lagre', 'Tilbake utan å lagre', 'Back without saving'],
  'told.choices': ['Valg om behandling', 'Val om behandling', 'Choices of treatment'],
  'told.choices.lead': [
    'Se fordeler og ulemper ved siden av hverandre, og si hva som er viktig for deg. Den du møter, leser svaret før dere snakker sammen. Dere bestemmer sammen.',
    'Sjå fordelar og ulemper ved sida av kvarandre, og sei kva som er viktig for deg. Den du møter, les svaret før de snakkar saman. De avgjer saman.',
    'See benefits and harms beside each other, and say what matters to you. Whoever you meet reads the answer before you talk. You decide together.',
  ],
  'told.choices.draft': [
    'Utkast: tallene og rådene er ikke godkjent av fagfolk ennå. Snakk med den som behandler deg før du velger.',
    'Utkast: tala og råda er ikkje godkjende av fagfolk enno. Snakk med den som behandlar deg før du vel.',
    'Draft: health professionals have not approved its figures and advice yet. Talk to whoever treats you before you choose.',
  ],
  'told.choices.open': ['Se fordeler og ulemper', 'Sjå fordelar og ulemper', 'See benefits and harms'],
  'told.choices.send': ['Del svaret mitt', 'Del svaret mitt', 'Share my answer'],
  'told.choices.shared': [
    'Svaret er delt. De som behandler deg, kan lese det før dere møtes.',
    'Svaret er delt. Dei som behandlar deg, kan lese det før de møtest.',
    'Your answer is shared. Those who treat you can read it before you meet.',
  ],
  'told.choices.back': ['Til alle valgene', 'Til alle vala', 'To all choices'],
  'told.choices.answered': ['Du svarte {{date}}', 'Du svarte {{date}}', 'You answered {{date}}'],
} satisfies Words;
