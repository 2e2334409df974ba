import type { Value } from '@enjournal/server/care/forms';
import { useTranslation } from 'react-i18next';
import { numberText } from '../../format/quantity.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useFormTools } from '../form-context.ts';
import type { FieldProps } from '../types.ts';
import { ClearAnswer } from './clear-answer.tsx';

/** A value on a line from least to most. Until it is touched there is no answer, wherever the handle stands. */
export function SliderField({ node, id, label, describedBy, invalid }: FieldProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { answer: put } = useFormTools();
  const { item, answers } = node;
  const least = numberIn(item.min) ?? 0;
  const most = numberIn(item.max) ?? 10;
  const value = answers[0]?.valueInteger ?? answers[0]?.valueDecimal;
  const answer = (text: string) =>
    put(node, [item.type === 'integer' ? { valueInteger: Number(text) } : { valueDecimal: Number(text) }]);
  return (
    <div className="ej-form-slider">
      <span className="ej-meta ej-num">{numberText(least, language)}</span>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        step={item.step ?? (item.type === 'integer' ? 1 : 'any')}
        value={value ?? least}
        data-empty={value === undefined}
        aria-valuetext={value === undefined ? t('form.none') : numberText(value, language)}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        onChange={(event) => answer(event.target.value)}
        // a press where the handle stands already is an answer too
        onClick={(event) => value === undefined && answer(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (value !== undefined || (event.key !== 'Enter' && event.key !== ' ')) return;
          event.preventDefault();
          answer(event.currentTarget.value);
        }}
      />
      <span className="ej-meta ej-num">{numberText(most, language)}</span>
      <output htmlFor={id} className="ej-num ej-strong">
        {value === undefined ? <span className="ej-meta">{t('form.none')}</span> : numberText(value, language)}
      </output>
      <ClearAnswer node={node} label={label} id={id} />
    </div>
  );
}

const numberIn = (limit: Value | undefined): number | undefined => limit?.valueInteger ?? limit?.valueDecimal;
