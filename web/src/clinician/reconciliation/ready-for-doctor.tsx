import { Button } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import type { List, Task } from '../../shared/fhir/types.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { usePrescriber } from '../medication/use-prescriber.ts';

/** Who may not sign gives what is prepared to the doctors of the unit. */
export function ReadyForDoctor({ id, settle }: { id: string; settle: () => Promise<List | undefined> }) {
  const { t } = useTranslation();
  const { self, unit } = usePrescriber();
  const writing = useRecordWrite(id);
  if (unit === undefined) return null;
  const send = async () => {
    const draft = await settle();
    const task = {
      resourceType: 'Task',
      status: 'requested',
      intent: 'order',
      code: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/task-code', code: 'reconcile-medicines' }] },
      description: t('reconcile.readyTask'),
      ...(draft?.id ? { focus: { reference: `List/${draft.id}` } } : {}),
      for: { reference: `Patient/${id}` },
      authoredOn: new Date().toISOString(),
      requester: self,
      owner: unit,
    } as Task;
    writing.mutate([task], { onSuccess: () => tellDone(t('reconcile.isReady')) });
  };
  return (
    <>
      <Button size="small" loading={writing.isPending} onClick={() => void send()}>
        {t('reconcile.ready')}
      </Button>
      {writing.error && <FailureNotice error={writing.error} />}
    </>
  );
}
