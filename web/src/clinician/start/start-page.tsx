import './start.css';
import { Navigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findsNobody, placeOf } from '../../municipality/places.ts';
import { OwnReviews } from '../../municipality/privacy/own-reviews.tsx';
import { dayHeading, dayOf, timeOf } from '../../shared/format/date.ts';
import { nameOf } from '../../shared/format/person.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { later } from '../../shared/ui/later.tsx';
import { useRole } from '../bar/use-user.ts';
import { useSayWork } from '../work/use-say-work.ts';
import { WorkSaid } from '../work/work-said.tsx';
import { cards } from './cards.tsx';
import { useOwnDay } from './day-cards.tsx';
import { NoUserPage } from './no-user-page.tsx';
import { Notices } from './notices.tsx';
import { useLayout } from './use-layout.ts';
import { isHere, isOver, nextOf } from './use-today.ts';

const Customise = later(() => import('./customise.tsx'));

/** Where a working day begins: what is mine now, across citizens, as the role needs it. */
export function StartPage() {
  const role = useRole();
  const place = placeOf(role);
  if (place !== undefined) return <Navigate to={place} replace />;
  return findsNobody(role) ? <NoUserPage isColleague={role === undefined} /> : <WorkingDay />;
}

function WorkingDay() {
  const { t } = useTranslation();
  const language = useLanguage();
  const layout = useLayout();
  const [isCustomising, setCustomising] = useState(false);
  useEffect(() => {
    document.title = `${t('start.title')} – ${t('bar.label')}`;
  }, [t]);
  return (
    <WorkSaid>
      <main id="content" className="ej-page ej-start-page ej-start-wide" tabIndex={-1} aria-labelledby="start-title">
        <div className="ej-start-lead">
          <h1 className="ej-title" id="start-title">
            {dateHeading(language)}
          </h1>
          <DayLine />
          <button
            type="button"
            className="ej-toggle ej-start-customise ej-noprint"
            onClick={() => setCustomising(true)}
          >
            {t('start.customise')}
          </button>
        </div>
        <OwnReviews />
        <Notices />
        <div className="ej-start-columns">
          {(layout.isKnown ? layout.columns : []).map((column, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
            <div key={index} className="ej-start-column">
              {column.map((id) => {
                const Shown = cards[id];
                return <Shown key={id} />;
              })}
            </div>
          ))}
        </div>
      </main>
      {isCustomising && <Customise layout={layout} onClose={() => setCustomising(false)} />}
    </WorkSaid>
  );
}

/** `Fredag 27. november`: the day itself, not "today". */
const dateHeading = (language: Parameters<typeof dayHeading>[1]): string =>
  dayHeading(dayOf(Date.now()), language, Date.now() - 3 * 86_400_000);

/** Who is next, how many are left, and when the day is over. */
function DayLine() {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = useSayWork();
  const day = useOwnDay().data ?? [];
  const next = nextOf(day);
  if (next === undefined) return null;
  const left = day.filter((one) => !isOver(one));
  const end = left
    .map(({ of }) => of.end ?? '')
    .sort()
    .at(-1);
  const since = [next.of.start ?? '', next.of.meta?.lastUpdated ?? ''].sort().at(-1);
  const waits = isHere(next) && Date.parse(since ?? '') <= Date.now();
  return (
    <div className="ej-meta">
      {t('start.next')} <b>{nameOf(next.person) || next.display}</b>
      {waits && ` ${t('start.next.waited', { ago: say.lasted(since) })}`}
      {` · ${t('start.left', { count: left.length })}`}
      {end && ` · ${t('start.over', { time: timeOf(end, language) ?? '' })}`}
    </div>
  );
}
