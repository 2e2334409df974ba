import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { withLaterTexts } from '../../i18n.ts';
import { ageOn } from '../../shared/access/parents-standing.ts';
import type { Composition } from '../../shared/fhir/types.ts';
import { usePatient } from '../../shared/record/record-queries.ts';
import { session } from '../../shared/session/session.ts';
import { hasForm, isOwn, standingOfNote } from '../../shared/timeline/note-standing.ts';
import { later } from '../../shared/ui/later.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useWorkspace } from '../workspace/workspace-context.ts';
import { MoveNote } from './move-note.tsx';
import { MovedSource } from './moved-source.tsx';
import { NoteVersions } from './note-versions.tsx';
import { useCorrection, useCountersignature } from './use-note-acts.ts';

/** For notes about who is not yet 18. */
const ParentsAccess = later(() => withLaterTexts(import('../parents/parents-access.tsx')));

/** What can be done with a note that is signed: correct it, move it, countersign it, see what it said before. */
export function NoteActions({ note }: { note: Composition }) {
  const { t } = useTranslation();
  const { isOffered, takeUp } = useWorkspace();
  const [shown, setShown] = useState<'versions' | 'move' | 'parents' | undefined>();
  const correction = useCorrection(takeUp);
  const countersignature = useCountersignature();
  const standing = standingOfNote(note);
  const own = isOffered && isOwn(note, readerNow());
  const signed = standing === 'signed' || standing === 'corrected';
  const patient = note.subject?.reference?.split('/')[1] ?? '';
  const age = ageOn(usePatient(patient, patient !== '').data?.birthDate, new Date());
  const isMinor = age !== undefined && age < 18;
  const failed = correction.error ?? countersignature.error;
  const toggle = (one: 'versions' | 'move' | 'parents') => setShown(shown === one ? undefined : one);
  return (
    <>
      <MovedSource note={note} patient={patient} />
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
            {t('move.note.title')}
          </button>
        )}
        {signed && isOffered && isMinor && (
          <button
            type="button"
            className="ej-toggle"
            aria-expanded={shown === 'parents'}
            data-on={shown === 'parents'}
            onClick={() => toggle('parents')}
          >
            {t('noteAct.parents')}
          </button>
        )}
      </div>
      {failed && <FailureNotice error={failed} />}
      {shown === 'versions' && <NoteVersions note={note} />}
      {shown === 'parents' && <ParentsAccess patient={patient} note={note} />}
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
