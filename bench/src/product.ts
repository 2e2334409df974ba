import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ended, freePort } from './child.ts';

/** The real server, as its users start it. */
export type Product = {
  port: number;
  pid: number;
  /** From the start of the process until `/health/ready` said so. */
  readyMs: number;
  stop(): Promise<void>;
};

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The words of `npm start`: what it sets, and Node's flags and the program. */
function startWords(): { env: Record<string, string>; words: string[] } {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
  const [set = '', words = ''] = scripts.start.split(/(?:^| )node (?=-)/);
  return { env: Object.fromEntries(new URLSearchParams(set.replaceAll(' ', '&'))), words: words.split(' ') };
}

/** Starts the product in demo mode. BENCH_PROFILE names a folder for processor profiles of it. */
export async function startProduct(settings: Record<string, string>): Promise<Product> {
  const port = await freePort();
  const { DATABASE_URL: _, ...inherited } = process.env;
  const { BENCH_PROFILE } = process.env;
  const profiling = BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${BENCH_PROFILE}`] : [];
  const began = performance.now();
  const { env, words } = startWords();
  const child = spawn(process.execPath, [...profiling, ...words], {
    cwd: root,
    env: { ...inherited, ...env, ENJOURNAL_MODE: 'demo', ENJOURNAL_CITIZENS: '0', PORT: String(port), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lastWords = listen(child);
  while (!(await isReady(port))) {
    if (child.exitCode !== null) throw new Error(`the server did not start:\n${lastWords()}`);
    if (performance.now() - began > 120_000) {
      await ended(child);
      throw new Error(`the server was not ready within two minutes:\n${lastWords()}`);
    }
    await sleep(10);
  }
  return { port, pid: child.pid!, readyMs: performance.now() - began, stop: () => ended(child) };
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok;
  } catch {
    return false;
  }
}

/** Reads what the server says, so that it never waits for us, and keeps the end of it. */
function listen(child: ChildProcess): () => string {
  let words = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (chunk: Buffer) => {
      words = (words + chunk.toString('utf8')).slice(-4000);
    });
  }
  return () => words;
}

/** A token for the demo's system, found the way any SMART client finds it. */
export async function tokenOf(port: number): Promise<string> {
  const found = await fetch(`http://127.0.0.1:${port}/fhir/.well-known/smart-configuration`);
  const { token_endpoint: endpoint } = (await found.json()) as { token_endpoint: string };
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('demo-system:demo-secret').toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'system/*.cruds' }),
  });
  if (!answer.ok) throw new Error(`no token: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { access_token: string }).access_token;
}
