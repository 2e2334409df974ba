import { labelRules, labels } from '../../access/labels.ts';
import { AccessLog } from '../../access/log.ts';
import { ChangeFeed, type Database, LabelWorker, secretOf } from '../../record/index.ts';
import { makeTerminology } from '../../terminology/index.ts';
import { StoreConformance } from './conformance.ts';
import { operations } from './operations/index.ts';
import { defaultLimits, type FhirService, type Limits } from './service.ts';

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
  const labelling = new LabelWorker(database, {
    rules: labelRules,
    labels,
    extract: (resource, record) => conformance.extract(resource, record),
    onFault,
  });
  const service: FhirService = {
    database,
    log,
    base,
    linkSecret: await secretOf(database.writer, 'page-links'),
    limits: { ...defaultLimits, ...options.limits },
    terminology,
    conformance,
    operations,
    software: { version },
    now: options.now ?? Date.now,
    changes,
    streams: new Set(),
  };
  return {
    service,
    async close() {
      for (const end of [...service.streams]) end();
      changes.close();
      await labelling.close();
      await conformance.close();
      await log.drain();
    },
  };
}
