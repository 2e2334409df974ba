import { careProcess } from '../process.ts';
import { numberIssues } from './one-record.ts';
import { personWords } from './words.ts';

/** Who the citizens are: each has one record. */
export const persons = careProcess({
  name: 'persons',
  governs: { Patient: numberIssues },
  words: personWords,
});
