import { useQuery } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { matchesOf, read, search } from '../../shared/fhir/client.ts';
import type { Practitioner, PractitionerRole } from '../../shared/fhir/types.ts';
import { nameOf } from '../../shared/format/person.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { describeUser, session, type User } from '../../shared/session/session.ts';

const nobody: User = { reference: undefined, key: 'none', name: undefined, role: undefined, organization: undefined };

/** The logged-in user; name, role and organisation are read from the record of personnel when the token does not say them. */
export function useUser(): User {
  const user = useSyncExternalStore(session.subscribe, session.user) ?? nobody;
  const [type, id] = user.reference?.split('/') ?? [];
  const lacking = user.name === undefined || user.organization === undefined || user.role === undefined;
  const details = useQuery({
    queryKey: ['user', user.reference],
    enabled: lacking && id !== undefined && (type === 'Practitioner' || type === 'PractitionerRole'),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const role =
        type === 'PractitionerRole'
          ? await read<PractitionerRole>('PractitionerRole', id as string, signal)
          : matchesOf(
              await search<PractitionerRole>('PractitionerRole', { practitioner: `Practitioner/${id}` }, signal),
            )[0];
      const person = role?.practitioner?.reference?.split('/').pop() ?? (type === 'Practitioner' ? id : undefined);
      const practitioner = person ? await read<Practitioner>('Practitioner', person, signal) : undefined;
      return { role, practitioner };
    },
  });
  useEffect(() => {
    if (!details.data) return;
    const { role, practitioner } = details.data;
    describeUser({
      name: user.name ?? (nameOf(practitioner) || role?.practitioner?.display),
      role: user.role ?? (conceptText(role?.code?.[0]) || undefined),
      organization: user.organization ?? role?.organization?.display,
    });
  }, [details.data, user.name, user.role, user.organization]);
  return user;
}
