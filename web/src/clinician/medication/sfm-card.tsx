import '../prescriptions/prescriptions.css';
import { isFresh, lookedUpAt } from '@enjournal/server/care/sfm';
import { Button } from '@navikt/ds-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { search, send } from '../../shared/fhir/client.ts';
import type { Task } from '../../shared/fhir/types.ts';
import { instantOf, shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { recordKey, useRecordSearch } from '../../shared/record/record-queries.ts';
import { Card } from '../../shared/ui/card.tsx';
import { tellDone } from '../../shared/ui/done.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { usePrescriber } from './use-prescriber.ts';

const codes = 'https://enjournal.no/fhir/CodeSystem/task-code';
const known = ['sfm-away', 'sfm-refused', 'sfm-strange', 'sfm-person'] as const;
type Done = Task & { output?: { type?: { text?: string }; valueInteger?: number }[] };

/** Whether the national list can be asked from here: SFM stands among the organisations then. */
const useHasSfm = (): boolean =>
  (useQuery<number>({
    queryKey: ['sfm'],
    staleTime: 5 * 60_000,
    refetchInterval: ({ state }) => (state.data === 0 ? 60_000 : false),
    queryFn: async ({ signal }) =>
      (await search('Organization', { _id: 'sfm', active: 'true', _summary: 'count' }, signal)).total ?? 0,
  }).data ?? 0) > 0;

/** The national list (SFM): fetched, so that it stands beside ours, and sent when ours is right. */
export default function SfmCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const { isPrescriber } = usePrescriber();
  const hasSfm = useHasSfm();
  const found = useRecordSearch<Done>(
    id,
    'Task',
    { code: `${codes}|medication-fetched,${codes}|medication-sent`, _sort: '-authored-on' },
    { limit: 20, enabled: hasSfm },
  );
  const act = useMutation({
    mutationFn: (operation: '$fetch-medication' | '$send-medication') =>
      send(`Patient/${id}/${operation}`, {
        method: 'POST',
        headers: { 'content-type': 'application/fhir+json' },
        body: JSON.stringify({ resourceType: 'Parameters' }),
      }),
    onSuccess: (_, operation) => tellDone(t(operation === '$send-medication' ? 'sfm.sent' : 'sfm.fetched')),
    onSettled: () =>
      Promise.all(
        ['Task', 'MedicationStatement'].map((type) => queries.invalidateQueries({ queryKey: recordKey(id, [type]) })),
      ),
  });
  if (!hasSfm) return null;
  return (
    <Card
      title={t('sfm.title')}
      action={
        <button
          type="button"
          className="ej-link"
          disabled={act.isPending}
          onClick={() => act.mutate('$fetch-medication')}
        >
          {t('sfm.fetch')}
        </button>
      }
    >
      <Part of={found} what={t('sfm.what')} rows={1}>
        {({ resources }) => {
          const [newest] = resources;
          const done = resources.filter(({ status }) => status === 'completed');
          const mayBeSent = done[0] !== undefined && isFetch(done[0]) && isFresh(done[0] as never, Date.now());
          return (
            <div className="ej-card-body">
              {newest === undefined && <p className="ej-meta">{t('sfm.never')}</p>}
              {newest?.status === 'failed' && (
                <p>
                  <span className="ej-prescription" data-state="failed">
                    {t(isFetch(newest) ? 'sfm.failed.fetch' : 'sfm.failed.send', {
                      when: shortDateTime(newest.authoredOn, language),
                    })}
                  </span>{' '}
                  {t(
                    `sfm.failure.${known.find((one) => one === newest.statusReason?.coding?.[0]?.code) ?? 'sfm-away'}`,
                  )}{' '}
                  {newest.statusReason?.text}
                </p>
              )}
              {done[0] !== undefined && (
                <p>
                  <span className="ej-prescription" data-state="received">
                    {isFetch(done[0])
                      ? t('sfm.state.fetched', { when: shortDateTime(done[0].authoredOn, language) })
                      : t('sfm.state.sent', {
                          when: shortDateTime(done[0].authoredOn, language),
                          count: done[0].output?.find(({ type }) => type?.text === 'entries')?.valueInteger ?? 0,
                        })}
                  </span>{' '}
                  {isFetch(done[0]) && <span className="ej-meta">{t('sfm.beside')}</span>}
                </p>
              )}
              {isPrescriber && done[0] !== undefined && (
                <div className="ej-prescription-acts ej-noprint">
                  <Button
                    size="small"
                    className="ej-xs"
                    variant="secondary"
                    disabled={!mayBeSent}
                    loading={act.isPending && act.variables === '$send-medication'}
                    onClick={() => act.mutate('$send-medication')}
                  >
                    {t('sfm.send')}
                  </Button>
                  <span className="ej-meta">
                    {mayBeSent
                      ? t('sfm.send.until', { when: shortDateTime(untilOf(done[0]), language) })
                      : t('sfm.send.fetchFirst')}
                  </span>
                </div>
              )}
              {act.error && <FailureNotice error={act.error} />}
            </div>
          );
        }}
      </Part>
    </Card>
  );
}

const isFetch = ({ code }: Done): boolean => (code?.coding ?? []).some((one) => one.code === 'medication-fetched');

const untilOf = (task: Done): string =>
  new Date((lookedUpAt(task as never) ?? instantOf(task.authoredOn)) + 4 * 3_600_000).toISOString();
