import { Select } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import type { Coding } from '../../shared/fhir/types.ts';

type Props = { label: string; codes: readonly Coding[]; value: string; onChange: (code: string) => void };

/** One of a short list of codes, or none. */
export function CodeField({ label, codes, value, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Select label={label} size="small" value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t('critical.choose')}</option>
      {codes.map(({ code, display }) => (
        <option key={code} value={code}>
          {display}
        </option>
      ))}
    </Select>
  );
}
