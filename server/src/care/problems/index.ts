import { careProcess } from '../process.ts';
import { allergyIssues } from './allergy.ts';
import { conditionIssues } from './condition.ts';
import { allergyTwice, limitsTwice, problemTwice } from './twice.ts';
import { flagIssues } from './warning.ts';
import { problemWords } from './words.ts';

/** Problems, allergies and what is critical: how they come to stand, are confirmed and refuted, and end. */
export const problems = careProcess({
  name: 'problems',
  governs: {
    Condition: async (change) => [...conditionIssues(change), ...(await problemTwice(change))],
    AllergyIntolerance: async (change) => [...allergyIssues(change), ...(await allergyTwice(change))],
    Flag: async (change) => [...flagIssues(change), ...(await limitsTwice(change))],
  },
  words: problemWords,
});
