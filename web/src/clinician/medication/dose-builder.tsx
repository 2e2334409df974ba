import { Select, TextField } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { ByWeight } from './by-weight.tsx';
import { type DoseDraft, isUnread, type Kind, kinds, unitsOf, withTyped } from './dose-draft.ts';
import {
  ClockFields,
  DailyFields,
  InfusionFields,
  NeededFields,
  ObservedField,
  TaperFields,
  WeekdayFields,
  WeekFields,
} from './dose-fields.tsx';
import { FieldError } from './field-error.tsx';

type Props = {
  id: string;
  dose: DoseDraft;
  onChange: (dose: DoseDraft) => void;
  /** In what the medicine can be counted. */
  units: readonly string[];
  /** Usual doses by the catalogue. */
  texts: readonly string[];
  error: string | undefined;
};

const fields: Record<Kind, typeof DailyFields> = {
  daily: DailyFields,
  clock: ClockFields,
  weekdays: WeekdayFields,
  week: WeekFields,
  taper: TaperFields,
  'as-needed': NeededFields,
  infusion: InfusionFields,
};

/** How much and when: typed as by hand, or built; both say the same. */
export function DoseBuilder({ id, dose, onChange, units, texts, error }: Props) {
  const { t } = useTranslation();
  const Fields = fields[dose.kind];
  const change = (part: Partial<DoseDraft>) => onChange({ ...dose, typed: '', ...part });
  const choose = (kind: Kind) => {
    const known = unitsOf(kind, units);
    change({ kind, ...(known.includes(dose.unit) ? {} : { unit: known[0] ?? '' }) });
  };
  const choices = unitsOf(dose.kind, units);
  return (
    <fieldset className="ej-dose-builder">
      <legend>{t('order.dose')}</legend>
      <TextField
        label={t('order.typed')}
        description={t('order.typedHelp')}
        size="small"
        value={dose.typed}
        maxLength={120}
        autoComplete="off"
        onChange={(event) => onChange(withTyped(dose, event.target.value))}
        error={isUnread(dose) ? t('order.unread') : undefined}
      />
      {texts.length > 0 && (
        <div className="ej-quick">
          {texts.map((text) => (
            <button key={text} type="button" className="ej-pill" onClick={() => onChange(withTyped(dose, text))}>
              {text}
            </button>
          ))}
        </div>
      )}
      <div className="ej-form-pair">
        <Select
          label={t('order.kind')}
          size="small"
          value={dose.kind}
          onChange={(event) => choose(event.target.value as Kind)}
        >
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(`order.kind.${kind}`)}
            </option>
          ))}
        </Select>
        <Select
          label={t('order.unit')}
          size="small"
          value={dose.unit}
          onChange={(event) => change({ unit: event.target.value, basis: '' })}
        >
          {(choices.includes(dose.unit) ? choices : [dose.unit, ...choices]).map((unit) => (
            <option key={unit} value={unit}>
              {unit}
            </option>
          ))}
        </Select>
      </div>
      <Fields
        dose={dose}
        change={(part) => change({ ...('amount' in part || 'amounts' in part ? { basis: '' } : {}), ...part })}
      />
      {dose.kind !== 'infusion' && <ByWeight id={id} dose={dose} onChange={onChange} />}
      <ObservedField dose={dose} change={(part) => onChange({ ...dose, ...part })} />
      {dose.kind !== 'taper' && (
        <TextField
          label={t('order.lasts')}
          description={t('order.lastsHelp')}
          size="small"
          inputMode="numeric"
          htmlSize={6}
          value={dose.lasts}
          onChange={(event) => onChange({ ...dose, lasts: event.target.value })}
        />
      )}
      <FieldError>{error}</FieldError>
    </fieldset>
  );
}
