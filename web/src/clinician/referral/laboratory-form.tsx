import '../problems/problems.css';
import { Button, Radio, RadioGroup, Textarea } from '@navikt/ds-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { withLaterTexts } from '../../i18n.ts';
import { ConceptSearch } from '../../shared/coding/concept-search.tsx';
import type { CodeableConcept, ServiceRequest, Task } from '../../shared/fhir/types.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { later } from '../../shared/ui/later.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useWriter } from '../problems/writer.ts';
import { useUnit } from '../work/use-work.ts';
import { UnitSearch } from './unit-search.tsx';

const OrderAdvice = later(() => withLaterTexts(import('../advice/order-advice.tsx')));

type Typed = {
  tests: readonly CodeableConcept[];
  to?: { id: string; name: string };
  why: string;
  urgency: 'routine' | 'urgent' | 'stat';
};
const empty: Typed = { tests: [], why: '', urgency: 'routine' };

/** Tests that are ordered together: what was taken lately is told before it is ordered again. */
export default function LaboratoryForm({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const writer = useWriter();
  const unit = useUnit();
  const writing = useRecordWrite(id);
  const [typed, setTyped] = useKept<Typed>('new laboratory order', empty);
  const [isAsked, setAsked] = useState(false);
  const change = (part: Partial<Typed>) => setTyped({ ...typed, ...part });
  const { tests, to, why, urgency } = typed;
  const drafts = useMemo(
    () => tests.map((code): ServiceRequest => orderOf(code, { id, urgency, why })),
    [tests, id, urgency, why],
  );
  const order = () => {
    setAsked(true);
    if (tests.length === 0) return;
    const now = new Date().toISOString();
    const signed = drafts.map(
      (draft): ServiceRequest => ({
        ...draft,
        status: 'active',
        authoredOn: now,
        requester: writer.self,
        ...(to === undefined ? {} : { performer: [{ reference: `Organization/${to.id}`, display: to.name }] }),
      }),
    );
    const owner = to === undefined ? unit : { reference: `Organization/${to.id}`, display: to.name };
    const task = {
      resourceType: 'Task',
      status: 'requested',
      intent: 'order',
      priority: urgency,
      description: `${t('lab.task')}: ${tests.map(conceptText).join(', ')}`.slice(0, 500),
      for: { reference: `Patient/${id}` },
      authoredOn: now,
      lastModified: now,
      requester: writer.self,
      owner,
    } as Task;
    writing
      .mutateAsync(owner === undefined ? signed : [...signed, task])
      .then(() => {
        setTyped(empty);
        tellDone(t('lab.ordered', { count: tests.length }));
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
        order();
      }}
    >
      <ConceptSearch
        label={t('lab.test')}
        description={t('lab.test.help')}
        valueSet="https://enjournal.no/fhir/ValueSet/laboratory-tests"
        value={undefined}
        onChange={(test) => {
          if (test !== undefined && !tests.some((one) => conceptText(one) === conceptText(test)))
            change({ tests: [...tests, test] });
        }}
        error={isAsked && tests.length === 0 ? t('lab.testMissing') : undefined}
      />
      {tests.length > 0 && (
        <ul className="ej-lab-tests" aria-label={t('lab.tests')}>
          {tests.map((test) => (
            <li key={conceptText(test)}>
              <span className="ej-strong">
                <Voiced isWritten>{conceptText(test)}</Voiced>
              </span>{' '}
              <button
                type="button"
                className="ej-link"
                aria-label={t('lab.removeOne', { what: conceptText(test) })}
                onClick={() => change({ tests: tests.filter((one) => one !== test) })}
              >
                {t('lab.remove')}
              </button>
            </li>
          ))}
        </ul>
      )}
      <OrderAdvice patient={id} drafts={drafts} opensFacts />
      <UnitSearch label={t('lab.to')} value={to} onChange={(next) => change({ to: next as Typed['to'] & object })} />
      <Textarea
        label={t('lab.why')}
        size="small"
        minRows={2}
        maxLength={1000}
        value={why}
        onChange={(event) => change({ why: event.target.value })}
      />
      <RadioGroup
        legend={t('refer.urgency')}
        size="small"
        value={urgency}
        onChange={(chosen: Typed['urgency']) => change({ urgency: chosen })}
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
          {t('lab.order')}
        </Button>
        <Button type="button" size="small" variant="tertiary" onClick={onClose}>
          {t('problems.cancel')}
        </Button>
      </div>
    </form>
  );
}

const orderOf = (
  code: CodeableConcept,
  { id, urgency, why }: { id: string; urgency: string; why: string },
): ServiceRequest => ({
  resourceType: 'ServiceRequest',
  status: 'draft',
  intent: 'order',
  category: [{ coding: [{ system: 'http://snomed.info/sct', code: '108252007', display: 'Laboratory procedure' }] }],
  priority: urgency,
  code,
  subject: { reference: `Patient/${id}` },
  ...(why.trim() ? { note: [{ text: why.trim() }] } : {}),
});
