import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { callOperation } from '../../shared/fhir/parameters.ts';
import type { MedicationRequest } from '../../shared/fhir/types.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { medicineName } from '../../shared/resource/line.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';

/** Why a medicine is stopped, the commonest first. @source Volven 7494 */
const reasons = ['A', 'L', 'M', 'I', 'S', 'X'] as const;

/** To stop is to say why: each reason is the act. */
export function StopActs({ id, order }: { id: string; order: MedicationRequest }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const what = medicineName(order);
  const stop = useMutation({
    mutationFn: (reason: string) =>
      callOperation(`MedicationRequest/${order.id}/$stop`, [{ name: 'reason', valueCode: reason }]),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: recordKey(id, ['MedicationRequest']) });
      tellDone(t('medication.stopped', { what }));
    },
  });
  return (
    <fieldset className="ej-stop ej-noprint">
      <legend>{t('medication.stop', { what })}</legend>
      <p className="ej-meta">{t('medication.stop.means')}</p>
      <div className="ej-stop-reasons">
        {reasons.map((reason) => (
          <button
            key={reason}
            type="button"
            className="ej-pill"
            disabled={stop.isPending}
            onClick={() => stop.mutate(reason)}
          >
            {t(`medication.stop.${reason}`)}
          </button>
        ))}
      </div>
      {stop.error && <FailureNotice error={stop.error} />}
    </fieldset>
  );
}
