import { careProcess } from '../process.ts';
import { extract } from './extract-answers.ts';
import { responseRule } from './govern.ts';
import { populate } from './populate-form.ts';
import { processWords } from './words.ts';

/** Forms: what questionnaires ask, what answers must satisfy, where they begin, and what they become. */
export const forms = careProcess({
  name: 'forms',
  governs: { QuestionnaireResponse: responseRule },
  operations: [populate, extract],
  words: processWords,
});
