import type { StaffFacts } from '../../../../access/facts.ts';
import type { Opened } from '../../../../access/gate/gate.ts';
import { Problem } from '../../../../fhir/issue.ts';
import { accessLine, askFor, type Line, reasonIssue, refusal, refuseUncovered } from '../../asking.ts';
import type { FhirRequest } from '../../message.ts';
import type { FhirService } from '../../service.ts';

/**
 * Whoever controls the log of a legal entity: in the role for it, for the entity they have chosen to work for.
 * @throws Problem forbidden, once it is in the log
 * @source pasientjournalloven § 22 third paragraph
 */
export async function officerOf(service: FhirService, request: FhirRequest, line: Line): Promise<StaffFacts> {
  await refuseUncovered(service, request, 's', 'Task', line);
  const ask = askFor(request);
  const verdict = await service.gate.actorVerdict(ask, 'read');
  const { facts } = await service.gate.acting(ask);
  const isOfficer = facts.kind === 'staff' && facts.role === 'loggkontroll';
  if (isOfficer && ('permit' in verdict || verdict.deny === 'no-basis')) return facts;
  const reason = 'deny' in verdict && verdict.deny !== 'no-basis' ? verdict.deny : 'role-category';
  await service.log.append(accessLine(request, undefined, { ...line, decision: `deny:${reason}`, basis: reason }));
  if ('deny' in verdict && verdict.status === 401) throw refusal(request, verdict, 401);
  throw new Problem('forbidden', [reasonIssue(request, reason, 'forbidden')]);
}

/** The legal entities whose looks the officer reviews: their own, and those that have given it to theirs by agreement. */
export async function reviewedBy(service: FhirService, { org }: StaffFacts): Promise<string[]> {
  const { rows } = await service.database.shortReader.query<{ for: string }>(
    `SELECT data ->> 'for' AS for FROM access_fact
     WHERE unit = $1 AND kind = 'privacy-agreement' AND from_at <= $2 AND to_at > $2 AND data ? 'for'`,
    [org, new Date(service.now())],
    'privacy-agreements',
  );
  return [...new Set([org, ...rows.map((row) => row.for)])];
}

/**
 * The decision about a record in which the officer has a case: what is to be reviewed is the case. It is the decision itself
 * that says no where it must, of the officer's own record for one.
 */
export function openAsCase(
  service: FhirService,
  request: FhirRequest,
  officer: StaffFacts,
  record: bigint,
): Promise<Opened> {
  return service.gate.openWith(askFor(request), record, 'read', (rows) => [
    ...rows,
    {
      record,
      type: 0,
      id: 'review',
      n: 0,
      kind: 'log-case',
      unit: officer.unit,
      from: Number.NEGATIVE_INFINITY,
      to: Number.POSITIVE_INFINITY,
      data: { active: true },
    },
  ]);
}
