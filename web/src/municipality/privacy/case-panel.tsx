import { CheckmarkIcon, EyeSlashIcon } from '@navikt/aksel-icons';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDateTime, timeOf } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { isTyping } from '../../shared/keyboard/is-typing.ts';
import { currentSettings } from '../../shared/settings/settings.ts';
import { Part } from '../../shared/ui/part.tsx';
import { type Outcome, readReview } from './ask-reviews.ts';
import { OutcomeForm } from './outcome-form.tsx';
import type { Access, ReviewDetail } from './reviews.ts';
import { useSayReview } from './say-review.ts';

type Props = { id: string | undefined; onMove: (steps: number) => void };

/** One case: what was said, what supports and what questions it, what was opened, and what comes of it. */
export function CasePanel({ id, onMove }: Props) {
  const { t, i18n } = useTranslation();
  const panel = useRef<HTMLElement>(null);
  const heading = useId();
  const [done, setDone] = useState<Outcome>();
  const detail = useQuery({
    queryKey: ['review', id, i18n.language],
    enabled: id !== undefined,
    // each reading of a case is told to the citizen: it is read once while it is open, and again when something is done
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => readReview(id ?? '', signal),
  });
  useEffect(() => {
    if (id !== undefined) panel.current?.focus();
  }, [id]);
  if (id === undefined) {
    return (
      <section className="ej-card ej-mun-panel" aria-label={t('privacy.case')}>
        <div className="ej-mun-empty">{t('privacy.pick')}</div>
      </section>
    );
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!currentSettings().singleKeys || isTyping(event.nativeEvent)) return;
    const steps = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (steps !== undefined) onMove(steps);
  };
  return (
    <section
      ref={panel}
      className="ej-card ej-mun-panel"
      data-open
      aria-labelledby={heading}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <div className="ej-mun-panel-head">
        <h2 id={heading}>
          {detail.data
            ? t('privacy.caseTitle', { person: detail.data.review.person, patient: detail.data.review.patient })
            : t('privacy.case')}
        </h2>
        <span className="ej-mun-keys">
          <button type="button" className="ej-kbd" aria-label={t('privacy.next')} onClick={() => onMove(1)}>
            J
          </button>
          <button type="button" className="ej-kbd" aria-label={t('privacy.previous')} onClick={() => onMove(-1)}>
            K
          </button>
        </span>
      </div>
      <div role="status" className="ej-mun-done">
        {done && t(`privacy.done.${done}`)}
      </div>
      <Part of={detail} what={t('privacy.case.what')} rows={8}>
        {(told) => <CaseContent told={told} onMove={onMove} onDone={setDone} />}
      </Part>
    </section>
  );
}

/** What the words of a case are, where they are not the reason of who looked. */
const statedAs = { 'log-question': 'privacy.asked', 'unlawful-access': 'privacy.found' } as const;

type ContentProps = Pick<Props, 'onMove'> & { told: ReviewDetail; onDone: (outcome: Outcome) => void };

function CaseContent({ told, onMove, onDone }: ContentProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = useSayReview();
  const { review, accesses } = told;
  return (
    <div className="ej-mun-panel-body">
      <div>
        <h3>{t(review.kind in statedAs ? statedAs[review.kind as keyof typeof statedAs] : 'privacy.stated')}</h3>
        {review.reasonText && <p className="ej-mun-quote">«{review.reasonText}»</p>}
        <p className="ej-tag ej-mun-inline">{say.reason(review)}</p>
      </div>
      <div className="ej-mun-signs">
        <div data-kind="supports" data-some={review.supports.length > 0}>
          <h3>{t('privacy.supports')}</h3>
          {review.supports.length === 0 ? (
            <p className="ej-meta">{t('privacy.supports.none')}</p>
          ) : (
            <ul className="ej-plain">
              {review.supports.map((sign) => (
                <li key={sign}>
                  <CheckmarkIcon aria-hidden /> {say.sign(sign)}
                </li>
              ))}
            </ul>
          )}
        </div>
        <div data-kind="questions" data-some={review.questions.length > 0}>
          <h3>{t('privacy.questions')}</h3>
          {review.questions.length === 0 ? (
            <p className="ej-meta">{t('privacy.questions.none')}</p>
          ) : (
            <ul className="ej-plain">
              {review.questions.map((sign) => (
                <li key={sign}>{say.sign(sign)}</li>
              ))}
            </ul>
          )}
          {review.openingsBefore !== undefined && (
            <p className="ej-meta">{t('privacy.before', { count: review.openingsBefore })}</p>
          )}
        </div>
      </div>
      <Opened accesses={accesses} />
      <div>
        <h3>{t('privacy.told')}</h3>
        {told.told.length === 0 && <p>{t('privacy.notTold')}</p>}
        <ul className="ej-plain">
          {told.told.map(({ what, who, time, outcome }) => (
            <li key={`${what} ${who}`}>
              {what === 'matter' ? who : t('privacy.told.citizen')}, {t(`privacy.told.${what}`)}:{' '}
              <span className="ej-num">{shortDateTime(time, language)}</span>
              {outcome !== undefined && ` · ${say.outcome(outcome)}`}
            </li>
          ))}
        </ul>
      </div>
      {review.notes.length > 0 && (
        <div>
          <h3>{t('privacy.said')}</h3>
          <ul className="ej-plain ej-mun-notes">
            {review.notes.map((note) => (
              <li key={`${note.time} ${note.author}`}>
                <span className="ej-meta">
                  {shortDateTime(note.time, language)}, {note.author}
                </span>
                <p>{note.text}</p>
              </li>
            ))}
          </ul>
        </div>
      )}
      {review.outcome === undefined ? (
        <OutcomeForm review={review} onMove={onMove} onDone={onDone} />
      ) : (
        <p className="ej-notice" data-kind="neutral">
          <span>
            <strong>{say.outcome(review.outcome)}.</strong>{' '}
            {t('privacy.closedBy', { when: shortDateTime(review.closed, language), who: review.reviewer ?? '–' })}{' '}
            {review.breachDeadline && t('privacy.breach', { when: shortDateTime(review.breachDeadline, language) })}
          </span>
        </p>
      )}
    </div>
  );
}

const entriesIn = ({ types }: Access): number => types.reduce((sum, { count }) => sum + count, 0);

const FOLD = 8;

function Opened({ accesses }: { accesses: readonly Access[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [all, setAll] = useState(false);
  const shown = all || accesses.length <= FOLD + 1 ? accesses : accesses.slice(0, FOLD);
  return (
    <div>
      <h3>{t('privacy.opened')}</h3>
      {accesses.length === 0 && <p>{t('privacy.openedNone')}</p>}
      <ol className="ej-plain ej-mun-opened">
        {shown.map((one, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries of a log never change places
          <li key={n}>
            <span className="ej-num ej-meta">{timeOf(one.time, language)}</span>
            <span>{one.description}</span>
            <span className="ej-num ej-meta">
              {entriesIn(one) > 1 && t('privacy.entries', { count: entriesIn(one) })}
            </span>
          </li>
        ))}
      </ol>
      {shown.length < accesses.length && (
        <button type="button" className="ej-link" onClick={() => setAll(true)}>
          {t('privacy.openedMore', { count: accesses.length })}
        </button>
      )}
      <p className="ej-meta ej-mun-icon-line">
        <EyeSlashIcon aria-hidden /> {t('privacy.noContent')}
      </p>
    </div>
  );
}
