import { matchesOf, search, send } from '../../shared/fhir/client.ts';
import type { QuestionnaireResponse } from '../../shared/fhir/types.ts';
import { beforeSessionChanges, session } from '../../shared/session/session.ts';
import { copiesOnDevice, type DeviceCopy } from './device-copies.ts';
import { onBehalf, ownDrafts } from './dictation.ts';
import { DraftKeeper, draftSystem } from './draft-keeper.ts';

/** Every draft that is being kept in this tab, by key, whatever record is shown. */
const keepers = new Map<string, DraftKeeper>();
const listeners = new Set<() => void>();
/** The drafts of each record as one value, new only when one has come or gone. */
let byRecord = new Map<string, readonly DraftKeeper[]>();
const none: readonly DraftKeeper[] = [];

export const subscribeToDrafts = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const draftsOf = (record: string): readonly DraftKeeper[] => byRecord.get(record) ?? none;

function changed(): void {
  byRecord = new Map();
  for (const keeper of keepers.values()) byRecord.set(keeper.record, [...draftsOf(keeper.record), keeper]);
  for (const listener of listeners) listener();
}

/** Begins a draft. The server hears of it when something has been written in it. */
export function beginDraft(record: string, response: QuestionnaireResponse): DraftKeeper {
  const key = crypto.randomUUID();
  const keeper = new DraftKeeper({ key, record, owner: ownerNow() }, { response });
  keepers.set(key, keeper);
  changed();
  return keeper;
}

/** A draft that an operation of the server began. */
export function takeUpDraft(record: string, draft: QuestionnaireResponse): DraftKeeper {
  const key = keyOf(draft);
  const there = keepers.get(key);
  if (there) return there;
  const keeper = new DraftKeeper({ key, record, owner: ownerNow() }, { response: draft, base: draft });
  keepers.set(key, keeper);
  changed();
  return keeper;
}

/** It has been signed or discarded. */
export function endDraft(keeper: DraftKeeper): void {
  keeper.close();
  keepers.delete(keeper.key);
  changed();
}

/** Out of sight at once, and deleted when the time to regret it is over. @returns takes it back */
export function discardDraft(keeper: DraftKeeper, afterMs: number): () => void {
  keepers.delete(keeper.key);
  changed();
  const timer = setTimeout(() => {
    keeper.close();
    const { id } = keeper;
    if (id !== undefined)
      void send(`QuestionnaireResponse/${id}`, {
        method: 'DELETE',
        record: keeper.record,
        headers: onBehalf(keeper.current().response),
      }).catch(() => undefined);
  }, afterMs);
  return () => {
    clearTimeout(timer);
    keepers.set(keeper.key, keeper);
    changed();
  };
}

/** Own unfinished writing in a record: what the server has, and what this device has that the server has not. */
export async function loadDrafts(record: string, signal?: AbortSignal): Promise<void> {
  const owner = ownerNow();
  const [bundle, copies] = await Promise.all([
    search<QuestionnaireResponse>(
      'QuestionnaireResponse',
      { patient: record, status: 'in-progress', ...ownDrafts(owner), _count: '50' },
      signal,
    ).catch(() => undefined),
    copiesOnDevice(record),
  ]);
  if (ownerNow() !== owner) return;
  const there = bundle === undefined ? [] : matchesOf(bundle);
  for (const draft of there) {
    const key = keyOf(draft);
    const known = keepers.get(key);
    if (known) {
      void known.hear(draft);
      continue;
    }
    const copy = copies.find((one) => one.key === key);
    keepers.set(key, copy ? fromCopy(copy) : new DraftKeeper({ key, record, owner }, { response: draft, base: draft }));
    if (copy) void keepers.get(key)?.hear(draft);
  }
  for (const copy of copies) if (!keepers.has(copy.key)) keepers.set(copy.key, fromCopy(copy));
  changed();
}

function fromCopy({ key, record, owner, response, base }: DeviceCopy): DraftKeeper {
  return new DraftKeeper({ key, record, owner }, { response, base, isDirty: true });
}

/** The same on every device: what the draft was begun under. */
const keyOf = ({ identifier, id }: QuestionnaireResponse): string =>
  (identifier?.system === draftSystem && identifier.value) || (id ?? '');

const ownerNow = (): string => {
  const current = session.current();
  return current.state === 'open' ? current.user.reference : '';
};

/** Before somebody leaves: the server is given everything that was written here. */
export async function saveAllDrafts(): Promise<void> {
  await Promise.all([...keepers.values()].map((keeper) => keeper.flush()));
}

// What one has written must not be in memory for the next who sits down here.
beforeSessionChanges((before, after) => {
  if (before.state !== 'open') return;
  const isSame =
    after.state === 'open' &&
    after.user.reference === before.user.reference &&
    after.employment?.id === before.employment?.id;
  if (isSame) return;
  for (const keeper of keepers.values()) keeper.putAway();
  keepers.clear();
  changed();
});
if (typeof document !== 'undefined') {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') for (const keeper of keepers.values()) void keeper.flush({ last: true });
  });
}
