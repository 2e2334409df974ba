import { Select, TextField } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { focusFirstWrong } from '../../shared/keyboard/focus.ts';
import { useKept } from '../../shared/session/kept.ts';
import { FailureNotice } from '../../shared/ui/failure-notice.tsx';
import { DayField } from '../acting/day-field.tsx';
import { type Member, useCircleAct } from './use-circle.ts';

type Draft = { day: string; from: string; to: string; text: string; where: string; who: string; weeks: string };
const empty: Draft = { day: '', from: '12:00', to: '13:00', text: '', where: '', who: '', weeks: '1' };

/** A visit or chore: when, what and a practical tip, where, who, and whether it comes again each week. */
export function PlanForm({
  patient,
  members,
  onClose,
}: {
  patient: string;
  members: readonly Member[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [draft, setDraft] = useKept<Draft>('visit draft', empty);
  const [isAsked, setAsked] = useState(false);
  const act = useCircleAct(patient);
  const change = (some: Partial<Draft>) => setDraft({ ...draft, ...some });
  const at = (time: string) => new Date(`${draft.day}T${time}`);
  const isTimed = draft.day !== '' && at(draft.from) < at(draft.to);
  const missing = { day: !isTimed, text: draft.text.trim() === '' };
  const plan = () => {
    setAsked(true);
    if (missing.day || missing.text || act.isPending) return;
    act.mutate(
      {
        name: 'circle-act',
        given: [
          { name: 'act', valueCode: 'plan' },
          { name: 'start', valueDateTime: at(draft.from).toISOString() },
          { name: 'end', valueDateTime: at(draft.to).toISOString() },
          { name: 'text', valueString: draft.text.trim() },
          ...(draft.where.trim() === '' ? [] : [{ name: 'where', valueString: draft.where.trim() }]),
          ...(draft.who === '' ? [] : [{ name: 'who', valueReference: { reference: draft.who } }]),
          { name: 'weeks', valueInteger: Number(draft.weeks) },
        ],
      },
      {
        onSuccess: () => {
          setDraft(empty);
          onClose();
        },
      },
    );
  };
  return (
    <form
      className="ej-c-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        plan();
        focusFirstWrong(event.currentTarget);
      }}
    >
      <div className="ej-c-pair">
        <DayField
          label={t('circle.day')}
          value={draft.day}
          onChange={(day) => change({ day })}
          error={isAsked && missing.day ? t('circle.day.missing') : undefined}
        />
        <TextField
          type="time"
          label={t('circle.from')}
          value={draft.from}
          onChange={({ target }) => change({ from: target.value })}
        />
        <TextField
          type="time"
          label={t('circle.to')}
          value={draft.to}
          onChange={({ target }) => change({ to: target.value })}
        />
      </div>
      <TextField
        label={t('circle.tip')}
        description={t('circle.tip.help')}
        value={draft.text}
        onChange={({ target }) => change({ text: target.value })}
        error={isAsked && missing.text ? t('circle.tip.missing') : undefined}
      />
      <TextField
        label={t('circle.where')}
        value={draft.where}
        onChange={({ target }) => change({ where: target.value })}
      />
      <div className="ej-c-pair">
        <Select label={t('circle.who')} value={draft.who} onChange={({ target }) => change({ who: target.value })}>
          <option value="">{t('circle.who.anyone')}</option>
          {members
            .filter(({ isActive }) => isActive)
            .map(({ consent, name }) => (
              <option key={consent} value={consent}>
                {name}
              </option>
            ))}
        </Select>
        <Select
          label={t('circle.weeks')}
          value={draft.weeks}
          onChange={({ target }) => change({ weeks: target.value })}
        >
          {[1, 4, 8, 12, 26].map((count) => (
            <option key={count} value={count}>
              {count === 1 ? t('circle.weeks.once') : t('circle.weeks.many', { count })}
            </option>
          ))}
        </Select>
      </div>
      {act.isError && <FailureNotice error={act.error} />}
      <div className="ej-c-acts-row">
        <button type="submit" className="ej-c-button" data-kind="primary" aria-disabled={act.isPending}>
          {t('circle.plan.do')}
        </button>
        <button type="button" className="ej-c-button" onClick={onClose}>
          {t('rights.cancel')}
        </button>
      </div>
    </form>
  );
}
