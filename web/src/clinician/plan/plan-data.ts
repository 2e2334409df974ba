import type { CarePlan, CareTeam, Goal, Step } from '@enjournal/server/care/plan';
import { codes, hasCode, isOwn, isPathway, isShared } from '@enjournal/server/care/plan';
import { useQuery } from '@tanstack/react-query';
import { matchesOf, search, send } from '../../shared/fhir/client.ts';
import type { Parameter } from '../../shared/fhir/parameters.ts';
import type { Appointment, Resource } from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import type { Language } from '../../shared/i18n/words.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';

export type Plan = CarePlan & Resource;
export type PathwayStep = Step & Resource;
export type Aim = Goal & Resource & { statusDate?: string };
export type Team = CareTeam & Resource & { name?: string };
export type Meeting = Appointment & { supportingInformation?: { reference?: string }[] };

/** Plans that are followed, and those that ended lately. */
export const usePlansOf = (id: string) =>
  useRecordSearch<Plan>(id, 'CarePlan', { status: 'active,on-hold,completed,revoked' }, { limit: 100 });

export const useAims = (id: string) => useRecordSearch<Aim>(id, 'Goal', {}, { limit: 100 });

export const useSteps = (id: string) =>
  useRecordSearch<PathwayStep>(id, 'Task', { code: `${codes.taskCode}|pathway-step` }, { limit: 300 });

export const useTeams = (id: string) => useRecordSearch<Team>(id, 'CareTeam', { status: 'active' }, { limit: 20 });

/** Meetings about a plan, the next first. */
export const useMeetings = (id: string, plan: string | undefined) =>
  useRecordSearch<Meeting>(
    id,
    'Appointment',
    { 'supporting-info': `CarePlan/${plan}`, status: 'booked,proposed,pending,arrived,fulfilled', _sort: 'date' },
    { limit: 30, enabled: plan !== undefined },
  );

export type Pathway = Resource & {
  url?: string;
  title?: string;
  description?: string;
  purpose?: string;
  relatedArtifact?: { display?: string; url?: string }[];
};

/** The pathways that can be started, by name. They are content, and the same for everyone. */
export function usePathways(enabled: boolean) {
  return useQuery({
    queryKey: ['pathways'],
    enabled,
    staleTime: 10 * 60_000,
    queryFn: async ({ signal }) =>
      matchesOf(
        await search<Pathway>('PlanDefinition', { status: 'active', type: 'clinical-protocol', _count: '200' }, signal),
      ),
  });
}

/** What the plans of a record are to each other. */
export function plansIn(plans: readonly Plan[]) {
  const current = plans.filter(({ status }) => status === 'active' || status === 'on-hold');
  const shared = current.find(isShared);
  return {
    shared,
    pathways: current.filter(isPathway),
    ended: plans.filter((one) => isPathway(one) && !current.includes(one)),
    treatments: current.filter((one) => one !== shared && !isPathway(one)),
  };
}

/** The steps of one pathway, in the order of its plan; those not known to be needed have no Task. */
export const stepsIn = (plan: Plan, steps: readonly PathwayStep[]): PathwayStep[] =>
  steps.filter(({ basedOn }) => (basedOn ?? []).some(({ reference }) => reference === `CarePlan/${plan.id}`));

const translation = 'http://hl7.org/fhir/StructureDefinition/translation';

type Translated = {
  extension?: { url: string; extension?: { url: string; valueCode?: string; valueString?: string }[] }[];
};

/** A text of a resource in the reader's language, where it has one; else as it stands. */
export function textIn(of: object | undefined, member: string, language: Language): string {
  const loose = (of ?? {}) as Record<string, unknown>;
  const own = typeof loose[member] === 'string' ? loose[member] : '';
  const { extension = [] } = (loose[`_${member}`] ?? {}) as Translated;
  for (const { url, extension: parts = [] } of extension) {
    if (url !== translation || parts.find((one) => one.url === 'lang')?.valueCode !== language) continue;
    const said = parts.find((one) => one.url === 'content')?.valueString;
    if (said) return said;
  }
  return own;
}

/** Does an operation that answers a resource. @throws FhirFailure */
export async function operate<T extends Resource>(path: string, given: readonly Parameter[]): Promise<T> {
  const answer = await send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify({ resourceType: 'Parameters', parameter: given }),
  });
  return (await answer.json()) as T;
}

type Entry = { resource: object; fullUrl?: string; request: { method: 'POST' | 'PUT'; url: string; ifMatch?: string } };

/** All of them or none. @throws FhirFailure */
export async function storeTogether(entry: readonly Entry[]): Promise<void> {
  await send('', {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }),
  });
}

export const put = (resource: Resource): Entry => ({
  resource,
  request: {
    method: 'PUT',
    url: `${resource.resourceType}/${resource.id}`,
    ...(resource.meta?.versionId === undefined ? {} : { ifMatch: `W/"${resource.meta.versionId}"` }),
  },
});

export const post = (resource: object & { resourceType: string }, fullUrl?: string): Entry => ({
  resource,
  ...(fullUrl === undefined ? {} : { fullUrl }),
  request: { method: 'POST', url: resource.resourceType },
});

/** A new goal, and the plan that names it, the shared one as it stands or a new one. @throws FhirFailure */
export async function storeInPlan(
  goal: object & { resourceType: string },
  planWith: (goal: { reference: string }) => object & { resourceType: string; id?: string },
): Promise<void> {
  const name = `urn:uuid:${crypto.randomUUID()}`;
  const plan = planWith({ reference: name });
  await storeTogether([post(goal, name), plan.id === undefined ? post(plan) : put(plan)]);
}

/** The unit's name of the receiver of a step, else the kind of service that does it. */
export function doerOf(step: { owner?: { display?: string }; performerType?: unknown[] }): string | undefined {
  const [kind] = (step.performerType ?? []) as { coding?: { system?: string; display?: string }[] }[];
  return step.owner?.display ?? kind?.coding?.find(({ system }) => system === codes.serviceKind)?.display;
}

export const isInvited = ({ role }: { role?: object[] }): boolean => hasCode(role as never, codes.planParty, 'invited');

/** The shared plan as it begins, with what the citizen has said already first in it. */
export const newSharedPlan = (id: string, author: object, goals: readonly { reference: string }[]) => ({
  resourceType: 'CarePlan',
  status: 'active',
  intent: 'plan',
  category: [{ coding: [{ system: codes.planKind, code: 'shared' }] }],
  title: 'Felles plan',
  subject: { reference: `Patient/${id}` },
  period: { start: dayOf(Date.now()) },
  created: new Date().toISOString(),
  author,
  ...(goals.length === 0 ? {} : { goal: goals }),
});

/** What of the record's goals a plan begins with: the citizen's own that stand. */
export const ownGoalsIn = (aims: readonly Aim[]): { reference: string }[] =>
  aims
    .filter(({ expressedBy, lifecycleStatus }) => isOwn(expressedBy) && !hasEnded(lifecycleStatus))
    .map((goal) => ({ reference: `Goal/${goal.id}` }));

export const hasEnded = (status: string | undefined): boolean =>
  ['completed', 'cancelled', 'rejected', 'entered-in-error'].includes(status ?? '');

/** A step that the unit takes on as a unit: whoever works there can go on with it, and the record is open to them. */
export const takenOn = (step: PathwayStep): PathwayStep => ({
  ...step,
  status: 'accepted',
  lastModified: new Date().toISOString(),
});
