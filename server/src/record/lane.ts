import type { Socket } from 'node:net';
import pg from 'pg';

/** What has not come back for so long holds up those behind it: later ones go another way. */
const patienceMs = 20;

type Slot = { client: pg.Client | undefined; underWay: number; movedAt: number; isGathering: boolean };

/**
 * A few connections for reads that are short. Each statement is sent without waiting for the answers to those before it,
 * so that many at once cost both sides two thirds of what a connection for each would.
 */
export class Lane {
  readonly #config: pg.ClientConfig;
  readonly #slots: Slot[];

  constructor(config: pg.ClientConfig, connections: number) {
    this.#config = config;
    this.#slots = Array.from({ length: connections }, () => ({
      client: undefined,
      underWay: 0,
      movedAt: 0,
      isGathering: false,
    }));
  }

  /** @returns undefined, and sends nothing, while every connection is held up. */
  send<T>(work: (client: pg.Client) => Promise<T>): Promise<T> | undefined {
    const slot = this.#free();
    return slot === undefined ? undefined : this.#sendTo(slot, work);
  }

  get open(): number {
    return this.#slots.filter(({ client }) => client !== undefined).length;
  }

  async close(): Promise<void> {
    await Promise.all(this.#slots.map(({ client }) => client?.end()));
  }

  #free(): Slot | undefined {
    const now = performance.now();
    let free: Slot | undefined;
    for (const slot of this.#slots) {
      const isHeldUp = slot.underWay > 0 && now - slot.movedAt > patienceMs;
      if (!isHeldUp && (free === undefined || slot.underWay < free.underWay)) free = slot;
    }
    return free;
  }

  async #sendTo<T>(slot: Slot, work: (client: pg.Client) => Promise<T>): Promise<T> {
    if (slot.underWay === 0) slot.movedAt = performance.now();
    slot.underWay += 1;
    try {
      slot.client ??= this.#connect(slot);
      gather(slot, slot.client);
      return await work(slot.client);
    } finally {
      slot.underWay -= 1;
      slot.movedAt = performance.now();
    }
  }

  /** What is sent to a client that is not connected yet goes out when it is. */
  #connect(slot: Slot): pg.Client {
    const client = new pg.Client({ ...this.#config, pipeline: true } as pg.ClientConfig);
    const drop = () => {
      if (slot.client === client) slot.client = undefined;
    };
    client.on('error', drop);
    client.on('end', drop);
    client.connect().catch(drop);
    return client;
  }
}

/** Statements of one turn of the event loop leave in one message: each by itself would wake the database anew. */
function gather(slot: Slot, client: pg.Client): void {
  if (slot.isGathering) return;
  slot.isGathering = true;
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  stream.cork();
  setImmediate(() => {
    slot.isGathering = false;
    stream.uncork();
  });
}
