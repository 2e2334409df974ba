import { useQuery } from '@tanstack/react-query';
import { matchesOf, search } from '../../shared/fhir/client.ts';
import { localReference } from '../../shared/fhir/references.ts';
import type { Appointment } from '../../shared/fhir/types.ts';
import { dayOf, shiftDates } from '../../shared/format/date.ts';
import { useOwnReferences } from '../bar/use-own-references.ts';

export type NextPerson = { id: string; name: string };

const over = new Set(['fulfilled', 'cancelled', 'noshow', 'entered-in-error']);

/** Who comes after this person on the writer's list of this shift. */
export function useNextPerson(record: string, enabled: boolean): NextPerson | undefined {
  const own = useOwnReferences();
  const today = dayOf(Date.now());
  const { data } = useQuery({
    queryKey: ['today', own, today],
    enabled: enabled && own.length > 0,
    queryFn: async ({ signal }) =>
      matchesOf(
        await search<Appointment>(
          'Appointment',
          { actor: own.join(','), date: shiftDates(Date.now()), _sort: 'date', _count: '60' },
          signal,
        ),
      ),
  });
  return nextAfter(record, data ?? []);
}

/**
 * The next on the list who is not this person and has not been seen; nobody when this person is not on it. One who comes more than
 * once in a day is there for the time that has come.
 */
export function nextAfter(
  record: string,
  appointments: readonly Appointment[],
  now = Date.now(),
): NextPerson | undefined {
  const list = appointments.map((one) => ({
    status: one.status ?? '',
    person: personOf(one),
    hasCome: Date.parse(one.start ?? '') <= now,
  }));
  const come = list.findLastIndex(({ person, hasCome }) => person?.id === record && hasCome);
  const at = come < 0 ? list.findIndex(({ person }) => person?.id === record) : come;
  if (at < 0) return undefined;
  return list.slice(at + 1).find(({ status, person }) => person && person.id !== record && !over.has(status))?.person;
}

function personOf({ participant = [] }: Appointment): NextPerson | undefined {
  const actor = participant.find(({ actor }) => actor?.reference?.startsWith('Patient/'))?.actor;
  const id = localReference(actor)?.split('/')[1];
  return id === undefined ? undefined : { id, name: actor?.display ?? '' };
}
