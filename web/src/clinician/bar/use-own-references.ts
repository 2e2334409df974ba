import { useQuery } from '@tanstack/react-query';
import { matchesOf, read, search } from '../../shared/fhir/client.ts';
import { keyOf, localReference } from '../../shared/fhir/references.ts';
import type { PractitionerRole } from '../../shared/fhir/types.ts';
import { useUser } from './use-user.ts';

/** Every reference by which lists and appointments may name the reader: the person, and each of their roles. */
export function useOwnReferences(): string[] {
  const { reference } = useUser();
  const [type, id] = reference?.split('/') ?? [];
  const { data } = useQuery({
    queryKey: ['own-references', reference],
    enabled: id !== undefined && (type === 'Practitioner' || type === 'PractitionerRole'),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const person =
        type === 'Practitioner'
          ? reference
          : localReference((await read<PractitionerRole>('PractitionerRole', id as string, signal)).practitioner);
      const roles = person
        ? matchesOf(await search<PractitionerRole>('PractitionerRole', { practitioner: person }, signal))
        : [];
      return [person, ...roles.map(keyOf)].filter((one) => one !== undefined);
    },
  });
  return data ?? [];
}
