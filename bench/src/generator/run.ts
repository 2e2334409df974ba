import { Connection, type WireRequest, wireRequest } from './connection.ts';
import type { Job, Result } from './job.ts';

/**
 * Runs a job in this process: each connection takes the next request of the list as soon as its answer is there.
 * @throws when an answer has another status than expected, for then nothing was measured.
 */
export async function runJob(job: Job): Promise<Result> {
  const requests = job.requests.map((request) => wireRequest({ ...request, headers: job.headers }));
  const connections = await Promise.all(Array.from({ length: job.connections }, () => Connection.open(job.port)));
  // one of each connection before the clock starts: prepared statements and caches are those of a running system
  await Promise.all(connections.map((connection, i) => expectStatus(job, connection, requests[i % requests.length]!)));
  const wholeMs: number[] = [];
  const firstMs: number[] = [];
  let bytes = 0;
  let next = Math.floor(Math.random() * requests.length);
  const began = performance.now();
  const ends = began + job.seconds * 1000;
  await Promise.all(
    connections.map(async (connection) => {
      while (performance.now() < ends) {
        const answer = await expectStatus(job, connection, requests[next++ % requests.length]!);
        wholeMs.push(answer.done - answer.sent);
        firstMs.push(answer.firstByte - answer.sent);
        bytes += answer.bytes;
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  for (const connection of connections) connection.close();
  return {
    requests: wholeMs.length,
    perSecond: wholeMs.length / seconds,
    medianMs: quantile(wholeMs, 0.5),
    p99Ms: quantile(wholeMs, 0.99),
    firstByteMs: quantile(firstMs, 0.5),
    bytes,
  };
}

async function expectStatus(job: Job, connection: Connection, request: WireRequest) {
  const answer = await connection.send(request);
  if (answer.status !== job.expect) {
    const { body } = await connection.ask(request);
    throw new Error(`status ${answer.status} instead of ${job.expect}: ${body.slice(0, 400)}`);
  }
  return answer;
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}
