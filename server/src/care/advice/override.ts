import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Governed, refused } from '../process.ts';
import { list } from './rule.ts';

export const keySystem = 'https://enjournal.no/fhir/NamingSystem/advice';
export const reasonSystem = 'https://enjournal.no/fhir/CodeSystem/advice-override-reason';

/** Why advice is not followed, as the next who meets it sees: a DetectedIssue with its mitigation. */
export type Override = { reference: string; reason: JsonObject; by: string; at: string };

const dayMs = 86_400_000;
/** What was weighed half a year ago is weighed again. */
const HOLDS_DAYS = 180;

/** The newest override of each key that still holds. */
export function overridesIn(record: readonly Resource[], now: number): ReadonlyMap<string, Override> {
  const found = new Map<string, Override>();
  for (const issue of record) {
    if (issue.resourceType !== 'DetectedIssue' || !stands.has(String(issue.status))) continue;
    const key = keyOf(issue);
    const [mitigation] = list(issue.mitigation);
    const at = String(mitigation?.date ?? issue.identifiedDateTime ?? '');
    if (key === undefined || mitigation === undefined || !(now - Date.parse(at) < HOLDS_DAYS * dayMs)) continue;
    const author = (mitigation.author ?? issue.author ?? {}) as JsonObject;
    const override = {
      reference: `DetectedIssue/${issue.id}`,
      reason: mitigation.action as JsonObject,
      by: String(author.display ?? ''),
      at,
    };
    if (at > (found.get(key)?.at ?? '')) found.set(key, override);
  }
  return found;
}

const stands: ReadonlySet<string> = new Set(['registered', 'preliminary', 'final', 'amended', 'corrected']);

const keyOf = (issue: Resource): string | undefined => {
  const [mine] = list(issue.identifier).filter(({ system }) => system === keySystem);
  return typeof mine?.value === 'string' ? mine.value : undefined;
};

/** An override says why, by a code, in the name of who overrides; and what was said then stays as it was said. */
export function overrideIssues({ resource, before, actor }: Governed): Issue[] {
  const isOurs = keyOf(resource ?? before!) !== undefined || (before !== undefined && keyOf(before) !== undefined);
  if (!isOurs || actor.kind === 'system') return [];
  if (resource === undefined) {
    return [refused('override-kept', 'DetectedIssue', 'Mark it as entered in error instead.')];
  }
  if (before !== undefined) {
    const isSame = ['identifier', 'mitigation', 'author', 'identifiedDateTime'].every(
      (member) => JSON.stringify(resource[member]) === JSON.stringify(before[member]),
    );
    return isSame ? [] : [refused('override-kept', 'DetectedIssue.mitigation', 'Write a new one; this one stays.')];
  }
  const issues: Issue[] = [];
  const [mitigation] = list(resource.mitigation);
  const reasons = list((mitigation?.action as JsonObject | undefined)?.coding);
  if (!reasons.some(({ system, code }) => system === reasonSystem && code !== undefined)) {
    issues.push(refused('override-reason', 'DetectedIssue.mitigation.action', `A code of ${reasonSystem} says why.`));
  }
  const author = String((mitigation?.author as JsonObject | undefined)?.reference ?? '');
  const isOwn = author.endsWith(`/${actor.practitioner}`) || author.endsWith(`/${actor.practitionerRole}`);
  if (!isOwn) {
    issues.push(refused('override-author', 'DetectedIssue.mitigation.author', 'Who overrides is who writes.'));
  }
  return issues;
}
