import { careProcess } from '../process.ts';
import { absenceRule } from './absence.ts';
import { answers } from './answer-task.ts';
import { taskRule } from './govern-task.ts';
import { signObserved } from './observed.ts';
import { closeReminders, escalateOverdue, handOver, lookForEnded, returnDeclined } from './queue.ts';
import { signResult } from './results.ts';
import { lookForAway, toDeputy } from './stand-in.ts';
import { words } from './words.ts';

export const tasks = careProcess({
  name: 'tasks',
  governs: { Task: taskRule, PractitionerRole: absenceRule },
  operations: answers,
  on: [signResult, signObserved, returnDeclined, closeReminders, handOver, toDeputy],
  every: [escalateOverdue(), lookForEnded, lookForAway],
  words,
});
