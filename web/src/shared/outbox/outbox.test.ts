import { describe, expect, test, vi } from 'vitest';
import type { FailureKind } from '../fhir/client.ts';
import { Outbox } from './outbox.ts';
import { becameOf, type Sending, type Step } from './sending.ts';

const step = (path: string, more: Partial<Step> = {}): Step => ({ method: 'POST', path, body: { path }, ...more });
const done = (key: string, steps: readonly Step[], more: Partial<Sending> = {}): Sending => ({
  key,
  record: 'kari',
  owner: 'Practitioner/hanne',
  role: 'r',
  at: 1,
  kind: 'dose',
  who: 'Kari',
  what: key,
  steps,
  became: [],
  types: ['MedicationAdministration'],
  ...more,
});

class Failure extends Error {
  readonly kind: FailureKind;
  constructor(kind: FailureKind) {
    super(kind);
    this.kind = kind;
  }
}

/** A server that can be away, forget to answer, or say no; and a device that keeps. */
function aWorld() {
  const device = new Map<string, Sending>();
  const asked: string[] = [];
  const world = {
    device,
    asked,
    fails: undefined as FailureKind | undefined,
    stored: [] as string[],
    there: {} as object,
    box: undefined as unknown as Outbox,
  };
  world.box = new Outbox({
    keep: async (one) => {
      device.set(one.key, one);
      return true;
    },
    forget: (key) => void device.delete(key),
    load: async () => [...device.values()],
    send: async ({ path }) => {
      if (world.fails) throw new Failure(world.fails);
      asked.push(path);
      return { resourceType: path.split('/')[0], id: `x${asked.length}` };
    },
    read: async () => ({ resourceType: 'Task', id: 't', ...world.there }) as never,
    failureOf: (cause) => ({ kind: (cause as Failure).kind, outcome: undefined }),
    stored: ({ key }) => void world.stored.push(key),
    waitMs: () => 60_000,
    alone: (run) => run(),
  });
  return world;
}

describe('what is done without network', () => {
  test('is on the device before it is sent, and sent once, in order, when there is network', async () => {
    const world = aWorld();
    world.fails = 'offline';
    await world.box.open();
    await world.box.put(done('a', [step('A')]));
    await world.box.put(done('b', [step('B')]));
    expect(await world.box.flush()).toBe(false);
    expect([...world.device.keys()]).toEqual(['a', 'b']);
    expect(world.box.current()).toMatchObject({ isReached: false, waiting: [{ key: 'a' }, { key: 'b' }] });
    world.fails = undefined;
    expect(await world.box.flush()).toBe(true);
    expect(world.asked).toEqual(['A', 'B']);
    expect(world.device.size).toBe(0);
    expect(world.stored).toEqual(['a', 'b']);
    expect(await world.box.flush()).toBe(true);
    expect(world.asked).toEqual(['A', 'B']);
  });

  test('is taken up again by the same user, and is in nobody’s memory meanwhile', async () => {
    const world = aWorld();
    world.fails = 'offline';
    await world.box.open();
    await world.box.put(done('a', [step('A')]));
    await world.box.flush();
    world.box.close();
    expect(world.box.current().waiting).toEqual([]);
    expect(await world.box.flush()).toBe(true);
    world.fails = undefined;
    await world.box.open();
    await vi.waitFor(() => expect(world.asked).toEqual(['A']), { timeout: 8_000 });
  });

  test('goes on where it was cut off, and a step that was done without an answer is not done again', async () => {
    const world = aWorld();
    await world.box.open();
    world.there = { status: 'completed' };
    const sign = step('{{0}}/$sign', { doneWhen: { read: '{{0}}', status: 'completed' } });
    await world.box.put(done('note', [step('QuestionnaireResponse'), sign], { became: ['QuestionnaireResponse/q'] }));
    await world.box.flush();
    expect(world.asked).toEqual(['QuestionnaireResponse/q/$sign']);
    world.fails = 'rejected';
    await world.box.put(done('again', [sign], { became: [] }));
    await world.box.flush();
    expect(world.box.current().waiting).toEqual([]);
    expect(world.stored).toEqual(['note', 'again']);
  });

  test('that is refused waits for a person, keeps nothing else from being sent, and is sent as that person says', async () => {
    const world = aWorld();
    await world.box.open();
    world.fails = 'stale';
    await world.box.put(done('task', [step('Task/t', { method: 'PATCH' })]));
    await world.box.flush();
    expect(world.box.current().waiting).toMatchObject([{ trouble: { kind: 'stale', theirs: { id: 't' } } }]);
    world.fails = undefined;
    await world.box.put(done('dose', [step('D')]));
    await world.box.flush();
    expect(world.asked).toEqual(['D']);
    await world.box.change('task', (one) => ({ ...one, steps: [step('Task/t2', { method: 'PATCH' })] }));
    await world.box.flush();
    expect(world.asked).toEqual(['D', 'Task/t2']);
    expect(world.box.current().waiting).toEqual([]);
  });

  test('that is undone before it is sent was never sent; put again, it is the last that counts', async () => {
    const world = aWorld();
    world.fails = 'offline';
    await world.box.open();
    await world.box.put(done('m', [step('first')]));
    await world.box.put(done('m', [step('second')]));
    await world.box.put(done('gone', [step('gone')]));
    world.box.drop('gone');
    await world.box.flush();
    world.fails = undefined;
    await world.box.flush();
    expect(world.asked).toEqual(['second']);
  });
});

test('an answer tells what was made: itself, or the last of a transaction', () => {
  expect(becameOf({ resourceType: 'Encounter', id: 'e' })).toBe('Encounter/e');
  const entry = [
    { response: { location: 'Encounter/e/_history/1' } },
    { response: { location: 'http://a.no/fhir/Observation/o.1/_history/1' } },
  ];
  expect(becameOf({ resourceType: 'Bundle', entry })).toBe('Observation/o.1');
});
