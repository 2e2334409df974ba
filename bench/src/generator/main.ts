import type { Job } from './job.ts';
import { runJob } from './run.ts';

/** The load generator as a process of its own: takes jobs from its parent, one at a time, and sends back results. */
process.on('message', (job: Job) => {
  runJob(job).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.send?.({ ready: true });
