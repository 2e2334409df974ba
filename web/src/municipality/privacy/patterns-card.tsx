import { DownloadIcon } from '@navikt/aksel-icons';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf, fullDate, shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { csvOf, download } from '../csv.ts';
import { type Alert, readAlerts } from './alerts.ts';
import { useSayReview } from './say-review.ts';

const DAYS = 30;
const FOLD = 6;

/** Look-ups that look like curiosity and not like care, in the last thirty days. */
export function PatternsCard() {
  const { t } = useTranslation();
  const [signal, setSignal] = useKept('signal', '');
  const say = useSayReview();
  const select = useId();
  const from = dayOf(Date.now() - DAYS * 86_400_000);
  const alerts = useQuery({ queryKey: ['alerts', from], queryFn: ({ signal }) => readAlerts(from, signal) });
  const found = alerts.data ?? [];
  const counts = new Map<string, number>();
  for (const { signals } of found) for (const one of signals) counts.set(one, (counts.get(one) ?? 0) + 1);
  const shown = signal === '' ? found : found.filter(({ signals }) => signals.includes(signal));
  const kinds = [...counts].sort((a, b) => b[1] - a[1]);
  return (
    <Card
      title={t('privacy.patterns')}
      count={t('privacy.patternsDays')}
      action={shown.length > 0 && <ExportAlerts alerts={shown} />}
      foot={found.length > 0 && t('privacy.patternsNote')}
    >
      {kinds.length > 0 && (
        <div className="ej-mun-filter">
          <label className="ej-sr" htmlFor={select}>
            {t('privacy.patternsFilter')}
          </label>
          <span className="ej-select" data-on={signal !== ''}>
            <select id={select} value={signal} onChange={(event) => setSignal(event.target.value)}>
              <option value="">{`${t('privacy.patternsAll')} (${found.length})`}</option>
              {kinds.map(([kind, count]) => (
                <option key={kind} value={kind}>{`${say.signal(kind)} (${count})`}</option>
              ))}
            </select>
            <span className="ej-select-mark" aria-hidden>
              ▾
            </span>
          </span>
        </div>
      )}
      <Part of={alerts} what={t('privacy.patterns.what')} rows={4}>
        {() =>
          found.length === 0 ? (
            <div className="ej-card-body">
              <p>{t('privacy.patternsNone')}</p>
            </div>
          ) : (
            <AlertRows key={signal} alerts={shown} />
          )
        }
      </Part>
    </Card>
  );
}

function AlertRows({ alerts }: { alerts: readonly Alert[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = useSayReview();
  const [all, setAll] = useKept('all alerts', false);
  const shown = all || alerts.length <= FOLD + 1 ? alerts : alerts.slice(0, FOLD);
  return (
    <>
      <ul className="ej-rows" aria-label={t('privacy.patterns')}>
        {shown.map((one) => (
          <li key={one.key} className="ej-mun-alert">
            <span className="ej-num ej-meta">{shortDate(one.day, language)}</span>
            <span>
              <span className="ej-strong">{one.person}</span>
              {one.patient && <span className="ej-meta"> {one.patient}</span>}
            </span>
            <span className="ej-mun-tags">
              {one.signals.map((signal) => (
                <span key={signal} className="ej-tag">
                  {say.signal(signal)}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
      {shown.length < alerts.length && (
        <div className="ej-card-body">
          <button type="button" className="ej-link" onClick={() => setAll(true)}>
            {t('privacy.openedMore', { count: alerts.length })}
          </button>
        </div>
      )}
    </>
  );
}

/** Who looked, when and by what signs; nothing of whom. */
function ExportAlerts({ alerts }: { alerts: readonly Alert[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = useSayReview();
  const onClick = () => {
    const head = [t('privacy.when'), t('privacy.who'), t('privacy.signs')];
    const rows = alerts.map((one) => [fullDate(one.day, language), one.person, one.signals.map(say.signal).join(', ')]);
    download(`monstre-${dayOf(Date.now())}.csv`, csvOf([head, ...rows]));
  };
  return (
    <button
      type="button"
      className="ej-link ej-mun-icon-line"
      aria-label={t('privacy.exportPatterns')}
      onClick={onClick}
    >
      <DownloadIcon aria-hidden /> {t('privacy.export')}
    </button>
  );
}
