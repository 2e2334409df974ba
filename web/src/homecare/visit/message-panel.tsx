import { Button, Textarea } from '@navikt/ds-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from '../../clinician/access/failure-notice.tsx';
import { send } from '../../shared/fhir/client.ts';
import type { Patient } from '../../shared/fhir/types.ts';
import { nameOf } from '../../shared/format/person.ts';
import { useKept } from '../../shared/session/kept.ts';
import { useOwn } from './use-own.ts';
import { json } from './use-visit.ts';

export type Receiver = 'doctor' | 'unit';

type Props = { id: string; patient: Patient; to: Receiver; onClose: (sent: boolean) => void };

/** A word to the citizen's doctor, or of something that went wrong to the zone: a task that somebody must take. */
export function MessagePanel({ id, patient, to, onClose }: Props) {
  const { t } = useTranslation();
  const own = useOwn();
  const [text, setText] = useKept(`message ${to}`, '');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const owner = to === 'unit' ? own.organization : patient.generalPractitioner?.[0]?.reference;
  const sending = useMutation({
    mutationFn: async () => {
      const task = {
        resourceType: 'Task',
        status: 'requested',
        intent: 'order',
        priority: 'routine',
        code: { text: to === 'unit' ? 'Avvik' : 'Melding fra hjemmetjenesten' },
        description: text.trim(),
        for: { reference: `Patient/${id}` },
        authoredOn: new Date().toISOString(),
        requester: { reference: own.role ?? own.person, display: own.name },
        owner: { reference: owner },
      };
      await send('Task', { method: 'POST', headers: json, body: JSON.stringify(task) });
    },
    onSuccess: () => {
      setText('');
      onClose(true);
    },
  });
  return (
    <form
      className="ej-visit-message"
      aria-label={t(`visit.message.${to}`)}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') sending.mutate();
      }}
    >
      <Textarea
        ref={field}
        label={t(`visit.message.${to}`)}
        description={t('visit.message.about', { name: nameOf(patient) })}
        minRows={2}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {owner === undefined && <p className="ej-notice">{t('visit.message.nobody')}</p>}
      {sending.error && <FailureNotice error={sending.error} />}
      <div className="ej-visit-message-acts">
        <Button type="submit" loading={sending.isPending} disabled={owner === undefined}>
          {t('visit.message.send')}
        </Button>
        <Button type="button" variant="tertiary" onClick={() => onClose(false)}>
          {t('visit.cancel')}
        </Button>
      </div>
    </form>
  );
}
