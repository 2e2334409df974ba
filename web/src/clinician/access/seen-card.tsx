import { Table } from '@navikt/ds-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { FhirFailure, followLink, matchesOf, nextLink, search } from '../../shared/fhir/client.ts';
import type { AuditEvent } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { Card } from '../../shared/ui/card.tsx';
import { PartFailed, Waiting } from '../../shared/ui/part.tsx';

/** The record's access log, for those who may read it; others are told who may. */
export function SeenCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const log = useInfiniteQuery({
    queryKey: ['record', id, ['AuditEvent'], language],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      pageParam === ''
        ? search<AuditEvent>('AuditEvent', { patient: id, _sort: '-date', _count: '50' }, signal)
        : followLink<AuditEvent>(pageParam, signal),
    getNextPageParam: nextLink,
  });
  const isKept = log.error instanceof FhirFailure && ['refused', 'absent'].includes(log.error.kind);
  const events = log.data?.pages.flatMap(matchesOf) ?? [];
  return (
    <Card title={t('access.seen')}>
      {log.isPending && <Waiting what={t('access.seen.what')} rows={4} />}
      {log.isError && !isKept && <PartFailed of={log} what={t('access.seen.what')} />}
      {(isKept || (log.isSuccess && events.length === 0)) && (
        <div className="ej-card-body">
          <p>{t('access.seen.kept')}</p>
        </div>
      )}
      {events.length > 0 && <SeenTable events={events} />}
      {log.hasNextPage && (
        <div className="ej-card-foot">
          <button type="button" className="ej-link" onClick={() => void log.fetchNextPage()}>
            {t('access.seen.more')}
          </button>
        </div>
      )}
    </Card>
  );
}

function SeenTable({ events }: { events: readonly AuditEvent[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className="ej-stacked">
      <Table size="small" className="ej-dense">
        <caption className="ej-sr">{t('access.seen')}</caption>
        <Table.Header>
          <Table.Row>
            <Table.HeaderCell scope="col">{t('access.when')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('access.who')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('access.unit')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('access.whatAndWhy')}</Table.HeaderCell>
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {events.map((event) => {
            const [user, ...others] = event.agent ?? [];
            const place = others.find(({ type }) => type?.coding?.[0]?.code === 'PROV');
            return (
              <Table.Row key={event.id} shadeOnHover={false} data-refused={event.outcome !== '0'}>
                <Table.DataCell className="ej-num ej-nowrap">{shortDateTime(event.recorded, language)}</Table.DataCell>
                <Table.HeaderCell scope="row">
                  {user?.who?.display}
                  {user?.role?.[0]?.text && <div className="ej-meta">{user.role[0].text}</div>}
                </Table.HeaderCell>
                <Table.DataCell>{place?.who?.display}</Table.DataCell>
                <Table.DataCell>{event.outcomeDesc}</Table.DataCell>
              </Table.Row>
            );
          })}
        </Table.Body>
      </Table>
    </div>
  );
}
