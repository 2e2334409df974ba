import { careProcess } from '../process.ts';
import { observationRule } from './govern.ts';
import { receiveObservation } from './receive.ts';
import { contributionWords } from './words.ts';

/** What citizens themselves have measured and noticed. */
export const contributions = careProcess({
  name: 'contributions',
  receives: { Observation: receiveObservation },
  governs: { Observation: observationRule },
  words: contributionWords,
});
