import { statSync } from 'node:fs';
import type { JsonObject, Resource } from '../../../server/src/fhir/resource.ts';
import type { OnBytes } from '../terminology/read.ts';
import { type Entry, entriesOf, PASSED_OVER } from './entries.ts';
import { interactionOf } from './interaction.ts';
import { isMedicine, MEDICINE_ENTRIES, medicineOf } from './medicine.ts';
import { extensionOf, idOf } from './reading.ts';
import { type Survey, survey } from './survey.ts';

export type Change = { put: Resource } | { remove: string };

/** Where a catalogue is kept: a server's FHIR API, from without or within. */
export type CatalogueStore = {
  /** What stands under these ids of a type. */
  find(type: string, ids: readonly string[]): Promise<Resource[]>;
  /** All of them or none. */
  store(changes: readonly Change[]): Promise<void>;
};

export type Loaded = {
  entries: number;
  /** New, or later than what stood there. */
  stored: number;
  /** The same, or what stands there is later. */
  unchanged: number;
  /** Withdrawn: medicines that are no longer offered, and interactions that are gone. */
  withdrawn: number;
  /** Entries of catalogues that are not read, by their name. */
  passedOver: Readonly<Record<string, number>>;
  seconds: number;
};

/** Entries in one transaction. */
const AT_ONCE = 100;

/**
 * Loads a file of FEST (M30 2.5.0 and 2.5.1). It is read twice: first as a whole, and when anything in it is wrong nothing is
 * changed; then entry by entry. An entry takes the place of an earlier one of its id, never of a later one; what the file does
 * not name stays. Broken off, the same file goes on where it was.
 * @throws BadCatalogue for a file that is wrong; what the store throws
 */
export async function loadCatalogue(
  path: string,
  store: CatalogueStore,
  { onBytes }: { onBytes?: OnBytes } = {},
): Promise<Loaded> {
  const began = performance.now();
  const surveyed = await survey(path, onBytes);
  const loaded = { entries: 0, stored: 0, unchanged: 0, withdrawn: 0 };
  let batch: Entry[] = [];
  const flush = async (): Promise<void> => {
    const { changes, unchanged, withdrawn } = await changesOf(batch, surveyed, store);
    if (changes.length > 0) await store.store(changes);
    loaded.stored += changes.length - withdrawn;
    loaded.unchanged += unchanged;
    loaded.withdrawn += withdrawn;
    batch = [];
  };
  for await (const entry of entriesOf(path, { onFlaw: () => {}, ...(onBytes === undefined ? {} : { onBytes }) })) {
    loaded.entries += 1;
    if (typeOf(entry) === undefined) continue;
    batch.push(entry);
    if (batch.length === AT_ONCE) await flush();
  }
  if (batch.length > 0) await flush();
  const passedOver = Object.fromEntries(
    PASSED_OVER.flatMap((kind) => (surveyed.counts.has(kind) ? [[kind, surveyed.counts.get(kind)!]] : [])),
  );
  return { ...loaded, passedOver, seconds: (performance.now() - began) / 1000 };
}

/** What both readings of a file come to, for the progress that is shown. */
export const bytesOf = (path: string): number => 2 * statSync(path).size;

const MEDICINE = 'MedicationKnowledge';
const INTERACTION = 'MedicinalProductInteraction';

const typeOf = ({ kind }: Entry): string | undefined =>
  MEDICINE_ENTRIES.has(kind) ? MEDICINE : kind === 'OppfInteraksjon' ? INTERACTION : undefined;

async function changesOf(
  batch: readonly Entry[],
  surveyed: Survey,
  store: CatalogueStore,
): Promise<{ changes: Change[]; unchanged: number; withdrawn: number }> {
  const found = new Map<string, Resource>();
  for (const [type, of] of Map.groupBy(batch, (entry) => typeOf(entry)!)) {
    for (const one of await store.find(
      type,
      of.map(({ id }) => idOf(id)),
    ))
      found.set(one.id!, one);
  }
  const changes: Change[] = [];
  let unchanged = 0;
  let withdrawn = 0;
  for (const entry of batch) {
    const before = found.get(idOf(entry.id));
    const change = isLater(entry, before) ? changeOf(entry, before, surveyed) : undefined;
    if (change === undefined) unchanged += 1;
    else {
      changes.push(change);
      if (!entry.isActive) withdrawn += 1;
    }
  }
  return { changes, unchanged, withdrawn };
}

function isLater({ at }: Entry, before: Resource | undefined): boolean {
  const time = ((before?.extension ?? []) as JsonObject[]).find(({ url }) => url === extensionOf('catalogue-time'));
  return time === undefined || Date.parse(at) > Date.parse(String(time.valueString));
}

function changeOf(entry: Entry, before: Resource | undefined, surveyed: Survey): Change | undefined {
  if (typeOf(entry) === INTERACTION) {
    if (entry.isActive) return { put: interactionOf(entry) };
    return before === undefined ? undefined : { remove: `${INTERACTION}/${idOf(entry.id)}` };
  }
  if (isMedicine(entry)) return { put: medicineOf(entry, surveyed) };
  if (before === undefined) return undefined;
  // withdrawn, and told of no more: what it was stays for those who have it
  const extension = ((before.extension ?? []) as JsonObject[]).map((one) =>
    one.url === extensionOf('catalogue-time') ? { ...one, valueString: entry.at } : one,
  );
  const { meta: _, ...kept } = before;
  return { put: { ...kept, extension, status: 'inactive' } as unknown as Resource };
}

/** The changes as one transaction. */
export const transactionOf = (changes: readonly Change[]): Resource =>
  ({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: changes.map((change) =>
      'put' in change
        ? { resource: change.put, request: { method: 'PUT', url: `${change.put.resourceType}/${change.put.id}` } }
        : { request: { method: 'DELETE', url: change.remove } },
    ),
  }) as unknown as Resource;
