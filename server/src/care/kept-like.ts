import { categoryOf, categorySystem } from '../access/categories.ts';
import { label } from '../access/label.ts';
import type { Coding, Resource } from '../fhir/resource.ts';

/** What not everybody sees who sees what is `usual`. */
const ownKinds: ReadonlySet<string> = new Set(['psych-note', 'substance-use', 'sexual-health', 'youth-clinic']);

/**
 * The security of a task that tells of something: as that, so that whoever does not see the one (a parent, the citizen before a talk,
 * another role) does not learn of it by the other.
 * @param usual the category where what it is about has none that is kept closer
 */
export function keptLike(about: Resource, usual: string): Coding[] {
  const own = categoryOf(label(about));
  const category = own !== undefined && ownKinds.has(own) ? own : usual;
  const labels = ((about.meta?.security ?? []) as Coding[]).filter(({ system }) => system !== categorySystem);
  return [...labels, { system: categorySystem, code: category }];
}
