import type { Database } from '../../record/index.ts';
import type { AccessLog } from '../log.ts';
import { logKeys } from './heads.ts';
import { PublishedHeads } from './published.ts';
import { Sealer } from './sealer.ts';
import { catchUp } from './watch.ts';
import { Witness } from './witness.ts';

export type LedgerOptions = {
  database: Database;
  /** This process's own. */
  log: AccessLog;
  /** PEM of an Ed25519 key; else the database keeps one. */
  key?: string | undefined;
  /** Folder that heads are copied to. */
  headsFolder?: string | undefined;
  everyMs?: number;
  onFault: (error: unknown) => void;
};

/** A fault that stays is told this often. */
const REMIND_MS = 60_000;

/** How often is looked for what is unusual; whoever asks for it gets the newest anyway. */
const WATCH_MS = 60_000;

/** Begins to seal the access log, and to look through it. A log that lacks what the folder of heads has published is told of, and not sealed over. */
export async function openLedger(options: LedgerOptions): Promise<{ sealer: Sealer; close: () => Promise<void> }> {
  const { database, log, key, headsFolder, everyMs = 1_000 } = options;
  const published = headsFolder === undefined ? undefined : new PublishedHeads(headsFolder);
  const keys = () => logKeys(database.reader);
  const told = new Map<string, number>();
  const onFault = (error: unknown) => {
    const words = error instanceof Error ? error.message : String(error);
    if (Date.now() - (told.get(words) ?? 0) < REMIND_MS) return;
    if (told.size > 100) told.clear();
    told.set(words, Date.now());
    options.onFault(error);
  };
  const sealer = new Sealer({
    database,
    era: log.era,
    everyMs,
    onFault,
    ...(key === undefined ? {} : { key }),
    ...(published === undefined ? {} : { onHead: (head) => published.add(head, keys).catch(onFault) }),
  });
  sealer.start(await published?.newest());
  const witness = new Witness(database, log, onFault);
  let witnessing: Promise<unknown> = Promise.resolve();
  const look = setInterval(() => {
    witnessing = witness.check().catch(onFault);
  }, everyMs * 3);
  look.unref();
  let watching: Promise<unknown> = Promise.resolve();
  const watch = setInterval(() => {
    watching = catchUp(database).catch(onFault);
  }, WATCH_MS);
  watch.unref();
  return {
    sealer,
    async close() {
      clearInterval(watch);
      clearInterval(look);
      await Promise.all([watching, witnessing]);
      await sealer.seal().catch(onFault);
      await sealer.close();
      await published?.flush(keys).catch(onFault);
    },
  };
}
