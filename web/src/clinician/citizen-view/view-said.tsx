import { useTranslation } from 'react-i18next';
import { reasonText } from '../../shared/access/reason-text.ts';
import { fullDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import type { View } from './citizen-view.ts';

/** What the citizen sees of something, with why and until when. */
export function ViewSaid({ of: { shown, reason, text, until, review } }: { of: View }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const isDated = shown === 'later' && until !== undefined;
  return (
    <>
      <b>{isDated ? t('citizenView.laterOn', { date: fullDate(until, language) }) : t(`citizenView.${shown}`)}</b>
      {reason && shown !== 'partly' && (
        <span> {reason === 'delayed' ? t('citizenView.delayed') : reasonText(reason, language)}</span>
      )}
      {text && <span> {t('citizenView.why', { text })}</span>}
      {review && <span> {t('citizenView.review', { date: fullDate(review, language) })}</span>}
    </>
  );
}
