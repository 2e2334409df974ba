import type { ServerResponse } from 'node:http';
import type { Held, Sessions } from './sessions.ts';

const lookEveryMs = 2_000;

/**
 * Answers that go on for as long as somebody listens, such as a record's changes. They end with the session they were opened
 * in: when it is locked, ended or its employment changed, here or by another server.
 */
export class OpenStreams {
  readonly #sessions: Sessions;
  readonly #onError: (error: unknown) => void;
  readonly #streams = new Map<ServerResponse, { session: string; employment: string | undefined }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(sessions: Sessions, onError: (error: unknown) => void) {
    this.#sessions = sessions;
    this.#onError = onError;
  }

  watch(session: Held, response: ServerResponse): void {
    this.#streams.set(response, { session: session.id, employment: session.employment?.id });
    response.once('close', () => this.#streams.delete(response));
    this.#timer ??= setInterval(() => void this.#look().catch(this.#onError), lookEveryMs).unref();
  }

  async #look(): Promise<void> {
    if (this.#streams.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const open = await this.#sessions.open([...new Set([...this.#streams.values()].map(({ session }) => session))]);
    for (const [response, { session, employment }] of this.#streams) {
      if (!open.has(session) || open.get(session) !== employment) response.destroy();
    }
  }
}
