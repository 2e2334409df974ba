import { useTranslation } from 'react-i18next';
import type { Review } from './reviews.ts';

/** Kinds of case that say themselves why they are one. */
const itself = { 'access-alert': true, 'log-question': true, 'unlawful-access': true };

/** Words for codes of the server; a code that has none is told as it is. */
export function useSayReview() {
  const { t, i18n } = useTranslation();
  const say = (key: string, code: string) => (i18n.exists(key) ? t(key as 'privacy.title') : code);
  return {
    sign: (code: string) => say(`privacy.sign.${code}`, code),
    signal: (code: string) => say(`privacy.signal.${code}`, code),
    outcome: (code: string) => say(`privacy.outcome.${code}`, code),
    /** The coded reason, or why the gate asks about the look. */
    reason: ({ kind, reason }: Review) => {
      const code = reason ?? (kind in itself ? kind : '');
      return say(`privacy.reason.${code}`, code);
    },
  };
}
