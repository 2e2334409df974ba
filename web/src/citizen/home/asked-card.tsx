import { useTranslation } from 'react-i18next';
import type { Task } from '../../shared/fhir/types.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { circleVisit } from '../circle/visit-code.ts';
import { longDay } from '../dialogue/long-day.ts';
import { PageLink } from '../frame/page-link.tsx';
import { useSubject } from '../subject.ts';

/** What somebody has asked the citizen to do. Not there when nothing is asked. */
export function AskedCard() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { patient } = useSubject();
  const { data } = useRecordSearch<Task>(
    patient,
    'Task',
    { owner: `Patient/${patient}`, status: 'requested,received,accepted,ready,in-progress', 'code:not': circleVisit },
    { limit: 20 },
  );
  const asked = (data?.resources ?? []).filter(({ description, code }) => description || conceptText(code));
  if (asked.length === 0) return null;
  return (
    <section className="ej-c-card" aria-labelledby="asked">
      <h2 id="asked">{t('home.asked')}</h2>
      <ul className="ej-c-lines">
        {asked.map(({ id, description, code, restriction, executionPeriod, requester }) => {
          const due = restriction?.period?.end ?? executionPeriod?.end;
          const from = requester?.display;
          return (
            <li key={id}>
              <b>
                <PageLink to="/skjema" className="ej-link">
                  <Voiced isWritten>{description || conceptText(code)}</Voiced>
                </PageLink>
              </b>
              <span className="ej-meta">
                {[
                  from && t('home.asked.by', { who: from }),
                  due && t('home.asked.due', { date: longDay(due, language) }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
