import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The whole product in a process of its own, as a user starts it, which can be killed. */
export type Product = {
  base: string;
  child: ChildProcess;
  /** Everything it has said. */
  said(): string;
  /** Ends it in good order. @returns its exit code */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
};

const readyWithinMs = 100_000;

/** Starts the server and waits until it is ready. `env` is laid over settings of an empty demo that logs nothing. */
export async function startProduct(port: number, env: Record<string, string>): Promise<Product> {
  const child = spawnServer({
    PORT: String(port),
    ENJOURNAL_MODE: 'demo',
    ENJOURNAL_CITIZENS: '0',
    LOG_LEVEL: 'fatal',
    ...env,
  });
  const said = gather(child);
  const base = `http://127.0.0.1:${port}`;
  const exited = once(child, 'exit');
  const product: Product = {
    base,
    child,
    said,
    async stop() {
      child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
  const deadline = Date.now() + readyWithinMs;
  while (child.exitCode === null && Date.now() < deadline) {
    const answer = await fetch(`${base}/health/ready`).catch(() => undefined);
    if (answer?.ok) return product;
    await sleep(20);
  }
  if (child.exitCode === null) await product.kill();
  throw new Error(`The product did not start (${child.exitCode}):\n${said()}`);
}

/** Runs the server until it ends by itself. */
export async function runServer(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawnServer(env);
  const said = gather(child);
  await once(child, 'close');
  return { code: child.exitCode, said: said() };
}

function spawnServer(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, '..', 'main.ts')], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function gather(child: ChildProcess): () => string {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  return () => said;
}

/** A token of the demo system. */
export async function systemToken(base: string): Promise<string> {
  const form = {
    grant_type: 'client_credentials',
    scope: 'system/*.cruds',
    client_id: 'demo-system',
    client_secret: 'demo-secret',
  };
  const answer = await fetch(`${base}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
  return ((await answer.json()) as { access_token: string }).access_token;
}
