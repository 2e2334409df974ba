import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Product = {
  url: string;
  /** The stand-in of the prescription bank. */
  bank: string;
  stop: () => Promise<void>;
};

const root = join(import.meta.dirname, '..', '..', '..');
const readyWithinMs = 240_000;

/**
 * The whole product as a user starts it, on a free port, with an embedded database in a folder of its own.
 * `ENJOURNAL_E2E_URL` uses one that runs already, and leaves it running.
 */
export async function startProduct({
  citizens,
  languages,
}: {
  citizens: number;
  /** Folder of the languages besides our own three; the product's own when left out. */
  languages?: string;
}): Promise<Product> {
  const running = process.env.ENJOURNAL_E2E_URL;
  if (running)
    return { url: running.replace(/\/+$/, ''), bank: process.env.ENJOURNAL_E2E_BANK ?? '', stop: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'enjournal-e2e-'));
  const [port, bank] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(process.execPath, [join(root, 'server', 'src', 'main.ts')], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      HOST: '127.0.0.1',
      ENJOURNAL_DATA: folder,
      ENJOURNAL_MODE: 'demo',
      ENJOURNAL_CITIZENS: String(citizens),
      ENJOURNAL_ERESEPT_STAND_IN_PORT: String(bank),
      LOG_LEVEL: 'warn',
      DATABASE_URL: '',
      ...(languages === undefined ? {} : { ENJOURNAL_LANGUAGES: languages }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  for (const stream of [server.stdout, server.stderr]) stream?.on('data', (text: Buffer) => said.push(text.toString()));
  const stop = async () => {
    await ended(server);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await ready(url, server);
  } catch (cause) {
    await stop();
    throw new Error(`The product did not start.\n${said.join('').slice(-4000)}`, { cause });
  }
  return { url, bank: `http://127.0.0.1:${bank}`, stop };
}

async function ready(url: string, server: ChildProcess): Promise<void> {
  const until = Date.now() + readyWithinMs;
  while (Date.now() < until) {
    if (server.exitCode !== null) throw new Error(`ended with ${server.exitCode}`);
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not ready within ${readyWithinMs} ms`);
}

/** Asks it to end, so that its database ends with it; insists after a while. */
async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const exit = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.kill('SIGTERM');
  const insist = setTimeout(() => server.kill('SIGKILL'), 15_000);
  await exit;
  clearTimeout(insist);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
