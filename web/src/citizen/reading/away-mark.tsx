import './reading.css';
import { CloudSlashIcon } from '@navikt/aksel-icons';
import { useQueryClient } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { dayHeading, dayOf, timeOf } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { readAnew, reading } from '../../shared/reading/reading.ts';
import { useSubject } from '../subject.ts';

/** What was kept is read anew when the page has had time to come. */
const settledMs = 6_000;

/** Says that there is no network, and as of when the page is; and keeps what is on the device up with the record. */
export default function AwayMark() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { isSelf } = useSubject();
  const queries = useQueryClient();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const { isAway, asOf, heardAt } = useSyncExternalStore(reading.subscribe, reading.current);
  const wasAway = useRef(isAway);
  useEffect(() => {
    if (wasAway.current && !isAway) {
      queries.removeQueries({ type: 'inactive' });
      void queries.refetchQueries({ type: 'active' });
    }
    wasAway.current = isAway;
  }, [isAway, queries]);
  useEffect(() => {
    if (isAway || !isSelf) return;
    const timer = setTimeout(() => void readAnew(), settledMs);
    return () => clearTimeout(timer);
  }, [isAway, isSelf]);
  const at = new Date(asOf.get(path) ?? heardAt).toISOString();
  const time = timeOf(at, language) ?? '';
  const when =
    dayOf(at) === dayOf(Date.now())
      ? t('away.at', { time })
      : t('me.at', { day: dayHeading(dayOf(at), language).toLowerCase(), time });
  return (
    <div role="status" className="ej-noprint">
      {isAway && (
        <p className="ej-c-away">
          <CloudSlashIcon aria-hidden /> {t(isSelf ? 'away.asOf' : 'away.other', { when })}
        </p>
      )}
    </div>
  );
}
