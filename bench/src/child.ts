import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

/** A Node process of ours, spoken to by messages. */
export type Child = {
  pid: number;
  ask<T>(message: object): Promise<T>;
  stop(): Promise<void>;
};

/** Starts a script that says `{ ready }` once it can be asked. */
export async function startChild(script: URL, env: Record<string, string> = {}): Promise<Child> {
  const child = spawn(process.execPath, [fileURLToPath(script)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const next = <T>() =>
    new Promise<T>((resolve, reject) => {
      const done = (message: unknown) => {
        child.off('exit', lost);
        resolve(message as T);
      };
      const lost = () => {
        child.off('message', done);
        reject(new Error(`${script.pathname} ended by itself`));
      };
      child.once('message', done);
      child.once('exit', lost);
    });
  await next();
  return {
    pid: child.pid!,
    ask<T>(message: object) {
      const answer = next<T>();
      child.send(message);
      return answer;
    },
    stop: () => ended(child),
  };
}

/** Ends a process the way an operator does, and waits for it. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await gone;
  clearTimeout(impatience);
}

/** The most memory a process has had, in MB. */
export function peakMemoryMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
