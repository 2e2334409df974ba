import { careProcess } from '../process.ts';
import { done, read } from './acts.ts';
import { followAnswers, followMessages } from './follow.ts';
import { fileRule, messageRule, taskRule } from './govern.ts';
import { receiveMessage } from './receive.ts';
import { dialogueWords } from './words.ts';

/** A citizen and a service write to each other, and a service sends forms. */
export const dialogue = careProcess({
  name: 'dialogue',
  receives: { Communication: receiveMessage },
  governs: { Communication: messageRule, Binary: fileRule, Task: taskRule },
  operations: [read, done],
  on: [followMessages, followAnswers],
  words: dialogueWords,
});
