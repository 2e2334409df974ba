import type { ReactNode } from 'react';

/** A part of the record on a page of its own: title, and its lists as cards. */
export function SectionPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="ej-section">
      <h2 className="ej-title">{title}</h2>
      {children}
    </div>
  );
}
