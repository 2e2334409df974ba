import { principalDateOf } from '../../shared/fhir/principal-date.ts';
import { keyOf } from '../../shared/fhir/references.ts';
import { systems } from '../../shared/fhir/systems.ts';
import type { Resource } from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import type { Change } from '../../shared/record/live.ts';
import { typesOf } from '../../shared/timeline/kinds.ts';
import { spanOf, type TimelineFilter } from './timeline-filter.ts';

/** The resources read, with what changed since: new ones that fit the filter added, changed ones replaced, deleted ones gone. */
export function withChanges(
  read: readonly Resource[],
  changes: ReadonlyMap<string, Change>,
  filter: TimelineFilter,
): Resource[] {
  if (changes.size === 0) return [...read];
  const byKey = new Map(read.map((resource) => [keyOf(resource), resource]));
  for (const [key, change] of changes) {
    if (change.interaction === 'delete') byKey.delete(key);
    else if (change.resource && fits(change.resource, filter)) byKey.set(key, change.resource);
  }
  return [...byKey.values()];
}

function fits(resource: Resource, filter: TimelineFilter): boolean {
  if (!typesOf(filter.kinds).includes(resource.resourceType)) return false;
  const { from, to } = spanOf(filter);
  const day = dayOf(principalDateOf(resource));
  if ((from && day < from) || (to && day.slice(0, 10) > to)) return false;
  const service = resource.meta?.tag?.find(({ system }) => system === systems.serviceKind)?.code;
  return filter.services.size === 0 || (service !== undefined && filter.services.has(service));
}
