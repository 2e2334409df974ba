import { chartWords } from '@enjournal/server/care/chart';
import { Button } from '@navikt/ds-react';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Observation } from '../../shared/fhir/types.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useUser } from '../bar/use-user.ts';
import {
  emptySet,
  filled,
  issuesOf,
  levels,
  madeOf,
  type SetField,
  scoreOf,
  setOfLine,
  type TypedSet,
  timeIn,
} from './measure-set.ts';
import { News2Badge } from './news2-badge.tsx';
import { dayStart, hourText } from './norway-time.ts';

const numberFields = ['pressure', 'pulse', 'respiration', 'saturation', 'temperature'] as const;

type Props = { id: string; scale: 1 | 2; onClose: () => void };

/** A set of vital signs, typed on one line or field by field, with what it adds up to before it is stored. */
export function MeasureForm({ id, scale, onClose }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const user = useUser();
  const writing = useRecordWrite(id);
  const [line, setLine] = useKept('kurve line', '');
  const [typed, setTyped] = useKept<TypedSet>('kurve set', emptySet);
  const [time, setTime] = useKept('kurve set time', '');
  const [said, setSaid] = useState<Partial<Record<SetField | 'time', string>>>({});
  const { unread } = setOfLine(line);
  const score = scoreOf(typed, scale);
  const change = (part: Partial<TypedSet>) => {
    setTyped({ ...typed, ...part });
    setSaid({});
  };
  const isEmpty = Object.values(typed).every((one) => one.trim() === '');

  const store = () => {
    const now = Date.now();
    const moment = time.trim() === '' ? now : timeIn(time, now, dayStart);
    const made = madeOf(typed, {
      subject: { reference: `Patient/${id}` },
      at: new Date(moment ?? now).toISOString(),
      performer: { reference: user.reference, display: user.name },
    });
    const wrong: typeof said = {};
    for (const field of made.unreadable)
      wrong[field] = t(field === 'pressure' ? 'kurve.wrong.pressure' : 'kurve.wrong.number');
    for (const { field, key, values } of issuesOf(made, { kind: 'staff' }, now))
      wrong[field] ??= filled(chartWords[key]?.[language] ?? '', values);
    if (moment === undefined) wrong.time = t('kurve.wrong.time');
    setSaid(wrong);
    if (Object.keys(wrong).length > 0 || made.observations.length === 0) return;
    writing.mutate(
      made.observations.map(({ of }) => of as Observation),
      {
        onSuccess() {
          tellDone(t('kurve.measured'));
          setTyped(emptySet);
          setLine('');
          setTime('');
          onClose();
        },
      },
    );
  };

  return (
    <form
      className="ej-kurve-form"
      aria-label={t('kurve.measure')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        store();
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <label className="ej-kurve-line">
        <span>{t('kurve.line')}</span>
        <input
          // biome-ignore lint/a11y/noAutofocus: the form is opened to type in
          autoFocus
          autoComplete="off"
          value={line}
          placeholder={t('kurve.line.example')}
          aria-describedby="kurve-unread"
          onChange={(event) => {
            setLine(event.target.value);
            change(setOfLine(event.target.value).set);
          }}
        />
      </label>
      <p className="ej-meta" id="kurve-unread" role="status">
        {unread.length > 0 && t('kurve.unread', { text: unread.join(', ') })}
      </p>
      <div className="ej-kurve-fields">
        {numberFields.map((field) => (
          <Field key={field} label={t(`kurve.field.${field}`)} wrong={said[field]}>
            {(props) => (
              <input
                {...props}
                inputMode={field === 'pressure' ? 'text' : 'decimal'}
                autoComplete="off"
                value={typed[field]}
                onChange={(event) => change({ [field]: event.target.value })}
              />
            )}
          </Field>
        ))}
        <Field label={t('kurve.field.time')} wrong={said.time}>
          {(props) => (
            <input
              {...props}
              autoComplete="off"
              inputMode="decimal"
              placeholder={hourText(Date.now())}
              value={time}
              onChange={(event) => {
                setTime(event.target.value);
                setSaid({});
              }}
            />
          )}
        </Field>
      </div>
      <fieldset className="ej-kurve-choice">
        <legend>{t('kurve.field.oxygen')}</legend>
        <button
          type="button"
          aria-pressed={typed.oxygen === '0'}
          onClick={() => change({ oxygen: typed.oxygen === '0' ? '' : '0' })}
        >
          {t('kurve.air')}
        </button>
        <input
          aria-label={t('kurve.litres')}
          inputMode="decimal"
          autoComplete="off"
          placeholder={t('kurve.lpm')}
          value={typed.oxygen === '0' ? '' : typed.oxygen}
          onChange={(event) => change({ oxygen: event.target.value })}
        />
        {said.oxygen && <p className="ej-kurve-wrong">{said.oxygen}</p>}
      </fieldset>
      <fieldset className="ej-kurve-choice">
        <legend>{t('kurve.field.consciousness')}</legend>
        {levels.map((level) => (
          <button
            type="button"
            key={level}
            title={t(`kurve.level.${level}`)}
            aria-label={t(`kurve.level.${level}`)}
            aria-pressed={typed.consciousness === level}
            onClick={() => change({ consciousness: typed.consciousness === level ? '' : level })}
          >
            {{ alert: 'A', confused: 'C', voice: 'V', pain: 'P', unresponsive: 'U' }[level]}
          </button>
        ))}
      </fieldset>
      <p className="ej-kurve-sum" role="status">
        <span>{t('kurve.news2')}</span> <News2Badge total={score.total} points={score.points} />{' '}
        {score.total === undefined && !isEmpty && (
          <span className="ej-meta">
            {t('kurve.missing', { missing: score.missing.map((part) => t(`kurve.part.${part}`)).join(', ') })}
          </span>
        )}
      </p>
      {writing.error && <FailureNotice error={writing.error} />}
      <div className="ej-kurve-acts">
        <Button type="submit" size="small" className="ej-xs" loading={writing.isPending} disabled={isEmpty}>
          {t('kurve.store')}
        </Button>
        <Button type="button" size="small" className="ej-xs" variant="tertiary" onClick={onClose}>
          {t('kurve.cancel')}
        </Button>
      </div>
    </form>
  );
}

type FieldProps = {
  label: string;
  wrong: string | undefined;
  children: (props: { id: string; 'aria-invalid': boolean; 'aria-describedby'?: string }) => ReactNode;
};

/** A short field with what is wrong below it. */
export function Field({ label, wrong, children }: FieldProps) {
  const id = useId();
  return (
    <div className="ej-kurve-field" data-wrong={wrong !== undefined}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-invalid': wrong !== undefined,
        ...(wrong === undefined ? {} : { 'aria-describedby': `${id}-wrong` }),
      })}
      {wrong !== undefined && (
        <p className="ej-kurve-wrong" id={`${id}-wrong`} role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}
