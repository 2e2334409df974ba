import { labelBit } from '../../access/categories.ts';
import type { Entry, EntryFilter, EntryPage } from '../../access/ledger/entries.ts';
import { countEntries, findEntries } from '../../access/ledger/entries.ts';
import { findCurrent } from '../../record/index.ts';
import type { AuditScope } from './audit-scope.ts';
import { see } from './judging.ts';
import type { FhirRequest } from './message.ts';
import type { FhirService } from './service.ts';

/** So many pages are read at most to fill one: a record where more than this is kept from parents ends the page early. */
const MOST_ROUNDS = 20;

/** Entries as the reader may know of them; to parents what is kept from them has no entries either, and leaves no gap. */
export async function entriesFor(
  service: FhirService,
  request: FhirRequest,
  scope: AuditScope,
  filter: EntryFilter,
  page: EntryPage,
): Promise<Entry[]> {
  let found = await findEntries(service.database.reader, filter, page);
  if (!isOfParent(scope)) return found;
  const kept: Entry[] = [];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    kept.push(...(await knownToParent(service, request, scope, found)));
    const last = found.at(-1);
    if (kept.length > page.count || found.length <= page.count || last === undefined) break;
    found = await findEntries(service.database.reader, filter, { ...page, after: last });
  }
  return kept.slice(0, page.count + 1);
}

/** So many are looked at in one go where each must be. */
const AT_ONCE = 1_000;

/** How many there are that the reader may know of. */
export async function countFor(
  service: FhirService,
  request: FhirRequest,
  scope: AuditScope,
  filter: EntryFilter,
): Promise<number> {
  const client = service.database.reader;
  if (!isOfParent(scope)) return countEntries(client, filter);
  let count = 0;
  for (let after: Entry | undefined, isMore = true; isMore; ) {
    const place = after === undefined ? {} : { after };
    const found = await findEntries(client, filter, { count: AT_ONCE - 1, isOldestFirst: false, ...place });
    count += (await knownToParent(service, request, scope, found)).length;
    after = found.at(-1);
    isMore = found.length === AT_ONCE;
  }
  return count;
}

/** Whether a single entry may be known to whoever asks. */
export async function isKnown(
  service: FhirService,
  request: FhirRequest,
  scope: AuditScope,
  entry: Entry,
): Promise<boolean> {
  return !isOfParent(scope) || (await knownToParent(service, request, scope, [entry])).length > 0;
}

const fromParents = labelBit('withheld-from-parents');

function isOfParent({ opened }: AuditScope): boolean {
  return opened !== undefined && 'permit' in opened.verdict && (opened.verdict.permit.hidden & fromParents) !== 0;
}

/** That something was kept from them, and whoever has worked with what is kept, is told by no entry. */
async function knownToParent(
  service: FhirService,
  request: FhirRequest,
  { opened }: AuditScope,
  entries: readonly Entry[],
): Promise<Entry[]> {
  const named = ({ type, id, shown }: Entry): string[] =>
    [...(type === undefined || id === undefined ? [] : [`${type}/${id}`]), ...shown].filter(
      (one) => !one.startsWith('AuditEvent/'),
    );
  const references = [...new Set(entries.flatMap(named))];
  const keys = references.map((one) => ({ type: one.split('/')[0]!, id: one.split('/')[1]! }));
  const places = await findCurrent(service.database.reader, keys, false);
  const hidden = new Set(
    references.filter((_, i) => {
      const place = places[i]!;
      if (place.state !== 'current' || place.record !== opened!.record) return false;
      return see(service, request, { ...keys[i]!, ...place }, opened).is !== 'shown';
    }),
  );
  return entries.filter(
    (entry) => entry.interaction !== '$parents-access' && !named(entry).some((one) => hidden.has(one)),
  );
}
