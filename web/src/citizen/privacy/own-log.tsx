import './own-log.css';
import { matchesOf } from '../../shared/fhir/client.ts';
import { useKept } from '../../shared/session/kept.ts';
import { BlocksCard } from './blocks-card.tsx';
import { looksOf } from './looks.ts';
import { OwnLogCard } from './own-log-card.tsx';
import { QuestionsCard } from './questions-card.tsx';
import { type LogFilter, useOwnLog, type Whom } from './use-own-log.ts';

/** For the citizen, or who acts for them: what is kept from whom, who has seen the record, and what was asked about it. */
export default function OwnLog({ id, canSee }: { id: string; canSee: readonly Whom[] }) {
  const [filter, setFilter] = useKept<LogFilter>('own log filter', { days: '30', which: 'others' });
  const [making, setMaking] = useKept<{ first?: Whom | undefined } | undefined>('making a block', undefined);
  const log = useOwnLog(id, filter);
  const seen = looksOf(log.data?.pages.flatMap(matchesOf) ?? []).flatMap(({ who, name, place }) =>
    who?.startsWith('Practitioner') ? [{ reference: who, display: place ? `${name}, ${place}` : name }] : [],
  );
  const known = [...new Map([...canSee, ...seen].map((one) => [one.reference, one])).values()];
  return (
    <>
      <BlocksCard id={id} known={known} making={making} onMaking={setMaking} />
      <QuestionsCard id={id} />
      <OwnLogCard
        id={id}
        log={log}
        filter={filter}
        onFilter={setFilter}
        onKeepFrom={(first) => {
          setMaking({ first });
          requestAnimationFrame(() => document.querySelector('.ej-own-block')?.scrollIntoView({ block: 'center' }));
        }}
      />
    </>
  );
}
