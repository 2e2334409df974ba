import './own-log.css';
import { useTranslation } from 'react-i18next';
import { useParties } from '../../shared/access/parties.ts';
import { matchesOf } from '../../shared/fhir/client.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { focusSoon } from '../../shared/keyboard/focus.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Page } from '../frame/page.tsx';
import { useSubject } from '../subject.ts';
import { BlocksCard } from './blocks-card.tsx';
import { CanSeeCard } from './can-see-card.tsx';
import { CheckLogCard } from './check-log-card.tsx';
import { looksOf } from './looks.ts';
import { OwnLogCard } from './own-log-card.tsx';
import { placeOrPerson } from './place-or-person.ts';
import { QuestionsCard } from './questions-card.tsx';
import { type LogFilter, useOwnLog, type Whom } from './use-own-log.ts';

/** Who has seen the record, who could, what is kept from whom, and what was asked about it. */
export default function AccessPage() {
  const { t } = useTranslation();
  const { patient: id } = useSubject();
  const [filter, setFilter] = useKept<LogFilter>('own log filter', { days: '30', which: 'others' });
  const [making, setMaking] = useKept<{ first?: Whom | undefined } | undefined>('making a block', undefined);
  const language = useLanguage();
  const parties = useParties(id);
  const log = useOwnLog(id, filter);
  const seen = looksOf(log.data?.pages.flatMap(matchesOf) ?? []).flatMap(({ who, name, place }) =>
    who?.startsWith('Practitioner') ? [{ reference: who, display: place ? `${name}, ${place}` : name }] : [],
  );
  const canSee = (parties.data ?? []).map((one) => placeOrPerson(one, language));
  const known = [...new Map([...canSee, ...seen].map((one) => [one.reference, one])).values()];
  return (
    <Page title={t('own.title')} lead={t('own.lead')}>
      <div className="ej-c-columns">
        <div>
          <OwnLogCard
            id={id}
            log={log}
            filter={filter}
            onFilter={setFilter}
            onKeepFrom={(first) => {
              setMaking({ first });
              focusSoon(() => document.querySelector<HTMLElement>('.ej-own-block h3'));
            }}
          />
        </div>
        <div>
          <BlocksCard id={id} known={known} making={making} onMaking={setMaking} />
          <CheckLogCard id={id} />
          <QuestionsCard id={id} />
          <CanSeeCard parties={parties} />
        </div>
      </div>
    </Page>
  );
}
