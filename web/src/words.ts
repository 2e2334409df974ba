import { barWords } from './clinician/bar/bar.words.ts';
import { findPersonWords } from './clinician/find-person/find-person.words.ts';
import { startWords } from './clinician/start/start.words.ts';

/** Every text of the web, from the parts that use them. */
export const words = { ...barWords, ...findPersonWords, ...startWords };

/** The parts, for the test that no key is given twice. */
export const wordParts = [barWords, findPersonWords, startWords];
