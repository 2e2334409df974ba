import '../start/start.css';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { AppointmentsCard, VisitsCard } from '../start/day-cards.tsx';
import { ReferralsCard, TriageCard, WardCard } from '../start/list-cards.tsx';
import { OwnListCard } from '../start/person-cards.tsx';
import { UnitCard } from '../start/work-cards.tsx';
import { useServiceKind } from '../work/use-work.ts';
import { WorkSaid } from '../work/work-said.tsx';

/** Every list of the unit and the reader, whatever stands on the start page. */
export function ListsPage() {
  const { t } = useTranslation();
  const service = useServiceKind();
  useEffect(() => {
    document.title = `${t('lists.title')} – ${t('bar.label')}`;
  }, [t]);
  return (
    <WorkSaid>
      <main id="content" className="ej-page ej-start-page ej-start-wide" tabIndex={-1}>
        <h1 className="ej-title">{t('lists.title')}</h1>
        <div className="ej-start-columns">
          <div className="ej-start-column">
            {service === 'home-care' || service === 'private-care' ? <VisitsCard /> : <AppointmentsCard />}
            <TriageCard />
          </div>
          <div className="ej-start-column">
            <WardCard />
            <ReferralsCard />
          </div>
          <div className="ej-start-column">
            <UnitCard />
            <OwnListCard />
          </div>
        </div>
      </main>
    </WorkSaid>
  );
}
