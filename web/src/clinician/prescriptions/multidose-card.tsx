import './prescriptions.css';
import { packingDayOf, packingOf } from '@enjournal/server/care/prescribing';
import { Button } from '@navikt/ds-react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { MedicationRequest, Task } from '../../shared/fhir/types.ts';
import { shortDate, shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { tellDone } from '../../shared/ui/done.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useTakeUp } from './acts.ts';
import { MultidoseForm } from './multidose-form.tsx';
import { type Multidose, useMultidose, useMultidoseActs, useSentList } from './use-multidose.ts';
import { useMayPrescribe } from './use-prescriptions.ts';
import { WhyNot } from './why-not.tsx';

/** Who packs what when, who answers for it, and whether the pharmacy has the list as it is. */
export default function MultidoseCard({ id, orders }: { id: string; orders: readonly MedicationRequest[] }) {
  const { t } = useTranslation();
  const mayPrescribe = useMayPrescribe();
  const query = useMultidose(id);
  const [isWriting, setWriting] = useKept('writing multidose', false);
  if (query.data !== undefined && query.data.found === undefined && !mayPrescribe) return null;
  return (
    <Card
      title={t('multidose.title')}
      action={
        mayPrescribe &&
        !isWriting &&
        query.data !== undefined && (
          <button type="button" className="ej-link" onClick={() => setWriting(true)}>
            {t(query.data.found === undefined ? 'multidose.start' : 'multidose.change')}
          </button>
        )
      }
    >
      <Part of={query} what={t('multidose.what')} rows={2}>
        {({ found }) =>
          isWriting ? (
            <MultidoseForm id={id} multidose={found} orders={orders} onClose={() => setWriting(false)} />
          ) : found === undefined ? (
            <p className="ej-card-body ej-meta">{t('multidose.none')}</p>
          ) : (
            <Standing id={id} multidose={found} orders={orders} mayPrescribe={mayPrescribe} />
          )
        }
      </Part>
    </Card>
  );
}

function Standing({
  id,
  multidose,
  orders,
  mayPrescribe,
}: {
  id: string;
  multidose: Multidose;
  orders: readonly MedicationRequest[];
  mayPrescribe: boolean;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const acts = useMultidoseActs(id);
  const [isEnding, setEnding] = useKept('ending multidose', false);
  const { day, weeks = 1 } = packingDayOf(multidose as never);
  const { first, last, deadline } = packingOf(multidose as never);
  const isOwn = multidose.requester?.reference === acts.self.reference;
  const rows: [string, string][] = [
    [t('multidose.responsible'), multidose.requester?.display ?? ''],
    [t('multidose.pharmacy'), multidose.supplier?.[0]?.display ?? ''],
    [
      t('multidose.day'),
      `${day === undefined ? '' : t(`multidose.day.${day as 'mon'}`)}, ${t('multidose.every', { count: weeks })}`,
    ],
    [t('multidose.from'), shortDate(multidose.occurrenceTiming?.repeat?.boundsPeriod?.start, language)],
    [
      t('multidose.packed'),
      first === undefined ? t('multidose.packed.none') : `${shortDate(first, language)}–${shortDate(last, language)}`,
    ],
    ...(deadline === undefined
      ? []
      : [[t('multidose.deadline'), shortDateTime(deadline, language)] satisfies [string, string]]),
  ];
  const takeOver = () =>
    acts
      .sign(
        multidose,
        {
          pharmacy: multidose.supplier?.[0]?.reference?.replace('Organization/', '') ?? '',
          day: day ?? '',
          weeks,
          start: multidose.occurrenceTiming?.repeat?.boundsPeriod?.start ?? '',
          lines: [],
        },
        [],
        [
          {
            id: multidose.supplier?.[0]?.reference?.replace('Organization/', '') ?? '',
            name: multidose.supplier?.[0]?.display ?? '',
          },
        ],
        true,
      )
      .then(() => tellDone(t('multidose.done')))
      .catch(() => undefined);
  return (
    <div className="ej-card-body">
      <dl className="ej-multidose">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{t('multidose.list')}</dt>
          <dd>
            <SentList id={id} mayPrescribe={mayPrescribe} />
          </dd>
        </div>
      </dl>
      {acts.error && <FailureNotice error={acts.error} />}
      {mayPrescribe && (
        <div className="ej-prescription-acts ej-noprint">
          {!isOwn && (
            <Button size="small" className="ej-xs" variant="secondary" loading={acts.isPending} onClick={takeOver}>
              {t('multidose.takeOver')}
            </Button>
          )}
          {isEnding ? (
            <>
              <span>{t('multidose.end.means')}</span>
              <Button
                size="small"
                className="ej-xs"
                loading={acts.isPending}
                onClick={() =>
                  acts
                    .end(multidose, orders)
                    .then(() => {
                      setEnding(false);
                      tellDone(t('multidose.ended'));
                    })
                    .catch(() => undefined)
                }
              >
                {t('multidose.end')}
              </Button>
              <Button size="small" className="ej-xs" variant="tertiary" onClick={() => setEnding(false)}>
                {t('multidose.cancel')}
              </Button>
            </>
          ) : (
            <Button size="small" className="ej-xs" variant="secondary" onClick={() => setEnding(true)}>
              {t('multidose.end')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** Whether the pharmacy has the list as it is now, and what to do when it has not. */
function SentList({ id, mayPrescribe }: { id: string; mayPrescribe: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const { newest } = useSentList(id);
  const takingUp = useTakeUp(() => queries.invalidateQueries({ queryKey: recordKey(id, ['Task']) }));
  if (newest === undefined) return <>{t('multidose.list.none')}</>;
  if (newest.status === 'completed') {
    return (
      <span className="ej-prescription" data-state="received">
        {t('multidose.list.received', { when: shortDateTime(newest.authoredOn, language) })}
      </span>
    );
  }
  if (newest.status !== 'on-hold') return <>{t('multidose.list.waiting')}</>;
  return (
    <>
      <span className="ej-prescription" data-state="failed">
        {t('multidose.list.failed')}
      </span>{' '}
      <WhyNot task={newest as Task} />
      {mayPrescribe && (
        <Button
          size="small"
          className="ej-xs"
          loading={takingUp.isPending}
          onClick={() => takingUp.mutate({ task: newest.id as string, status: 'ready' })}
        >
          {t('multidose.sign')}
        </Button>
      )}
      {takingUp.error && <FailureNotice error={takingUp.error} />}
    </>
  );
}
