import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { matchesOf, search } from '../../shared/fhir/client.ts';
import { dayHeading, dayOf } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { PageLink } from '../frame/page-link.tsx';
import { happeningsOf, happeningTypes } from '../journal/happenings.ts';
import { toldOf } from '../journal/told.ts';
import { useSubject } from '../subject.ts';
import { useSince } from './own-visit.ts';

const SHOWN = 5;
/** At a first visit there is nothing to compare with. */
const FIRST_DAYS = 30;

/** What has come since the citizen was here last, the newest first. */
export function NewsCard() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { patient } = useSubject();
  const since = useSince(patient);
  const types = happeningTypes(undefined);
  const news = useQuery({
    queryKey: recordKey(patient, types, 'news', since ?? ''),
    queryFn: async ({ signal }) => {
      const now = Date.now();
      const from = dayOf(now - FIRST_DAYS * 86_400_000);
      const when = since
        ? { _lastUpdated: `gt${since}`, _sort: '-_lastUpdated' }
        : { date: [`ge${from}`, `le${dayOf(now)}`], _sort: '-date' };
      return matchesOf(await search(`Patient/${patient}/*`, { _type: types.join(','), _count: '40', ...when }, signal));
    },
  });
  return (
    <section className="ej-c-card" aria-labelledby="news">
      <h2 id="news">
        {since ? t('home.news', { when: lower(dayHeading(dayOf(since), language)) }) : t('home.news.first')}
      </h2>
      <Part of={news} what={t('home.news.what')} rows={4}>
        {(found) => {
          const entries = happeningsOf(found);
          if (entries.length === 0) return <p>{t('home.news.none')}</p>;
          return (
            <ul className="ej-c-lines">
              {entries.slice(0, SHOWN).map((entry) => {
                const { title, text, place } = toldOf(entry, { t, language });
                return (
                  <li key={entry.key} data-new={since !== undefined}>
                    <b>
                      <Voiced>{title}</Voiced>
                    </b>
                    <span className="ej-c-cut">
                      <Voiced>{text}</Voiced>
                    </span>
                    <span className="ej-meta">
                      <Voiced>{[dayHeading(entry.day, language), place].filter(Boolean).join(' · ')}</Voiced>
                    </span>
                  </li>
                );
              })}
            </ul>
          );
        }}
      </Part>
      <PageLink to="/journal" className="ej-c-more">
        {t('home.news.all')}
      </PageLink>
    </section>
  );
}

const lower = (text: string) => text.charAt(0).toLocaleLowerCase('nb') + text.slice(1);
