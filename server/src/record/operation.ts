import type { Issue, Problem } from '../fhir/issue.ts';
import type { Decimals, Parsed } from '../fhir/json/index.ts';
import type { Budget } from '../fhir/patch/index.ts';
import type { Resource } from '../fhir/resource.ts';
import type { Current } from './current.ts';
import type { Queryable } from './database.ts';
import type { FactRow } from './facts.ts';
import type { LogRow } from './log-rows.ts';

/** One change asked for, as a single request or as an entry of a transaction. */
export type Operation = {
  /** Place of the entry in its Bundle; absent for a request of its own. */
  entry?: number;
  /** The entry's fullUrl, by which other entries refer to it. */
  fullUrl?: string;
} & (
  | { kind: 'create'; type: string; body: Body; ifNoneExist?: string }
  | { kind: 'update'; type: string; target: Target; body: Body; ifMatch?: number; ifNoneMatch?: boolean }
  | { kind: 'patch'; type: string; target: Target; patch: Patch; ifMatch?: number }
  | { kind: 'delete'; type: string; target: Target; ifMatch?: number; multiple?: boolean }
);

/** Named by its id, or by the criteria of a conditional interaction. */
export type Target = { id: string } | { criteria: string };

/** A resource and how its numbers are written. */
export type Body = Pick<Parsed, 'value' | 'decimals'>;

/** The resource as the patch makes it. @param budget shared by all patches of a request. @throws Problem when it does not apply. */
export type Patch = (current: Body, budget: Budget) => Body;

export type Outcome = {
  status: 200 | 201 | 204;
  interaction: 'create' | 'update' | 'patch' | 'delete' | 'none';
  type: string;
  id: string;
  version: number;
  at: number;
  /** The resource as it now is; absent after a delete. */
  content?: string;
  warnings: readonly Issue[];
};

/** One resource that a transaction changed, for those who must know in the same transaction. */
export type Changed = { op: 'C' | 'U' | 'D'; type: string; id: string; record: bigint; resource: Resource | undefined };

/** What is kept beside a resource for the gate, which alone knows what it means. Pure: a row may be told anew at any time. */
export type Labels = {
  /** The `access` column of a resource's row: what kind of information it is, as bits. 0 outside patients' records. */
  label: (resource: Resource, record: bigint) => number;
  /** What the resource says of who has to do with its record, and who is kept from it. */
  factsOf: (resource: Resource, record: bigint) => FactRow[];
};

/** A change that is decided and valid, with the JSON of what stood there before. */
export type Governing = Changed & { before: string | undefined };

/** What stands under a type and id. */
export type Place = { type: string; id: string; record: bigint; current: Exclude<Current, { state: 'absent' }> };

/** At which epoch a record's facts were read; see access_epoch. */
export type Epoch = { record: bigint; epoch: bigint };

/** What a step is about to do in a record. */
export type Intent = {
  letter: 'c' | 'u' | 'd';
  type: string;
  id: string;
  record: bigint;
  /** As it will be stored; absent when it is deleted, or leaves this record. */
  resource?: Resource;
  current: Current;
};

/** What a write needs of the world around the engine. */
export type WriteContext = Labels & {
  now: () => number;
  /** A fresh local part for a server-assigned id. */
  newId: (record: bigint) => string;
  /** A fresh record key. */
  newRecord: () => bigint;
  /**
   * Told, before anything is asked below, which records are touched: the gate loads what it decides by, in one statement.
   * Absent for an actor who needs no facts. Of a write that was tried again (`isRetry`), nothing remembered may be used.
   * @returns the epochs of what was loaded: when one has risen by the time the write is made, all is tried again.
   */
  open?: (client: Queryable, records: readonly bigint[], isRetry: boolean) => Promise<readonly Epoch[]>;
  /** Whether the actor may know of what stands there. What is hidden answers conditions, patches and deletes as if it were not. */
  isVisible?: (place: Place) => boolean;
  /** Throws Problem when the actor may not. Of a patch, what stands there is asked for first, without `resource`. */
  permit: (intent: Intent) => void;
  /** Adds to a resource what the server says of it, before it is validated. Done twice, it does the same as once. */
  stamp?: (resource: Resource, current: Current) => void;
  log: {
    writer: bigint;
    era: bigint;
    row: (change: { interaction: string; type: string; id: string; record: bigint; at: number }) => LogRow;
  };
  /** Base and profile validation. */
  validate: (resource: Resource, decimals?: Decimals) => Issue[];
  /** Index entries, custom search parameters included. */
  extract: (resource: Resource, record: bigint) => import('../fhir/search/index-entries.ts').IndexEntries;
  /** Resolves `Type?criteria` strings in one statement: up to two keys for each (`most`), or why it cannot be searched by. */
  match: (
    client: Queryable,
    criteria: readonly { type: string; query: string }[],
    most?: number,
  ) => Promise<(Matched | Problem)[]>;
  /** The rules of care: all that is wrong with what is about to be stored, for each change its own. */
  govern?: {
    types: ReadonlySet<string>;
    /** In the transaction. What it reads there for a decision, it locks. */
    issues: (client: Queryable, changes: readonly Governing[]) => Promise<readonly (readonly Issue[])[]>;
  };
  /** Whether anything follows what is new (see Feed); absent: it may be. */
  isNews?: (resource: Resource) => boolean;
  /** Called in the transaction with what it changed, before it commits. */
  onChanged?: (client: Queryable, changed: readonly Changed[]) => Promise<void>;
  /** Types for which `onChanged` wants to be called. */
  watched: ReadonlySet<string>;
  /** Also check that local references lead to something that exists. */
  checkReferences: boolean;
};

export type Matched = { type: string; id: string; record: bigint }[];
