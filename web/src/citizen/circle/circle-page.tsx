import '../acting/acting.css';
import './circle.css';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useKept } from '../../shared/session/kept.ts';
import { Part } from '../../shared/ui/part.tsx';
import { Page } from '../frame/page.tsx';
import { useSubject } from '../subject.ts';
import { LeaveCard } from './leave-card.tsx';
import { MembersCard } from './members-card.tsx';
import { MessagesCard } from './messages-card.tsx';
import { PlanForm } from './plan-form.tsx';
import { type Told, useCircle } from './use-circle.ts';
import { VisitList } from './visit-list.tsx';

/** The circle around the citizen whose record is open, or around another who has let this one in (`/krets/[id]`). */
export default function CirclePage() {
  const { t } = useTranslation();
  const { patient: own, isSelf, name } = useSubject();
  const { id } = useParams({ strict: false }) as { id?: string };
  const patient = id ?? own;
  const circle = useCircle(patient);
  const isOthers = id !== undefined && id !== own;
  const whose = circle.data?.citizen ?? name;
  const title = isOthers
    ? t('circle.title.of', { name: whose })
    : isSelf
      ? t('me.place.circle')
      : t('circle.title.of', { name });
  const place = circle.data?.place;
  return (
    <Page title={title} lead={place === undefined ? undefined : t(`circle.lead.${place}`)}>
      <Part of={circle} what={t('circle.what')} rows={4}>
        {(told) => <Circle patient={patient} told={told} />}
      </Part>
      {isOthers && <LeaveCard patient={patient} name={whose} />}
    </Page>
  );
}

function Circle({ patient, told }: { patient: string; told: Told }) {
  const { t } = useTranslation();
  const [isPlanning, setPlanning] = useKept('planning a visit', false);
  const { place, visits, members, messages } = told;
  const coming = visits.filter(({ state }) => state === 'open' || state === 'taken');
  const past = visits.filter(({ state }) => state === 'done' || state === 'cancelled');
  const isVolunteer = place === 'volunteer';
  return (
    <div className={isVolunteer ? 'ej-c-stack' : 'ej-c-columns'}>
      <div>
        <section className="ej-c-card" aria-labelledby="circle-visits">
          <div className="ej-c-head">
            <h2 id="circle-visits">{t('circle.visits')}</h2>
            {!isVolunteer && !isPlanning && (
              <button type="button" className="ej-c-button" onClick={() => setPlanning(true)}>
                {t('circle.plan')}
              </button>
            )}
          </div>
          {isPlanning && !isVolunteer && (
            <PlanForm patient={patient} members={members} onClose={() => setPlanning(false)} />
          )}
          {coming.length === 0 ? (
            <p>{t('circle.visits.none')}</p>
          ) : (
            <VisitList patient={patient} visits={coming} place={place} />
          )}
          {past.length > 0 && (
            <details>
              <summary className="ej-c-more">{t('circle.past')}</summary>
              <VisitList patient={patient} visits={past} place={place} />
            </details>
          )}
        </section>
      </div>
      {!isVolunteer && (
        <div>
          <MessagesCard patient={patient} messages={messages} />
          <MembersCard patient={patient} members={members} mayDecide={place === 'owner'} />
        </div>
      )}
    </div>
  );
}
