import { type Child, startChild } from '../child.ts';
import type { Job, Result } from './job.ts';

export type { Job, JobRequest, Result } from './job.ts';

export type Generator = { run(job: Job): Promise<Result>; stop(): Promise<void> };

export async function startGenerator(): Promise<Generator> {
  const child: Child = await startChild(new URL('./main.ts', import.meta.url));
  return {
    async run(job) {
      const answer = await child.ask<{ result?: Result; error?: string }>(job);
      if (answer.result === undefined)
        throw new Error(`${job.requests[0]?.method} ${job.requests[0]?.path}: ${answer.error}`);
      return answer.result;
    },
    stop: () => child.stop(),
  };
}
