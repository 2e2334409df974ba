import type { FhirFailure } from '../fhir/client.ts';
import type { Resource } from '../fhir/types.ts';
import { becameOf, filledIn, issuesOf, type Sending, type Step, type Trouble } from './sending.ts';

/** Where things are kept and sent; tests have others. */
export type OutboxPorts = {
  /** @returns whether there was room */
  keep(sending: Sending): Promise<boolean>;
  forget(key: string): void;
  load(): Promise<Sending[]>;
  /** @throws FhirFailure */
  send(step: Step, record: string): Promise<unknown>;
  /** @throws FhirFailure */
  read(reference: string): Promise<Resource>;
  failureOf(cause: unknown): Pick<FhirFailure, 'kind' | 'outcome'>;
  /** Told of each thing that the server has now. */
  stored(sending: Sending): void;
  waitMs(attempt: number): number;
  /** One tab of the browser at a time. */
  alone<T>(run: () => Promise<T>): Promise<T>;
};

export type OutboxState = {
  /** Oldest first; those in trouble among them. */
  waiting: readonly Sending[];
  /** Keys of what is on its way now. */
  under: ReadonlySet<string>;
  /** Whether the last try reached the server. */
  isReached: boolean;
  /** Sent since the page was opened, newest last: what a list may still show as just stored. */
  sent: readonly Sending[];
};

const MOST_SENT = 40;
const nothing: OutboxState = { waiting: [], under: new Set(), isReached: true, sent: [] };

/**
 * What has been done and the server does not have yet. It is on the device before it is sent, sent at once when there is network
 * and by itself when there is again, in the order that it was done within each record, and never shown as stored before it is.
 * Every request in it can be sent twice and is done once: it has an identifier, a version, or says how to see that it is done.
 */
export class Outbox {
  readonly #ports: OutboxPorts;
  readonly #listeners = new Set<() => void>();
  #state: OutboxState = nothing;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #running: Promise<void> | undefined;
  #isOpen = false;
  /** Whose turn it is: what was under way when the user left is no longer ours. */
  #turn = 0;

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
  }

  readonly current = (): OutboxState => this.#state;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The user is here: what they left on this device is taken up. */
  async open(): Promise<void> {
    this.#turn++;
    this.#isOpen = true;
    const turn = this.#turn;
    const found = await this.#ports.load();
    if (turn !== this.#turn) return;
    const known = new Set(this.#state.waiting.map(({ key }) => key));
    const all = [...this.#state.waiting, ...found.filter(({ key }) => !known.has(key))];
    this.#set({ waiting: all.sort((a, b) => a.at - b.at) });
    void this.flush();
  }

  /** The user has left: nothing of it stays in memory; what is not sent stays sealed on the device. */
  close(): void {
    this.#turn++;
    this.#isOpen = false;
    this.#running = undefined;
    clearTimeout(this.#timer);
    this.#set(nothing);
  }

  /** @returns once it is on the device; sending goes on by itself */
  async put(sending: Sending): Promise<void> {
    const rest = this.#state.waiting.filter(({ key }) => key !== sending.key);
    this.#set({ waiting: [...rest, sending] });
    const isKept = await this.#ports.keep(sending);
    if (!isKept) this.#replace(sending.key, (one) => ({ ...one, isKept: false }));
    void this.flush();
  }

  /** It is not to be sent after all. */
  drop(key: string): void {
    this.#ports.forget(key);
    this.#set({ waiting: this.#state.waiting.filter((one) => one.key !== key) });
  }

  /** Sent anew in another way, after its user has said how. */
  async change(key: string, how: (sending: Sending) => Sending): Promise<void> {
    const before = this.#state.waiting.find((one) => one.key === key);
    if (before === undefined) return;
    const { trouble: _, ...after } = how(before);
    this.#replace(key, () => after);
    await this.#ports.keep(after);
    void this.flush();
  }

  /** Sends what waits. @returns whether nothing waits any longer */
  async flush(): Promise<boolean> {
    if (!this.#isOpen) return this.#state.waiting.length === 0;
    this.#running ??= this.#ports
      .alone(() => this.#sendAll(this.#turn))
      .finally(() => {
        this.#running = undefined;
      });
    await this.#running;
    return this.#state.waiting.length === 0;
  }

  async #sendAll(turn: number): Promise<void> {
    clearTimeout(this.#timer);
    const tried = new Set<string>();
    for (;;) {
      const next = this.#state.waiting.filter(({ key, trouble }) => trouble === undefined && !tried.has(key));
      if (next.length === 0 || turn !== this.#turn) return;
      const byRecord = new Map<string, Sending[]>();
      for (const one of next) byRecord.set(one.record, [...(byRecord.get(one.record) ?? []), one]);
      for (const { key } of next) tried.add(key);
      const isReached = await Promise.all([...byRecord.values()].map((all) => this.#sendInOrder(all, turn)));
      if (turn !== this.#turn) return;
      if (!isReached.every(Boolean)) {
        this.#set({ isReached: false });
        this.#timer = setTimeout(() => void this.flush(), this.#ports.waitMs(this.#attempt++));
        return;
      }
      this.#attempt = 0;
      this.#set({ isReached: true });
    }
  }

  /** @returns whether the server could be reached for all of them */
  async #sendInOrder(all: readonly Sending[], turn: number): Promise<boolean> {
    for (const one of all) {
      if (turn !== this.#turn) return true;
      if (!(await this.#sendOne(one.key, turn))) return false;
    }
    return true;
  }

  async #sendOne(key: string, turn: number): Promise<boolean> {
    let now = this.#state.waiting.find((one) => one.key === key);
    if (now === undefined || now.trouble !== undefined) return true;
    const begun = now;
    this.#mark(key, true);
    try {
      while (now.became.length < now.steps.length) {
        const step = filledIn(now.steps[now.became.length] as Step, now.became);
        const became = await this.#done(step, now.record);
        if (turn !== this.#turn) return true;
        now = { ...now, became: [...now.became, became] };
        const after = now;
        if (this.#isStill(begun)) this.#replace(key, (one) => ({ ...one, became: after.became }));
        if (now.became.length < now.steps.length) await this.#ports.keep(now);
      }
      if (turn !== this.#turn) return true;
      // told as sent before it waits no longer: in no moment has nobody heard of it
      this.#set({ sent: [...this.#state.sent, { ...now, storedAt: Date.now() }].slice(-MOST_SENT) });
      if (this.#isStill(begun)) this.drop(key);
      this.#ports.stored(now);
      return true;
    } catch (cause) {
      if (turn !== this.#turn) return true;
      const { kind, outcome } = this.#ports.failureOf(cause);
      if (kind !== 'stale' && kind !== 'rejected' && kind !== 'refused' && kind !== 'absent') return false;
      const trouble: Trouble = {
        kind: kind === 'absent' ? 'refused' : kind,
        issues: issuesOf(outcome),
        ...(await this.#theirs(now, kind)),
      };
      if (turn !== this.#turn) return true;
      this.#replace(key, (one) => ({ ...one, trouble }));
      await this.#ports.keep({ ...now, trouble });
      return true;
    } finally {
      if (turn === this.#turn) this.#mark(key, false);
    }
  }

  /** @returns what it became */
  async #done(step: Step, record: string): Promise<string> {
    try {
      return becameOf(await this.#ports.send(step, record));
    } catch (cause) {
      const { kind } = this.#ports.failureOf(cause);
      if (step.doneWhen === undefined || (kind !== 'rejected' && kind !== 'stale')) throw cause;
      const there = await this.#ports.read(step.doneWhen.read);
      if ((there as { status?: string }).status !== step.doneWhen.status) throw cause;
      return `${there.resourceType}/${there.id}`;
    }
  }

  async #theirs({ steps, became }: Sending, kind: string): Promise<{ theirs?: Resource }> {
    const step = steps[became.length];
    const path = step && filledIn(step, became).path;
    if (kind !== 'stale' || !path || !/^[A-Za-z]+\/[^/$]+$/.test(path)) return {};
    try {
      return { theirs: await this.#ports.read(path) };
    } catch {
      return {};
    }
  }

  /** Whether what is being sent is what waits, and not something that was put over it meanwhile. */
  #isStill(begun: Sending): boolean {
    return this.#state.waiting.find(({ key }) => key === begun.key)?.steps === begun.steps;
  }

  #replace(key: string, how: (sending: Sending) => Sending): void {
    this.#set({ waiting: this.#state.waiting.map((one) => (one.key === key ? how(one) : one)) });
  }

  #mark(key: string, isUnder: boolean): void {
    const under = new Set(this.#state.under);
    if (isUnder) under.add(key);
    else under.delete(key);
    this.#set({ under });
  }

  #set(change: Partial<OutboxState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
