import type { Annotation } from '../../shared/fhir/types.ts';
import { shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';

/** What somebody has said of a goal or an activity, with whose words they are and when. */
export function SignedNote({ note: { text, time, authorReference, authorString } }: { note: Annotation }) {
  const language = useLanguage();
  const who = authorReference?.display ?? authorString;
  return (
    <p className="ej-plan-note">
      {text} <span className="ej-meta">{[who, shortDate(time, language)].filter(Boolean).join(', ')}</span>
    </p>
  );
}
