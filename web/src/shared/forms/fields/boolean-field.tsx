import { Checkbox, Radio, RadioGroup } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { useFormTools } from '../form-context.ts';
import { Required } from '../form-field.tsx';
import type { FieldProps } from '../types.ts';
import { ClearAnswer } from './clear-answer.tsx';

/** Yes or no, and neither until somebody has said; a check box where the form wants one, which is yes or nothing. */
export function BooleanField({ node, id, label, describedBy, invalid, isLabelHidden }: FieldProps) {
  const { t } = useTranslation();
  const { answer: put } = useFormTools();
  const value = node.answers[0]?.valueBoolean;
  const words = (
    <>
      {label}
      {node.item.required && <Required />}
    </>
  );
  if (node.item.control === 'check-box') {
    return (
      <Checkbox
        id={id}
        size="small"
        checked={value === true}
        aria-describedby={describedBy}
        error={invalid}
        onChange={(event) => put(node, event.target.checked ? [{ valueBoolean: true }] : [])}
      >
        {words}
      </Checkbox>
    );
  }
  return (
    <div id={id} className="ej-form-choices" data-horizontal>
      <RadioGroup
        legend={words}
        hideLegend={isLabelHidden}
        size="small"
        value={value === undefined ? '' : String(value)}
        aria-describedby={describedBy}
        error={invalid || undefined}
        onChange={(chosen: string) => put(node, [{ valueBoolean: chosen === 'true' }])}
      >
        <Radio value="true">{t('form.yes')}</Radio>
        <Radio value="false">{t('form.no')}</Radio>
      </RadioGroup>
      <ClearAnswer node={node} label={label} id={id} />
    </div>
  );
}
