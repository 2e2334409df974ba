import type { Actor } from '../../access/actor.ts';
import type { Resource } from '../../fhir/resource.ts';
import { askFor } from './asking.ts';
import { see } from './judging.ts';
import type { FhirRequest } from './message.ts';
import type { FhirService } from './service.ts';

/**
 * What the house has read, with the eyes of somebody: as they would be shown it if they asked now. It is decided, and told to nobody:
 * the log has it that the house read it, and they did not.
 * @param who personnel in an employment, with its PractitionerRole; or a citizen, in their own record
 */
export async function seenBy(
  service: FhirService,
  who: { employment: Resource } | { citizen: string },
  resources: readonly Resource[],
): Promise<Resource[]> {
  const actor = 'citizen' in who ? citizenOf(who.citizen) : personOf(who.employment);
  if (actor === undefined) return [];
  const request = { actor, headers: {} } as FhirRequest;
  const places = await Promise.all(
    resources.map(async ({ resourceType: type, id = '' }) => ({
      type,
      id,
      place: await service.lookups.find(type, id),
    })),
  );
  const records = [...new Set(places.flatMap(({ place }) => (place.state === 'current' ? [place.record] : [])))];
  const ask = askFor(request);
  // no line of the log will find out that facts have changed
  service.gate.forget(
    ask,
    records.map((record) => ({ record, epoch: 0n })),
  );
  const opened = await service.gate.openAll(ask, records, 'read');
  return places.flatMap(({ type, id, place }) => {
    if (place.state !== 'current') return [];
    const seen = see(service, request, { type, id, ...place }, opened.get(place.record));
    return seen.is === 'shown' ? [JSON.parse(seen.content) as Resource] : [];
  });
}

/** At work, as the registers know them. */
function personOf({ id, practitioner }: Resource): Actor | undefined {
  const person = /^Practitioner\/([A-Za-z0-9\-.]{1,64})$/.exec(
    String((practitioner as { reference?: string } | undefined)?.reference),
  )?.[1];
  if (person === undefined || id === undefined) return undefined;
  return {
    ...within,
    kind: 'staff',
    id: `Practitioner/${person}`,
    display: person,
    practitioner: person,
    practitionerRole: id,
    purpose: 'TREAT',
  };
}

const citizenOf = (id: string): Actor => ({
  ...within,
  kind: 'citizen',
  id: `Patient/${id}`,
  display: id,
  ownPatient: id,
  purpose: 'PATRQT',
});

const within = { clientId: 'enjournal-care', scopes: ['user/*.rs'], loa: 4 } as const;
