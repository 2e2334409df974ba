import './plan.css';
import { standings } from '@enjournal/server/care/plan';
import { Button } from '@navikt/ds-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { update } from '../../shared/fhir/client.ts';
import { shortDate } from '../../shared/format/date.ts';
import { nameOf } from '../../shared/format/person.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useOwnReferences } from '../bar/use-own-references.ts';
import { type Row, useBoard } from './board-data.ts';
import { doerOf, type PathwayStep, takenOn, textIn } from './plan-data.ts';
import { StandingChip } from './standing-chip.tsx';
import { useWriter } from './use-plan-act.ts';

const shown = standings.filter((one) => one !== 'done');

/** Pathways across citizens: what deviates, is late or waits for an answer comes first. */
export function BoardPage() {
  const { t } = useTranslation();
  const writer = useWriter();
  const person = useOwnReferences();
  const [isMine, setMine] = useKept('board mine', false);
  const [only, setOnly] = useKept<string | undefined>('board only', undefined);
  const board = useBoard({ unit: writer?.unit?.reference.split('/')[1], person, isMine });
  useEffect(() => {
    document.title = `${t('board.title')} – Enjournal`;
  }, [t]);
  return (
    <main id="content" className="ej-page ej-board" tabIndex={-1}>
      <div className="ej-start-lead">
        <h1 className="ej-title">{t('board.title')}</h1>
        <div className="ej-meta">{t('board.lead', { unit: writer?.unit?.display ?? '' })}</div>
      </div>
      <Part of={board} what={t('board.what')} rows={8}>
        {({ rows, asked }) => (
          <>
            {asked.length > 0 && <Asked steps={asked} />}
            <div className="ej-board-bar">
              <fieldset className="ej-board-filters">
                <legend className="ej-sr">{t('board.whose')}</legend>
                {[false, true].map((mine) => (
                  <button
                    key={String(mine)}
                    type="button"
                    className="ej-toggle"
                    data-on={mine === isMine}
                    aria-pressed={mine === isMine}
                    onClick={() => setMine(mine)}
                  >
                    {mine ? t('board.mine') : t('board.unit')}
                  </button>
                ))}
              </fieldset>
              <fieldset className="ej-board-filters">
                <legend className="ej-sr">{t('board.filters')}</legend>
                <button
                  type="button"
                  className="ej-toggle"
                  data-on={only === undefined}
                  aria-pressed={only === undefined}
                  onClick={() => setOnly(undefined)}
                >
                  {t('board.all', { count: rows.length })}
                </button>
                {shown.map((one) => (
                  <button
                    key={one}
                    type="button"
                    className="ej-toggle"
                    data-on={only === one}
                    aria-pressed={only === one}
                    onClick={() => setOnly(one)}
                  >
                    {t('board.filter', {
                      what: t(`pathway.standing.${one}`),
                      count: rows.filter(({ standing }) => standing === one).length,
                    })}
                  </button>
                ))}
              </fieldset>
            </div>
            <Card title={t('board.title')}>
              <Rows rows={only === undefined ? rows : rows.filter(({ standing }) => standing === only)} />
            </Card>
          </>
        )}
      </Part>
    </main>
  );
}

/** What others ask of the unit: taken on here, and then the record opens. */
function Asked({ steps }: { steps: readonly PathwayStep[] }) {
  const { t } = useTranslation();
  return (
    <Card title={t('board.asked')} count={steps.length}>
      <ul className="ej-contacts">
        {steps.map((step) => (
          <AskedStep key={step.id} step={step} />
        ))}
      </ul>
    </Card>
  );
}

function AskedStep({ step }: { step: PathwayStep }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const accept = useMutation({
    mutationFn: () => update(takenOn(step), { record: null }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['board'] }),
  });
  const due = step.restriction?.period?.end;
  const text = textIn(step, 'description', language);
  const from = step.requester?.display;
  return (
    <li>
      <span>
        <b>{step.for?.display}</b> · {text}
        <span className="ej-sub">
          {[from, due && t('pathway.due', { when: shortDate(due, language) })].filter(Boolean).join(' · ')}
        </span>
        {accept.error && <FailureNotice error={accept.error} />}
      </span>
      <Button
        size="small"
        variant="secondary"
        className="ej-xs"
        loading={accept.isPending}
        aria-label={t('board.accept', { who: step.for?.display ?? '', step: text })}
        onClick={() => accept.mutate()}
      >
        {t('pathway.accept')}
      </Button>
    </li>
  );
}

function Rows({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (rows.length === 0) {
    return (
      <div className="ej-card-body">
        <p>{t('board.none')}</p>
      </div>
    );
  }
  return (
    <table className="ej-board-table">
      <thead>
        <tr>
          <th scope="col">{t('board.person')}</th>
          <th scope="col">{t('board.pathway')}</th>
          <th scope="col">{t('board.nextStep')}</th>
          <th scope="col">{t('board.due')}</th>
          <th scope="col">{t('board.standing')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ plan, patient, next, standing, reason }) => (
          <tr key={plan.id}>
            <th scope="row">
              <Link
                className="ej-link ej-strong"
                to="/pasient/$id/{-$section}"
                params={{ id: plan.subject?.reference?.split('/')[1] ?? '', section: 'plan' }}
              >
                {nameOf(patient) || plan.subject?.display || t('board.person')}
              </Link>
            </th>
            <td>{textIn(plan, 'title', language)}</td>
            <td>
              {next ? textIn(next, 'description', language) : t('board.allDone')}
              {next && <span className="ej-sub">{doerOf(next)}</span>}
            </td>
            <td className="ej-num">{shortDate(next?.restriction?.period?.end, language)}</td>
            <td>
              <StandingChip standing={standing} />
              {reason && <span className="ej-sub">{reason}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
