import { Button } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { medicineName } from '../../shared/resource/line.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { confirmed, isTask, type Told, taskOf } from './contents.ts';
import { useDispenserWrite } from './use-dispensers.ts';

type Props = { id: string; told: readonly Told[]; tasks: readonly Task[]; mayConfirm: boolean };

/** What the dispenser has told and nobody has confirmed: each dose that was not taken, and how many were. */
export function ToldDoses({ id, told, tasks, mayConfirm }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const saving = useDispenserWrite(id);
  const missed = told.filter(({ status }) => status === 'not-done');
  const taken = told.filter(({ status }) => status !== 'not-done');
  if (told.length === 0) return null;
  const confirm = (doses: readonly Told[]) => {
    const done = tasks.filter(
      (task) =>
        isTask(task, 'dose-missed') &&
        doses.some((dose) => task.focus?.reference === `MedicationAdministration/${dose.id}`),
    );
    const resources = doses.map((dose) => confirmed(dose, t('dispenser.confirmedNote')));
    saving.mutate({ resources, done }, { onSuccess: () => tellDone(t('dispenser.confirmed')) });
  };
  return (
    <div className="ej-card-body">
      {missed.length > 0 && (
        <ul className="ej-prescription-queue" aria-label={t('dispenser.missed')}>
          {missed.map((dose) => {
            const what = medicineName(dose);
            const when = shortDateTime(dose.effectiveDateTime, language);
            const task = taskOf(dose, tasks);
            return (
              <li key={dose.id}>
                <div>
                  <span className="ej-prescription" data-state="failed">
                    {t('dispenser.notTaken')}
                  </span>{' '}
                  {what} <span className="ej-num">{when}</span>
                  {dose.statusReason?.[0] && (
                    <div className="ej-meta">
                      <Voiced isWritten>{conceptText(dose.statusReason[0])}</Voiced>
                    </div>
                  )}
                  {task !== undefined && (
                    <div className="ej-meta">
                      {t(task.isTaken ? 'dispenser.taskTaken' : 'dispenser.taskWaits', { who: task.who })}
                    </div>
                  )}
                </div>
                {mayConfirm && (
                  <Button
                    size="small"
                    className="ej-xs ej-noprint"
                    variant="secondary"
                    loading={saving.isPending}
                    aria-label={t('dispenser.confirmMissed', { what, when })}
                    onClick={() => confirm([dose])}
                  >
                    {t('dispenser.confirm')}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {taken.length > 0 && (
        <div className="ej-prescription-acts">
          <span>{t('dispenser.taken', { count: taken.length })}</span>
          {mayConfirm && (
            <Button
              size="small"
              className="ej-xs ej-noprint"
              variant="secondary"
              loading={saving.isPending}
              onClick={() => confirm(taken)}
            >
              {t('dispenser.confirmTaken')}
            </Button>
          )}
        </div>
      )}
      {saving.error && <FailureNotice error={saving.error} />}
    </div>
  );
}
