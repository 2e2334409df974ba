import { type CareProcess, careProcess } from '../process.ts';
import { type AdviceSource, orderAdvice } from './govern.ts';
import { overrideIssues } from './override.ts';
import { words } from './words.ts';

export { type Advice, adviceFor } from './evaluate.ts';
export type { AdviceSource } from './govern.ts';
export { type Knowledge, knowledgeOf, knowledgeTypes } from './knowledge.ts';
export { neededTypes, searchesOf } from './needed.ts';
export { keySystem, type Override, overridesIn, reasonSystem } from './override.ts';
export { type Hook, hooks, isAdvice } from './rule.ts';
export { warmUp } from './warm-up.ts';

/** Advice by rules that are content: what is critical stands in the way of a signature, and why it was overridden is kept. */
export const adviceOf = (source: AdviceSource): CareProcess =>
  careProcess({
    name: 'advice',
    governs: { MedicationRequest: orderAdvice(source), DetectedIssue: overrideIssues },
    words,
  });
