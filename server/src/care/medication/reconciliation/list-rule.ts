import type { Issue } from '../../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import { type Rule, refused } from '../../process.ts';
import { PRESCRIBERS } from '../orders.ts';

/** The page that a reconciliation is prepared on. */
export const draftKind = { system: 'https://enjournal.no/fhir/CodeSystem/list-kind', code: 'reconciliation' } as const;

/** A medicine list that is signed is a doctor's and stays as it was; what it was prepared on stays when it is. */
export const listRule: Rule = ({ resource, before, actor }) => {
  if (actor.kind === 'system') return [];
  const issues: Issue[] = [];
  const of = resource ?? before;
  if (of === undefined) return issues;
  if (hasCode(of, draftKind.code) && before?.status === 'retired') {
    issues.push(refused('draft-over', 'List.status', 'What was prepared and signed is not changed.'));
  }
  if (!hasCode(of, '10160-0')) return issues;
  if (actor.kind !== 'staff' || !PRESCRIBERS.has(actor.role ?? '')) {
    issues.push(refused('reconcile-signer', 'List.source', 'A doctor signs the medicine list.'));
  }
  const isAmended = resource?.status === 'entered-in-error' || resource?.status === 'retired';
  if (before !== undefined && (resource === undefined || !isAmended || isOther(before, resource))) {
    issues.push(refused('list-signed', 'List.entry', 'A signed list is followed by another.'));
  }
  return issues;
};

const isOther = (a: Resource, b: Resource): boolean => JSON.stringify(a.entry) !== JSON.stringify(b.entry);

const hasCode = ({ code }: Resource, wanted: string): boolean =>
  (((code as JsonObject | undefined)?.coding ?? []) as JsonObject[]).some((one) => one.code === wanted);
