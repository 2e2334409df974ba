import type { Issue } from '../../fhir/issue.ts';
import { dayInNorway } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Governed, type Rule, refused } from '../process.ts';
import type { Receiver } from './envelope.ts';
import { factsOf, referenceOf, withinWrite } from './facts.ts';
import { listIssues } from './multidose/list-facts.ts';
import { focusOf, messageKindOf, standsBy, taskCodes } from './rules.ts';
import { mayPrescribe, prescriptionIssues } from './sign-rules.ts';

/** The program itself, which sends what persons have signed (care-events.ts). */
const HOUSE = 'enjournal-care';

/** Where nothing can be sent, nothing is signed that would wait for ever. */
export const noMessages: Rule = ({ resource, before }) =>
  messageKindOf(resource) === undefined || before !== undefined
    ? []
    : [refused('prescription-off', 'Task.code', 'This server sends no prescriptions (ENJOURNAL_ERESEPT).')];

/** What says what was signed, and never changes. */
const SIGNED = [
  'code',
  'focus',
  'for',
  'identifier',
  'input',
  'restriction',
  'authoredOn',
  'basedOn',
  'reasonCode',
] as const;

/**
 * Prescriptions and recalls are tasks that a prescriber signs, and that the house carries out. A person begins one (`ready`), and
 * takes up or gives up one that stands still (`on-hold`); all else is told by the receiver.
 */
export const messageTaskRule =
  (receiver: Receiver): Rule =>
  async (change) => {
    const { resource, before, actor } = change;
    if (messageKindOf(resource) === undefined && messageKindOf(before) === undefined) return [];
    if (actor.kind === 'system' && actor.clientId === HOUSE) return [];
    if (resource === undefined) return [refused('prescription-kept', 'Task', 'It is withdrawn, and not deleted.')];
    if (!mayPrescribe(actor)) {
      return [
        refused('prescription-prescriber', 'Task.requester', 'A doctor at work signs prescriptions and recalls.'),
      ];
    }
    const moved = before === undefined ? [] : movedIssues(resource, before);
    if (moved.length > 0) return moved;
    if (resource.status === 'cancelled') return [];
    return signedIssues(change, resource, receiver);
  };

function movedIssues(resource: Resource, before: Resource): Issue[] {
  const issues: Issue[] = [];
  for (const member of SIGNED) {
    if (JSON.stringify(resource[member]) !== JSON.stringify(before[member])) {
      issues.push(
        refused('prescription-signed', `Task.${member}`, 'What was signed is not changed. Withdraw it, and sign anew.'),
      );
    }
  }
  const mayMove =
    (before.status === 'on-hold' && (resource.status === 'ready' || resource.status === 'cancelled')) ||
    (before.status === 'ready' && resource.status === 'cancelled') ||
    before.status === resource.status;
  if (!mayMove || (before.status === resource.status && before.status !== 'on-hold')) {
    issues.push(
      refused(
        'prescription-moved',
        'Task.status',
        `From ${String(before.status)} a person does not take it to ${String(resource.status)}.`,
      ),
    );
  }
  return issues;
}

async function signedIssues(change: Governed, task: Resource, receiver: Receiver): Promise<Issue[]> {
  const { actor, before, now } = change;
  const issues: Issue[] = [];
  if (before === undefined && task.status !== 'ready') {
    issues.push(refused('prescription-moved', 'Task.status', 'It begins as ready.'));
  }
  if (before === undefined && (task.input !== undefined || task.output !== undefined)) {
    issues.push(refused('prescription-made-here', 'Task.input', 'The message is made here.'));
  }
  // what was made is sent again as it was signed; what must be made anew is signed by who sends it
  const isMade = task.input !== undefined && before !== undefined;
  const signer = isMade ? referenceOf(before.requester) : `PractitionerRole/${actor.practitionerRole}`;
  if (task.status === 'ready' && referenceOf(task.requester) !== signer) {
    issues.push(refused('prescription-signer', 'Task.requester', 'Who signs is the requester.'));
  }
  if (task.status === 'ready' && referenceOf(task.owner) !== `Organization/${actor.organization?.id}`) {
    issues.push(refused('prescription-signer', 'Task.owner', 'The unit of who signs answers for it.'));
  }
  const order = focusOf(task);
  if (order === undefined || issues.length > 0)
    return issues.length > 0 ? issues : [refused('prescription-order', 'Task.focus', 'Of which order.')];
  if (messageKindOf(task) === 'recall-prescription') return recallIssues(change, task);
  const sources = withinWrite(change);
  if (messageKindOf(task) === 'medicines-in-use') return listIssues(task, sources, { now, receiver });
  const facts = await factsOf(task, sources);
  const others = await sources.find('Task', [
    ['focus', order],
    ['code', `${taskCodes}|prescription`],
  ]);
  const today = dayInNorway(now);
  if (others.some((one) => one.id !== task.id && standsBy(one, today))) {
    issues.push(refused('prescription-twice', 'Task.focus', 'The order has a prescription. Recall it first.'));
  }
  return [...issues, ...prescriptionIssues(facts, task, { now, receiver })];
}

async function recallIssues({ readShown }: Governed, task: Resource): Promise<Issue[]> {
  const of = (task.basedOn as JsonObject[] | undefined)?.map(referenceOf)[0];
  const prescription = of?.startsWith('Task/') === true ? await readShown(of) : undefined;
  const isOf =
    messageKindOf(prescription) === 'prescription' &&
    focusOf(prescription!) === focusOf(task) &&
    referenceOf(prescription!.for) === referenceOf(task.for);
  return isOf ? [] : [refused('recall-of', 'Task.basedOn', 'A recall is of a prescription, and of the same order.')];
}
