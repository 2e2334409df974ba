import type { Section } from './sections.ts';

export function RecordPage({ id, section }: { id: string; section: Section }) {
  return <main id="content" data-record={id} data-section={section} />;
}
