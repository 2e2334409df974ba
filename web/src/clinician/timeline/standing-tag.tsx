import { ExclamationmarkTriangleIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import type { Resource } from '../../shared/fhir/types.ts';
import { standingOfNote, struckBecause } from '../../shared/timeline/note-standing.ts';

/** Said in words before what it is about: that a note is not signed, waits, was corrected, or does not count. */
export function StandingTag({ of }: { of: Resource }) {
  const { t } = useTranslation();
  const standing = standingOfNote(of);
  if (standing === undefined || standing === 'signed') return null;
  const isWrongPerson = standing === 'struck' && struckBecause(of).code === 'wrong-person';
  return (
    <span className="ej-note-standing" data-standing={standing}>
      {t(isWrongPerson ? 'standing.wrongPerson' : `standing.${standing}`)}
    </span>
  );
}

/** Why it was struck, before what it said. */
export function StruckReason({ of }: { of: Resource }) {
  const { t } = useTranslation();
  if (standingOfNote(of) !== 'struck') return null;
  const { text } = struckBecause(of);
  if (!text) return null;
  return (
    <p className="ej-notice">
      <ExclamationmarkTriangleIcon aria-hidden /> {t('standing.because', { reason: text })}
    </p>
  );
}
