import '../municipality.css';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { FhirFailure } from '../../shared/fhir/client.ts';
import { dayOf } from '../../shared/format/date.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { NotYours } from '../not-yours.tsx';
import { readReviews } from './ask-reviews.ts';
import { CaseList } from './case-list.tsx';
import { CasePanel } from './case-panel.tsx';
import { ExportCases } from './export-cases.tsx';
import { PatternsCard } from './patterns-card.tsx';
import { RequestsCard } from './requests-card.tsx';
import type { Review, Status } from './reviews.ts';
import { WeeksCard } from './weeks-card.tsx';

/** What waits for whoever controls the log, in the order of deadlines, and what looks unusual. */
export function PrivacyPage() {
  const { t } = useTranslation();
  const [status, setStatus] = useKept<Status>('status', 'open');
  const [chosen, setChosen] = useKept<string | undefined>('case', undefined);
  const reviews = useQuery({ queryKey: ['reviews'], queryFn: ({ signal }) => readReviews(signal) });
  useEffect(() => {
    document.title = `${t('privacy.title')} – ${t('bar.label')}`;
  }, [t]);
  const all = reviews.data ?? [];
  const shown = all.filter((one) => one.status === status);
  if (reviews.error instanceof FhirFailure && reviews.error.kind === 'refused') {
    return (
      <main id="content" className="ej-page ej-mun-page" tabIndex={-1}>
        <NotYours title={t('privacy.title')} text={t('privacy.notYours')} />
      </main>
    );
  }
  const move = (steps: number) => {
    const at = shown.findIndex(({ id }) => id === chosen);
    const next = shown[Math.min(Math.max(at + steps, 0), shown.length - 1)];
    if (next !== undefined) setChosen(next.id);
  };
  return (
    <main id="content" className="ej-page ej-mun-page" tabIndex={-1}>
      <div className="ej-mun-head">
        <h1 className="ej-title">{t('privacy.title')}</h1>
        {reviews.data && <Summary reviews={reviews.data} />}
        {shown.length > 0 && <ExportCases reviews={shown} />}
      </div>
      <div className="ej-mun-columns">
        <div className="ej-mun-stack">
          <Card title={t('privacy.cases')}>
            <Part of={reviews} what={t('privacy.cases.what')} rows={6}>
              {(found) => (
                <CaseList all={found} status={status} onStatus={setStatus} chosen={chosen} onChoose={setChosen} />
              )}
            </Part>
          </Card>
          <RequestsCard />
          <PatternsCard />
          {reviews.data && <WeeksCard reviews={reviews.data} />}
        </div>
        <CasePanel key={chosen ?? ''} id={chosen} onMove={move} />
      </div>
    </main>
  );
}

function Summary({ reviews }: { reviews: readonly Review[] }) {
  const { t } = useTranslation();
  const today = dayOf(Date.now());
  const open = reviews.filter(({ status }) => status !== 'closed');
  const closed = reviews.filter(({ status }) => status === 'closed');
  const dueOn = (is: (day: string) => boolean) =>
    open.filter(({ deadline }) => deadline !== undefined && is(dayOf(deadline))).length;
  const due = dueOn((day) => day === today);
  const overdue = dueOn((day) => day < today);
  const unlawful = closed.filter(({ outcome }) => outcome === 'unlawful').length;
  return (
    <p className="ej-meta ej-mun-summary">
      <span className="ej-strong">{t('privacy.toReview', { count: open.length })}</span>
      {overdue > 0 && ` · ${t('privacy.overdue', { count: overdue })}`}
      {due > 0 && ` · ${t('privacy.dueToday', { count: due })}`}
      {closed.length > 0 && ` · ${t('privacy.closedLately', { count: closed.length, unlawful })}`}
    </p>
  );
}
