import { categoryBit } from '../../access/categories.ts';
import type { Opened } from '../../access/gate/gate.ts';
import { Problem, problem } from '../../fhir/issue.ts';
import { guessRecord, textArray } from '../../record/index.ts';
import {
  accessLine,
  askFor,
  isNarrowed,
  type Line,
  MOST_ATTEMPTS,
  reasonIssue,
  refusal,
  refuseUncovered,
  stands,
} from './asking.ts';
import { notFound } from './disclose.ts';
import type { FhirRequest } from './message.ts';
import type { FhirService } from './service.ts';

/** What of the log one may see: some records' entries or all, and how they are told. */
export type AuditScope = {
  /** Absent: of every record, and of none. */
  records?: readonly bigint[];
  /** Only what a citizen is shown: what was done in the record, and attempts to open it that were refused. */
  onlyVisible?: boolean;
  arePlacesMasked?: boolean;
  /** The decision about the one record that is asked for. */
  opened?: Opened;
};

type Decide = (
  service: FhirService,
  request: FhirRequest,
  /** The record that a request for the log is about; undefined when it is about no single one. */
  record: bigint | undefined,
  /** One entry is asked for by its id, or those of a search. */
  isSingle: boolean,
) => Promise<AuditScope>;

/** The log of a record is one of its information categories: the citizen's own, and that of whoever controls it by a case. */
export const auditScope: Decide = async (service, request, record, isSingle) => {
  const line: Line = { interaction: isSingle ? 'read' : 'search-type', type: 'AuditEvent' };
  await refuseUncovered(service, request, isSingle ? 'r' : 's', 'AuditEvent', line);
  const { actor } = request;
  if (actor.kind === 'system' && !isNarrowed(request)) return {};
  const ask = askFor(request);
  if (record !== undefined) {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const opened = await service.gate.open(ask, record, isSingle ? 'read' : 'search');
      const scope = await ofRecord(service, request, opened, isSingle, line);
      if (scope !== 'overtaken') return scope;
    }
    throw problem('conflict', 'changed-meanwhile');
  }
  if (actor.kind === 'citizen') {
    return { records: [guessRecord('Patient', actor.ownPatient ?? '')], onlyVisible: true };
  }
  const verdict = await service.gate.actorVerdict(ask, 'search');
  const { facts } = await service.gate.acting(ask);
  if (facts.kind === 'staff' && facts.role === 'loggkontroll' && ('permit' in verdict || verdict.deny === 'no-basis')) {
    return { records: await casesOf(service, facts) };
  }
  const reason = 'deny' in verdict && verdict.deny !== 'no-basis' ? verdict.deny : 'role-category';
  await service.log.append(accessLine(request, undefined, { ...line, decision: `deny:${reason}`, basis: reason }));
  if ('deny' in verdict && verdict.status === 401) throw refusal(request, verdict, 401);
  throw new Problem('forbidden', [reasonIssue(request, reason, 'forbidden')]);
};

async function ofRecord(
  service: FhirService,
  request: FhirRequest,
  opened: Opened,
  isSingle: boolean,
  line: Line,
): Promise<AuditScope | 'overtaken'> {
  const { verdict, record, actor } = opened;
  if ('deny' in verdict) {
    const told = { decision: `deny:${verdict.deny}`, basis: verdict.deny, stream: verdict.stream };
    if (!(await stands(service, request, opened, { ...line, ...told }))) return 'overtaken';
    const status = isSingle ? verdict.status : verdict.opening;
    throw status === 404 ? notFound() : refusal(request, verdict, status);
  }
  const { permit } = verdict;
  if ((permit.categories & categoryBit('log')) === 0) {
    const told = { decision: 'deny:role-category', basis: 'role-category' };
    if (!(await stands(service, request, opened, { ...line, ...told }))) return 'overtaken';
    if (actor.kind === 'citizen') throw notFound();
    throw new Problem('forbidden', [reasonIssue(request, 'role-category', 'forbidden')]);
  }
  const scope: AuditScope = { records: [record], opened };
  if (actor.kind === 'citizen') scope.onlyVisible = true;
  if (typeof permit.address === 'object') scope.arePlacesMasked = true;
  return scope;
}

/** More open cases than this has nobody. */
const MOST_CASES = 10_000;

/** The records of which this person, or the unit, controls the log. */
async function casesOf(service: FhirService, facts: { unit: string; person: string }): Promise<bigint[]> {
  const { rows } = await service.database.shortReader.query<{ record: bigint }>(
    `SELECT DISTINCT record FROM access_fact WHERE kind = 'log-case' AND from_at <= $3 AND to_at > $3
       AND (unit = ANY ($1::text[]) OR person = ANY ($2::text[])) LIMIT ${MOST_CASES}`,
    [textArray([facts.unit]), textArray([facts.person]), new Date(service.now())],
    'log-cases',
  );
  return rows.map(({ record }) => record);
}
