import type { CareProcess, Rule } from '../process.ts';
import { correct } from './correct.ts';
import { countersign, countersignRule } from './countersign.ts';
import { formRule } from './form-rules.ts';
import { citizenAccess, showDelayed } from './later.ts';
import { askAboutMoved, closeMoved } from './moved-sources.ts';
import { noteRule } from './note-rules.ts';
import { findOrphans, orphanRule, takeOver } from './orphans.ts';
import { phraseRule } from './phrase-rules.ts';
import { closeReminder, remindAuthors } from './reminders.ts';
import { sign } from './sign.ts';
import { words } from './words.ts';
import { wrongPerson } from './wrong-person.ts';

const taskRule: Rule = async (change) => [...(await orphanRule(change)), ...(await countersignRule(change))];

/**
 * Structured documentation: drafts, signed notes, and what becomes of them afterwards.
 * @param remindAfterMs how old a draft is when its author is reminded of it
 */
export const journalOf = ({ remindAfterMs }: { remindAfterMs: number }): CareProcess => ({
  name: 'journal',
  governs: { Composition: noteRule, QuestionnaireResponse: formRule, Basic: phraseRule, Task: taskRule },
  operations: [sign, correct, wrongPerson, countersign, citizenAccess],
  on: [closeReminder, takeOver, askAboutMoved, closeMoved],
  every: [remindAuthors(remindAfterMs), showDelayed(), findOrphans],
  words,
});
