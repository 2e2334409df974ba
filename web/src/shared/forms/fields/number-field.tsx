import {
  type Answer,
  type Coding,
  type FormItem,
  isPlausible,
  measurementKinds,
  unitOf,
} from '@enjournal/server/care/forms';
import { useTranslation } from 'react-i18next';
import { numberText, unitText } from '../../format/quantity.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useKept } from '../../session/kept.ts';
import { useFormTools } from '../form-context.ts';
import { numberFrom } from '../typed.ts';
import type { FieldProps } from '../types.ts';

/** A number with its unit. Decimal comma and point are read alike; what is no number stays where it is typed, and is told. */
export function NumberField({ node, id, describedBy, invalid, label }: FieldProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { answer: put, autoFocus } = useFormTools();
  const { item, answers } = node;
  const value = numberIn(answers[0]);
  const [typed, setTyped] = useKept<string | undefined>(`typed ${node.key}`, undefined);
  const isTyped = typed !== undefined && (numberFrom(typed) ?? undefined) === value;
  const isNoNumber = typed !== undefined && typed.trim() !== '' && numberFrom(typed) === undefined;
  const text = isTyped || isNoNumber ? typed : value === undefined ? '' : written(value, language);
  const unit = answers[0]?.valueQuantity?.code ?? item.units[0]?.code;
  const change = (next: string) => {
    setTyped(next);
    const number = numberFrom(next);
    if (number === undefined) put(node, []);
    else
      put(node, [
        answerOf(
          item,
          number,
          item.units.find(({ code }) => code === unit),
        ),
      ]);
  };
  const shown = item.units[0] && unitText(unitOf(item));
  const isUnlikely = value !== undefined && isOutOfTheOrdinary(item.code, value) && node.issues.length === 0;
  return (
    <>
      <div className="ej-form-inline">
        <input
          id={id}
          className="aksel-text-field__input ej-form-input ej-form-number ej-num"
          inputMode={item.type === 'integer' ? 'numeric' : 'decimal'}
          autoComplete="off"
          value={text}
          aria-invalid={invalid || isNoNumber || undefined}
          aria-describedby={
            [describedBy, isNoNumber && `${id}-typed`, isUnlikely && `${id}-unlikely`].filter(Boolean).join(' ') ||
            undefined
          }
          onChange={(event) => change(event.target.value)}
          onBlur={() => !isNoNumber && setTyped(undefined)}
          // biome-ignore lint/a11y/noAutofocus: the caller opened the form to write in this field
          autoFocus={autoFocus === item.linkId}
        />
        {item.units.length > 1 ? (
          <select
            className="aksel-select__input ej-form-unit"
            aria-label={t('form.unit', { field: label })}
            value={unit}
            onChange={(event) => {
              const chosen = item.units.find(({ code }) => code === event.target.value);
              if (value !== undefined) put(node, [answerOf(item, value, chosen)]);
            }}
          >
            {item.units.map(({ code, display }) => (
              <option key={code} value={code}>
                {display ?? code}
              </option>
            ))}
          </select>
        ) : (
          shown && <span className="ej-meta ej-nowrap">{shown}</span>
        )}
      </div>
      {isNoNumber && (
        <p id={`${id}-typed`} className="ej-form-errors" role="alert">
          {t(item.type === 'integer' ? 'form.notWhole' : 'form.notNumber')}
        </p>
      )}
      <div role="status">
        {isUnlikely && (
          <p id={`${id}-unlikely`} className="ej-form-unlikely">
            {t('form.unlikely', { value: written(value, language) })}
          </p>
        )}
      </div>
    </>
  );
}

const numberIn = (answer: Answer | undefined): number | undefined =>
  answer?.valueInteger ?? answer?.valueDecimal ?? answer?.valueQuantity?.value;

const written = (value: number, language: 'nb' | 'nn' | 'en'): string =>
  numberText(value, language, String(value).split('.')[1]?.length ?? 0);

function answerOf(item: FormItem, value: number, unit: Coding | undefined): Answer {
  if (item.type === 'integer') return { valueInteger: value };
  if (item.type === 'decimal') return { valueDecimal: value };
  const { display, system, code } = unit ?? {};
  const chosen = { ...(display ? { unit: display } : {}), ...(system ? { system } : {}), ...(code ? { code } : {}) };
  return { valueQuantity: { value, ...(unit ? chosen : unitOf(item)) } };
}

/** By what is known of the measurement, whatever the form's own limits are. */
function isOutOfTheOrdinary(codes: readonly Coding[], value: number): boolean {
  for (const { code } of codes) {
    const kind = measurementKinds.find((one) => one.code.code === code);
    if (kind && !kind.parts) return !isPlausible(kind, [value]);
    const part = measurementKinds.flatMap(({ parts = [] }) => parts).find((one) => one.code.code === code);
    if (part) return value < part.least || value > part.most;
  }
  return false;
}
