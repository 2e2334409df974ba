import { careProcess } from '../process.ts';
import { consentRules } from './rules.ts';
import { representationWords } from './words.ts';

/** Who acts for a citizen, who is in the circle around them, and what they say yes and no to. */
export const representation = careProcess({
  name: 'representation',
  governs: { Consent: consentRules },
  words: representationWords,
});
