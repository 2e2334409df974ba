import '../../citizen/frame/frame.css';
import '../../citizen/journal/journal.css';
import { useTranslation } from 'react-i18next';
import { Happening } from '../../citizen/journal/happening.tsx';
import { happeningsOf } from '../../citizen/journal/happenings.ts';
import { explained } from '../../citizen/words/explained-text.tsx';
import type { Resource } from '../../shared/fhir/types.ts';
import { TextContext } from '../../shared/ui/text-context.ts';

/** What the citizen is given of an entry, drawn as the citizen's own pages draw it. */
export default function CitizenPreview({ resources }: { resources: readonly Resource[] }) {
  const { t } = useTranslation();
  const entries = happeningsOf(resources);
  if (entries.length === 0) return <p className="ej-meta">{t('citizenView.elsewhere')}</p>;
  return (
    <TextContext value={explained}>
      <div className="ej-citizen ej-citizen-preview" data-density="airy">
        <div className="ej-c-card ej-c-month">
          <ul>
            {entries.map((entry) => (
              <Happening key={entry.key} entry={entry} isPreview />
            ))}
          </ul>
        </div>
      </div>
    </TextContext>
  );
}
