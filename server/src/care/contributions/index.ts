import { careProcess } from '../process.ts';
import { observationRule, responseRule } from './govern.ts';
import { receiveObservation, receiveResponse } from './receive.ts';
import { contributionWords } from './words.ts';

/** What citizens themselves have measured, noticed and told. */
export const contributions = careProcess({
  name: 'contributions',
  receives: { Observation: receiveObservation, QuestionnaireResponse: receiveResponse },
  governs: { Observation: observationRule, QuestionnaireResponse: responseRule },
  words: contributionWords,
});
