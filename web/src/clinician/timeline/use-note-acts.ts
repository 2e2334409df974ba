import { useMutation, useQueryClient } from '@tanstack/react-query';
import { send } from '../../shared/fhir/client.ts';
import type { Composition, QuestionnaireResponse, Resource } from '../../shared/fhir/types.ts';
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

/** Strikes the note here, and writes it where it belongs. */
export function useMove() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ note, to, reason }: { note: Composition; to: string; reason: string }) =>
      act(note, 'wrong-person', [
        { name: 'patient', valueReference: { reference: `Patient/${to}` } },
        { name: 'reason', valueString: reason },
      ]),
    onSuccess: refresh,
  });
}

function useRefresh() {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: ['timeline'] });
}
