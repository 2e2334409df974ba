import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { askAnewIfPart, useAccess } from '../../shared/access/use-access.ts';
import { FhirFailure, read } from '../../shared/fhir/client.ts';
import { principalDateOf } from '../../shared/fhir/principal-date.ts';
import type { Resource } from '../../shared/fhir/types.ts';
import { shortDate } from '../../shared/format/date.ts';
import { useLive } from '../../shared/record/live.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { lineOf } from '../../shared/resource/line.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { ItemRows } from '../record/item-rows.tsx';
import type { Section } from '../record/sections.ts';
import { useRecordWork } from '../work/record-work.tsx';
import { WorkList } from '../work/work-list.tsx';
import { WorkSaid } from '../work/work-said.tsx';
import { EmergencyForm } from './emergency-form.tsx';

/**
 * All that is shown of a record to a unit that is only asked: what it is asked, and what was sent along. Of everything else it is
 * said that it is not shown, never that it is not there.
 */
export default function PartPage({ id, section }: { id: string; section: Section }) {
  const { t } = useTranslation();
  const access = useAccess(id).data;
  const work = useRecordWork(id);
  useAnsweredByOthers(id);
  return (
    <div className="ej-section">
      {section !== 'oversikt' && (
        <p className="ej-notice ej-strong" data-kind="neutral">
          {t('access.part.section', { section: t(`section.${section}`) })}
        </p>
      )}
      <WorkSaid>
        <Card title={t('access.part.asked')}>
          <Part of={work} what={t('work.record.what')}>
            {(items) => <WorkList label={t('access.part.asked')} items={items} opened={items[0]?.task.id} />}
          </Part>
        </Card>
      </WorkSaid>
      <SentAlong id={id} keys={access?.sent ?? []} />
      <p className="ej-notice" data-kind="neutral">
        {t('access.part.rest')} {t('access.part')}
      </p>
      {access?.emergency && (
        <details className="ej-part-emergency ej-noprint">
          <summary>{t('access.emergency')}</summary>
          <EmergencyForm id={id} offer={access.emergency} />
        </details>
      )}
    </div>
  );
}

/** A colleague may have said yes or no meanwhile. */
function useAnsweredByOthers(id: string): void {
  const queries = useQueryClient();
  const { changes } = useLive();
  const answered = [...changes.values()].filter(({ key }) => key.startsWith('Task/')).length;
  useEffect(() => {
    if (answered > 0) void askAnewIfPart(queries, id);
  }, [queries, id, answered]);
}

/** What was sent along, besides the request itself and who it is about. Nothing where nothing was. */
function SentAlong({ id, keys }: { id: string; keys: readonly string[] }) {
  const { t } = useTranslation();
  const say = useSay();
  const along = keys.filter((key) => !/^(Task|Patient)\//.test(key));
  const query = useQuery({
    enabled: along.length > 0,
    queryKey: recordKey(id, [...new Set(along.map((key) => key.split('/')[0] as string))], 'sent along', along),
    queryFn: async ({ signal }) =>
      (await Promise.all(along.map((key) => readIfThere(key, signal)))).flatMap((one) => one ?? []),
  });
  if (along.length === 0 || query.data?.length === 0) return null;
  return (
    <Card title={t('access.part.sent')}>
      <Part of={query} what={t('access.part.sent.what')} rows={along.length}>
        {(resources) => (
          <ItemRows
            id={id}
            items={resources}
            label={t('access.part.sent')}
            columns="minmax(0, 1fr) max-content"
            inTimeline={false}
            cells={(resource, marked) => {
              const { label, text } = lineOf(resource, [], say);
              return (
                <>
                  <span className="ej-two-lines">
                    {marked(
                      <b>
                        <Voiced>{label}</Voiced>
                      </b>,
                    )}{' '}
                    <Voiced>{text}</Voiced>
                  </span>
                  <span className="ej-row-end ej-num ej-meta-size">
                    {shortDate(principalDateOf(resource), say.language)}
                  </span>
                </>
              );
            }}
          />
        )}
      </Part>
    </Card>
  );
}

/** What is kept from the reader is as if it were not sent. */
async function readIfThere(key: string, signal: AbortSignal): Promise<Resource | undefined> {
  const [type = '', id = ''] = key.split('/');
  try {
    return await read(type, id, signal);
  } catch (failure) {
    if (failure instanceof FhirFailure && failure.kind === 'absent') return undefined;
    throw failure;
  }
}
