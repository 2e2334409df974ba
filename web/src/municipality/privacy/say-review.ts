import { useTranslation } from 'react-i18next';
import { words } from '../../words.ts';
import type { Review } from './reviews.ts';

/** Words for codes of the server; a code that has none is told as it is. */
export function useSayReview() {
  const { t } = useTranslation();
  const say = (key: string, code: string) => (key in words ? t(key as 'privacy.title') : code);
  return {
    sign: (code: string) => say(`privacy.sign.${code}`, code),
    signal: (code: string) => say(`privacy.signal.${code}`, code),
    outcome: (code: string) => say(`privacy.outcome.${code}`, code),
    /** The coded reason, or why the gate asks about the look. */
    reason: ({ kind, reason }: Review) => {
      const code = reason ?? (kind === 'access-alert' ? kind : '');
      return say(`privacy.reason.${code}`, code);
    },
  };
}
