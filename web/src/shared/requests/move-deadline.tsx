import './move-deadline.css';
import { deadlineOf, latestDay, leastText } from '@enjournal/server/care/requests';
import { Button, ErrorMessage, Textarea } from '@navikt/ds-react';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { update } from '../fhir/client.ts';
import type { Task } from '../fhir/types.ts';
import { dayOf, fullDate } from '../format/date.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { useKept } from '../session/kept.ts';
import { FailureNotice } from '../ui/failure-notice.tsx';

type Props = {
  task: Task;
  /** Who moves it. */
  name: string;
  onMoved: () => Promise<unknown>;
};

/** Gives a citizen's request a later day, with the reason that the citizen reads. */
export function MoveDeadline({ task, name, onMoved }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useKept(`request ${task.id} later`, false);
  if (!isOpen) {
    return (
      <div>
        <Button size="small" className="ej-xs" variant="tertiary" onClick={() => setOpen(true)}>
          {t('request.later')}
        </Button>
      </div>
    );
  }
  return <LaterForm task={task} name={name} onMoved={onMoved} onClose={() => setOpen(false)} />;
}

function LaterForm({ task, name, onMoved, onClose }: Props & { onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const id = useId();
  const now = deadlineOf(task as never) ?? '';
  const latest = latestDay(task as never);
  const [day, setDay] = useKept(`request ${task.id} later day`, '');
  const [why, setWhy] = useKept(`request ${task.id} later why`, '');
  const [isTried, setTried] = useState(false);
  const moving = useMutation({
    mutationFn: () =>
      update<Task>({
        ...task,
        restriction: { ...task.restriction, period: { ...task.restriction?.period, end: day } },
        note: [...(task.note ?? []), { text: why.trim(), time: new Date().toISOString(), authorString: name }],
      }),
    async onSuccess() {
      setDay('');
      setWhy('');
      onClose();
      await onMoved();
    },
  });
  const isDay = day > now && day >= dayOf(Date.now()) && day <= latest;
  const isWhole = isDay && [...why.trim()].length >= leastText;
  return (
    <form
      className="ej-later-form"
      aria-label={t('request.later')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isWhole && !moving.isPending) moving.mutate();
      }}
    >
      <strong>{t('request.later')}</strong>
      <div className="aksel-form-field aksel-form-field--small" data-wrong={isTried && !isDay}>
        <label htmlFor={id} className="aksel-form-field__label aksel-label aksel-label--small">
          {t('request.later.day')}
        </label>
        <p id={`${id}-help`} className="aksel-form-field__description aksel-body-short aksel-body-short--small">
          {t('request.later.help', { date: fullDate(latest, language) })}
        </p>
        <input
          id={id}
          type="date"
          className="aksel-text-field__input aksel-body-short aksel-body-short--small"
          value={day}
          min={now}
          max={latest}
          aria-invalid={isTried && !isDay}
          aria-describedby={`${id}-help ${id}-error`}
          onChange={(event) => setDay(event.target.value)}
        />
        <div id={`${id}-error`} aria-live="polite">
          {isTried && !isDay && (
            <ErrorMessage size="small" showIcon>
              {t('request.later.wrong', { from: fullDate(now, language), to: fullDate(latest, language) })}
            </ErrorMessage>
          )}
        </div>
      </div>
      <Textarea
        size="small"
        minRows={2}
        maxLength={1000}
        label={t('request.later.why')}
        description={t('request.later.told')}
        value={why}
        error={isTried && [...why.trim()].length < leastText && t('request.later.short')}
        onChange={(event) => setWhy(event.target.value)}
      />
      {moving.error && <FailureNotice error={moving.error} />}
      <div className="ej-acts">
        <Button type="submit" size="small" className="ej-xs" loading={moving.isPending}>
          {t('request.later.save')}
        </Button>
        <Button type="button" size="small" className="ej-xs" variant="tertiary" onClick={onClose}>
          {t('request.later.cancel')}
        </Button>
      </div>
    </form>
  );
}
