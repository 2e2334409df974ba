import { useTranslation } from 'react-i18next';
import type { CompositionSection } from '../fhir/types.ts';
import { conceptText } from '../format/quantity.ts';
import { useRecordLanguage } from '../i18n/use-language.ts';
import { Narrative } from '../ui/narrative.tsx';
import { names } from './clinical-facts.tsx';

/** The sections of a note as it was written: the first at full width, the others side by side when there is room. */
type Props = {
  sections: readonly CompositionSection[];
  /** What the note is written in, where it says so. */
  language?: string | undefined;
};

export function NoteSections({ sections, language }: Props) {
  const { t } = useTranslation();
  const [first, ...further] = sections;
  if (!first) return <p className="ej-meta">{t('resource.noContent')}</p>;
  return (
    <div className="ej-note">
      <SectionText section={first} language={language} />
      {further.length > 0 && (
        <div className="ej-sections">
          {Object.entries(further).map(([key, section]) => (
            <SectionText key={key} section={section} language={language} />
          ))}
        </div>
      )}
    </div>
  );
}

function SectionText({ section, language }: { section: CompositionSection; language: string | undefined }) {
  const record = useRecordLanguage(language);
  const title = section.title ?? conceptText(section.code);
  const entries = section.text?.div ? '' : names(section.entry?.filter(({ display }) => display));
  return (
    <section>
      {title && <h4 {...record}>{title}</h4>}
      <Narrative of={section.text} language={language} />
      {entries && (
        <p className="ej-prose" {...record}>
          {entries}
        </p>
      )}
      {section.section && <NoteSections sections={section.section} language={language} />}
    </section>
  );
}
