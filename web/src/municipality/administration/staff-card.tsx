import { Button, Table } from '@navikt/ds-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { roleName } from '../../shared/staff/roles.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { EndRole } from './end-role.tsx';
import { GiveRole } from './give-role.tsx';
import { type Job, readJobs } from './staff.ts';

type Props = { unit: { id: string; name: string }; mayChange: boolean };

/** Who works at a unit, as what and how long. */
export function StaffCard({ unit, mayChange }: Props) {
  const { t } = useTranslation();
  const [withEnded, setWithEnded] = useKept('ended roles', false);
  const [isGiving, setGiving] = useKept('giving', false);
  const [ending, setEnding] = useState<Job>();
  const [said, setSaid] = useState('');
  const jobs = useQuery({ queryKey: ['jobs', unit.id], queryFn: ({ signal }) => readJobs(unit.id, signal) });
  const ended = jobs.data?.filter(({ when }) => when === 'ended').length ?? 0;
  return (
    <Card
      title={t('admin.staff', { unit: unit.name })}
      count={jobs.data && jobs.data.length - ended}
      action={
        mayChange &&
        !isGiving && (
          <button type="button" className="ej-link" onClick={() => setGiving(true)}>
            {t('admin.give')}
          </button>
        )
      }
      foot={
        ended > 0 && (
          <label className="ej-tick-line">
            <input type="checkbox" checked={withEnded} onChange={(event) => setWithEnded(event.target.checked)} />
            {t('admin.showEnded', { count: ended })}
          </label>
        )
      }
    >
      {isGiving && (
        <GiveRole
          unit={unit}
          onDone={(name) => {
            setGiving(false);
            if (name !== undefined) setSaid(t('admin.given', { name }));
          }}
        />
      )}
      <div role="status" className="ej-mun-said">
        {said}
      </div>
      <Part of={jobs} what={t('admin.staff.what')} rows={5}>
        {(all) => {
          const shown = all.filter(({ when }) => withEnded || when !== 'ended');
          return shown.length === 0 ? (
            <div className="ej-card-body">
              <p>{t('admin.staffNone')}</p>
            </div>
          ) : (
            <Jobs jobs={shown} onEnd={mayChange ? setEnding : undefined} />
          );
        }}
      </Part>
      {ending && (
        <EndRole
          job={ending}
          unit={unit.id}
          onDone={(isEnded) => {
            setEnding(undefined);
            if (isEnded) setSaid(t('admin.ended'));
          }}
        />
      )}
    </Card>
  );
}

function Jobs({ jobs, onEnd }: { jobs: readonly Job[]; onEnd: ((job: Job) => void) | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className="ej-mun-table">
      <Table size="small" className="ej-dense ej-mun-roles">
        <Table.Header>
          <Table.Row>
            <Table.HeaderCell scope="col">{t('admin.name')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('admin.role')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('admin.from')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('admin.to')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('admin.status')}</Table.HeaderCell>
            {onEnd && <Table.DataCell />}
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {jobs.map((job) => (
            <Table.Row key={job.id} shadeOnHover={false}>
              <Table.HeaderCell scope="row" className="ej-strong">
                {job.name}
              </Table.HeaderCell>
              <Table.DataCell>
                {saidOnce(job.title, roleName(job.role, language)).map((said, index) => (
                  <span key={said} className={index > 0 ? 'ej-meta' : undefined}>
                    {index > 0 && ' '}
                    {said}
                  </span>
                ))}
              </Table.DataCell>
              <Table.DataCell className="ej-num" data-label={t('admin.from')}>
                {shortDate(job.period.start, language)}
              </Table.DataCell>
              <Table.DataCell className="ej-num" data-label={t('admin.to')}>
                {shortDate(job.period.end, language)}
              </Table.DataCell>
              <Table.DataCell>{t(`admin.status.${job.when}`)}</Table.DataCell>
              {onEnd && (
                <Table.DataCell align="right" className="ej-mun-act">
                  {job.when !== 'ended' && (
                    <Button
                      className="ej-xs"
                      size="small"
                      variant="tertiary"
                      aria-label={t('admin.endFor', { name: job.name })}
                      onClick={() => onEnd(job)}
                    >
                      {t('admin.end')}
                    </Button>
                  )}
                </Table.DataCell>
              )}
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </div>
  );
}

/** Title and role; the longer of them alone where it says the other too, as "Operatør i responssenter" does of "Operatør". */
function saidOnce(title: string | undefined, role: string): string[] {
  const both = [title ?? '', role].filter((one) => one !== '');
  const [longest = ''] = [...both].sort((a, b) => b.length - a.length);
  return both.every((one) => longest.toLowerCase().includes(one.toLowerCase())) ? [longest] : both;
}
