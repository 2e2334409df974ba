import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { matchesOf, send } from '../../shared/fhir/client.ts';
import { keyOf, localReference } from '../../shared/fhir/references.ts';
import type {
  Bundle,
  Composition,
  Patient,
  QuestionnaireResponse,
  Reference,
  Resource,
} from '../../shared/fhir/types.ts';
import { nameOf } from '../../shared/format/person.ts';
import { useLive } from '../../shared/record/live.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { workKey } from '../work/use-work.ts';

/** Asks an operation on a note, as the reader sees it: not if it has changed since. */
async function act(note: Composition, operation: string, parameter: readonly object[] = []): Promise<Resource> {
  const answer = await send(`Composition/${note.id}/$${operation}`, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json', 'if-match': `W/"${note.meta?.versionId}"` },
    body: JSON.stringify({ resourceType: 'Parameters', ...(parameter.length > 0 ? { parameter } : {}) }),
  });
  return (await answer.json()) as Resource;
}

/** A draft of the note's next version. */
export function useCorrection(onBegun: (draft: QuestionnaireResponse) => void) {
  return useMutation({
    mutationFn: async (note: Composition) => (await act(note, 'correct')) as QuestionnaireResponse,
    onSuccess: onBegun,
  });
}

export function useCountersignature() {
  const queries = useQueryClient();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (note: Composition) => act(note, 'countersign'),
    onSuccess: () => {
      refresh();
      // it was a task of the reader's
      void queries.invalidateQueries({ queryKey: [workKey] });
    },
  });
}

type Move = { note: Composition; to: Patient; reason: string };

/** Strikes the note here, and writes it where it belongs. Here it is gone at once, with what was made of it. */
export function useMove(record: string) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { forget } = useLive();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ note, to, reason }: Move) =>
      act(note, 'wrong-person', [
        { name: 'patient', valueReference: { reference: `Patient/${to.id}` } },
        { name: 'reason', valueString: reason },
      ]) as Promise<Bundle>,
    onSuccess: (stored, { note, to }) => {
      const isHere = (one: Resource) =>
        localReference((one as { subject?: Reference }).subject) === `Patient/${record}`;
      forget([keyOf(note), ...matchesOf(stored).filter(isHere).map(keyOf)]);
      refresh();
      void queries.invalidateQueries({ queryKey: ['record', record] });
      tellDone(t('move.note.done', { name: nameOf(to) }));
    },
  });
}

function useRefresh() {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: ['timeline'] });
}
