import { careProcess } from '../process.ts';
import { followAccess, followReplacements } from './follow.ts';
import { binaryRule, documentRule } from './govern.ts';
import { documentWords } from './words.ts';
import { wrongPerson } from './wrong-person.ts';

/** Documents in the record and their files: what they may hold, what replaces them, and when they are kept from the citizen. */
export const documents = careProcess({
  name: 'documents',
  governs: { DocumentReference: documentRule, Binary: binaryRule },
  operations: [wrongPerson],
  on: [followReplacements, followAccess],
  words: documentWords,
});
