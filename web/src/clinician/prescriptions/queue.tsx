import './prescriptions.css';
import { messageKindOf } from '@enjournal/server/care/prescribing';
import { Button } from '@navikt/ds-react';
import { type UseQueryResult, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { FailureNotice } from '../access/failure-notice.tsx';
import { PersonLink } from '../work/person-link.tsx';
import { useLiveList, useUnits, workKey } from '../work/use-work.ts';
import { itemsOf, type WorkItem } from '../work/work.ts';
import { useTakeUp } from './acts.ts';
import { useHasBank, useMayPrescribe } from './use-prescriptions.ts';
import { WhyNot } from './why-not.tsx';

const codes = 'https://enjournal.no/fhir/CodeSystem/task-code';

/** What the reader's unit has signed and nobody has received. */
export function useNotArrived(): UseQueryResult<WorkItem[]> {
  const units = useUnits();
  const hasBank = useHasBank();
  const params = {
    owner: units.join(','),
    status: 'on-hold',
    code: ['prescription', 'recall-prescription', 'medicines-in-use'].map((one) => `${codes}|${one}`).join(','),
  };
  return useLiveList(
    [workKey, 'prescriptions', params.owner],
    'Task',
    params,
    { _include: ['Task:patient'], _count: '200' },
    {
      enabled: hasBank && units.length > 0,
      of: (bundle) =>
        itemsOf(bundle, { messages: true }).filter(({ task }) => messageKindOf(task as never) !== undefined),
    },
  );
}

/** Each with why, who signed it, and what can be done; a few only where there is little room. */
export function NotArrived({ items, most }: { items: readonly WorkItem[]; most?: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const mayPrescribe = useMayPrescribe();
  const takingUp = useTakeUp(() => queries.invalidateQueries({ queryKey: [workKey] }));
  return (
    <>
      <ul className="ej-prescription-queue" aria-label={t('prescription.queue')}>
        {items.slice(0, most).map((item) => (
          <li key={item.task.id}>
            <div>
              <PersonLink id={item.patient} person={item.person} display={item.task.for?.display} to="legemidler" /> ·{' '}
              <b>{item.task.description}</b>
              <span className="ej-sub">
                <WhyNot task={item.task} />
              </span>
              <span className="ej-sub">
                {t('prescription.queue.by', {
                  who: item.task.requester?.display ?? '',
                  when: shortDate(item.task.authoredOn, language),
                })}
              </span>
            </div>
            {mayPrescribe ? (
              <div className="ej-prescription-acts">
                <Button
                  size="small"
                  className="ej-xs"
                  disabled={takingUp.isPending}
                  onClick={() => takingUp.mutate({ task: item.task.id as string, status: 'ready' })}
                >
                  {t('prescription.again')}
                </Button>
                <Button
                  size="small"
                  className="ej-xs"
                  variant="secondary"
                  disabled={takingUp.isPending}
                  onClick={() => takingUp.mutate({ task: item.task.id as string, status: 'cancelled' })}
                >
                  {t('prescription.withdraw')}
                </Button>
              </div>
            ) : (
              <span className="ej-meta">{t('prescription.queue.doctor')}</span>
            )}
          </li>
        ))}
      </ul>
      {takingUp.error && (
        <div className="ej-card-body">
          <FailureNotice error={takingUp.error} />
        </div>
      )}
    </>
  );
}
