import { useTranslation } from 'react-i18next';
import { useAccess } from '../../shared/access/use-access.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import type { Section } from './sections.ts';

/** Kinds of information that a part of the record is made of, of those that some roles do not see. */
const told = ['clinical-note', 'critical-info', 'medication', 'lab', 'care-plan', 'vedtak'] as const;
type Kind = (typeof told)[number];

const kindsOf: Partial<Record<Section, readonly Kind[]>> = {
  oversikt: told,
  tidslinje: told,
  legemidler: ['medication'],
  samstemming: ['medication'],
  malinger: ['care-plan'],
  kurve: ['care-plan', 'medication'],
  provesvar: ['lab'],
  problemer: ['clinical-note'],
  kritisk: ['critical-info'],
  akutt: ['critical-info', 'medication'],
  plan: ['care-plan'],
  tjenester: ['vedtak'],
  dokumenter: ['clinical-note'],
  skjema: ['clinical-note'],
};

/** What the reader's role sees nothing of: that a part is empty says nothing there. */
export function UnseenNote({ id, section }: { id: string; section: Section }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const unseen = useAccess(id).data?.unseen;
  const kinds = (kindsOf[section] ?? []).filter((kind) => unseen?.has(kind));
  if (kinds.length === 0) return null;
  const list = new Intl.ListFormat(language === 'en' ? 'en' : 'nb', { type: 'conjunction' });
  return (
    <p className="ej-unseen ej-meta">
      {t('record.unseen', { what: list.format(kinds.map((kind) => t(`unseen.${kind}`))) })}
    </p>
  );
}
