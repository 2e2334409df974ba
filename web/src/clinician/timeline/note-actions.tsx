import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Composition } from '../../shared/fhir/types.ts';
import { session } from '../../shared/session/session.ts';
import { hasForm, isOwn, standingOfNote } from '../../shared/timeline/note-standing.ts';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useWorkspace } from '../workspace/workspace-context.ts';
import { MoveNote } from './move-note.tsx';
import { NoteVersions } from './note-versions.tsx';
import { useCorrection, useCountersignature } from './use-note-acts.ts';

/** What can be done with a note that is signed: correct it, move it, countersign it, see what it said before. */
export function NoteActions({ note }: { note: Composition }) {
  const { t } = useTranslation();
  const { isOffered, takeUp } = useWorkspace();
  const [shown, setShown] = useState<'versions' | 'move' | undefined>();
  const correction = useCorrection(takeUp);
  const countersignature = useCountersignature();
  const standing = standingOfNote(note);
  const own = isOffered && isOwn(note, readerNow());
  const signed = standing === 'signed' || standing === 'corrected';
  const failed = correction.error ?? countersignature.error;
  const toggle = (one: 'versions' | 'move') => setShown(shown === one ? undefined : one);
  return (
    <>
      <div className="ej-note-actions ej-noprint">
        {standing === 'countersign' && isOffered && !isAuthor(note) && (
          <button
            type="button"
            className="ej-toggle"
            disabled={countersignature.isPending}
            onClick={() => countersignature.mutate(note)}
          >
            {t('noteAct.countersign')}
          </button>
        )}
        {signed && own && hasForm(note) && (
          <button
            type="button"
            className="ej-toggle"
            disabled={correction.isPending}
            onClick={() => correction.mutate(note)}
          >
            {t('noteAct.correct')}
          </button>
        )}
        {standing === 'corrected' && (
          <button
            type="button"
            className="ej-toggle"
            aria-expanded={shown === 'versions'}
            data-on={shown === 'versions'}
            onClick={() => toggle('versions')}
          >
            {t('noteAct.versions')}
          </button>
        )}
        {signed && own && (
          <button
            type="button"
            className="ej-toggle"
            aria-expanded={shown === 'move'}
            data-on={shown === 'move'}
            onClick={() => toggle('move')}
          >
            {t('noteAct.move')}
          </button>
        )}
      </div>
      {failed && <FailureNotice error={failed} />}
      {shown === 'versions' && <NoteVersions note={note} />}
      {shown === 'move' && <MoveNote note={note} onClose={() => setShown(undefined)} />}
    </>
  );
}

function readerNow() {
  const current = session.current();
  if (current.state !== 'open') return { reference: '', units: [] };
  const { unit, legalEntity } = current.employment ?? {};
  return {
    reference: current.user.reference,
    units: [unit, legalEntity].flatMap((one) => (one ? [`Organization/${one.id}`] : [])),
  };
}

const isAuthor = ({ author }: Composition): boolean =>
  author?.some(({ reference }) => reference === readerNow().reference) === true;
