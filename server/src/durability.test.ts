import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startEmbedded } from './record/embedded/index.ts';
import { debianBinaries } from './test/cluster.ts';
import { freePort } from './test/port.ts';
import { type Product, startProduct, systemToken } from './test/product.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

type Acknowledged = { path: string; version: string; note: string };
/** Resources of one transaction: all are there, or none. */
type Together = { paths: string[]; isAcknowledged: boolean };

/** Writes as fast as it is answered, through whatever happens, and remembers what the server said is stored. */
class Writer {
  readonly acknowledged: Acknowledged[] = [];
  readonly together: Together[] = [];
  readonly unexpected: string[] = [];
  readonly #name: string;
  readonly #base: string;
  readonly #token: string;
  #round = 0;

  constructor(name: string, base: string, token: string) {
    this.#name = name;
    this.#base = base;
    this.#token = token;
  }

  async write(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#round += 1;
      try {
        await (this.#round % 3 === 0 ? this.#transaction() : this.#single());
      } catch {
        await sleep(20); // the connection broke: nothing was acknowledged
      }
    }
  }

  async #single(): Promise<void> {
    const note = `${this.#name} ${this.#round}`;
    const previous = this.acknowledged.at(-1);
    const isUpdate = this.#round % 4 === 0 && previous !== undefined;
    const id = isUpdate ? { id: previous.path.split('/')[1] as string } : {};
    const answer = await this.#send(isUpdate ? 'PUT' : 'POST', isUpdate ? previous.path : 'Basic', basic(note, id));
    if (answer === undefined) return;
    const { id: stored, meta } = answer as { id: string; meta: { versionId: string } };
    this.acknowledged.push({ path: `Basic/${stored}`, version: meta.versionId, note });
  }

  async #transaction(): Promise<void> {
    const paths = [1, 2, 3].map((n) => `Basic/${this.#name}-${this.#round}-${n}`);
    const together = { paths, isAcknowledged: false };
    this.together.push(together);
    const entry = paths.map((url) => ({
      resource: basic(url, { id: url.split('/')[1] as string }),
      request: { method: 'PUT', url },
    }));
    const answer = await this.#send('POST', '', { resourceType: 'Bundle', type: 'transaction', entry });
    together.isAcknowledged = answer !== undefined;
  }

  async #send(method: string, path: string, body: unknown): Promise<unknown> {
    const answer = await fetch(`${this.#base}/fhir/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': 'application/fhir+json',
        prefer: 'return=representation',
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await answer.text();
    if (answer.ok) return JSON.parse(text);
    if (answer.status !== 503) this.unexpected.push(`${method} ${answer.status} ${text.slice(0, 200)}`);
    await sleep(20);
    return undefined;
  }
}

const basic = (note: string, more: object) => ({ resourceType: 'Basic', code: { text: note }, ...more });

/** All processes of the PostgreSQL server that works in this folder: each has it as its working folder. */
function processesIn(cluster: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === cluster;
      } catch {
        return false;
      }
    })
    .map(Number);
}

const postmasterOf = (cluster: string) => Number.parseInt(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'), 10);

const kills = {
  server: async (product: Product) => product.kill(),
  postmaster: async (_: Product, cluster: string) => process.kill(postmasterOf(cluster), 'SIGKILL'),
  'all of the database': async (_: Product, cluster: string) =>
    void spawnSync('kill', ['-9', ...processesIn(cluster).map(String)]),
  'server and database': async (product: Product, cluster: string) => {
    process.kill(postmasterOf(cluster), 'SIGKILL');
    await product.kill();
  },
};

type Installation = { cluster: string; env: Record<string, string> };

const installations: Record<string, (folder: string) => Promise<Installation>> = {
  embedded: async (folder) => ({ cluster: join(folder, 'cluster'), env: { ENJOURNAL_DATA: folder } }),
  debian: async (folder) => {
    const database = await startEmbedded({
      dataFolder: folder,
      log: pino({ level: 'silent' }),
      binaries: debianBinaries,
    });
    onTestFinished(() => database.stop());
    return { cluster: join(folder, 'cluster'), env: { DATABASE_URL: database.url } };
  },
};
const there = Object.keys(installations).filter((name) => name !== 'debian' || existsSync(debianBinaries.bin));

test.each(there)(
  'on the %s PostgreSQL, what was acknowledged survives any kill -9 of server and database',
  async (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'enjournal-durability-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const { cluster, env } = await installations[name]!(folder);
    const port = await freePort();
    let product = await startProduct(port, env);
    onTestFinished(async () => void (await product.stop()));
    const token = await systemToken(product.base);

    const end = new AbortController();
    const writers = ['a', 'b', 'c', 'd'].map((one) => new Writer(one, product.base, token));
    const writing = writers.map((writer) => writer.write(end.signal));
    /** It writes again, and is not one that has given up. */
    const again = async (count: number) => {
      while (acknowledgedSoFar() < count) {
        await sleep(10);
        if (product.child.exitCode !== null) throw new Error(`the server has given up:\n${product.said()}`);
      }
    };
    const acknowledgedSoFar = () => writers.reduce((sum, writer) => sum + writer.acknowledged.length, 0);
    for (const kill of [...Object.values(kills), ...Object.values(kills)]) {
      await again(acknowledgedSoFar() + 20);
      await sleep(Math.random() * 200);
      await kill(product, cluster);
      if (product.child.exitCode !== null || product.child.signalCode !== null) product = await startProduct(port, env);
    }
    end.abort();
    await Promise.all(writing);

    const read = async (path: string) => {
      const answer = await fetch(`${product.base}/fhir/${path}`, { headers: { authorization: `Bearer ${token}` } });
      return { status: answer.status, body: (await answer.json()) as { code?: { text: string } } };
    };
    const lost: string[] = [];
    for (const { path, version, note } of writers.flatMap((writer) => writer.acknowledged)) {
      const { status, body } = await read(`${path}/_history/${version}`);
      if (status !== 200 || body.code?.text !== note) lost.push(`${path} version ${version}: ${status}`);
    }
    const torn: string[] = [];
    for (const { paths, isAcknowledged } of writers.flatMap((writer) => writer.together)) {
      const found = (await Promise.all(paths.map(read))).filter(({ status }) => status === 200).length;
      if (found !== paths.length && (found !== 0 || isAcknowledged))
        torn.push(`${paths[0]}: ${found} of ${paths.length}`);
    }
    expect(lost).toEqual([]);
    expect(torn).toEqual([]);
    expect(writers.flatMap((writer) => writer.unexpected)).toEqual([]);
    expect(acknowledgedSoFar()).toBeGreaterThan(160);
  },
);
