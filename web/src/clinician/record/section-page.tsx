import type { ReactNode } from 'react';

/** A part of the record on a page of its own: title, and its lists as cards. */
export function SectionPage({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <div className="ej-section">
      <div className="ej-section-head">
        <h2 className="ej-title">{title}</h2>
        {action}
      </div>
      {children}
    </div>
  );
}
