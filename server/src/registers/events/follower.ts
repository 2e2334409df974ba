import { Problem } from '../../fhir/issue.ts';
import { type Database, Feed, type FeedChange } from '../../record/index.ts';
import type { RegisterStore } from '../store.ts';
import { closeLetter, isAskedFor, showLetter } from './letters.ts';

/** Does its part of what follows from a change; done again, it changes nothing more. Throws what hinders it. */
export type ChangeHandler = { name: string; types: readonly string[]; handle(change: FeedChange): Promise<void> };

export type FollowerOptions = {
  database: Database;
  /** Where what could not be done is shown. */
  store: RegisterStore;
  onFault: (error: unknown) => void;
  /** Names this server process among others of the store. */
  holder: string;
  everyMs?: number;
  /** Waits between tries, in order; after the last one it is left for a person. */
  waitsMs?: readonly number[];
  /** How often it is looked whether a person wants something tried again. */
  peopleEveryMs?: number;
};

/** What is followed, under its name in `feed_cursor`. */
export type Followed = {
  name: string;
  handlers: readonly ChangeHandler[];
  /** What is new is told too. */
  creates?: boolean;
  /** Done in each round by the one process that follows. */
  round?: () => Promise<void>;
};

/** The store refused what a handler wanted; the message is the keys of the issues, never values. */
export class Refused extends Error {}

const MOST = 200;
const WAITS_MS = [1_000, 10_000, 60_000, 600_000, 3_600_000, 6 * 3_600_000];

/**
 * Lets the house react to what happens in the store, in the order it happened, at least once each. What a handler cannot
 * do is tried again by itself and does not hold up the rest.
 */
export class Follower {
  readonly feed: Feed;
  readonly #options: Required<FollowerOptions>;
  readonly #followed: Followed;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #looksAgainMs = 0;
  /** How many changes are left for a person, for the metrics. */
  left = 0;
  #isClosed = false;

  constructor(options: FollowerOptions, followed: Followed) {
    this.#options = { everyMs: 1_000, waitsMs: WAITS_MS, peopleEveryMs: 15_000, ...options };
    this.#followed = followed;
    const types = [...new Set(followed.handlers.flatMap((one) => one.types))];
    this.feed = new Feed(options.database, followed.name, types, options.holder, followed.creates ?? false);
  }

  start(): void {
    const again = (): void => {
      if (this.#isClosed) return;
      this.#timer = setTimeout(() => {
        this.#round = this.settle()
          .catch((error: unknown) => this.#options.onFault(error))
          .finally(again);
      }, this.#options.everyMs);
      this.#timer.unref();
    };
    again();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#round;
    await this.feed.release().catch(() => undefined);
  }

  /** Handles all that has happened by now, and what is due to be tried again. */
  async settle(): Promise<void> {
    if (!(await this.feed.hold())) return;
    await this.#letPeopleDecide();
    for (const letter of await this.feed.due()) {
      const change = await this.feed.again(letter);
      if (change === undefined) await this.feed.done(letter);
      else await this.#handle(change, letter.handler, letter.tries);
    }
    for (let isMore = true; isMore && !this.#isClosed; ) {
      isMore = await this.feed.next(MOST, async (changes) => {
        for (const change of changes) await this.#handle(change);
      });
    }
    await this.#followed.round?.();
  }

  /** All handlers of a change, or the one that could not before. */
  async #handle(change: FeedChange, only?: string, tries = 0): Promise<void> {
    const { store } = this.#options;
    for (const { name, types, handle } of this.#followed.handlers) {
      if (!types.includes(change.type) || (only !== undefined && only !== name)) continue;
      try {
        await handle(change);
        if (only === undefined) continue;
        await this.feed.done({ seq: change.seq, handler: name });
        await closeLetter(store, { seq: change.seq, handler: name });
      } catch (error) {
        await this.#fail(change, name, tries, error);
      }
    }
  }

  /** What is left shows as a Task; who sets its status to requested has it tried again. */
  async #letPeopleDecide(): Promise<void> {
    if (Date.now() < this.#looksAgainMs) return;
    this.#looksAgainMs = Date.now() + this.#options.peopleEveryMs;
    const dead = await this.feed.dead();
    this.left = dead.length;
    if (dead.length === 0) return;
    const { store } = this.#options;
    for (const letter of dead) {
      if (await isAskedFor(store, letter)) await this.feed.revive(letter);
      else await showLetter(store, letter);
    }
  }

  async #fail(change: FeedChange, handler: string, tries: number, error: unknown): Promise<void> {
    const { waitsMs, onFault } = this.#options;
    const isRefusal = error instanceof Refused || error instanceof Problem;
    if (!isRefusal) onFault(error);
    await this.feed.fail(change, handler, wordsOf(error), waitsMs[tries] ?? Number.POSITIVE_INFINITY);
  }
}

/** The kind of what went wrong: keys, never values. */
function wordsOf(error: unknown): string {
  if (error instanceof Refused) return error.message.slice(0, 200);
  if (error instanceof Problem)
    return error.issues
      .map(({ key, code }) => key ?? code)
      .join(' ')
      .slice(0, 200);
  return error instanceof Error ? error.constructor.name : 'unknown';
}
