import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Resource } from '../fhir/types.ts';
import { write } from '../fhir/write.ts';

/**
 * Writes in a record; what is on screen of the same types is then read anew.
 * @param urls what new resources are called by the others that are written with them (`urn:uuid:…`), in their order
 */
export function useRecordWrite(
  id: string,
  urls: readonly string[] = [],
): UseMutationResult<Resource[], Error, readonly Resource[]> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (resources) => write(resources, urls),
    onSettled: (_made, _error, resources) => {
      const types = new Set(resources.map(({ resourceType }) => resourceType));
      return queries.invalidateQueries({
        predicate: ({ queryKey: [scope, record, of] }) =>
          scope === 'record' && record === id && Array.isArray(of) && of.some((type) => types.has(type as string)),
      });
    },
  });
}
