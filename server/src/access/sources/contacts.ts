import { beginningOf } from '../../fhir/norwegian/day.ts';
import {
  agentAt,
  codeAt,
  codingsAt,
  hasCode,
  idAt,
  listAt,
  periodAt,
  referenceAt,
  tagsOf,
  textAt,
} from '../reading.ts';
import { systems } from '../rules/codes.ts';
import { dataOf, type Fact, recorderOf, type Source, writerOf } from './fact.ts';

const present = new Set(['arrived', 'triaged', 'in-progress', 'onleave']);
const staying = new Set(['IMP', 'ACUTE', 'NONAC', 'SS']);

/** Somebody is here: while it lasts for the unit, and a while longer for those who took part. */
export const encounterFacts: Source = (resource) => {
  const status = textAt(resource.status) ?? '';
  if (!present.has(status) && status !== 'finished') return [];
  const participants = listAt(resource.participant).flatMap(({ individual }) => agentAt(individual) ?? []);
  if (status === 'finished' && participants.length === 0) return [];
  const { from, to } = periodAt(resource.period);
  const unit = idAt(resource.serviceProvider, 'Organization') ?? writerOf(resource);
  const isStay = [...codingsAt(resource.class)].some(({ code }) => staying.has(code));
  return [
    {
      kind: isStay ? 'stay' : 'encounter',
      ...(unit === '' ? {} : { unit }),
      from,
      // One that ended at a time nobody wrote down ended when it began.
      to: status === 'finished' && to === Number.POSITIVE_INFINITY ? from : to,
      data: dataOf({ active: present.has(status), participants, createdBy: recorderOf(resource) }),
    },
  ];
};

const given = new Set(['active', 'onhold']);
/** Services that are given where the citizen lives (Volven 9151). */
const atHome = new Set(['1', '2', '3', '5', '6', '7', '9', '15', '27', '28']);

/** A service by decision, or a course of care; of a private supplier it is by contract, and ends with it. */
export const episodeFacts: Source = (resource) => {
  const status = textAt(resource.status) ?? '';
  const participants = [resource.careManager].flatMap((one) => agentAt(one) ?? []);
  if (!given.has(status) && !(status === 'finished' && participants.length > 0)) return [];
  const unit = idAt(resource.managingOrganization, 'Organization') ?? writerOf(resource);
  const service = codeAt(resource.type, systems.service);
  const isSupplier = tagsOf(resource, systems.serviceKind).includes('private-care');
  return [
    {
      kind: isSupplier ? 'contract' : service === undefined ? 'episode' : 'vedtak',
      ...(unit === '' ? {} : { unit }),
      ...periodAt(resource.period),
      data: dataOf({
        active: given.has(status),
        homeVisit: service !== undefined && atHome.has(service),
        participants: participants.length === 0 ? undefined : participants,
        createdBy: recorderOf(resource),
      }),
    },
  ];
};

const booked = new Set(['booked', 'arrived', 'checked-in', 'fulfilled']);

/** A time that is booked: its own time stands here, and the days before and after are the rule's. */
export const appointmentFacts: Source = (resource) => {
  if (!booked.has(textAt(resource.status) ?? '')) return [];
  const from = beginningOf(textAt(resource.start));
  if (from === undefined) return [];
  const to = beginningOf(textAt(resource.end)) ?? from;
  const actors = listAt(resource.participant)
    .filter(({ status }) => status !== 'declined')
    .map(({ actor }) => actor);
  const units = actors.flatMap((actor) => {
    const reference = referenceAt(actor);
    return reference !== undefined && /^(HealthcareService|Location)\//.test(reference) ? reference : [];
  });
  const data = dataOf({ active: true, createdBy: recorderOf(resource) });
  const times = { from, to, data };
  return [
    ...[...new Set([writerOf(resource), ...units])]
      .filter((unit) => unit !== '')
      .map((unit): Fact => ({ kind: 'appointment', unit, ...times })),
    ...actors.flatMap((actor): Fact[] => {
      const person = agentAt(actor);
      return person === undefined ? [] : [{ kind: 'appointment', person, ...times }];
    }),
  ];
};

/** Who is in the team around somebody. Who put themself there has no ground by it. */
export const teamFacts: Source = (resource) => {
  if (resource.status !== 'active') return [];
  const createdBy = recorderOf(resource);
  const whole = periodAt(resource.period);
  // Whoever gives medicines must see what is ordered: the order, what was given, and that it is stopped.
  const delegates = hasCode(resource.category, systems.careTeamKind, 'medication-delegation');
  const gives = delegates ? ['medication'] : undefined;
  return listAt(resource.participant).flatMap(({ member, period, role }): Fact[] => {
    const unit = idAt(member, 'Organization');
    const person = agentAt(member);
    if (unit === undefined && person === undefined) return [];
    const own = periodAt(period);
    const times = { from: Math.max(whole.from, own.from), to: Math.min(whole.to, own.to) };
    // takes part in the work with a plan, as the citizen has agreed to, and never reads the record
    const invited = hasCode(role, systems.planParty, 'invited');
    const data = dataOf({ active: true, createdBy, withoutEvent: person !== undefined, gives, invited });
    return [{ kind: 'team', ...(unit === undefined ? { person: person! } : { unit }), ...times, data }];
  });
};
