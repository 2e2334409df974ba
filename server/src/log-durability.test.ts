import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readHeads } from '../../tools/src/verify-log/heads.ts';
import { onConnection } from '../../tools/src/verify-log/pool.ts';
import { verdictText } from '../../tools/src/verify-log/verdict.ts';
import { verifyLog } from '../../tools/src/verify-log/verify.ts';
import { reachEmbedded } from './record/embedded/index.ts';
import { freePort } from './test/port.ts';
import { type Product, startProduct, systemToken } from './test/product.ts';

vi.setConfig({ testTimeout: 3_600_000, hookTimeout: 60_000 });

/** ENJOURNAL_TEST_KILLS=300 is the whole of it. */
const kills = Number(process.env.ENJOURNAL_TEST_KILLS ?? 3);
const READERS = 50;
const PATIENTS = 12;

/** Reads without end, and keeps what of it came through, to the last byte before the connection broke. */
class Reader {
  /** Received bodies, also half ones, by what the log must say of them. */
  readonly received = new Map<string, number>();
  /** Searches by their own query, and which ids were in what came. */
  readonly searched = new Map<string, Set<string>>();
  readonly leaked: string[] = [];
  answers = 0;
  readonly #base: string;
  readonly #token: string;
  readonly #ids: readonly string[];
  #round: number;

  constructor(n: number, base: string, token: string, ids: readonly string[]) {
    this.#round = n * 1_000_000;
    this.#base = base;
    this.#token = token;
    this.#ids = ids;
  }

  async read(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#round += 1;
      const id = this.#ids[this.#round % this.#ids.length]!;
      await (this.#round % 3 === 0 ? this.#search(id) : this.#one(id)).catch(() => sleep(20));
    }
  }

  async #one(id: string): Promise<void> {
    const { status, body } = await this.#get(`Patient/${id}`);
    if (body === '') return;
    if (status === 200) this.received.set(id, (this.received.get(id) ?? 0) + 1);
    else await this.#refused(body);
  }

  /** The query is one's own: no other search has its entry. */
  async #search(id: string): Promise<void> {
    const since = new Date(946_684_800_000 + this.#round).toISOString();
    const { status, body } = await this.#get(`Observation?patient=${id}&_lastUpdated=ge${since}`);
    if (body === '') return;
    if (status !== 200) return await this.#refused(body);
    this.searched.set(
      since,
      new Set([...body.matchAll(/"fullUrl":"[^"]*\/(Observation\/[^"]+)"/g)].map(([, one]) => one!)),
    );
  }

  async #refused(body: string): Promise<void> {
    if (this.#ids.some((id) => body.includes(id)) || body.includes('Nordmann')) this.leaked.push(body.slice(0, 200));
    await sleep(20);
  }

  async #get(path: string): Promise<{ status: number; body: string }> {
    const answer = await fetch(`${this.#base}/fhir/${path}`, {
      headers: { authorization: `Bearer ${this.#token}` },
      signal: AbortSignal.timeout(20_000),
    });
    let body = '';
    try {
      for await (const chunk of answer.body!) body += Buffer.from(chunk).toString('latin1');
    } catch {
      // what came before counts
    }
    this.answers += 1;
    return { status: answer.status, body };
  }
}

/** Kills the database's first process; one that was killed a moment ago may be on its way, and its number be of nobody. */
async function killPostmaster(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  const pid = await vi.waitFor(() => Number.parseInt(readFileSync(file, 'utf8'), 10), { timeout: 30_000 });
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function processesIn(cluster: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`) === cluster;
    } catch {
      return false;
    }
  });
}

const ways = [
  async (product: Product) => await product.kill(),
  async (_: Product, cluster: string) => void spawnSync('kill', ['-9', ...processesIn(cluster)]),
  async (product: Product, cluster: string) => {
    await killPostmaster(cluster);
    await product.kill();
  },
  async (_: Product, cluster: string) => killPostmaster(cluster),
];

test('whatever is killed, every byte that 50 readers received has its entry, and the log verifies', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'enjournal-evasion-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const heads = mkdtempSync(join(tmpdir(), 'enjournal-heads-'));
  onTestFinished(() => rmSync(heads, { recursive: true, force: true }));
  const env = { ENJOURNAL_DATA: folder, ENJOURNAL_LOG_HEADS: heads };
  const cluster = join(folder, 'cluster');
  const port = await freePort();
  let product = await startProduct(port, env);
  onTestFinished(async () => void (await product.stop()));
  const token = await systemToken(product.base);
  const ids = await fill(product.base, token);

  const end = new AbortController();
  const readers = Array.from({ length: READERS }, (_, n) => new Reader(n, product.base, token, ids));
  const reading = readers.map((reader) => reader.read(end.signal));
  const answers = () => readers.reduce((sum, reader) => sum + reader.answers, 0);
  for (let n = 0; n < kills; n += 1) {
    const before = answers();
    while (answers() < before + READERS) {
      await sleep(5);
      if (product.child.exitCode !== null) throw new Error(`the server has given up:\n${product.said()}`);
    }
    await sleep(Math.random() * 150);
    await ways[n % ways.length]!(product, cluster);
    if (product.child.exitCode !== null || product.child.signalCode !== null) product = await startProduct(port, env);
  }
  end.abort();
  await Promise.all(reading);

  const client = await connected(folder);
  try {
    expect(await withoutEntry(client, readers)).toEqual([]);
    expect(readers.flatMap((reader) => reader.leaked)).toEqual([]);
    const received = readers.reduce((sum, reader) => sum + [...reader.received.values()].reduce((a, b) => a + b, 0), 0);
    expect(received).toBeGreaterThan(READERS);
    console.info(
      `${kills} kills: ${received} records and ${searched(readers)} searches received, all with their entry`,
    );
    // a quick machine is through with the kills before anything was sealed
    const published = await vi.waitFor(() => readHeads(join(heads, 'heads.jsonl')), { timeout: 30_000, interval: 200 });
    const verdict = await verifyLog({ client, scanners: onConnection(client), heads: published });
    expect(verdict.wrong, verdictText(verdict)).toEqual([]);
    expect(verdict.heads).toBeGreaterThan(0);
  } finally {
    await client.end();
  }
});

const searched = (readers: readonly Reader[]): number => readers.reduce((sum, { searched: of }) => sum + of.size, 0);

/** The server starts a database that was killed again. */
async function connected(folder: string): Promise<pg.Client> {
  for (;;) {
    const url = await reachEmbedded(folder);
    if (url !== undefined) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    }
    await sleep(50);
  }
}

async function fill(base: string, token: string): Promise<string[]> {
  const ids = Array.from({ length: PATIENTS }, (_, n) => `reader-test-${n}`);
  const entry = ids.flatMap((id) => [
    {
      resource: { resourceType: 'Patient', id, name: [{ family: 'Nordmann' }] },
      request: { method: 'PUT', url: `Patient/${id}` },
    },
    ...[1, 2, 3].map((n) => ({
      resource: {
        resourceType: 'Observation',
        id: `${id}-${n}`,
        status: 'final',
        code: { text: 'x' },
        subject: { reference: `Patient/${id}` },
      },
      request: { method: 'PUT', url: `Observation/${id}-${n}` },
    })),
  ]);
  const answer = await fetch(`${base}/fhir`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
    body: JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }),
  });
  expect(answer.status).toBe(200);
  return ids;
}

/** Disclosures that the log knows nothing of. */
async function withoutEntry(client: pg.Client, readers: readonly Reader[]): Promise<string[]> {
  const { rows: reads } = await client.query<{ id: string; n: number }>(
    `SELECT id, count(*)::int AS n FROM access_log WHERE interaction = 'read' AND outcome = 0 GROUP BY id`,
  );
  const logged = new Map(reads.map(({ id, n }) => [id, n]));
  const received = new Map<string, number>();
  for (const reader of readers) {
    for (const [id, n] of reader.received) received.set(id, (received.get(id) ?? 0) + n);
  }
  const missing = [...received]
    .filter(([id, n]) => n > (logged.get(id) ?? 0))
    .map(([id, n]) => `${id}: ${n} > ${logged.get(id)}`);
  const { rows: searches } = await client.query<{ detail: string; shown: string | null }>(
    `SELECT detail, shown FROM access_log WHERE interaction = 'search-type' AND outcome = 0`,
  );
  const shown = new Map(
    searches.map(({ detail, shown: ids }) => [
      new URLSearchParams(Buffer.from(detail, 'base64').toString()).get('_lastUpdated')?.slice(2),
      new Set(ids?.split(',')),
    ]),
  );
  for (const [query, ids] of readers.flatMap((reader) => [...reader.searched])) {
    const told = shown.get(query);
    if (told === undefined || [...ids].some((id) => !told.has(id))) missing.push(`search ${query}: ${[...ids]}`);
  }
  return missing;
}
