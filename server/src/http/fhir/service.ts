import type { Actor } from '../../access/actor.ts';
import type { GateKeeper } from '../../access/gate/gate.ts';
import type { Lookups } from '../../access/gate/lookups.ts';
import type { Memory } from '../../access/gate/memory.ts';
import type { AccessLog } from '../../access/log.ts';
import { type Issue, problem } from '../../fhir/issue.ts';
import type { Decimals } from '../../fhir/json/index.ts';
import type { Resource } from '../../fhir/resource.ts';
import type { CustomParameter } from '../../fhir/search/custom.ts';
import type { IndexEntries } from '../../fhir/search/index-entries.ts';
import type { Changed, ChangeFeed, Database, Presence, Queryable } from '../../record/index.ts';
import type { Terminology } from '../../record/search/index.ts';
import type { StoreKnowledge } from '../cds-hooks/store-knowledge.ts';
import type { Care } from './governing.ts';
import type { FhirOperation } from './operations/operation.ts';

export type Limits = {
  maxResourceBytes: number;
  maxBundleBytes: number;
  maxBundleEntries: number;
  /** Resources that `_include` and `_revinclude` may add to a page. */
  maxIncludes: number;
  defaultCount: number;
  maxCount: number;
};

export const defaultLimits: Limits = {
  maxResourceBytes: 5_000_000,
  maxBundleBytes: 50_000_000,
  maxBundleEntries: 100_000,
  maxIncludes: 2_000,
  defaultCount: 20,
  maxCount: 1_000,
};

/** Everything the FHIR API stands on; serve.ts wires it. */
export type FhirService = {
  database: Database;
  log: AccessLog;
  /** The API's address as clients know it, without a slash at the end. */
  base: string;
  limits: Limits;
  /** Seals the links to further pages; shared by all servers of this store. */
  linkSecret: string;
  terminology: Terminology;
  /** What the store itself says of validation and search: profiles and custom search parameters. */
  conformance: Conformance;
  operations: readonly FhirOperation[];
  /** The care processes and their rules. */
  care: Care;
  /** The rules of decision support, as they stand in the store. */
  advice: StoreKnowledge;
  /** Said in the CapabilityStatement. */
  software: { version: string };
  now: () => number;
  /** What changes in records that are watched. */
  changes: ChangeFeed;
  /** Who is in which record now. */
  presence: Presence;
  /** Ends each open event stream; called at shutdown. */
  streams: Set<() => void>;
  /** Brings facts together and decides. */
  gate: GateKeeper;
  /** The systems that may ask by themselves now, each as it would. */
  systems: () => Promise<readonly Actor[]>;
  /** Single resources by their keys, many requests' in one statement. */
  lookups: Lookups;
  /** What this server process knows to have been told already of what accesses oblige to. */
  noticed: Memory<string, true>;
};

/** What the store itself says of search and validation; StoreConformance. */
export type Conformance = {
  validate(resource: Resource, decimals?: Decimals): Issue[];
  extract(resource: Resource, record: bigint): IndexEntries;
  searchable: readonly CustomParameter[];
  watched: ReadonlySet<string>;
  onChanged(client: Queryable, changed: readonly Changed[]): Promise<void>;
};

/** Nobody writes the access log but the server itself, as it does what the log tells. */
export function logIsOnlyRead() {
  return problem('method', 'log-only-read', { diagnostics: 'The access log is written by the server alone.' });
}
