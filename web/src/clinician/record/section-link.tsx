import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useFirstSection } from './first-section.ts';
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
  const opening = useFirstSection(id) ?? 'oversikt';
  return (
    <Link
      className="ej-link"
      to="/pasient/$id/{-$section}"
      params={{ id, section: to === opening ? undefined : to }}
      state={{ ...(until ? { until } : {}), ...(open ? { open } : {}) } as never}
    >
      {children}
    </Link>
  );
}
