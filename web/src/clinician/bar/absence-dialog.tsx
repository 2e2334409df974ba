import { deputyExtension } from '@enjournal/server/care/tasks';
import { Button, Modal, Select } from '@navikt/ds-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { matchesOf, read, search, update } from '../../shared/fhir/client.ts';
import type { Extension, Period, PractitionerRole, Reference } from '../../shared/fhir/types.ts';
import { dayOf, shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { FailureNotice } from '../access/failure-notice.tsx';
import { DayField } from '../plan/day-field.tsx';
import { SmallForm } from '../plan/small-form.tsx';

type Absence = { description: string; during?: Period; extension?: Extension[] };
type Job = PractitionerRole & { notAvailable?: Absence[] };

/** When one is away from the job one is logged on to, and who stands in: tasks and results go to them meanwhile. */
export default function AbsenceDialog({ job, onClose }: { job: string; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const key = ['absences', job];
  const own = useQuery({ queryKey: key, queryFn: ({ signal }) => read<Job>('PractitionerRole', job, signal) });
  const save = useMutation({
    mutationFn: (notAvailable: Absence[]) => {
      const { notAvailable: _, ...rest } = own.data as Job;
      return update<Job>({ ...rest, ...(notAvailable.length === 0 ? {} : { notAvailable }) }, { record: null });
    },
    onSuccess: (now) => queries.setQueryData(key, now),
  });
  const coming = (own.data?.notAvailable ?? []).filter(({ during }) => (during?.end ?? '9') >= dayOf(Date.now()));
  return (
    <Modal open onClose={onClose} header={{ heading: t('absence.title'), size: 'small' }} closeOnBackdropClick>
      <Modal.Body>
        <p className="ej-meta">{t('absence.text')}</p>
        {own.error && <FailureNotice error={own.error} />}
        {coming.length > 0 && (
          <ul className="ej-own-sessions">
            {coming.map((one) => (
              <AbsenceLine
                key={JSON.stringify(one)}
                one={one}
                onEnd={() => save.mutate((own.data?.notAvailable ?? []).filter((other) => other !== one))}
              />
            ))}
          </ul>
        )}
        {own.data && <NewAbsence job={own.data} all={own.data.notAvailable ?? []} save={save} onDone={onClose} />}
      </Modal.Body>
    </Modal>
  );
}

function AbsenceLine({ one, onEnd }: { one: Absence; onEnd: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const when = `${shortDate(one.during?.start, language)} – ${shortDate(one.during?.end, language)}`;
  const deputy = one.extension?.find(({ url }) => url === deputyExtension)?.valueReference as Reference | undefined;
  return (
    <li>
      <div>
        <span className="ej-strong ej-num">{when}</span>
        <div className="ej-meta">{deputy?.display ?? t('absence.unit')}</div>
      </div>
      <Button size="small" variant="secondary" aria-label={t('absence.removeThat', { when })} onClick={onEnd}>
        {t('absence.remove')}
      </Button>
    </li>
  );
}

type NewProps = {
  job: Job;
  all: readonly Absence[];
  onDone: () => void;
  save: { isPending: boolean; error: Error | null; mutateAsync: (all: Absence[]) => Promise<unknown> };
};

function NewAbsence({ job, all, save, onDone }: NewProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [from, setFrom] = useKept('absence from', '');
  const [until, setUntil] = useKept('absence until', '');
  const [deputy, setDeputy] = useKept('absence deputy', '');
  const unit = job.organization?.reference ?? '';
  const { data: colleagues = [] } = useQuery({
    queryKey: ['colleagues', unit],
    staleTime: 600_000,
    queryFn: async ({ signal }) =>
      matchesOf(
        await search<PractitionerRole>(
          'PractitionerRole',
          { organization: unit, active: 'true', _count: '100' },
          signal,
        ),
      ),
  });
  const others = colleagues
    .filter(({ practitioner }) => practitioner?.reference !== job.practitioner?.reference)
    .sort((a, b) => (a.practitioner?.display ?? '').localeCompare(b.practitioner?.display ?? '', language));
  const add = async () => {
    const chosen = others.find(({ id }) => id === deputy);
    const reference: Reference = {
      reference: `PractitionerRole/${deputy}`,
      display: chosen?.practitioner?.display ?? '',
    };
    await save.mutateAsync([
      ...all,
      {
        ...(chosen === undefined ? {} : { extension: [{ url: deputyExtension, valueReference: reference }] }),
        description: t('absence.title'),
        during: { start: from, end: until },
      },
    ]);
    for (const empty of [setFrom, setUntil, setDeputy]) empty('');
  };
  return (
    <SmallForm
      label={t('absence.new')}
      submit={t('absence.add')}
      act={{ isPending: save.isPending, error: save.error, mutate: () => void add().catch(() => undefined) }}
      isFilled={from !== '' && until >= from}
      onCancel={onDone}
    >
      <DayField label={t('absence.from')} value={from} onChange={setFrom} isMissing={from === ''} />
      <DayField
        label={t('absence.until')}
        value={until}
        min={from}
        onChange={setUntil}
        isMissing={until === '' || until < from}
      />
      <Select
        size="small"
        label={t('absence.deputy')}
        value={deputy}
        onChange={(event) => setDeputy(event.target.value)}
      >
        <option value="">{t('absence.unit')}</option>
        {others.map(({ id, practitioner }) => (
          <option key={id} value={id}>
            {practitioner?.display}
          </option>
        ))}
      </Select>
    </SmallForm>
  );
}
