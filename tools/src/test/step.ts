import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Count = { passed: number; failed: number; skipped: number };

const root = join(import.meta.dirname, '..', '..', '..');
const bin = (name: string) => join(root, 'node_modules', '.bin', name);

/** Runs a program of node_modules and tells how it went; it counts as one test. */
export async function check(title: string, name: string, args: readonly string[]): Promise<Count> {
  const { code, ms, output } = await run(bin(name), args, {}, 'kept');
  report(title, code === 0, ms);
  if (code !== 0) process.stdout.write(output);
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/**
 * Runs Vitest, whose own report is shown as it comes, or `kept` until it ends where another's is being shown. A run that ends
 * badly without a failed test counts as one.
 */
export async function vitest(
  title: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  how: 'kept' | 'shown' = 'shown',
): Promise<Count> {
  const folder = mkdtempSync(join(tmpdir(), 'enjournal-report-'));
  const file = join(folder, 'report.json');
  if (how === 'shown') console.info(`\n── ${title}`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code, ms, output } = await run(bin('vitest'), ['run', ...args, ...reporters], env, how);
  if (how === 'kept') process.stdout.write(`\n── ${title}\n${output}`);
  const count = countOf(file);
  rmSync(folder, { recursive: true, force: true });
  if (code !== 0 && count.failed === 0) count.failed = 1;
  if (code === 0 && count.passed === 0) count.failed = 1; // nothing ran: that is no success
  report(title, count.failed === 0, ms);
  return count;
}

function countOf(file: string): Count {
  try {
    const told = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
    const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = told;
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

function report(title: string, isGood: boolean, ms: number): void {
  console.info(`${isGood ? '✓' : '✗'} ${title} (${(ms / 1000).toFixed(1)} s)`);
}

async function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv, how: 'kept' | 'shown') {
  const began = performance.now();
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`, ...env },
    stdio: how === 'shown' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      output += `${error.message}\n`;
      resolve(1);
    });
    child.once('close', (status) => resolve(status ?? 1));
  });
  return { code, ms: performance.now() - began, output };
}
