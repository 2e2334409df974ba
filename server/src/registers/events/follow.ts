import { Problem } from '../../fhir/issue.ts';
import { parseJson } from '../../fhir/json/index.ts';
import type { Resource } from '../../fhir/resource.ts';
import { type Database, Feed, type FeedChange } from '../../record/index.ts';
import type { RegisterStore } from '../store.ts';
import { type EventKind, eventsOf, type RegisterEvent, WATCHED } from './detect.ts';
import { house, Refused } from './house.ts';
import { closeLetter, isAskedFor, showLetter } from './letters.ts';

export type EventHandler = {
  name: string;
  on: EventKind;
  handle(event: RegisterEvent, store: RegisterStore, today: string): Promise<void>;
};

export type FollowOptions = {
  database: Database;
  store: RegisterStore;
  onFault: (error: unknown) => void;
  /** Names this server process among others of the store. */
  holder: string;
  handlers?: readonly EventHandler[];
  /** The date in Norway. */
  today?: () => string;
  everyMs?: number;
  /** Waits between tries, in order; after the last one it is left for a person. */
  waitsMs?: readonly number[];
  /** How often it is looked whether a person wants something tried again. */
  peopleEveryMs?: number;
};

const MOST = 200;
const WAITS_MS = [1_000, 10_000, 60_000, 600_000, 3_600_000, 6 * 3_600_000];

/**
 * Lets the house react to what happens to persons and personnel, in the order it happened, at least once each. What a
 * handler cannot do is tried again by itself and does not hold up the rest.
 */
export class RegisterEvents {
  readonly feed: Feed;
  readonly #options: Required<FollowOptions>;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #looksAgainMs = 0;
  /** How many changes are left for a person, for the metrics. */
  left = 0;
  #isClosed = false;

  constructor(options: FollowOptions) {
    this.#options = {
      handlers: house,
      today: todayInNorway,
      everyMs: 1_000,
      waitsMs: WAITS_MS,
      peopleEveryMs: 15_000,
      ...options,
    };
    this.feed = new Feed(options.database, 'registers', WATCHED, options.holder);
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
  }

  /** All handlers of what a change tells, or the one that could not before. */
  async #handle(change: FeedChange, only?: string, tries = 0): Promise<void> {
    const { handlers, store, today } = this.#options;
    const events = eventsIn(change);
    for (const { name, on, handle } of handlers) {
      if (only !== undefined && only !== name) continue;
      try {
        for (const event of events) if (event.kind === on) await handle(event, store, today());
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

function eventsIn({ before, after }: FeedChange): RegisterEvent[] {
  if (before === undefined) return [];
  const read = (text: string): Resource => parseJson(text).value as Resource;
  return eventsOf(read(before), after === undefined ? undefined : read(after));
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

const NORWAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' });

/** The date in Norway, `YYYY-MM-DD`. */
export const todayInNorway = (): string => NORWAY.format(new Date());
