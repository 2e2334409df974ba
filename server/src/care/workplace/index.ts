import { careProcess } from '../process.ts';
import { ownRule } from './own-rule.ts';
import { workplaceWords } from './words.ts';

/** What a person at work keeps of their own work: which records they have seen up to when, and how their start page is. */
export const workplace = careProcess({
  name: 'workplace',
  governs: { Basic: ownRule },
  words: workplaceWords,
});
