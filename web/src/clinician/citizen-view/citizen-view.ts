import type { ReasonKey } from '@enjournal/server/access/reasons';
import { useQuery } from '@tanstack/react-query';
import { askOperation, type Parameter, parameterOf, parametersNamed } from '../../shared/fhir/parameters.ts';
import type { Resource } from '../../shared/fhir/types.ts';
import { recordKey } from '../../shared/record/record-queries.ts';

/** What the citizen sees of one resource. */
export type View = {
  /** `Type/id` */
  item: string;
  shown: 'now' | 'partly' | 'later' | 'not';
  reason?: ReasonKey;
  /** Why, in the words of who decided it. */
  text?: string;
  /** The first day on which it is shown. */
  until?: string;
  /** The day on which it is looked at again. */
  review?: string;
  /** The resource as the citizen is given it, where it was asked for. */
  given?: Resource;
};

export type CitizenView = { closed?: ReasonKey; now: number; views: readonly View[] };

function viewOf({ part }: Parameter): View {
  const reason = parameterOf(part, 'reason')?.valueCoding?.code as ReasonKey | undefined;
  const text = parameterOf(part, 'text')?.valueString;
  const until = parameterOf(part, 'until')?.valueDate;
  const review = parameterOf(part, 'review')?.valueDate;
  const given = parameterOf(part, 'resource')?.resource;
  return {
    item: parameterOf(part, 'item')?.valueReference?.reference ?? '',
    shown: (parameterOf(part, 'shown')?.valueCode ?? 'not') as View['shown'],
    ...(reason === undefined ? {} : { reason }),
    ...(text === undefined ? {} : { text }),
    ...(until === undefined ? {} : { until }),
    ...(review === undefined ? {} : { review }),
    ...(given === undefined ? {} : { given }),
  };
}

/** What the citizen sees of these resources; of the whole record when none is named: then of what is not shown whole now. */
export const useCitizenView = (patient: string, items: readonly string[] | undefined) => {
  const types = [...new Set(items?.map((item) => item.split('/')[0] ?? '') ?? ['Composition', 'DocumentReference'])];
  return useQuery({
    queryKey: recordKey(patient, types, 'citizen-view', items ?? 'all'),
    queryFn: async ({ signal }): Promise<CitizenView> => {
      const query = new URLSearchParams(
        items === undefined ? [] : [...items.map((item) => ['item', item]), ['content', 'true']],
      );
      const told = await askOperation(`Patient/${patient}/$citizen-view${query.size > 0 ? `?${query}` : ''}`, signal);
      const closed = parameterOf(told, 'closed')?.valueCoding?.code as ReasonKey | undefined;
      return {
        ...(closed === undefined ? {} : { closed }),
        now: parameterOf(told, 'now')?.valueUnsignedInt ?? 0,
        views: parametersNamed(told, 'entry').map(viewOf),
      };
    },
  });
};

/** Those of which the same is said, together; in the order in which they were told. */
export const groupsOf = (views: readonly View[]): View[][] => [
  ...Map.groupBy(views, ({ item: _, ...said }) => JSON.stringify({ ...said, given: undefined })).values(),
];
