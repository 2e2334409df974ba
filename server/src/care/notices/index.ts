import { careProcess } from '../process.ts';
import { choiceRule } from './choice.ts';
import { announce } from './follow.ts';
import { sendDue } from './send.ts';
import type { NoticeService } from './service.ts';
import { noticeWords } from './words.ts';

export { httpNotices, type NoticeService } from './service.ts';

/** Tells citizens that there is something new, the way they have chosen, and never what. */
export const noticesOf = (service: NoticeService | undefined) =>
  careProcess({
    name: 'notices',
    governs: { Consent: choiceRule },
    on: service === undefined ? [] : [announce],
    every: service === undefined ? [] : [sendDue(service)],
    words: noticeWords,
  });
