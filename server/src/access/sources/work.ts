import { beginningOf } from '../../fhir/norwegian/day.ts';
import type { Json, Resource } from '../../fhir/resource.ts';
import {
  agentAt,
  codeAt,
  hasCode,
  idAt,
  isRequestToOfficer,
  listAt,
  periodAt,
  referenceAt,
  textAt,
} from '../reading.ts';
import { systems } from '../rules/codes.ts';
import { request } from '../rules/limits.ts';
import { always, dataOf, type Fact, keyOf, recorderOf, type Source, writerOf } from './fact.ts';

const accepted = new Set(['accepted', 'in-progress', 'on-hold']);
const ringing = new Set(['requested', 'received', 'ready', ...accepted]);

/** What is about somebody's look at a record lets nobody into it; nor does what is asked of a privacy officer. */
const aboutLooks = new Set(['access-alert', 'access-review', 'unlawful-access', 'log-question']);

/**
 * Work about somebody that a unit or a person has taken on: a referral, an alarm, a control of the log, anything else; and
 * what they are asked and have not answered, with what was sent along.
 */
export const taskFacts: Source = (resource) => {
  const code = codeAt(resource.code, systems.taskCode);
  if (code === 'emergency-review') return emergencyFacts(resource);
  if ((code !== undefined && aboutLooks.has(code)) || isRequestToOfficer(resource)) return [];
  const status = textAt(resource.status) ?? '';
  const kind = kindOf(code, resource);
  const unit = idAt(resource.owner, 'Organization');
  const person = agentAt(resource.owner);
  if (unit === undefined && person === undefined) return [];
  const whose = unit === undefined ? { person: person! } : { unit };
  const times = {
    from: beginningOf(textAt(resource.authoredOn)) ?? Number.NEGATIVE_INFINITY,
    to: periodAt(resource.executionPeriod).to,
  };
  const common = { active: true, createdBy: recorderOf(resource) };
  if ((kind === 'alarm' ? ringing : accepted).has(status)) {
    const withoutEvent = kind === 'task' && !hasEvent(resource);
    return [{ kind, ...whose, ...times, data: dataOf({ ...common, withoutEvent }) }];
  }
  if (kind === 'log-case' || !asked.has(status)) return [];
  const documents = sentWith(resource);
  const keys = documents.map(keyOf);
  const data = dataOf({ ...common, withoutEvent: !hasEvent(resource), documents, keys });
  return [{ kind: 'task-requested', ...whose, ...times, data }];
};

const asked = new Set(request.at(Number.POSITIVE_INFINITY).value.statuses);

/** The Task itself first, then what it is about, what it follows from, what was put in, and the citizen. */
function sentWith(resource: Resource): string[] {
  const { focus, basedOn, input } = resource;
  const inputs = listAt(input).map(({ valueReference }) => valueReference);
  const named = [focus, ...listAt(basedOn), ...inputs, resource.for].flatMap((one) => referenceAt(one) ?? []);
  return [...new Set([`Task/${resource.id ?? ''}`, ...named])];
}

function kindOf(code: string | undefined, { focus }: Resource): string {
  if (code === 'log-control') return 'log-case';
  if (code === 'alarm') return 'alarm';
  return referenceAt(focus)?.startsWith('ServiceRequest/') ? 'referral' : 'task';
}

/** Somebody else asked for it, or it follows from something that happened to the citizen. */
function hasEvent(resource: Resource): boolean {
  const follows = ['focus', 'encounter', 'reasonReference', 'basedOn', 'partOf'].some(
    (name) => resource[name] !== undefined,
  );
  if (follows) return true;
  const [requester, owner] = [referenceAt(resource.requester), referenceAt(resource.owner)];
  return requester !== undefined && requester !== owner && agentAt(resource.requester) !== recorderOf(resource);
}

/** An emergency opening: the Task that somebody else reviews it by says who opened, why, and for how long. */
function emergencyFacts(resource: Resource): Fact[] {
  const person = idAt(resource.requester, 'Practitioner');
  const { from, to } = periodAt((resource.restriction as { period?: Json } | undefined)?.period);
  if (person === undefined || !Number.isFinite(from) || resource.status === 'entered-in-error') return [];
  const reason = firstCode(resource.reasonCode);
  const text = textAt(resource.description) ?? '';
  return [{ kind: 'emergency', person, from, to, data: dataOf({ reason, text, length: [...text.trim()].length }) }];
}

function firstCode(value: Json | undefined): string {
  for (const { coding } of listAt(value))
    for (const { code } of listAt(coding)) if (typeof code === 'string') return code;
  return '';
}

/** A message that says an alarm has gone, until it is answered and completed. */
export const communicationFacts: Source = (resource) => {
  if (!hasCode(resource.category, systems.taskCode, 'alarm')) return [];
  if (resource.status !== 'in-progress' && resource.status !== 'preparation') return [];
  const from = beginningOf(textAt(resource.sent)) ?? Number.NEGATIVE_INFINITY;
  return listAt(resource.recipient).flatMap((one): Fact[] => {
    const unit = idAt(one, 'Organization');
    return unit === undefined ? [] : [{ kind: 'alarm', ...always, unit, from, data: dataOf({ active: true }) }];
  });
};

const undecided = new Set(['draft', 'active', 'on-hold']);

/** An application at the office that decides it, until the case is closed. */
export const requestFacts: Source = (resource) => {
  if (resource.intent !== 'proposal' || !undecided.has(textAt(resource.status) ?? '')) return [];
  const from = beginningOf(textAt(resource.authoredOn)) ?? Number.NEGATIVE_INFINITY;
  const units = listAt(resource.performer).flatMap((one) => idAt(one, 'Organization') ?? []);
  const data = dataOf({ active: true, createdBy: recorderOf(resource) });
  return (units.length > 0 ? units : [writerOf(resource)])
    .filter((unit) => unit !== '')
    .map((unit) => ({ kind: 'case', unit, from, to: Number.POSITIVE_INFINITY, data }));
};
