import { useTranslation } from 'react-i18next';
import { longDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { Card } from '../../shared/ui/card.tsx';
import { useAnswers, useQuestions } from './use-own-log.ts';

/** What the citizen has asked about the log, and what was answered. Not there as long as nothing is asked. */
export function QuestionsCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const questions = useQuestions(id).data?.resources ?? [];
  const answers = useAnswers(id).data?.resources ?? [];
  if (questions.length === 0) return null;
  const date = (text: string | undefined) => longDate(text, language);
  return (
    <Card title={t('own.asked')} count={questions.length}>
      <ul className="ej-plain ej-own-blocks" aria-label={t('own.asked')}>
        {questions.map((one) => {
          const answer = answers.find(({ about }) => about?.some(({ reference }) => reference === `Task/${one.id}`));
          const who = one.input?.find(({ type }) => type?.text === 'who')?.valueReference?.display ?? '';
          const isOver = ['completed', 'cancelled', 'rejected', 'failed'].includes(one.status ?? '');
          return (
            <li key={one.id}>
              <div>
                <div className="ej-strong">{one.description}</div>
                <div className="ej-meta">{t('own.asked.about', { who, date: date(one.authoredOn) })}</div>
                {answer ? (
                  <p>
                    <b>{t('own.asked.answer')}:</b> {answer.payload?.[0]?.contentString}
                  </p>
                ) : (
                  <p className="ej-meta">
                    {isOver ? t('own.asked.over') : t('own.asked.waits', { date: date(one.executionPeriod?.end) })}
                  </p>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
