import { afterAll, beforeAll, expect, test } from 'vitest';
import { staff } from '../../test/actors.ts';
import { hidden, shared } from '../../test/leak-world.ts';
import { type TestServer, withServer } from '../../test/server.ts';
import { store } from '../../test/stored.ts';

/**
 * L27: what is kept from the reader takes as long as what is not there: neither is told before the beat. How long it takes beyond
 * that is the machine's; `ENJOURNAL_TEST_PAIRS=2000` holds the limits of the access model: |t| < 4.5 (Welch), and medians less than
 * 1 ms apart, of searches too.
 */
const measured = Number(process.env.ENJOURNAL_TEST_PAIRS ?? 0);
const PAIRS = measured || 5;
const WARM_UP = measured > 0 ? 50 : 0;
/** Of `disclose`, with what a timer may be early. */
const BEAT_MS = 10 - 1;

let server: TestServer;
/** Of an id that the server gave out, in a record that the nurse has nothing to do with. */
let given: string;
beforeAll(async () => {
  server = await withServer();
  server.clock.now = Date.parse('2026-06-01T12:00:00Z');
  server.actors.set('nurse', staff('hanne', 'zone', 'sykepleier'));
  await store(server, [...shared, ...hidden]);
  const { id: _, ...observation } = hidden.find(({ id }) => id === 'x-obs')!;
  given = (await server.post('Observation', observation)).body.id;
});
afterAll(() => server.close());

/** A write that refers to it: to a contact, as a note does. */
const referring = (id: string) => ({
  resourceType: 'Composition',
  status: 'final',
  type: { text: 'Notat' },
  subject: { reference: 'Patient/kari' },
  encounter: { reference: `Encounter/${id}` },
  date: '2026-06-01T10:00:00Z',
  author: [{ reference: 'PractitionerRole/hanne-zone' }],
  title: 'Notat',
});

const other = (id: string) => id.slice(0, -1) + (id.endsWith('0') ? '1' : '0');

const kept: [what: string, paths: () => string[]][] = [
  ['what is blocked', () => ['Composition/h-note', 'Composition/h-nota']],
  ['what is in another record', () => ['Observation/x-obs', 'Observation/x-obt']],
  ['what is in another record, by an id of the server', () => [`Observation/${given}`, `Observation/${other(given)}`]],
];
const referred: [what: string, paths: () => string[]] = ['what a write refers to', () => ['h-enc', 'h-end']];
const found: typeof kept = [
  ['what is searched for', () => ['h-obs', 'h-obt'].map((id) => `Observation?patient=kari&identifier=urn:leak|${id}`)],
];

test.each(kept)('%s is told no sooner, and no later, than what is not there', async (_, paths) => {
  for (const times of await timesOf(paths())) expect(Math.min(...times)).toBeGreaterThan(BEAT_MS);
});

test('what a write refers to is told no sooner either', async () => {
  for (const times of await timesOf(referred[1](), write)) expect(Math.min(...times)).toBeGreaterThan(BEAT_MS);
});

test.runIf(measured > 0).each([...kept, ...found, referred])(
  '%s takes as long as what is not there',
  { timeout: 600_000 },
  async (what, paths) => {
    const [there, not] = await timesOf(paths(), what === referred[0] ? write : read);
    expect(Math.abs(median(there!) - median(not!))).toBeLessThan(1);
    expect(Math.abs(welch(there!, not!))).toBeLessThan(4.5);
  },
);

const nurses = { authorization: 'Bearer nurse' };
const read = (path: string) => server.get(path, nurses);
const write = async (id: string) => expect((await server.post('Composition', referring(id), nurses)).status).toBe(422);

/** Milliseconds of each, asked for in turn and now one, now the other first. */
async function timesOf(paths: readonly string[], ask: (path: string) => Promise<unknown> = read): Promise<number[][]> {
  const times: number[][] = paths.map(() => []);
  for (let n = 0; n < PAIRS + WARM_UP; n += 1) {
    for (const i of n % 2 === 0 ? [0, 1] : [1, 0]) {
      const at = performance.now();
      await ask(paths[i]!);
      if (n >= WARM_UP) times[i]!.push(performance.now() - at);
    }
  }
  return times;
}

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[times.length >> 1]!;
const mean = (times: readonly number[]): number => times.reduce((sum, one) => sum + one, 0) / times.length;
const variance = (times: readonly number[]): number =>
  times.reduce((sum, one) => sum + (one - mean(times)) ** 2, 0) / (times.length - 1);
const welch = (a: readonly number[], b: readonly number[]): number =>
  (mean(a) - mean(b)) / Math.sqrt(variance(a) / a.length + variance(b) / b.length);
