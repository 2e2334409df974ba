import { basicType, type OwnKind, visitedRecord } from '@enjournal/server/care/workplace';
import { matchesOf, type Params, queryOf, search, send } from '../../shared/fhir/client.ts';
import type { Resource } from '../../shared/fhir/types.ts';

/** What the user keeps of their own work, on the server: nobody else finds it, and it is the same on every device. */
type Which = { owner: string; kind: OwnKind; record?: string };

const criteria = ({ owner, kind, record }: Which): Params => ({
  code: `${basicType}|${kind}`,
  subject: owner,
  ...(record === undefined ? {} : { identifier: `${visitedRecord}|${record}` }),
});

export async function readOwn(which: Which, more: Params, signal: AbortSignal): Promise<Resource[]> {
  return matchesOf(await search('Basic', { ...criteria(which), ...more }, signal));
}

/** Writes it, whether it is there already or not. That it could not be kept hinders nobody in their work. */
export async function writeOwn(which: Which, resource: Resource): Promise<void> {
  await send(`Basic?${queryOf(criteria(which))}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify(resource),
    record: null,
    keepalive: true,
  }).catch(() => undefined);
}
