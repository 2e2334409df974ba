import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { useAccess } from '../../shared/access/use-access.ts';
import { read } from '../../shared/fhir/client.ts';
import type { Organization } from '../../shared/fhir/types.ts';
import { hasCode } from '../../shared/format/quantity.ts';
import { session } from '../../shared/session/session.ts';
import type { Section } from './sections.ts';

/** An out-of-hours clinic. @source Volven 8663 */
const outOfHours = 'KA02';

/**
 * The part that a record is opened at: for who has never met the person, at an out-of-hours clinic or by emergency access, the
 * emergency page. Undefined until it is known.
 */
export function useFirstSection(id: string): Section | undefined {
  const access = useAccess(id);
  const acute = useIsOutOfHours();
  if (acute) return 'akutt';
  if (acute === undefined || access.isPending) return undefined;
  return access.data?.openUntil !== undefined ? 'akutt' : 'oversikt';
}

/** Whether the unit where the reader works now takes whoever comes; read once for each unit. */
export function useIsOutOfHours(): boolean | undefined {
  const current = useSyncExternalStore(session.subscribe, session.current);
  const unit = current.state === 'open' ? current.employment?.unit.id : undefined;
  const { data, isError } = useQuery({
    queryKey: ['unit', unit],
    enabled: unit !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: ({ signal }) => read<Organization>('Organization', unit ?? '', signal),
  });
  if (unit === undefined || isError) return false;
  return data && hasCode(data.type, outOfHours);
}
