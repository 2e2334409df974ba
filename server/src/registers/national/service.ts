import { setTimeout as sleep } from 'node:timers/promises';

export type ServiceOptions = {
  /** What the register is called in errors: the address and what was asked are never told. */
  name: string;
  /** Base address, without a slash at the end. */
  base: string;
  /** Headers that let us in, asked for with each try: a token that is about to end is renewed by whoever gives it. */
  authorise?: () => Promise<Record<string, string>>;
  /** One try may take this long. */
  timeoutMs?: number;
  tries?: number;
  /** The first wait; each further is twice as long, up to half a minute. */
  firstWaitMs?: number;
  signal?: AbortSignal;
};

export type ServiceRequest = {
  method: 'GET' | 'POST';
  /** Below the base, or a whole address of a page that the service itself gave. */
  path: string;
  headers?: Record<string, string>;
  body?: string;
};

/** The service is away, or too slow, for longer than we wait. */
export class ServiceAway extends Error {}

/** The service says no, and would say it again. */
export class ServiceRefused extends Error {
  readonly status: number;
  constructor(name: string, status: number) {
    super(`${name} refuses (${status})`);
    this.status = status;
  }
}

const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);
const MAX_BYTES = 50_000_000;

/**
 * A national service over HTTP: with a time limit on each try, tried again while it is busy or away, as long apart as it
 * asks for. Numbers of persons go in bodies, never in addresses.
 */
export class Service {
  readonly name: string;
  readonly #options: ServiceOptions;

  constructor(options: ServiceOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** @returns the body of the answer. @throws ServiceAway, ServiceRefused */
  async ask(request: ServiceRequest): Promise<string> {
    const { tries = 6, firstWaitMs = 500, signal, name } = this.#options;
    let waitMs = firstWaitMs;
    for (let attempt = 1; ; attempt += 1) {
      let askedMs: number | undefined;
      try {
        const response = await this.#once(request);
        if (response.ok) return await limited(response);
        await response.body?.cancel();
        if (!PASSING.has(response.status)) throw new ServiceRefused(name, response.status);
        askedMs = retryAfterMs(response);
      } catch (error) {
        if (error instanceof ServiceRefused || error instanceof ServiceAway || signal?.aborted === true) throw error;
      }
      if (attempt >= tries) throw new ServiceAway(`${name} does not answer`);
      // apart from others who wait, or all would come back at the same moment
      await sleep(askedMs ?? waitMs * (0.75 + Math.random() / 2), undefined, signal === undefined ? {} : { signal });
      waitMs = Math.min(waitMs * 2, 30_000);
    }
  }

  async #once({ method, path, headers, body }: ServiceRequest): Promise<Response> {
    const { base, authorise, timeoutMs = 20_000, signal, name } = this.#options;
    const url = path.startsWith('http') ? path : `${base}/${path}`;
    if (!url.startsWith(`${base}/`) && !url.startsWith(`${base}?`) && url !== base) {
      throw new ServiceAway(`${name} points elsewhere`); // our token is for this service alone
    }
    const timeout = AbortSignal.timeout(timeoutMs);
    return fetch(url, {
      method,
      headers: { ...headers, ...(await authorise?.()) },
      ...(body === undefined ? {} : { body }),
      redirect: 'error',
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
  }
}

async function limited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Error('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function retryAfterMs(response: Response): number | undefined {
  const after = response.headers.get('retry-after');
  if (after === null) return undefined;
  const ms = /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), 300_000);
}
