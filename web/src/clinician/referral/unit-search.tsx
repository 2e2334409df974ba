import '../../shared/coding/coding.css';
import { ExclamationmarkTriangleFillIcon } from '@navikt/aksel-icons';
import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUnits } from './use-units.ts';

type Unit = { id: string; name: string };
type Props = {
  label: string;
  value: Unit | undefined;
  onChange: (unit: Unit | undefined) => void;
  error?: string | undefined;
};

/** Finds a unit by its name, as you type. */
export function UnitSearch({ label, value, onChange, error }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const [isOpen, setIsOpen] = useState(false);
  const found = useUnits(typed.trim());
  const units = isOpen ? (found.data ?? []) : [];
  const choose = (unit: Unit | undefined) => {
    if (unit === undefined) return;
    onChange(unit);
    setTyped('');
    setIsOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (units.length > 0) setActive((active + step + units.length) % units.length);
    } else if (event.key === 'Enter' && units.length > 0) {
      event.preventDefault();
      choose(units[active]);
    } else if (event.key === 'Escape') setIsOpen(false);
  };
  return (
    <div className="ej-code-search">
      <label htmlFor={id} className="aksel-label aksel-label--small">
        {label}
      </label>
      <input
        id={id}
        className="ej-input"
        role="combobox"
        autoComplete="off"
        placeholder={t('refer.toHelp')}
        aria-expanded={units.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={units[active] ? `${id}-${active}` : undefined}
        aria-invalid={error !== undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        value={value && typed === '' ? value.name : typed}
        onChange={(event) => {
          if (value !== undefined) onChange(undefined);
          setTyped(event.target.value);
          setActive(0);
          setIsOpen(true);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setIsOpen(false)}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only keeps the focus in the field */}
      <div className="ej-code-panel" hidden={units.length === 0} onMouseDown={(event) => event.preventDefault()}>
        <div id={`${id}-list`} role="listbox" aria-label={label}>
          {units.map((unit, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
            <div
              key={unit.id}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className="ej-code-option"
              onPointerMove={() => setActive(index)}
              onClick={() => choose(unit)}
            >
              <span />
              <span>{unit.name}</span>
            </div>
          ))}
        </div>
      </div>
      <div id={`${id}-error`} aria-live="polite">
        {error && (
          <p className="ej-field-error">
            <ExclamationmarkTriangleFillIcon aria-hidden /> {error}
          </p>
        )}
      </div>
    </div>
  );
}
