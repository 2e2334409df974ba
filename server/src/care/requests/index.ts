import { careProcess, type Rule, refused } from '../process.ts';
import { decide, request } from './acts.ts';
import { isRequest, requestIssues } from './rules.ts';
import { requestWords } from './words.ts';

const serviceCategory = 'https://enjournal.no/fhir/CodeSystem/service-category';

const taskRule: Rule = async ({ resource, before, actor, now, find }) => {
  if (actor.kind === 'system' || (!isRequest(resource) && !isRequest(before))) return [];
  if (resource === undefined) return [refused('request-fixed', 'Task', 'A request is not deleted.')];
  const issues = requestIssues(resource, before, { now, isCitizen: actor.kind === 'citizen', role: actor.role });
  if (before !== undefined) return issues;
  const to = (resource.owner as { reference?: string } | undefined)?.reference ?? '';
  const category = encodeURIComponent(`${serviceCategory}|dialogue`);
  const services = /^Organization\/[A-Za-z0-9\-.]+$/.test(to)
    ? await find('HealthcareService', `organization=${to}&service-category=${category}&active=true`, 1)
    : [];
  if (services.length === 0)
    issues.push(refused('request-to', 'Task.owner', 'A request goes to a service that answers citizens.'));
  return issues;
};

/** What citizens ask of those who keep the record: access, copy, correction, deletion, objection. */
export const requests = careProcess({
  name: 'requests',
  governs: { Task: taskRule },
  operations: [request, decide],
  words: requestWords,
});
