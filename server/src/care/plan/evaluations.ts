import type { Issue } from '../../fhir/issue.ts';
import { refused } from '../process.ts';
import type { Note, Ref } from './plan.ts';
import { isOwn } from './plan.ts';

/** Who writes, as notes name them: every reference that is theirs, and whether they speak as the citizen. */
export type Writer = { references: readonly string[]; isCitizen: boolean; isSystem: boolean };

/**
 * Notes of evaluation, progress and answers are added to and not changed: each new one says who and when, and stands in the
 * name of who writes it. What the citizen has said is not touched by anybody else.
 */
export function noteIssues(
  before: readonly Note[] | undefined,
  after: readonly Note[] | undefined,
  writer: Writer,
  path: string,
  isNew = false,
): Issue[] {
  const [was, is] = [before ?? [], after ?? []];
  const issues: Issue[] = [];
  for (const one of was) {
    if (is.some((other) => isSame(one, other))) continue;
    const key = isOwn(one.authorReference) ? 'plan-own-words' : 'plan-note-kept';
    issues.push(refused(key, path, 'What has been written stays as it is; add a new note.'));
  }
  is.forEach((one, i) => {
    if (was.some((other) => isSame(one, other))) return;
    const isUnsigned = one.time === undefined || (one.authorReference === undefined && one.authorString === undefined);
    // What stands in a new one from its beginning is of whoever writes it.
    if (isUnsigned && isNew) return;
    if (isUnsigned) issues.push(refused('plan-note-unsigned', `${path}[${i}]`, 'A note has an author and a time.'));
    else if (!isBy(one, writer))
      issues.push(refused('plan-note-author', `${path}[${i}].author`, 'A note stands in the name of who writes it.'));
  });
  return issues;
}

/** Systems tell what others have said; who acts for a citizen is a RelatedPerson, whom the gate knows. */
function isBy({ authorReference }: Note, { references, isSystem, isCitizen }: Writer): boolean {
  const by = authorReference?.reference;
  return isSystem || by === undefined || references.includes(by) || (isCitizen && isOwn(authorReference));
}

/** New notes that somebody stands for, with when. */
export const hasNewNote = (before: readonly Note[] | undefined, after: readonly Note[] | undefined): boolean =>
  (after ?? []).some((one) => one.time !== undefined && !(before ?? []).some((other) => isSame(one, other)));

const isSame = (one: Note, other: Note): boolean =>
  one.text === other.text &&
  one.time === other.time &&
  one.authorString === other.authorString &&
  refOf(one.authorReference) === refOf(other.authorReference);

const refOf = (ref: Ref | undefined): string | undefined => ref?.reference ?? ref?.display;
