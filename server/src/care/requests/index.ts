import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { careProcess, type Governed, type Rule, refused } from '../process.ts';
import { decide, request } from './acts.ts';
import { answererOf, type Find } from './answerer.ts';
import {
  canBeDisputed,
  disputedIn,
  isForOfficer,
  isRequest,
  isToOfficer,
  kindOf,
  requestIssues,
  serviceOf,
  taskCodes,
} from './rules.ts';
import { requestWords } from './words.ts';

const serviceCategory = 'https://enjournal.no/fhir/CodeSystem/service-category';

const taskRule: Rule = async (change) => {
  const { resource, before, actor, now } = change;
  if (actor.kind === 'system' || (!isRequest(resource) && !isRequest(before))) return [];
  if (resource === undefined) return [refused('request-fixed', 'Task', 'A request is not deleted.')];
  const issues = requestIssues(resource, before, { now, isCitizen: actor.kind === 'citizen', role: actor.role });
  if (before !== undefined) return issues;
  return [...issues, ...(await ownerIssues(resource, change)), ...(await disputeIssues(resource, change))];
};

/** It goes to a service that answers citizens, or to the privacy officer there where it is theirs to answer. */
async function ownerIssues(task: Resource, { find, now }: Governed): Promise<Issue[]> {
  const owner = (task.owner as { reference?: string } | undefined)?.reference ?? '';
  const to = serviceOf(task)?.reference ?? owner;
  const category = encodeURIComponent(`${serviceCategory}|dialogue`);
  const services = /^Organization\/[A-Za-z0-9\-.]+$/.test(to)
    ? await find('HealthcareService', `organization=${to}&service-category=${category}&active=true`, 1)
    : [];
  // a service that has answered may have ceased to take new ones
  if (services.length === 0 && disputedIn(task) === undefined)
    return [refused('request-to', 'Task.owner', 'A request goes to a service that answers citizens.')];
  const found: Find = (type, criteria) =>
    find(
      type,
      new URLSearchParams(criteria.map(([name, value]): [string, string] => [name, value])).toString(),
      mostFound,
    );
  const wanted = isForOfficer(kindOf(task), disputedIn(task) !== undefined)
    ? await answererOf({ reference: to }, found, now)
    : { owner: { reference: to }, isOfficer: false };
  if (wanted.owner.reference === owner && wanted.isOfficer === isToOfficer(task)) return [];
  return [
    wanted.isOfficer
      ? refused('request-officer', 'Task.owner', 'The privacy officer answers it: $request finds who that is.')
      : refused('request-service', 'Task.owner', 'The service answers it.'),
  ];
}

const mostFound = 20;

/** What is disputed is the service's no to the same request, of the same citizen, and once. */
async function disputeIssues(task: Resource, { readShown, findShown }: Governed): Promise<Issue[]> {
  const disputed = disputedIn(task);
  if (disputed === undefined) return [];
  const before = await readShown(disputed); // held, so that it is not disputed twice at once
  const isTheirs = before !== undefined && subjectOf(before) === subjectOf(task) && kindOf(before) === kindOf(task);
  const service = before && serviceOf(before)?.reference;
  const isSame = service === undefined || service === serviceOf(task)?.reference;
  if (!isTheirs || !isSame || !canBeDisputed(before))
    return [refused('request-dispute', 'Task.basedOn', 'A request that was refused, in whole or in part.')];
  const code = encodeURIComponent(`${taskCodes}|citizen-request`);
  const others = await findShown('Task', `patient=${subjectOf(task)}&based-on=${disputed}&code=${code}`, 5);
  return others.some(({ status }) => status !== 'cancelled')
    ? [refused('request-disputed', 'Task.basedOn', 'It has been brought before the privacy officer already.')]
    : [];
}

const subjectOf = (task: Resource): string => String((task.for as JsonObject | undefined)?.reference ?? '');

/** What citizens ask of those who keep the record: access, copy, correction, deletion, objection. */
export const requests = careProcess({
  name: 'requests',
  governs: { Task: taskRule },
  operations: [request, decide],
  words: requestWords,
});
