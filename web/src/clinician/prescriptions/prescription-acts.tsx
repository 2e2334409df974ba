import './prescriptions.css';
import { Button } from '@navikt/ds-react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { MedicationRequest, Task } from '../../shared/fhir/types.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useRecall, useSend, useTakeUp } from './acts.ts';
import { useMayPrescribe, useStandings } from './use-prescriptions.ts';
import { WhyNot } from './why-not.tsx';

/** What a prescriber can do with the prescription of one line: send it, send it again, recall it. */
export default function PrescriptionActs({ id, order }: { id: string; order: MedicationRequest }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const mayPrescribe = useMayPrescribe();
  const standings = useStandings(id);
  const sending = useSend(id, () => {});
  const recalling = useRecall(id);
  const takingUp = useTakeUp(() => queries.invalidateQueries({ queryKey: recordKey(id, ['Task']) }));
  if (!mayPrescribe) return null;
  const standing = standings.of(order);
  const failed = [standing?.recall, standing?.prescription].find((one) => one?.status === 'on-hold') as
    | Task
    | undefined;
  const error = sending.error ?? recalling.error ?? takingUp.error;
  const canBeRecalled = standing?.state === 'received' || standing?.state === 'dispensed';
  return (
    <div className="ej-prescription-acts ej-noprint">
      {failed && (
        <>
          <span className="ej-meta">
            <WhyNot task={failed} />
          </span>
          <Button
            size="small"
            className="ej-xs"
            loading={takingUp.isPending}
            onClick={() => takingUp.mutate({ task: failed.id as string, status: 'ready' })}
          >
            {t('prescription.again')}
          </Button>
          <Button
            size="small"
            className="ej-xs"
            variant="secondary"
            disabled={takingUp.isPending}
            onClick={() => takingUp.mutate({ task: failed.id as string, status: 'cancelled' })}
          >
            {t('prescription.withdraw')}
          </Button>
        </>
      )}
      {!failed && order.status === 'active' && !standings.hasValid(order) && (
        <Button
          size="small"
          className="ej-xs"
          variant="secondary"
          loading={sending.isPending}
          onClick={() => sending.mutate([order.id as string])}
        >
          {t('prescription.send.one')}
        </Button>
      )}
      {canBeRecalled && (
        <>
          <Button
            size="small"
            className="ej-xs"
            variant="secondary"
            loading={recalling.isPending}
            onClick={() => recalling.mutate(order.id as string)}
          >
            {t('prescription.recall')}
          </Button>
          <span className="ej-meta">{t('prescription.recall.means')}</span>
        </>
      )}
      {error && <FailureNotice error={error} />}
    </div>
  );
}
