import { ExclamationmarkTriangleIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { dayOf, shortDate, shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { rovingRows } from '../../shared/ui/roving-rows.ts';
import type { Review, Status } from './reviews.ts';
import { useSayReview } from './say-review.ts';

const statuses = ['open', 'waiting', 'closed'] as const;

type Props = {
  all: readonly Review[];
  status: Status;
  onStatus: (status: Status) => void;
  chosen: string | undefined;
  onChoose: (id: string) => void;
};

/** The cases of one status, as a list with one tab stop: arrows, J and K move, Enter opens. */
export function CaseList({ all, status, onStatus, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const shown = all.filter((one) => one.status === status);
  const current = shown.some(({ id }) => id === chosen) ? chosen : shown[0]?.id;
  return (
    <>
      <fieldset className="ej-mun-filter">
        <legend className="ej-sr">{t('privacy.filter')}</legend>
        {statuses.map((one) => (
          <button
            key={one}
            type="button"
            className="ej-toggle"
            data-on={one === status}
            aria-pressed={one === status}
            onClick={() => onStatus(one)}
          >
            {t(`privacy.filter.${one}`, { count: all.filter((other) => other.status === one).length })}
          </button>
        ))}
      </fieldset>
      {shown.length === 0 ? (
        <div className="ej-card-body">
          <p>{t(`privacy.none.${status}`)}</p>
        </div>
      ) : (
        <>
          <div className="ej-mun-case ej-mun-case-head" aria-hidden>
            <span>{t('privacy.when')}</span>
            <span>{t('privacy.who')}</span>
            <span>{t('privacy.whose')}</span>
            <span>{t('privacy.reason')}</span>
            <span>{status === 'closed' ? t('privacy.closedAt') : t('privacy.deadline')}</span>
            <span>{status === 'closed' ? t('privacy.status') : t('privacy.known')}</span>
          </div>
          <ul className="ej-rows" aria-label={t('privacy.cases')} {...rovingRows}>
            {shown.map((one) => (
              <li key={one.id}>
                <button
                  type="button"
                  data-row
                  className="ej-mun-case"
                  tabIndex={one.id === current ? 0 : -1}
                  aria-current={one.id === chosen}
                  onClick={() => onChoose(one.id)}
                >
                  <CaseCells of={one} />
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function CaseCells({ of }: { of: Review }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = useSayReview();
  const [question] = of.questions;
  const [support] = of.supports;
  const isLate = of.deadline !== undefined && dayOf(of.deadline) <= dayOf(Date.now());
  return (
    <>
      <span className="ej-num ej-mun-case-when">{shortDateTime(of.from, language)}</span>
      <span>
        <span className="ej-strong">{of.person}</span>
        <span className="ej-meta ej-mun-block">{[of.title ?? of.role, of.unit].filter(Boolean).join(', ')}</span>
      </span>
      <span>
        <span className="ej-sr">{t('privacy.whose')}: </span>
        {of.patient}
      </span>
      <span>{say.reason(of)}</span>
      {of.outcome === undefined ? (
        <>
          <span className={isLate ? 'ej-num ej-strong ej-mun-late' : 'ej-num'}>
            <span className="ej-sr">{t('privacy.deadline')}: </span>
            {shortDate(of.deadline, language)}
          </span>
          {question === undefined ? (
            <span className="ej-meta">{support === undefined ? t('privacy.questions.none') : say.sign(support)}</span>
          ) : (
            <span className="ej-strong ej-mun-question">
              <ExclamationmarkTriangleIcon aria-hidden />
              <span>{of.questions.slice(0, 2).map(say.sign).join('. ')}</span>
            </span>
          )}
        </>
      ) : (
        <>
          <span className="ej-num">{shortDate(of.closed, language)}</span>
          <span>
            <span className="ej-tag" data-outcome={of.outcome}>
              {say.outcome(of.outcome)}
            </span>
          </span>
        </>
      )}
    </>
  );
}
