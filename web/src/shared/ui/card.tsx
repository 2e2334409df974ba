import './card.css';
import { type ReactNode, useId } from 'react';

type Props = {
  title: string;
  /** Number, or a few words, beside the title. */
  count?: ReactNode;
  action?: ReactNode;
  foot?: ReactNode;
  children: ReactNode;
};

/** A part of the overview: title, what it holds, where there is more. */
export function Card({ title, count, action, foot, children }: Props) {
  const id = useId();
  return (
    <section className="ej-card" aria-labelledby={id}>
      <div className="ej-card-head">
        <h2 id={id}>{title}</h2>
        {count !== undefined && <span className="ej-meta ej-num">{count}</span>}
        {action && <span className="ej-card-action ej-noprint">{action}</span>}
      </div>
      {children}
      {foot && <div className="ej-card-foot ej-meta">{foot}</div>}
    </section>
  );
}
