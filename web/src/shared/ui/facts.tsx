import './ui.css';
import type { ReactNode } from 'react';
import { Explained, Voiced } from './voiced.tsx';

/** Labelled values in a list of two columns; those without value are left out. */
export function Facts({ rows }: { rows: readonly (readonly [label: string, value: ReactNode])[] }) {
  const said = rows.filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false);
  if (said.length === 0) return null;
  return (
    <dl className="ej-facts">
      {Object.entries(said).map(([place, [label, value]]) => (
        <div key={place}>
          <dt>
            <Voiced>{label}</Voiced>
          </dt>
          <dd>{typeof value === 'string' ? <Explained>{value}</Explained> : value}</dd>
        </div>
      ))}
    </dl>
  );
}
