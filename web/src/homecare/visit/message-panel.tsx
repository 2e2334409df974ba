import { Button, Textarea } from '@navikt/ds-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Patient } from '../../shared/fhir/types.ts';
import { nameOf } from '../../shared/format/person.ts';
import { outbox } from '../../shared/outbox/own-outbox.ts';
import { useKept } from '../../shared/session/kept.ts';
import { actSystem, type Giver, sendingFor, stepFor } from '../doses/record-dose.ts';
import { useOwn } from './use-own.ts';

export type Receiver = 'doctor' | 'unit';

type Props = {
  id: string;
  patient: Patient;
  to: Receiver;
  giver: () => Giver;
  /** Told the key of what is sent. */
  onClose: (sent: string | undefined) => void;
};

/** A word to the citizen's doctor, or of something that went wrong to the zone: a task that somebody must take. */
export function MessagePanel({ id, patient, to, giver, onClose }: Props) {
  const { t } = useTranslation();
  const own = useOwn();
  const [text, setText] = useKept(`message ${to}`, '');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const owner = to === 'unit' ? own.organization : patient.generalPractitioner?.[0]?.reference;
  const sendIt = () => {
    const now = giver();
    const task = {
      resourceType: 'Task',
      identifier: [{ system: actSystem, value: crypto.randomUUID() }],
      status: 'requested',
      intent: 'order',
      priority: 'routine',
      code: { text: to === 'unit' ? 'Avvik' : 'Melding fra hjemmetjenesten' },
      description: text.trim(),
      for: { reference: `Patient/${id}` },
      authoredOn: new Date(now.now).toISOString(),
      requester: { reference: own.role ?? own.person, display: own.name },
      owner: { reference: owner },
    };
    const alone = { ...now, visit: undefined };
    const sending = sendingFor(alone, 'message', t(`visit.did.message.${to}`), [stepFor(alone, task)], ['Task']);
    void outbox.put(sending);
    setText('');
    onClose(sending.key);
  };
  return (
    <form
      className="ej-visit-message"
      aria-label={t(`visit.message.${to}`)}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') sendIt();
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
      <div className="ej-visit-message-acts">
        <Button type="submit" disabled={owner === undefined}>
          {t('visit.message.send')}
        </Button>
        <Button type="button" variant="tertiary" onClick={() => onClose(undefined)}>
          {t('visit.cancel')}
        </Button>
      </div>
    </form>
  );
}
