import { categoryOf } from '../../access/categories.ts';
import { label } from '../../access/label.ts';
import { tagsOf } from '../../access/reading.ts';
import { systems } from '../../access/rules/codes.ts';
import { roleAt } from '../../access/rules/roles.ts';
import type { Issue } from '../../fhir/issue.ts';
import { subjectOf } from '../../fhir/search/subject.ts';
import { type Governed, type Rule, refused } from '../process.ts';
import { contactIssues } from './contact.ts';
import { saysTheSame, shownIssues, struckIssues } from './note-rules.ts';
import { readyIssues } from './ready.ts';
import type { QuestionnaireResponse } from './types.ts';
import { isAuthor, mayAmend, type Writer, writerOf } from './writer.ts';

/**
 * A draft has an author and a subject; answers that are completed change only as amended, and are never deleted by a person:
 * however they are written.
 */
export const formRule: Rule = async (change) => {
  const before = change.before as QuestionnaireResponse | undefined;
  const after = change.resource as QuestionnaireResponse | undefined;
  if (change.actor.kind === 'system') return ofSystems(before, after);
  if (after === undefined) return isDraft(before!) ? [] : [kept];
  if (after.status === 'in-progress' && (before === undefined || isDraft(before)))
    return [
      ...draftIssues(before, after, change.actor.kind),
      ...dictationIssues(change, before, after),
      ...readyIssues(change, before, after),
      ...(await contactIssues(change, before, after)),
    ];
  const writer = await writerOf(change);
  if (before !== undefined && saysTheSame(before, after)) {
    return shownIssues(writer, before, after, 'QuestionnaireResponse');
  }
  return [...statusIssues(writer, before, after), ...(await contactIssues(change, before, after))];
};

const kept = refused(
  'form-kept',
  'QuestionnaireResponse',
  'Completed answers are not deleted: they are amended or struck.',
);
const completed = refused(
  'form-signed',
  'QuestionnaireResponse.status',
  'Completed answers change only as amended, or as entered in error with a reason.',
);

const isDraft = ({ status }: QuestionnaireResponse): boolean => status === 'in-progress' || status === 'stopped';

/** Whose it is must be known from the first letter: nobody else sees it, and they are reminded of it. */
function draftIssues(
  before: QuestionnaireResponse | undefined,
  after: QuestionnaireResponse,
  kind: 'staff' | 'citizen' | 'system',
): Issue[] {
  const issues: Issue[] = [];
  if (subjectOf(after) === undefined) {
    issues.push(refused('draft-subject', 'QuestionnaireResponse.subject', 'A draft says whose record it is for.'));
  }
  const author = after.author?.reference ?? '';
  if (kind === 'staff' && !/^Practitioner(Role)?\//.test(author)) {
    issues.push(refused('draft-author', 'QuestionnaireResponse.author', 'A draft says who writes it.'));
  }
  if (before?.author?.reference !== undefined && before.author.reference !== author) {
    issues.push(refused('draft-author', 'QuestionnaireResponse.author', 'A draft does not change hands.'));
  }
  return issues;
}

/** Whoever may not sign such notes writes them for somebody who does: a note without a responsible author is nobody's. */
function dictationIssues(
  { actor, now }: Governed,
  before: QuestionnaireResponse | undefined,
  after: QuestionnaireResponse,
): Issue[] {
  const role = roleAt(actor.role ?? '', now);
  if (before !== undefined || role?.dictates === undefined) return [];
  if (role.categories.some((one) => one === categoryOf(label(after)))) return [];
  const own = [actor.id, `PractitionerRole/${actor.practitionerRole}`];
  if (!own.includes(after.author?.reference ?? '')) return [];
  return [
    refused('dictation-author', 'QuestionnaireResponse.author', 'A draft is written for a treater who signs it.'),
  ];
}

function statusIssues(
  writer: Writer,
  before: QuestionnaireResponse | undefined,
  after: QuestionnaireResponse,
): Issue[] {
  const isSigned = before !== undefined && !isDraft(before);
  switch (after.status) {
    case 'completed':
      return isSigned ? [completed] : [];
    case 'amended':
      if (!isSigned || before.status === 'entered-in-error') return [completed];
      return mayAmend(writer, before) ? [] : [notYours];
    case 'entered-in-error':
      if (!isSigned || before.status === 'entered-in-error') return [completed];
      return struckIssues(writer, before, after, 'QuestionnaireResponse');
    default:
      if (isSigned) return [completed];
      return before === undefined || isAuthor(writer, before) ? [] : [notYours];
  }
}

const notYours = refused(
  'note-not-yours',
  'QuestionnaireResponse.author',
  'Only the author, or authorised personnel of the organisation that is custodian, may do this.',
);

/** Systems load finished answers, and keep their own; what a person has completed here they do not change. */
function ofSystems(before: QuestionnaireResponse | undefined, after: QuestionnaireResponse | undefined): Issue[] {
  if (before === undefined || after === undefined || isDraft(before)) return [];
  if (tagsOf(before, systems.recorder).length === 0 || saysTheSame(before, after, ['subject'])) return [];
  return [completed];
}
