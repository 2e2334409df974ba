/** A request as a job tells it; `headers` of the job are added to each. */
export type JobRequest = { method: string; path: string; body?: string };

/** So many connections ask one server, each as fast as it answers, for so long. */
export type Job = {
  port: number;
  connections: number;
  seconds: number;
  headers: Record<string, string>;
  requests: JobRequest[];
  /** The status that every answer must have. */
  expect: number;
};

export type Result = {
  requests: number;
  perSecond: number;
  medianMs: number;
  p99Ms: number;
  /** Median time to the first byte of the body. */
  firstByteMs: number;
  bytes: number;
};
