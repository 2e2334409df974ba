import { Button, Modal } from '@navikt/ds-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from '../../clinician/access/failure-notice.tsx';
import { dayOf } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { roleName } from '../../shared/staff/roles.ts';
import { DateField } from './date-field.tsx';
import { endJob, type Job } from './staff.ts';

type Props = { job: Job; unit: string; onDone: (isEnded: boolean) => void };

/** Ends a role with a last day. */
export function EndRole({ job, unit, onDone }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const today = dayOf(Date.now());
  const [day, setDay] = useState(job.when === 'later' ? (job.period.start ?? today) : today);
  const [isWrong, setWrong] = useState(false);
  const end = useMutation({
    mutationFn: () => endJob(job, day),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['jobs', unit] });
      onDone(true);
    },
  });
  const submit = () => {
    const wrong = !/^\d{4}-\d\d-\d\d$/.test(day) || day < today || day < dayOf(job.period.start ?? '');
    setWrong(wrong);
    if (!wrong) end.mutate();
  };
  return (
    <Modal
      open
      onClose={() => onDone(false)}
      header={{
        heading: t('admin.endTitle', { role: job.title ?? roleName(job.role, language), name: job.name }),
        size: 'small',
      }}
    >
      <Modal.Body>
        <div className="ej-mun-form">
          <p className="ej-mun-flat">{t('admin.endText')}</p>
          <DateField
            label={t('admin.lastDay')}
            value={day}
            min={today}
            error={isWrong && t('admin.lastDayWrong')}
            onChange={setDay}
          />
          {end.isError && <FailureNotice error={end.error} />}
        </div>
      </Modal.Body>
      <Modal.Footer>
        <Button size="small" loading={end.isPending} onClick={submit}>
          {t('admin.endDo')}
        </Button>
        <Button size="small" variant="secondary" onClick={() => onDone(false)}>
          {t('admin.cancel')}
        </Button>
      </Modal.Footer>
    </Modal>
  );
}
