import { Button, Modal, TextField } from '@navikt/ds-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from '../../shared/fhir/client.ts';
import { keyOf } from '../../shared/fhir/references.ts';
import type { Patient, Reference, Resource, Task } from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import { nameOf } from '../../shared/format/person.ts';
import { useKept } from '../../shared/session/kept.ts';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useOwnReferences } from '../bar/use-own-references.ts';
import { useUser } from '../bar/use-user.ts';
import { OwnerField } from './owner-field.tsx';
import { workKey } from './use-work.ts';
import { useTellDone } from './work-said.tsx';

type Props = {
  item: { patient: string | undefined; person: Patient | undefined; report?: Resource | undefined; task?: Task };
  onClose: () => void;
};

const days = 7;

/** A task of three fields, from a result or a record: what, to whom, by when. */
export default function NewTask({ item, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const tell = useTellDone();
  const own = useOwnReferences();
  const { name } = useUser();
  const key = `new task ${item.report?.id ?? item.patient}`;
  const [what, setWhat] = useKept(`${key} what`, '');
  const [to, setTo] = useKept<Reference | undefined>(`${key} to`, undefined);
  const [due, setDue] = useKept(`${key} due`, dayOf(Date.now() + days * 86_400_000));
  const [isTried, setTried] = useState(false);
  const whose = nameOf(item.person) || (item.task?.for?.display ?? '');
  const make = useMutation({
    mutationFn: (task: Task) => create(task, { record: item.patient ?? null }),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: [workKey] });
      tell('new');
      onClose();
    },
  });
  const submit = () => {
    setTried(true);
    if (what.trim() === '' || to === undefined) return;
    make.mutate({
      resourceType: 'Task',
      status: 'requested',
      intent: 'order',
      priority: 'routine',
      description: what.trim(),
      ...(item.patient === undefined ? {} : { for: { reference: `Patient/${item.patient}`, display: whose } }),
      ...(item.report === undefined ? {} : { focus: { reference: keyOf(item.report) } }),
      authoredOn: new Date().toISOString(),
      requester: { reference: own.at(-1) ?? '', display: name },
      owner: to,
      ...(due === '' ? {} : { restriction: { period: { end: due } } }),
    });
  };
  return (
    <Modal open onClose={onClose} header={{ heading: t('work.newTask'), size: 'small' }} width="small">
      <Modal.Body>
        <div className="ej-work-form">
          {whose && <p className="ej-strong">{t('work.newTask.about', { name: whose })}</p>}
          <TextField
            size="small"
            label={t('work.newTask.what')}
            value={what}
            maxLength={200}
            error={isTried && what.trim() === '' && t('work.newTask.what.missing')}
            onChange={(event) => setWhat(event.target.value)}
          />
          <OwnerField value={to} onChoose={setTo} isMissing={isTried && to === undefined} />
          <label className="ej-work-day">
            {t('work.newTask.due')}
            <input type="date" value={due} onChange={(event) => setDue(event.target.value)} />
          </label>
          {make.error && <FailureNotice error={make.error} />}
        </div>
      </Modal.Body>
      <Modal.Footer>
        <Button size="small" loading={make.isPending} onClick={submit}>
          {t('work.newTask.make')}
        </Button>
        <Button size="small" variant="tertiary" onClick={onClose}>
          {t('work.back')}
        </Button>
      </Modal.Footer>
    </Modal>
  );
}
