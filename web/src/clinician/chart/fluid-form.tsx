import { fluidSystem } from '@enjournal/server/care/chart';
import { Button } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Observation } from '../../shared/fhir/types.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useUser } from '../bar/use-user.ts';
import { type FluidKind, fluidKinds } from './fluid.ts';
import { Field } from './measure-form.tsx';
import { timeIn } from './measure-set.ts';
import { dayStart, hourText } from './norway-time.ts';

type Typed = { kind: FluidKind; ml: string; from: string; to: string };
const empty: Typed = { kind: 'intake-oral', ml: '', from: '', to: '' };

/** What went in or came out: how much, of what, at a time or from one to another. */
export function FluidForm({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const user = useUser();
  const writing = useRecordWrite(id);
  const [typed, setTyped] = useKept<Typed>('kurve fluid', empty);
  const [said, setSaid] = useState<{ ml?: string; from?: string; to?: string }>({});
  const change = (part: Partial<Typed>) => {
    setTyped({ ...typed, ...part });
    setSaid({});
  };
  const store = () => {
    const now = Date.now();
    const ml = Number(typed.ml.trim().replace(',', '.'));
    const to = typed.to.trim() === '' ? now : timeIn(typed.to, now, dayStart);
    const from = typed.from.trim() === '' ? undefined : timeIn(typed.from, to ?? now, dayStart);
    const wrong = {
      ...(ml > 0 && ml <= 20_000 ? {} : { ml: t('kurve.wrong.ml') }),
      ...(to === undefined ? { to: t('kurve.wrong.time') } : {}),
      ...(typed.from.trim() !== '' && from === undefined ? { from: t('kurve.wrong.time') } : {}),
    };
    setSaid(wrong);
    if (Object.keys(wrong).length > 0) return;
    const end = new Date(to ?? now).toISOString();
    const text = t(`kurve.fluid.${typed.kind}`);
    const observation = {
      resourceType: 'Observation',
      status: 'final',
      category: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'activity' }] },
      ],
      code: { coding: [{ system: fluidSystem, code: typed.kind }], text },
      subject: { reference: `Patient/${id}` },
      performer: [{ reference: user.reference, display: user.name }],
      valueQuantity: { value: ml, unit: 'ml', system: 'http://unitsofmeasure.org', code: 'mL' },
      ...(from === undefined
        ? { effectiveDateTime: end }
        : { effectivePeriod: { start: new Date(from).toISOString(), end } }),
    } as object as Observation;
    writing.mutate([observation], {
      onSuccess() {
        tellDone(`${text} ${ml} ml`);
        setTyped({ ...empty, kind: typed.kind });
        onClose();
      },
    });
  };
  return (
    <form
      className="ej-kurve-form"
      aria-label={t('kurve.fluid.add')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        store();
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div className="ej-kurve-fields" data-two>
        <Field label={t('kurve.fluid.kind')} wrong={undefined}>
          {(props) => (
            <select
              {...props}
              value={typed.kind}
              onChange={(event) => change({ kind: event.target.value as FluidKind })}
            >
              {fluidKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`kurve.fluid.${kind}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t('kurve.ml')} wrong={said.ml}>
          {(props) => (
            <input
              {...props}
              // biome-ignore lint/a11y/noAutofocus: the form is opened to type in
              autoFocus
              inputMode="numeric"
              autoComplete="off"
              value={typed.ml}
              onChange={(event) => change({ ml: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('kurve.fluid.from')} wrong={said.from}>
          {(props) => (
            <input
              {...props}
              inputMode="decimal"
              autoComplete="off"
              value={typed.from}
              onChange={(event) => change({ from: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('kurve.fluid.to')} wrong={said.to}>
          {(props) => (
            <input
              {...props}
              inputMode="decimal"
              autoComplete="off"
              placeholder={hourText(Date.now())}
              value={typed.to}
              onChange={(event) => change({ to: event.target.value })}
            />
          )}
        </Field>
      </div>
      {writing.error && <FailureNotice error={writing.error} />}
      <div className="ej-kurve-acts">
        <Button type="submit" size="small" className="ej-xs" loading={writing.isPending}>
          {t('kurve.store')}
        </Button>
        <Button type="button" size="small" className="ej-xs" variant="tertiary" onClick={onClose}>
          {t('kurve.cancel')}
        </Button>
      </div>
    </form>
  );
}
