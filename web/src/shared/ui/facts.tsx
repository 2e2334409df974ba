import './ui.css';
import { type ReactNode, useContext } from 'react';
import { TextContext } from './text-context.ts';

/** Labelled values in a list of two columns; those without value are left out. */
export function Facts({ rows }: { rows: readonly (readonly [label: string, value: ReactNode])[] }) {
  const shown = useContext(TextContext);
  const said = rows.filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false);
  if (said.length === 0) return null;
  return (
    <dl className="ej-facts">
      {Object.entries(said).map(([place, [label, value]]) => (
        <div key={place}>
          <dt>{label}</dt>
          <dd>{typeof value === 'string' ? shown(value) : value}</dd>
        </div>
      ))}
    </dl>
  );
}
