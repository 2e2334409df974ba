import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Resource } from '../fhir/types.ts';
import { write } from '../fhir/write.ts';

/** Writes in a record; what is on screen of the same types is then read anew. */
export function useRecordWrite(id: string): UseMutationResult<Resource[], Error, readonly Resource[]> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSettled: (_made, _error, resources) => {
      const types = new Set(resources.map(({ resourceType }) => resourceType));
      return queries.invalidateQueries({
        predicate: ({ queryKey: [scope, record, of] }) =>
          scope === 'record' && record === id && Array.isArray(of) && of.some((type) => types.has(type as string)),
      });
    },
  });
}
