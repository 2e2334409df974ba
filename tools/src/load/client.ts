import { setTimeout as sleep } from 'node:timers/promises';

export type ClientOptions = {
  /** Base of the FHIR API, such as `http://127.0.0.1:8080/fhir`. */
  url: string;
  client: string;
  secret: string;
  /** A token that someone else has fetched, instead of client and secret. */
  token?: string | undefined;
  /** How long to go on trying when the server is busy or away. */
  patienceMs?: number;
  /** The first wait; each further is twice as long, up to half a minute. */
  firstWaitMs?: number;
  signal?: AbortSignal;
  /** Told each time something is tried again, and why. */
  onWait?: (why: string, waitMs: number) => void;
};

/** What the server answered to a transaction: done, or refused for a reason that trying again would not mend. */
export type Answer = { done: true } | { done: false; status: number; body: string };

/** The server is away, or will not have us: nothing more can be loaded now. */
export class Unavailable extends Error {}

/** The server is busy or away: try until patience ends. */
const BUSY = new Set([408, 425, 429, 502, 503, 504]);
/** Maybe passing (a database that restarts, two who write the same): try a few times; one that stays is told as a refusal. */
const PASSING = new Set([409, 500]);
const REQUEST_TIMEOUT_MS = 10 * 60_000;

/** Talks to one FHIR server, with a token by client credentials where the server says that it wants one. */
export class Client {
  readonly #options: ClientOptions;
  readonly #base: string;
  #tokenEndpoint: string | undefined;
  #token: { value: string; untilMs: number } | undefined;
  #asking: Promise<void> | undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#base = options.url.replace(/\/+$/, '');
  }

  /** Finds out where tokens are given. @throws Unavailable when there is no server */
  async connect(): Promise<void> {
    const response = await this.#persist(() => this.#fetch(`${this.#base}/.well-known/smart-configuration`, {}));
    const text = await response.text();
    if (response.ok) this.#tokenEndpoint = (JSON.parse(text) as { token_endpoint?: string }).token_endpoint;
  }

  /**
   * Sends a transaction, again and again while the server is busy or away.
   * @param loadId the same for the same transaction: a server that knows the header does it once, however often it comes
   */
  async transact(body: Buffer | string, loadId?: string): Promise<Answer> {
    const headers: Record<string, string> = { 'content-type': 'application/fhir+json', prefer: 'return=minimal' };
    if (loadId !== undefined) headers['x-enjournal-load-id'] = loadId;
    const response = await this.#persist(() =>
      this.#authorised(this.#base, { method: 'POST', headers, body: body as NonNullable<RequestInit['body']> }),
    );
    const text = await response.text();
    return response.ok ? { done: true } : { done: false, status: response.status, body: text };
  }

  /**
   * Searches with the criteria in the body, for they may be numbers of persons; with an address instead, gets that page.
   * @returns the text of the Bundle. @throws Unavailable when it is refused
   */
  async search(
    at: { type: string; criteria: readonly (readonly [string, string])[] } | { page: string },
  ): Promise<string> {
    const isPage = 'page' in at;
    const url = isPage ? at.page : `${this.#base}/${at.type}/_search`;
    if (!url.startsWith(`${this.#base}/`) && !url.startsWith(`${this.#base}?`))
      throw new Unavailable('A page is elsewhere');
    const init: RequestInit = isPage
      ? { headers: { accept: 'application/fhir+json' } }
      : {
          method: 'POST',
          headers: { accept: 'application/fhir+json', 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams(at.criteria.map(([name, value]): [string, string] => [name, value])).toString(),
        };
    const response = await this.#persist(() => this.#authorised(url, init));
    const text = await response.text();
    if (!response.ok) throw new Unavailable(`The server does not answer a search (${response.status})`);
    return text;
  }

  async #authorised(url: string, init: RequestInit): Promise<Response> {
    let response = await this.#fetch(url, await this.#withToken(init));
    if (response.status === 401 && this.#token !== undefined) {
      await response.arrayBuffer();
      this.#token = undefined;
      response = await this.#fetch(url, await this.#withToken(init));
    }
    if (response.status === 401 || response.status === 403) {
      throw new Unavailable(`The server does not let ${this.#options.client} write (${response.status})`);
    }
    return response;
  }

  async #withToken(init: RequestInit): Promise<RequestInit> {
    const { token } = this.#options;
    if (token !== undefined) return { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } };
    if (this.#tokenEndpoint === undefined) return init;
    if (this.#token === undefined || this.#token.untilMs < Date.now()) {
      this.#asking ??= this.#askForToken().finally(() => {
        this.#asking = undefined;
      });
      await this.#asking;
    }
    return { ...init, headers: { ...init.headers, authorization: `Bearer ${this.#token?.value}` } };
  }

  /** @source RFC 6749, section 4.4 */
  async #askForToken(): Promise<void> {
    const { client, secret } = this.#options;
    const basic = Buffer.from(`${encodeURIComponent(client)}:${encodeURIComponent(secret)}`).toString('base64');
    const response = await this.#fetch(this.#tokenEndpoint!, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials&scope=system/*.cruds',
    });
    if (BUSY.has(response.status)) throw new Busy(`${response.status}`, response);
    const answer = (await response.json().catch(() => ({}))) as { access_token?: string; expires_in?: number };
    if (!response.ok || answer.access_token === undefined) {
      throw new Unavailable(`The server gives no token to the client ${client} (${response.status})`);
    }
    this.#token = { value: answer.access_token, untilMs: Date.now() + ((answer.expires_in ?? 300) - 30) * 1000 };
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    const { signal } = this.#options;
    const response = await fetch(url, {
      ...init,
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    if (BUSY.has(response.status)) throw new Busy(`it answers ${response.status}`, response);
    return response;
  }

  /** Tries until the server answers, or patience ends. */
  async #persist(attempt: () => Promise<Response>): Promise<Response> {
    const { patienceMs = 10 * 60_000, firstWaitMs = 250, signal, onWait } = this.#options;
    const endMs = Date.now() + patienceMs;
    let passing = 0;
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, 30_000)) {
      let asked: number | undefined;
      let why: string;
      try {
        const response = await attempt();
        if (!PASSING.has(response.status) || ++passing > 3) return response;
        await response.arrayBuffer();
        why = `it answers ${response.status}`;
      } catch (error) {
        if (signal?.aborted === true || error instanceof Unavailable) throw error;
        if (error instanceof Busy) {
          asked = error.waitMs;
          why = error.message;
        } else why = ((error as Error).cause as Error | undefined)?.message ?? (error as Error).message;
      }
      // Apart from each other, or all would come back at the same moment.
      const pauseMs = asked ?? waitMs * (0.75 + Math.random() / 2);
      if (Date.now() + pauseMs > endMs) throw new Unavailable(`No answer from ${this.#base}: ${why}`);
      onWait?.(why, pauseMs);
      await sleep(pauseMs, undefined, signal === undefined ? {} : { signal });
    }
  }
}

class Busy extends Error {
  readonly waitMs: number | undefined;
  constructor(why: string, response: Response) {
    super(why);
    const after = Number(response.headers.get('retry-after') ?? Number.NaN);
    this.waitMs = Number.isNaN(after) ? undefined : after * 1000;
    void response.arrayBuffer().catch(() => undefined);
  }
}
