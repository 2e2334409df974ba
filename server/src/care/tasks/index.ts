import { careProcess } from '../process.ts';
import { answers } from './answer-task.ts';
import { taskRule } from './govern-task.ts';
import { closeReminders, escalateOverdue, handOver, lookForEnded, returnDeclined } from './queue.ts';
import { signResult } from './results.ts';
import { words } from './words.ts';

export const tasks = careProcess({
  name: 'tasks',
  governs: { Task: taskRule },
  operations: answers,
  on: [signResult, returnDeclined, closeReminders, handOver],
  every: [escalateOverdue(), lookForEnded],
  words,
});
