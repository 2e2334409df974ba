import { ChevronDownIcon } from '@navikt/aksel-icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reference } from '../../shared/fhir/types.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Part } from '../../shared/ui/part.tsx';
import { useWritesFor } from './dictation.ts';

/** Who writes for others says first for whom; where there is one only, it is that one. */
export default function WritesFor({ children }: { children: (author: Reference) => ReactNode }) {
  const { t } = useTranslation();
  const all = useWritesFor();
  const [wanted, setWanted] = useKept<string | undefined>('writes for', undefined);
  return (
    <Part of={all} what={t('dictation.what')} rows={6}>
      {(treaters) => {
        const chosen = treaters.find(({ reference }) => reference === wanted) ?? treaters[0];
        if (chosen === undefined) return <p className="ej-workspace-body">{t('dictation.nobody')}</p>;
        return (
          <>
            <label className="ej-note-contact ej-meta">
              {t('dictation.choose')}
              <span className="ej-select">
                <select value={chosen.reference} onChange={(event) => setWanted(event.target.value)}>
                  {treaters.map(({ reference, display }) => (
                    <option key={reference} value={reference}>
                      {display}
                    </option>
                  ))}
                </select>
                <ChevronDownIcon aria-hidden className="ej-select-mark" />
              </span>
            </label>
            {children(chosen)}
          </>
        );
      }}
    </Part>
  );
}
