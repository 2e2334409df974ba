import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { Card } from '../../shared/ui/card.tsx';
import { FailureNotice } from '../../shared/ui/failure-notice.tsx';
import { checkLog } from './check-log.ts';

/** One button that proves, in the citizen's own browser, that nobody has changed the log. */
export function CheckLogCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const check = useMutation({ mutationFn: () => checkLog(id) });
  return (
    <Card title={t('genuine.title')}>
      <div className="ej-card-body">
        <p>{t('genuine.text')}</p>
        <button
          type="button"
          className="ej-c-button"
          aria-disabled={check.isPending}
          onClick={() => !check.isPending && check.mutate()}
        >
          {t('genuine.do')}
        </button>
        <p role="status">
          {check.isPending && t('genuine.underWay')}
          {check.data !== undefined &&
            (check.data.wrong > 0
              ? t('genuine.wrong', { count: check.data.wrong })
              : t('genuine.right', {
                  count: check.data.right,
                  date: shortDateTime(check.data.signedAt, language),
                }))}
          {(check.data?.waiting ?? 0) > 0 && ` ${t('genuine.waiting', { count: check.data?.waiting ?? 0 })}`}
        </p>
        {check.isError && <FailureNotice error={check.error} />}
      </div>
    </Card>
  );
}
