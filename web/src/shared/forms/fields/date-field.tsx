import type { Answer } from '@enjournal/server/care/forms';
import { CalendarIcon } from '@navikt/aksel-icons';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf, fullDate, timeOf } from '../../format/date.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useKept } from '../../session/kept.ts';
import { useFormTools } from '../form-context.ts';
import { dayFrom, instantFrom, timeFrom } from '../typed.ts';
import type { FieldProps } from '../types.ts';

/** A day written as people write it, or chosen in the browser's calendar; with a time of day for a moment. */
export function DateField({
  node,
  id,
  label,
  describedBy,
  invalid,
  withTime = false,
}: FieldProps & { withTime?: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { answer: put } = useFormTools();
  const { item, answers } = node;
  const stands = answers[0]?.valueDate ?? answers[0]?.valueDateTime;
  const [typedDay, setTypedDay] = useKept<string | undefined>(`typed ${node.key}`, undefined);
  const [typedTime, setTypedTime] = useKept<string | undefined>(`typed time ${node.key}`, undefined);
  const calendar = useRef<HTMLInputElement>(null);
  const day = stands === undefined ? undefined : dayOf(stands);
  const time = stands === undefined ? undefined : timeOf(stands, language);
  const isNoDay = Boolean(typedDay?.trim()) && dayFrom(typedDay ?? '') === undefined;
  const isNoTime = Boolean(typedTime?.trim()) && timeFrom(typedTime ?? '') === undefined;

  const change = (nextDay: string | undefined, nextTime: string | undefined) => {
    const answer = answerOf(nextDay, nextTime, withTime);
    put(node, answer === undefined ? [] : [answer]);
  };
  const writtenTime = typedTime ?? time ?? '';
  const inputs = (
    <div className="ej-form-inline">
      <input
        id={id}
        className="aksel-text-field__input ej-form-input ej-form-date ej-num"
        autoComplete="off"
        inputMode="text"
        placeholder={t('form.dateHint')}
        aria-label={withTime ? label : undefined}
        value={typedDay ?? (day ? fullDate(day, 'nb') : '')}
        aria-invalid={invalid || isNoDay || undefined}
        aria-describedby={[describedBy, (isNoDay || isNoTime) && `${id}-typed`].filter(Boolean).join(' ') || undefined}
        onChange={({ target }) => {
          setTypedDay(target.value);
          change(dayFrom(target.value), timeFrom(writtenTime));
        }}
        onBlur={() => !isNoDay && setTypedDay(undefined)}
      />
      <span className="ej-form-calendar">
        <button
          type="button"
          aria-label={t('form.calendar', { field: label })}
          onClick={() => calendar.current?.showPicker()}
        >
          <CalendarIcon aria-hidden />
        </button>
        <input
          ref={calendar}
          type="date"
          tabIndex={-1}
          aria-hidden
          value={day?.length === 10 ? day : ''}
          min={item.min?.valueDate}
          max={item.max?.valueDate}
          onChange={({ target }) => {
            setTypedDay(undefined);
            change(target.value || undefined, timeFrom(writtenTime));
          }}
        />
      </span>
      {withTime && (
        <input
          className="aksel-text-field__input ej-form-input ej-form-time ej-num"
          autoComplete="off"
          aria-label={t('form.timeOf', { field: label })}
          value={writtenTime}
          aria-invalid={isNoTime || undefined}
          aria-describedby={isNoTime ? `${id}-typed` : undefined}
          onChange={({ target }) => {
            setTypedTime(target.value);
            change(day, timeFrom(target.value));
          }}
          onBlur={() => !isNoTime && setTypedTime(undefined)}
        />
      )}
    </div>
  );
  return (
    <>
      {withTime ? (
        <fieldset className="ej-form-fieldset">
          <legend className="ej-form-label">{label}</legend>
          {inputs}
        </fieldset>
      ) : (
        inputs
      )}
      {(isNoDay || isNoTime) && (
        <p id={`${id}-typed`} className="ej-form-errors" role="alert">
          {t(isNoDay ? 'form.notDate' : 'form.notTime')}
        </p>
      )}
    </>
  );
}

function answerOf(day: string | undefined, time: string | undefined, withTime: boolean): Answer | undefined {
  if (day === undefined) return undefined;
  if (!withTime) return { valueDate: day };
  return { valueDateTime: time === undefined || day.length < 10 ? day : instantFrom(day, time) };
}
