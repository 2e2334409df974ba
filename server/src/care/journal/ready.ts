import type { Issue } from '../../fhir/issue.ts';
import { type Governed, refused } from '../process.ts';
import { extensions } from './terms.ts';
import type { QuestionnaireResponse } from './types.ts';

/** Since when a draft is said to be written out; undefined while it is not. */
const readyAt = (draft: QuestionnaireResponse | undefined): string | undefined =>
  draft?.extension?.find(({ url }) => url === extensions.readyToSign)?.valueInstant as string | undefined;

/**
 * Whoever writes for somebody else says when it is written out: then it waits for its author to read and sign it. Whoever
 * writes their own signs it, and a draft in which nothing is written has nothing to sign. Taken back it is by either of the two.
 */
export function readyIssues(
  { actor }: Governed,
  before: QuestionnaireResponse | undefined,
  after: QuestionnaireResponse,
): Issue[] {
  const at = readyAt(after);
  if (at === undefined || at === readyAt(before)) return [];
  const own = [actor.id, `PractitionerRole/${actor.practitionerRole}`];
  if (own.includes(after.author?.reference ?? '')) {
    return [
      refused('ready-own', place, 'Only a draft that is written for somebody else is said to be written out: sign it.'),
    ];
  }
  return (after.item ?? []).length === 0
    ? [refused('ready-empty', place, 'Nothing is written: there is nothing to sign.')]
    : [];
}

const place = 'QuestionnaireResponse.extension';
