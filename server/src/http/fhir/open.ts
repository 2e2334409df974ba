import { Gate, type GateKeeper } from '../../access/gate/gate.ts';
import { Lookups } from '../../access/gate/lookups.ts';
import { Memory } from '../../access/gate/memory.ts';
import { labelRules, labels } from '../../access/labels.ts';
import { AccessLog } from '../../access/log.ts';
import { adviceOf } from '../../care/advice/index.ts';
import { type CareProcess, processes } from '../../care/index.ts';
import { ChangeFeed, type Database, LabelWorker, Presence, secretOf } from '../../record/index.ts';
import { makeTerminology } from '../../terminology/index.ts';
import { StoreKnowledge } from '../cds-hooks/store-knowledge.ts';
import { StoreConformance } from './conformance.ts';
import { careOf } from './governing.ts';
import { careOperation } from './operations/care.ts';
import { operations } from './operations/index.ts';
import { defaultLimits, type FhirService, type Limits } from './service.ts';

/** So many notices are remembered as given; of others the store is asked. */
const NOTICED = 50_000;

export type OpenOptions = {
  database: Database;
  /** The API's address as clients know it, without a slash at the end. */
  base: string;
  limits?: Partial<Limits>;
  version: string;
  onFault: (error: unknown) => void;
  now?: () => number;
  /** See StoreConformance. */
  settleMs?: number;
  /** Stands in for the gate where its cost is measured. */
  gate?: GateKeeper;
  /** Systems that may ask by themselves: none, if not told. */
  systems?: FhirService['systems'];
  /** Other care processes than the house's, for tests. */
  processes?: readonly CareProcess[];
};

/** Wires the FHIR API on a database whose schema is up to date. `close` ends its streams and workers. */
export async function openFhir(options: OpenOptions): Promise<{ service: FhirService; close: () => Promise<void> }> {
  const { database, base, version, onFault } = options;
  const log = await AccessLog.open(database.gate);
  const terminology = makeTerminology(database.reader);
  const conformance = await StoreConformance.open(database, {
    onTerminologyChanged: () => terminology.clear(),
    onFault,
    ...(options.settleMs === undefined ? {} : { settleMs: options.settleMs }),
  });
  const changes = new ChangeFeed(database);
  const presence = new Presence(database);
  const labelling = new LabelWorker(database, {
    rules: labelRules,
    labels,
    extract: (resource, record) => conformance.extract(resource, record),
    onFault,
  });
  const now = options.now ?? Date.now;
  const advice = new StoreKnowledge(database);
  const care = careOf([...(options.processes ?? processes), adviceOf(advice)]);
  const service: FhirService = {
    database,
    log,
    base,
    linkSecret: await secretOf(database.writer, 'page-links'),
    limits: { ...defaultLimits, ...options.limits },
    terminology,
    conformance,
    operations: [...operations, ...care.processes.flatMap((one) => (one.operations ?? []).map(careOperation))],
    care,
    advice,
    software: { version },
    now,
    changes,
    presence,
    streams: new Set(),
    gate: options.gate ?? new Gate(database.shortReader, now),
    systems: options.systems ?? (async () => []),
    lookups: new Lookups(database.shortReader),
    noticed: new Memory(NOTICED),
  };
  return {
    service,
    async close() {
      for (const end of [...service.streams]) end();
      changes.close();
      presence.close();
      await labelling.close();
      await conformance.close();
      await log.drain();
    },
  };
}
