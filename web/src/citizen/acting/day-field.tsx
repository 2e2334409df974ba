import { useId } from 'react';

type Props = { label: string; value: string; onChange: (day: string) => void; error?: string | undefined };

/** A day, by the device's own calendar. */
export function DayField({ label, value, onChange, error }: Props) {
  const id = useId();
  return (
    <div className="ej-c-date" data-error={error !== undefined}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="date"
        value={value}
        aria-invalid={error !== undefined}
        {...(error === undefined ? {} : { 'aria-describedby': `${id}-error` })}
        onChange={({ target }) => onChange(target.value)}
      />
      {error !== undefined && (
        <p id={`${id}-error`} className="ej-c-fault">
          {error}
        </p>
      )}
    </div>
  );
}
