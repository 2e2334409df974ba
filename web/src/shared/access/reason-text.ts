import { type ReasonKey, textOf } from '@enjournal/server/access/reasons';
import { extraText } from '../i18n/extra.ts';
import type { Language } from '../i18n/words.ts';

/** Why something is shown or refused, in the language of the screen. */
export const reasonText = (reason: ReasonKey, language: Language): string =>
  extraText(`reason.${reason}`) ?? textOf(reason, language);
