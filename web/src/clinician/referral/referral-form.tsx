import '../problems/problems.css';
import { Button, Radio, RadioGroup, Textarea } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConceptSearch } from '../../shared/coding/concept-search.tsx';
import type { CodeableConcept, ServiceRequest, Task } from '../../shared/fhir/types.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useWriter } from '../problems/writer.ts';
import { UnitSearch } from './unit-search.tsx';

type Typed = { to?: { id: string; name: string }; reason?: CodeableConcept; text: string; urgency: string };

/** A referral, or an admission: to whom, why, how soon. It lands as a task with the unit, and its state is followed from there. */
export default function ReferralForm({
  id,
  encounter,
  urgency = 'urgent',
  onClose,
}: {
  id: string;
  encounter?: string | undefined;
  urgency?: 'stat' | 'urgent' | 'routine';
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const writer = useWriter();
  const writing = useRecordWrite(id, [newReferral]);
  const [typed, setTyped] = useKept<Typed>('new referral', { text: '', urgency });
  const [isAsked, setIsAsked] = useState(false);
  const change = (part: Partial<Typed>) => setTyped({ ...typed, ...part });
  const send = () => {
    setIsAsked(true);
    const { to, reason, text } = typed;
    if (to === undefined || reason === undefined) return;
    const now = new Date().toISOString();
    const request: ServiceRequest = {
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      category: [
        {
          coding: [{ system: 'http://snomed.info/sct', code: '3457005', display: 'Patient referral' }],
          text: 'Henvisning',
        },
      ],
      priority: typed.urgency,
      code: { text: to.name },
      subject: { reference: `Patient/${id}` },
      ...(encounter ? { encounter: { reference: encounter } } : {}),
      authoredOn: now,
      requester: writer.self,
      performer: [{ reference: `Organization/${to.id}`, display: to.name }],
      reasonCode: [reason],
      ...(text.trim() ? { note: [{ text: text.trim() }] } : {}),
    };
    const task: Task = {
      resourceType: 'Task',
      status: 'requested',
      intent: 'order',
      priority: typed.urgency,
      description: `${t('refer.referral')}: ${conceptText(reason)}`,
      focus: { reference: newReferral },
      for: { reference: `Patient/${id}` },
      authoredOn: now,
      lastModified: now,
      requester: writer.self,
      owner: { reference: `Organization/${to.id}`, display: to.name },
    };
    writing
      .mutateAsync([request, task])
      .then(() => {
        setTyped({ text: '', urgency });
        tellDone(t('refer.sent'));
        onClose();
      })
      .catch(() => undefined);
  };
  return (
    <form
      className="ej-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <UnitSearch
        label={t('refer.to')}
        value={typed.to}
        onChange={(to) => change({ to: to as Typed['to'] & object })}
        error={isAsked && typed.to === undefined ? t('refer.toMissing') : undefined}
      />
      <ConceptSearch
        label={t('refer.reason')}
        valueSet="https://enjournal.no/fhir/ValueSet/problem-codes"
        value={typed.reason}
        onChange={(reason) => change({ reason: reason as CodeableConcept })}
        allowsWords
        error={isAsked && typed.reason === undefined ? t('refer.reasonMissing') : undefined}
      />
      <Textarea
        label={t('refer.text')}
        size="small"
        minRows={3}
        maxLength={4000}
        value={typed.text}
        onChange={(event) => change({ text: event.target.value })}
      />
      <RadioGroup
        legend={t('refer.urgency')}
        size="small"
        value={typed.urgency}
        onChange={(chosen: string) => change({ urgency: chosen })}
      >
        {(['stat', 'urgent', 'routine'] as const).map((one) => (
          <Radio key={one} value={one}>
            {t(`refer.urgency.${one}`)}
          </Radio>
        ))}
      </RadioGroup>
      {writing.isError && <FailureNotice error={writing.error} />}
      <div className="ej-acts">
        <Button type="submit" size="small" loading={writing.isPending}>
          {t('refer.send')}
        </Button>
        <Button type="button" size="small" variant="tertiary" onClick={onClose}>
          {t('problems.cancel')}
        </Button>
      </div>
    </form>
  );
}

/** What the task calls the referral until both have ids. */
const newReferral = 'urn:uuid:5b0c1f52-9d2e-4c06-8a9b-6f3b0f2f7c11';
