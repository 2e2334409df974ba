import type { UseQueryResult } from '@tanstack/react-query';
import { keyOf, localReference } from '../../shared/fhir/references.ts';
import type { Appointment, Bundle, Patient, Resource } from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import { useLiveList } from '../work/use-work.ts';

/** Something that is about a person, with the person where the reader may see who it is. */
export type About<T extends Resource> = { of: T; id: string | undefined; person: Patient | undefined; display: string };

/** The matches of a search that includes whom they are about. */
export function aboutPersons<T extends Resource>(
  bundle: Bundle,
  whom: (of: T) => { reference?: string; display?: string } | undefined,
): About<T>[] {
  const entries = bundle.entry ?? [];
  const by = new Map(entries.flatMap(({ resource }) => (resource ? [[keyOf(resource), resource]] : [])));
  return entries.flatMap(({ resource, search }): About<T>[] => {
    if (!resource || search?.mode !== 'match') return [];
    const reference = whom(resource as T);
    const key = localReference(reference);
    const id = key?.startsWith('Patient/') ? key.slice('Patient/'.length) : undefined;
    return [
      { of: resource as T, id, person: by.get(key ?? '') as Patient | undefined, display: reference?.display ?? '' },
    ];
  });
}

/** The appointments of a day, in order, of any of those who are named. */
export function useDay(actors: readonly string[]): UseQueryResult<About<Appointment>[]> {
  const day = dayOf(Date.now());
  return useLiveList(
    ['day', actors, day],
    'Appointment',
    { actor: actors.join(','), date: day },
    { _sort: 'date', _count: '100', _include: 'Appointment:patient' },
    {
      enabled: actors.length > 0,
      of: (bundle) =>
        aboutPersons<Appointment>(bundle, ({ participant }) =>
          participant?.map(({ actor }) => actor).find((actor) => actor?.reference?.includes('Patient/')),
        ).filter(({ of }) => of.status !== 'entered-in-error' && of.status !== 'cancelled'),
    },
  );
}

const here = new Set(['arrived', 'checked-in']);
const over = new Set(['fulfilled', 'noshow', 'cancelled']);

export const isHere = ({ of }: About<Appointment>): boolean => here.has(of.status ?? '');
export const isOver = ({ of }: About<Appointment>): boolean => over.has(of.status ?? '');

/** Who is next: whoever waits, else the first that is not over. */
export const nextOf = (day: readonly About<Appointment>[]): About<Appointment> | undefined =>
  day.find(isHere) ?? day.find((one) => !isOver(one));
