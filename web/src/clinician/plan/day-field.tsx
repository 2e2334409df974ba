import { useId } from 'react';
import { useMissing } from './small-form.tsx';

type Props = {
  label: string;
  value: string;
  min?: string;
  max?: string;
  /** That it is not one that the form can be stored with. */
  isMissing?: boolean;
  onChange: (day: string) => void;
};

/** A day in the browser's own field: `2026-11-29`, or empty. */
export function DayField({ label, value, min, max, isMissing = false, onChange }: Props) {
  const id = useId();
  const error = useMissing(isMissing);
  return (
    <div className="aksel-form-field aksel-form-field--small">
      <label htmlFor={id} className="aksel-form-field__label aksel-label aksel-label--small">
        {label}
      </label>
      <input
        id={id}
        type="date"
        className="ej-day-field"
        value={value}
        min={min}
        max={max}
        aria-invalid={Boolean(error)}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      <div id={`${id}-error`} aria-live="polite">
        {error && <p className="aksel-error-message aksel-label aksel-label--small">{error}</p>}
      </div>
    </div>
  );
}
