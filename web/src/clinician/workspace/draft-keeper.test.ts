import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FhirFailure as Failure, FailureKind } from '../../shared/fhir/client.ts';
import type { QuestionnaireResponse } from '../../shared/fhir/types.ts';
import type { DeviceCopy } from './device-copies.ts';
import type { DraftStores } from './draft-keeper.ts';

vi.stubGlobal('location', { origin: 'http://here', pathname: '/pasient/kari' });
const { FhirFailure } = await import('../../shared/fhir/client.ts');
const { DraftKeeper } = await import('./draft-keeper.ts');

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const of = { key: 'k', record: 'kari', owner: 'Practitioner/ada' };
const draft = (fields: Record<string, string>, version?: number): QuestionnaireResponse => ({
  resourceType: 'QuestionnaireResponse',
  status: 'in-progress',
  ...(version === undefined ? {} : { id: 'd', meta: { versionId: String(version) } }),
  item: Object.entries(fields).map(([linkId, valueString]) => ({ linkId, answer: [{ valueString }] })),
});
const failure = (kind: FailureKind, status: number): Failure => new FhirFailure(kind, status);

/** A server with one draft, and a device. */
function world(first?: QuestionnaireResponse) {
  const state = {
    there: first,
    onDevice: undefined as DeviceCopy | undefined,
    fail: undefined as Failure | undefined,
    writes: 0,
  };
  const version = () => Number(state.there?.meta?.versionId ?? 0);
  const write = (given: QuestionnaireResponse): QuestionnaireResponse => {
    if (state.fail) throw state.fail;
    state.writes++;
    state.there = { ...given, id: 'd', meta: { versionId: String(version() + 1) } };
    return state.there;
  };
  const stores: DraftStores = {
    create: async (given) => write(given),
    update: async (given) => {
      if (!state.fail && given.meta?.versionId !== String(version())) throw failure('stale', 412);
      return write(given);
    },
    read: async () => state.there as QuestionnaireResponse,
    keep: async (copy) => {
      state.onDevice = copy;
    },
    forget: () => {
      state.onDevice = undefined;
    },
  };
  return { state, stores };
}

test('what is written is saved at a pause, as one save', async () => {
  const { state, stores } = world();
  const keeper = new DraftKeeper(of, { response: draft({}) }, stores);
  keeper.change(draft({ note: 'Fr' }));
  keeper.change(draft({ note: 'Frisk' }));
  expect(keeper.current().saving).toBe('unsaved');
  await vi.advanceTimersByTimeAsync(2_000);
  expect(state.writes).toBe(1);
  expect(keeper.current()).toMatchObject({ saving: 'saved', response: { id: 'd', meta: { versionId: '1' } } });
  expect(state.onDevice).toBeUndefined();
});

test('without contact it is kept on the device, and sent when contact is back', async () => {
  const { state, stores } = world();
  const keeper = new DraftKeeper(of, { response: draft({}) }, stores);
  state.fail = failure('offline', 0);
  keeper.change(draft({ note: 'Frisk' }));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(keeper.current().saving).toBe('offline');
  expect(state.onDevice?.response.item).toEqual(draft({ note: 'Frisk' }).item);
  state.fail = undefined;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(keeper.current().saving).toBe('saved');
  expect(state.there?.item).toEqual(draft({ note: 'Frisk' }).item);
});

test('a tab that crashed before it could save goes on from the device', async () => {
  const { state, stores } = world(draft({ note: 'Frisk' }, 1));
  const base = state.there as QuestionnaireResponse;
  const response = { ...base, item: draft({ note: 'Frisk, ingen feber' }).item ?? [] };
  const keeper = new DraftKeeper(of, { response, base, isDirty: true }, stores);
  expect(await keeper.flush()).toBe(true);
  expect(state.there?.item).toEqual(response.item);
});

test('another device that wrote in another field is merged with, without a question', async () => {
  const { state, stores } = world(draft({ note: 'Frisk', plan: '' }, 1));
  const base = state.there as QuestionnaireResponse;
  const keeper = new DraftKeeper(of, { response: base, base }, stores);
  state.there = draft({ note: 'Frisk', plan: 'Kontroll' }, 2);
  keeper.change({ ...base, item: draft({ note: 'Frisk, ingen feber', plan: '' }).item ?? [] });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(keeper.current()).toMatchObject({ saving: 'saved', conflicts: [] });
  expect(state.there?.item).toEqual(draft({ note: 'Frisk, ingen feber', plan: 'Kontroll' }).item);
});

test('the same field written twice waits for a choice, and then the chosen one is saved', async () => {
  const { state, stores } = world(draft({ note: 'Frisk' }, 1));
  const base = state.there as QuestionnaireResponse;
  const keeper = new DraftKeeper(of, { response: base, base }, stores);
  state.there = draft({ note: 'Slapp' }, 2);
  keeper.change({ ...base, item: draft({ note: 'Frisk, ingen feber' }).item ?? [] });
  await vi.advanceTimersByTimeAsync(2_000);
  const { saving, conflicts, response } = keeper.current();
  expect([saving, conflicts.length]).toEqual(['conflict', 1]);
  // What was typed is still what is on screen, and on the device.
  expect(response.item).toEqual(draft({ note: 'Frisk, ingen feber' }).item);
  expect(state.onDevice?.response.item).toEqual(response.item);
  expect(state.there?.item).toEqual(draft({ note: 'Slapp' }).item);
  keeper.choose(conflicts[0]!, 'theirs');
  expect(await keeper.flush()).toBe(true);
  expect(keeper.current().response.item).toEqual(draft({ note: 'Slapp' }).item);
});

test('what the server does not take stays on screen and on the device, and is tried again when it is mended', async () => {
  const { state, stores } = world();
  const keeper = new DraftKeeper(of, { response: draft({}) }, stores);
  state.fail = failure('rejected', 422);
  keeper.change(draft({ weight: '900' }));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(keeper.current()).toMatchObject({ saving: 'rejected', failure: { status: 422 } });
  expect(state.onDevice?.response.item).toEqual(draft({ weight: '900' }).item);
  state.fail = undefined;
  keeper.change(draft({ weight: '90' }));
  expect(await keeper.flush()).toBe(true);
});

test('a note that was signed from elsewhere is not written over', async () => {
  const { state, stores } = world(draft({ note: 'Frisk' }, 1));
  const base = state.there as QuestionnaireResponse;
  const keeper = new DraftKeeper(of, { response: base, base }, stores);
  state.there = { ...draft({ note: 'Frisk' }, 2), status: 'completed' };
  keeper.change({ ...base, item: draft({ note: 'Mer' }).item ?? [] });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(keeper.current()).toMatchObject({ saving: 'closed', response: { item: draft({ note: 'Mer' }).item } });
  expect(state.there?.status).toBe('completed');
});

test('when the session is locked what is not saved stays on the device, and nothing more is sent', async () => {
  const { state, stores } = world();
  const keeper = new DraftKeeper(of, { response: draft({}) }, stores);
  state.fail = failure('signed-out', 401);
  keeper.change(draft({ note: 'Frisk' }));
  keeper.putAway();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state.writes).toBe(0);
  expect(state.onDevice?.response.item).toEqual(draft({ note: 'Frisk' }).item);
});

test('what is filled in from the record does not replace what was written, and alone is not saved', async () => {
  const { state, stores } = world();
  const keeper = new DraftKeeper(of, { response: draft({}) }, stores);
  keeper.prefill(draft({ reason: 'Kontroll', note: 'Fra journalen' }).item ?? []);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(state.writes).toBe(0);
  keeper.change(draft({ note: 'Mitt' }));
  keeper.prefill(draft({ reason: 'Kontroll', note: 'Fra journalen' }).item ?? []);
  expect(keeper.current().response.item).toEqual(draft({ note: 'Mitt', reason: 'Kontroll' }).item);
});

test('what a form tells again is nothing new', async () => {
  const { state, stores } = world(draft({ note: 'Frisk' }, 1));
  const base = state.there as QuestionnaireResponse;
  const keeper = new DraftKeeper(of, { response: base, base }, stores);
  keeper.change({ ...base });
  await vi.advanceTimersByTimeAsync(10_000);
  expect([state.writes, keeper.current().saving]).toEqual([0, 'saved']);
});

/** A keeper to whose first save the form says something while it is under way. */
function toldMeanwhile(told: QuestionnaireResponse) {
  const { state, stores } = world();
  const keeper: InstanceType<typeof DraftKeeper> = new DraftKeeper(
    of,
    { response: draft({}) },
    {
      ...stores,
      create: async (...given) => {
        keeper.change(told);
        return stores.create(...given);
      },
    },
  );
  return { state, keeper };
}

test('a form that tells the same again while it is saved is saved once', async () => {
  const { state, keeper } = toldMeanwhile(draft({ note: 'Frisk' }));
  keeper.change(draft({ note: 'Frisk' }));
  expect(await keeper.flush()).toBe(true);
  expect(state.writes).toBe(1);
});

test('what is written while it is saved is saved after it', async () => {
  const { state, keeper } = toldMeanwhile(draft({ note: 'Frisk nå' }));
  keeper.change(draft({ note: 'Frisk' }));
  expect(await keeper.flush()).toBe(true);
  expect(state.writes).toBe(2);
  expect(state.there?.item).toEqual(draft({ note: 'Frisk nå' }).item);
});

test('a contact that the record tells is saved with what is written, and one that is chosen by itself', async () => {
  const { state, stores } = world();
  const keeper = new DraftKeeper(of, { response: draft({}) }, stores);
  const [now, earlier] = [{ reference: 'Encounter/now' }, { reference: 'Encounter/earlier' }];
  keeper.belongTo(now, false);
  await vi.runAllTimersAsync();
  expect(state.writes).toBe(0);
  keeper.change(draft({ note: 'Frisk' }));
  await vi.runAllTimersAsync();
  expect(state.there?.encounter).toEqual(now);
  keeper.belongTo(earlier, true);
  // another device saves meanwhile: what was chosen here stands, and its words come
  state.there = { ...state.there!, ...draft({ note: 'Frisk igjen' }, 9), encounter: now };
  await vi.runAllTimersAsync();
  expect([state.there?.encounter, keeper.current().response.item]).toEqual([
    earlier,
    draft({ note: 'Frisk igjen' }).item,
  ]);
  keeper.belongTo(undefined, true);
  await vi.runAllTimersAsync();
  expect(state.there).not.toHaveProperty('encounter');
});
