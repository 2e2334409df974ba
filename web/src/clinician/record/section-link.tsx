import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Section } from './sections.ts';

/** A link to a part of the same record. `until` and `open` lead to one item of the timeline, in the history's state only. */
export function SectionLink({
  id,
  to,
  until,
  open,
  children,
}: {
  id: string;
  to: Section;
  until?: string;
  open?: string;
  children: ReactNode;
}) {
  return (
    <Link
      className="ej-link"
      to="/pasient/$id/{-$section}"
      params={{ id, section: to === 'oversikt' ? undefined : to }}
      state={{ ...(until ? { until } : {}), ...(open ? { open } : {}) } as never}
    >
      {children}
    </Link>
  );
}
