import { useTranslation } from 'react-i18next';
import type { CompositionSection } from '../fhir/types.ts';
import { conceptText } from '../format/quantity.ts';
import { useRecordLanguage } from '../i18n/use-language.ts';
import { Narrative } from '../ui/narrative.tsx';
import { names } from './clinical-facts.tsx';

/** The sections of a note as it was written: the first at full width, the others side by side when there is room. */
export function NoteSections({ sections }: { sections: readonly CompositionSection[] }) {
  const { t } = useTranslation();
  const [first, ...further] = sections;
  if (!first) return <p className="ej-meta">{t('resource.noContent')}</p>;
  return (
    <div className="ej-note">
      <SectionText section={first} />
      {further.length > 0 && (
        <div className="ej-sections">
          {Object.entries(further).map(([key, section]) => (
            <SectionText key={key} section={section} />
          ))}
        </div>
      )}
    </div>
  );
}

function SectionText({ section }: { section: CompositionSection }) {
  const written = useRecordLanguage();
  const title = section.title ?? conceptText(section.code);
  const entries = section.text?.div ? '' : names(section.entry?.filter(({ display }) => display));
  return (
    <section>
      {title && <h4 {...written}>{title}</h4>}
      <Narrative of={section.text} />
      {entries && (
        <p className="ej-prose" {...written}>
          {entries}
        </p>
      )}
      {section.section && <NoteSections sections={section.section} />}
    </section>
  );
}
