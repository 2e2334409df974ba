import { PlusIcon, TrashIcon } from '@navikt/aksel-icons';
import { Button, Checkbox, CheckboxGroup, Select, TextField } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { type DoseDraft, mayBeSeen, type Step, slots, weekdays } from './dose-draft.ts';

type Props = { dose: DoseDraft; change: (part: Partial<DoseDraft>) => void };

/** How many at each of the four times of the day. */
function AmountFields({
  amounts,
  onChange,
  of = '',
}: {
  amounts: Step['amounts'];
  onChange: (amounts: Step['amounts']) => void;
  of?: string;
}) {
  const { t } = useTranslation();
  return (
    <div className="ej-amounts">
      {slots.map((slot, index) => (
        <TextField
          key={slot}
          label={
            <>
              {t(`order.slot.${slot}`)}
              {of !== '' && <span className="ej-sr"> {of}</span>}
            </>
          }
          size="small"
          inputMode="decimal"
          value={amounts[index] ?? ''}
          onChange={(event) =>
            onChange(amounts.map((one, at) => (at === index ? event.target.value : one)) as Step['amounts'])
          }
        />
      ))}
    </div>
  );
}

function EveryField({ dose, change }: Props) {
  const { t } = useTranslation();
  const known = ['1', '2', '3', '7', '14', '28'];
  return (
    <Select
      label={t('order.every')}
      size="small"
      value={dose.every}
      onChange={(event) => change({ every: event.target.value })}
    >
      {(known.includes(dose.every) ? known : [...known, dose.every]).map((every) => (
        <option key={every} value={every}>
          {every === '1'
            ? t('order.every.1')
            : every === '2'
              ? t('order.every.2')
              : t('order.every.n', { count: Number(every) })}
        </option>
      ))}
    </Select>
  );
}

export function DailyFields({ dose, change }: Props) {
  return (
    <>
      <AmountFields amounts={dose.amounts} onChange={(amounts) => change({ amounts })} />
      <EveryField dose={dose} change={change} />
    </>
  );
}

export function ClockFields({ dose, change }: Props) {
  const { t } = useTranslation();
  return (
    <div className="ej-form-pair">
      <TextField
        label={t('order.each')}
        size="small"
        inputMode="decimal"
        value={dose.amount}
        onChange={(event) => change({ amount: event.target.value })}
      />
      <TextField
        label={t('order.times')}
        size="small"
        placeholder="8 14 20"
        value={dose.times}
        onChange={(event) => change({ times: event.target.value })}
      />
      <EveryField dose={dose} change={change} />
    </div>
  );
}

export function WeekdayFields({ dose, change }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <CheckboxGroup
        legend={t('order.days')}
        size="small"
        className="ej-days"
        value={[...dose.days]}
        onChange={(days: string[]) => change({ days: weekdays.filter((day) => days.includes(day)) })}
      >
        {weekdays.map((day) => (
          <Checkbox key={day} value={day}>
            {t(`order.day.${day}`)}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <AmountFields amounts={dose.amounts} onChange={(amounts) => change({ amounts })} />
    </>
  );
}

/** So many on each day of the week, at one time: the one way a plan of warfarin is written. */
export function WeekFields({ dose, change }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <div className="ej-amounts ej-week">
        {weekdays.map((day) => (
          <TextField
            key={day}
            label={t(`order.day.${day}`)}
            size="small"
            inputMode="decimal"
            value={dose.week[day]}
            onChange={(event) => change({ week: { ...dose.week, [day]: event.target.value } })}
          />
        ))}
      </div>
      <Select
        label={t('order.slot')}
        size="small"
        value={dose.slot}
        onChange={(event) => change({ slot: event.target.value as DoseDraft['slot'] })}
      >
        {slots.map((slot) => (
          <option key={slot} value={slot}>
            {t(`order.slot.${slot}`)}
          </option>
        ))}
      </Select>
    </>
  );
}

/** Step by step; the last may go on. */
export function TaperFields({ dose, change }: Props) {
  const { t } = useTranslation();
  const put = (index: number, part: Partial<Step>) =>
    change({ steps: dose.steps.map((step, at) => (at === index ? { ...step, ...part } : step)) });
  return (
    <ol className="ej-dose-steps">
      {dose.steps.map((step, index) => {
        const of = t('order.step', { number: index + 1 });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is what it is by its place
          <li key={index}>
            <AmountFields amounts={step.amounts} of={of} onChange={(amounts) => put(index, { amounts })} />
            <TextField
              label={
                <>
                  {t('order.stepDays')} <span className="ej-sr">{of}</span>
                </>
              }
              size="small"
              inputMode="numeric"
              value={step.days}
              onChange={(event) => put(index, { days: event.target.value })}
            />
            {dose.steps.length > 1 && (
              <Button
                type="button"
                size="small"
                variant="tertiary"
                className="ej-xs"
                icon={<TrashIcon title={t('order.stepRemove', { number: index + 1 })} />}
                onClick={() => change({ steps: dose.steps.filter((_, at) => at !== index) })}
              />
            )}
          </li>
        );
      })}
      <li>
        <Button
          type="button"
          size="small"
          variant="tertiary"
          className="ej-xs"
          icon={<PlusIcon aria-hidden />}
          onClick={() => change({ steps: [...dose.steps, { amounts: ['', '', '', ''], days: '' }] })}
        >
          {t('order.stepAdd')}
        </Button>
      </li>
    </ol>
  );
}

export function NeededFields({ dose, change }: Props) {
  const { t } = useTranslation();
  return (
    <div className="ej-form-pair">
      <TextField
        label={t('order.each')}
        size="small"
        inputMode="decimal"
        value={dose.amount}
        onChange={(event) => change({ amount: event.target.value })}
      />
      <TextField
        label={t('order.most')}
        size="small"
        inputMode="numeric"
        value={dose.most}
        onChange={(event) => change({ most: event.target.value })}
      />
      <TextField
        label={t('order.apart')}
        size="small"
        inputMode="decimal"
        value={dose.apart}
        onChange={(event) => change({ apart: event.target.value })}
      />
      <TextField
        label={t('order.neededFor')}
        size="small"
        maxLength={60}
        value={dose.reason}
        onChange={(event) => change({ reason: event.target.value })}
      />
    </div>
  );
}

/** A pump: one rate, or up to one that whoever gives may choose. */
export function InfusionFields({ dose, change }: Props) {
  const { t } = useTranslation();
  return (
    <div className="ej-form-pair">
      <TextField
        label={t('order.rate')}
        size="small"
        inputMode="decimal"
        value={dose.rate}
        onChange={(event) => change({ rate: event.target.value })}
      />
      <TextField
        label={t('order.upTo')}
        description={t('order.upToHelp')}
        size="small"
        inputMode="decimal"
        value={dose.upTo}
        onChange={(event) => change({ upTo: event.target.value })}
      />
      <Select
        label={t('order.per')}
        size="small"
        value={dose.per}
        onChange={(event) => change({ per: event.target.value as DoseDraft['per'] })}
      >
        {(['h', 'd'] as const).map((per) => (
          <option key={per} value={per}>
            {t(`order.per.${per}`)}
          </option>
        ))}
      </Select>
    </div>
  );
}

/** Whether whoever gives is to see that it is taken. */
export function ObservedField({ dose, change }: Props) {
  const { t } = useTranslation();
  if (!mayBeSeen(dose)) return null;
  return (
    <Checkbox
      size="small"
      description={t('order.observedHelp')}
      checked={dose.isObserved}
      onChange={(event) => change({ isObserved: event.target.checked })}
    >
      {t('order.observed')}
    </Checkbox>
  );
}
