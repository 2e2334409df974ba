import { localReference } from '../../shared/fhir/references.ts';
import type { Composition } from '../../shared/fhir/types.ts';
import { MoveTo } from '../find-person/move-to.tsx';
import { useMove } from './use-note-acts.ts';

/** A note that was written about the wrong person. */
export function MoveNote({ note, onClose }: { note: Composition; onClose: () => void }) {
  const { mutate, isPending, error } = useMove(localReference(note.subject)?.split('/')[1] ?? '');
  return (
    <MoveTo
      of="note"
      keep={`note ${note.id}`}
      here={note.subject?.reference}
      move={{ mutate: (to, reason) => mutate({ note, to, reason }, { onSuccess: onClose }), isPending, error }}
      onClose={onClose}
    />
  );
}
