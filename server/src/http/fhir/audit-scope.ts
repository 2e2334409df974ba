import { problem } from '../../fhir/issue.ts';
import type { FhirRequest } from './message.ts';
import { type FhirService, permitted } from './service.ts';

/** What of the log one may see: some records' entries or all, and how they are told. */
export type AuditScope = {
  /** Absent: of every record, and of none. */
  records?: readonly bigint[];
  /** Only what a citizen is shown: what was done in the record, not the attempts that were refused. */
  onlyVisible?: boolean;
  arePlacesMasked?: boolean;
};

/** The record that a request for the log is about; undefined when it is about no single one. */
type Decide = (service: FhirService, request: FhirRequest, record: bigint | undefined) => Promise<AuditScope>;

/** As yet: systems, within their scopes. */
export const auditScope: Decide = async (service, request, record) => {
  const asked = { letter: 's' as const, type: 'AuditEvent', ...(record === undefined ? {} : { record }) };
  await permitted(service, request, asked, 'search-type');
  if (request.actor.kind !== 'system') throw problem('forbidden', 'denied-log');
  return {};
};
