import { principalInstantOf } from '../../shared/fhir/principal-date.ts';
import type { Condition } from '../../shared/fhir/types.ts';
import { conceptText, hasCode } from '../../shared/format/quantity.ts';

/**
 * What is lived with now, and what was before. Where a problem list is kept it is the answer; else every diagnosis that is said to be
 * active, each once, the newest first. What was found not to be, or written by mistake, is neither.
 */
export function problemsFrom(conditions: readonly Condition[]): { now: Condition[]; before: Condition[] } {
  const standing = conditions
    .filter(({ verificationStatus }) => !hasCode(verificationStatus, 'refuted', 'entered-in-error'))
    .sort((a, b) => principalInstantOf(b) - principalInstantOf(a));
  const isNow = ({ clinicalStatus }: Condition) =>
    clinicalStatus === undefined || hasCode(clinicalStatus, 'active', 'recurrence', 'relapse');
  const current = standing.filter(isNow);
  const kept = current.filter(({ category }) => hasCode(category, 'problem-list-item', 'health-concern'));
  const now = eachOnce(kept.length > 0 ? kept : current);
  const shown = new Set(now.map(keyOf));
  return { now, before: eachOnce(standing.filter((one) => !shown.has(keyOf(one)))) };
}

const keyOf = ({ code, id }: Condition): string => code?.coding?.[0]?.code ?? (conceptText(code) || (id ?? ''));

function eachOnce(conditions: readonly Condition[]): Condition[] {
  const seen = new Set<string>();
  return conditions.filter((one) => !seen.has(keyOf(one)) && seen.add(keyOf(one)));
}
