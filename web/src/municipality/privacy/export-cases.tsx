import { DownloadIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { dayOf, fullDate, timeOf } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { csvOf, download } from '../csv.ts';
import type { Review } from './reviews.ts';
import { useSayReview } from './say-review.ts';

/** The cases that are shown, as a file: who looked, when and why by code; nothing of whom, and no one's own words. */
export function ExportCases({ reviews }: { reviews: readonly Review[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = useSayReview();
  const moment = (text: string | undefined) =>
    [fullDate(text, language), timeOf(text, language)].filter(Boolean).join(' ');
  const onClick = () => {
    const head = [
      t('privacy.case'),
      t('privacy.when'),
      t('privacy.ended'),
      t('privacy.who'),
      t('privacy.role'),
      t('privacy.unit'),
      t('privacy.reason'),
      t('privacy.deadline'),
      t('privacy.status'),
      t('privacy.supportsHead'),
      t('privacy.questionsHead'),
      t('privacy.closedAt'),
    ];
    const rows = reviews.map((one) => [
      one.id,
      moment(one.from),
      moment(one.until),
      one.person,
      one.title ?? one.role ?? '',
      one.unit ?? '',
      say.reason(one),
      moment(one.deadline),
      one.outcome === undefined ? t(`privacy.status.${one.status}`) : say.outcome(one.outcome),
      one.supports.map(say.sign).join(', '),
      one.questions.map(say.sign).join(', '),
      moment(one.closed),
    ]);
    download(`innsynskontroll-${dayOf(Date.now())}.csv`, csvOf([head, ...rows]));
  };
  return (
    <Button
      className="ej-xs ej-mun-export"
      size="small"
      variant="secondary"
      icon={<DownloadIcon aria-hidden />}
      aria-label={t('privacy.exportCases')}
      onClick={onClick}
    >
      {t('privacy.export')}
    </Button>
  );
}
