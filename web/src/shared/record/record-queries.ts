import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type Params, read, searchAll } from '../fhir/client.ts';
import type { Patient, Resource } from '../fhir/types.ts';

/**
 * Keys of everything read from one record: `['record', id, types, …]`. A change told by the server makes stale what was read of that
 * type and nothing else.
 */
export const recordKey = (id: string, types: readonly string[], ...more: unknown[]) =>
  ['record', id, types, ...more] as const;

export function usePatient(id: string, enabled = true): UseQueryResult<Patient> {
  return useQuery({
    enabled,
    queryKey: recordKey(id, ['Patient']),
    queryFn: ({ signal }) => read<Patient>('Patient', id, signal),
  });
}

export type Found<T extends Resource> = { resources: T[]; complete: boolean; at: number };

/** All resources of one type in the record that fit, up to a limit; `complete` tells whether the limit cut anything. */
export function useRecordSearch<T extends Resource>(
  id: string,
  type: T['resourceType'],
  params: Params = {},
  { limit = 500, enabled = true }: { limit?: number; enabled?: boolean } = {},
): UseQueryResult<Found<T>> {
  return useQuery({
    queryKey: recordKey(id, [type], params, limit),
    enabled,
    queryFn: async ({ signal }) => {
      const paged = { patient: id, _count: String(Math.min(limit, 200)), ...params };
      const found = await searchAll<T>(type, paged, limit, signal);
      return { ...found, at: Date.now() };
    },
  });
}
