import { Select } from '@navikt/ds-react';

type Props = {
  label: string;
  /** Each with what it is called. */
  choices: readonly (readonly [value: string, text: string])[];
  value: string;
  onChange: (value: string) => void;
};

/** One of a few. */
export function PickField({ label, choices, value, onChange }: Props) {
  return (
    <Select label={label} size="small" value={value} onChange={(event) => onChange(event.target.value)}>
      {choices.map(([one, text]) => (
        <option key={one} value={one}>
          {text}
        </option>
      ))}
    </Select>
  );
}
