import { hash64 } from '../fhir/search/hash.ts';
import { categoryMask, everyCategory } from './categories.ts';

/**
 * The search parameters by which a resource tells what it was made of, or done for: a task for an order, a dose or what was handed
 * out by it, an answer to it, a part of it, what was worked out of it, what warns of it, and who wrote it. Not the evidence of a
 * diagnosis, nor what came of a contact: those stand by themselves, and are blocked by themselves.
 */
export const madeOfParameters = [
  ...['focus', 'based-on', 'basedon', 'request', 'prescription', 'part-of'],
  ...['derived-from', 'related', 'relatesto', 'related-ref', 'implicated', 'target'],
] as const;

/**
 * The bits of what is kept because of what it was made of. What others must know to do no harm, who it is and what tells of access
 * are not: the citizen can block each by itself.
 */
export const keptAsMade = everyCategory & ~categoryMask(['critical-info', 'demographics', 'log']);

/** The index tokens of what was made of a document (`Type/id`). */
export const madeOfTokens = (document: string): bigint[] =>
  madeOfParameters.map((parameter) => hash64(`${parameter}\u001f${document}`));
