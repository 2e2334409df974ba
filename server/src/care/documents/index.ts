import { careProcess } from '../process.ts';
import { documentIssues } from './rules.ts';
import { documentWords } from './words.ts';

/** Documents in the record: what they may hold, and when they are kept from the citizen. */
export const documents = careProcess({
  name: 'documents',
  governs: { DocumentReference: documentIssues },
  words: documentWords,
});
