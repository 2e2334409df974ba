import { Textarea, TextField } from '@navikt/ds-react';
import { useMissing } from './small-form.tsx';

type Props = {
  label: string;
  description?: string | false;
  /** A line, or room for more. */
  isLine?: boolean;
  value: string;
  onChange: (text: string) => void;
};

/** Words that the form cannot be stored without. */
export function WrittenField({ label, description, isLine = false, value, onChange }: Props) {
  const shared = { label, description, size: 'small', value, error: useMissing(value.trim() === '') } as const;
  return isLine ? (
    <TextField {...shared} onChange={(event) => onChange(event.target.value)} />
  ) : (
    <Textarea {...shared} minRows={2} onChange={(event) => onChange(event.target.value)} />
  );
}
