import type { Actor } from '../../access/actor.ts';
import { type Asked, decide, type Scope } from '../../access/decision.ts';
import { labels } from '../../access/labels.ts';
import type { Access, AccessLog } from '../../access/log.ts';
import { makeId } from '../../fhir/ids.ts';
import { type Issue, problem } from '../../fhir/issue.ts';
import type { Decimals } from '../../fhir/json/index.ts';
import type { Resource } from '../../fhir/resource.ts';
import type { CustomParameter } from '../../fhir/search/custom.ts';
import type { IndexEntries } from '../../fhir/search/index-entries.ts';
import {
  type Changed,
  type ChangeFeed,
  type Database,
  newLocalPart,
  newRecordKey,
  type Queryable,
  type WriteContext,
} from '../../record/index.ts';
import { findMatches, type Terminology } from '../../record/search/index.ts';
import type { FhirRequest } from './message.ts';
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

/** Everything the FHIR API stands on; main.ts wires it. */
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
  /** Said in the CapabilityStatement. */
  software: { version: string };
  now: () => number;
  /** What changes in records that are watched. */
  changes: ChangeFeed;
  /** Ends each open event stream; called at shutdown. */
  streams: Set<() => void>;
};

/** What the store itself says of search and validation; StoreConformance. */
export type Conformance = {
  validate(resource: Resource, decimals?: Decimals): Issue[];
  extract(resource: Resource, record: bigint): IndexEntries;
  searchable: readonly CustomParameter[];
  watched: ReadonlySet<string>;
  onChanged(client: Queryable, changed: readonly Changed[]): Promise<void>;
};

/** The gate's decision for a request, or its refusal. @throws Problem forbidden, once the refusal is in the log. */
export async function permitted(
  service: FhirService,
  request: FhirRequest,
  asked: Asked,
  interaction: string,
): Promise<Scope> {
  const decision = decide(request.actor, asked);
  if ('permit' in decision) return decision.permit;
  await service.log.append({ ...access(request.actor, interaction, asked), decision: `deny:${decision.deny}` });
  throw problem('forbidden', `denied-${decision.deny}`, { diagnostics: decision.text });
}

function access(actor: Actor, interaction: string, asked: Asked): Access {
  const line: Access = { actor, interaction, type: asked.type === '*' ? 'Resource' : asked.type, decision: '' };
  if (line.type === 'Resource') delete line.type;
  if (asked.record !== undefined) line.record = asked.record;
  return line;
}

/** Nobody writes the access log but the server itself, as it does what the log tells. */
export function logIsOnlyRead() {
  return problem('method', 'log-only-read', { diagnostics: 'The access log is written by the server alone.' });
}

/** What a write needs, for this request's actor. */
export function writeContext(service: FhirService, request: FhirRequest): WriteContext {
  const { actor } = request;
  const { conformance, log } = service;
  return {
    now: service.now,
    newId: (record) => makeId(record, newLocalPart(service.now())),
    newRecord: newRecordKey,
    permit: ({ letter, type, record }) => {
      if (type === 'AuditEvent') throw logIsOnlyRead();
      const decision = decide(actor, { letter, type, record });
      if ('deny' in decision) throw problem('forbidden', `denied-${decision.deny}`, { diagnostics: decision.text });
    },
    log: {
      writer: log.writer,
      era: log.era,
      row: (change) => log.row({ actor, decision: 'permit', ...change }),
    },
    validate: (resource, decimals) => conformance.validate(resource, decimals),
    extract: (resource, record) => conformance.extract(resource, record),
    ...labels,
    match: (client, criteria) =>
      findMatches(client, criteria, {
        scope: {},
        base: service.base,
        terminology: service.terminology,
        custom: conformance.searchable,
      }),
    onChanged: (client, changed) => conformance.onChanged(client, changed),
    watched: conformance.watched,
    checkReferences: request.headers['x-enjournal-check-references'] === 'true',
  };
}
