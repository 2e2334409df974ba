import {
  codes,
  deviationsOf,
  latestOf,
  nextOf,
  type Standing,
  standingOf,
  standingOfStep,
  standings,
  stepActionOf,
} from '@enjournal/server/care/plan';
import { useQuery } from '@tanstack/react-query';
import { type Params, search } from '../../shared/fhir/client.ts';
import type { Patient, Resource } from '../../shared/fhir/types.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import type { PathwayStep, Plan } from './plan-data.ts';

export type Row = {
  plan: Plan;
  patient: Patient | undefined;
  /** The step that it stands or falls with; else the one due first. */
  next: PathwayStep | undefined;
  standing: Standing;
  /** Why it goes otherwise than planned. */
  reason: string | undefined;
};

const pathways = `${codes.planKind}|pathway`;
const step = `${codes.taskCode}|pathway-step`;
const openSteps = 'requested,received,accepted,ready,in-progress,on-hold,rejected,failed';

/** Pathways that a unit has started or has steps in, or that a person has; the worst first. By owner and by unit, never by record. */
export function useBoard(of: { unit: string | undefined; person: readonly string[]; isMine: boolean }) {
  const { unit, person, isMine } = of;
  return useQuery({
    queryKey: ['board', isMine ? person : unit],
    enabled: isMine ? person.length > 0 : unit !== undefined,
    refetchInterval: 30_000,
    queryFn: async ({ signal }) => {
      const now = Date.now();
      const staff = isMine || unit === undefined ? [] : await staffOf(unit, signal);
      const searches: [string, Params][] = isMine
        ? [
            ['Task', { owner: person.join(','), code: step, status: openSteps, _include: 'Task:based-on' }],
            ['Task', { requester: person.join(','), code: step, status: openSteps, _include: 'Task:based-on' }],
          ]
        : [
            ['CarePlan', { _tag: `${custodian}|${unit}`, category: pathways, status: 'active' }],
            // what one of the unit has taken on is the unit's too
            ...inParts([`Organization/${unit}`, ...staff]).map((owners): [string, Params] => [
              'Task',
              { owner: owners.join(','), code: step, status: openSteps, _include: 'Task:based-on' },
            ]),
          ];
      const found = await Promise.all(
        searches.map(([type, params]) => search<Resource>(type, { ...params, _count: '200' }, signal)),
      );
      const all = found.flatMap(({ entry = [] }) => entry.flatMap(({ resource }) => resource ?? []));
      const plans = new Map(
        all.flatMap((one) => (one.resourceType === 'CarePlan' ? [[one.id ?? '', one as Plan] as const] : [])),
      );
      const owners = isMine ? person : [`Organization/${unit}`];
      const asked = all.filter((one): one is PathwayStep => one.resourceType === 'Task' && isAskedOf(one, owners));
      const running = [...plans.values()].filter(({ status }) => status === 'active');
      const [steps, patients] = await Promise.all([stepsOf(running, signal), patientsOf(running, signal)]);
      const rows = running
        .map((plan) => rowOf(plan, steps.get(`CarePlan/${plan.id}`) ?? [], patients, now))
        .sort(
          (a, b) => standings.indexOf(a.standing) - standings.indexOf(b.standing) || dueOf(a).localeCompare(dueOf(b)),
        );
      return { rows, asked };
    },
  });
}

const custodian = 'https://enjournal.no/fhir/CodeSystem/custodian';
const atOnce = 40;

/** Asked and not answered: who is asked sees what was sent with it, and the record when they have taken it on. */
function isAskedOf(task: Resource, owners: readonly string[]): boolean {
  const { status = '', owner } = task as PathwayStep;
  return ['requested', 'received', 'ready'].includes(status) && owners.includes(owner?.reference ?? '');
}

const dueOf = ({ next }: Row): string => next?.restriction?.period?.end ?? '9';

async function stepsOf(plans: readonly Plan[], signal: AbortSignal): Promise<Map<string, PathwayStep[]>> {
  const steps = new Map<string, PathwayStep[]>();
  for (let at = 0; at < plans.length; at += atOnce) {
    const named = plans.slice(at, at + atOnce).map(({ id }) => `CarePlan/${id}`);
    const { entry = [] } = await search<PathwayStep>('Task', { 'based-on': named.join(','), _count: '1000' }, signal);
    for (const { resource } of entry) {
      for (const { reference = '' } of resource?.basedOn ?? [])
        steps.set(reference, [...(steps.get(reference) ?? []), resource as PathwayStep]);
    }
  }
  return steps;
}

async function patientsOf(plans: readonly Plan[], signal: AbortSignal): Promise<Map<string, Patient>> {
  const patients = new Map<string, Patient>();
  const named = [...new Set(plans.flatMap(({ subject }) => subject?.reference?.split('/')[1] ?? []))];
  for (let at = 0; at < named.length; at += atOnce) {
    const { entry = [] } = await search<Patient>(
      'Patient',
      { _id: named.slice(at, at + atOnce).join(','), _count: '100' },
      signal,
    );
    for (const { resource } of entry)
      if (resource?.resourceType === 'Patient') patients.set(`Patient/${resource.id}`, resource);
  }
  return patients;
}

/** The jobs in a unit, as they own tasks. */
async function staffOf(unit: string, signal: AbortSignal): Promise<string[]> {
  const { entry = [] } = await search<Resource>(
    'PractitionerRole',
    { organization: `Organization/${unit}`, active: 'true', _count: '200', _elements: 'id' },
    signal,
  );
  return entry.flatMap(({ resource }) =>
    resource?.resourceType === 'PractitionerRole' ? [`PractitionerRole/${resource.id}`] : [],
  );
}

function inParts<T>(all: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < all.length; at += atOnce) parts.push(all.slice(at, at + atOnce));
  return parts;
}

function rowOf(plan: Plan, all: readonly PathwayStep[], patients: ReadonlyMap<string, Patient>, now: number): Row {
  const steps = latestOf(all);
  const standing = standingOf(plan, steps, now);
  const [deviation] = deviationsOf(plan);
  const declined = steps.find(({ status }) => status === 'rejected' || status === 'failed');
  const reason = standing === 'deviating' ? (deviation?.reason ?? declined?.statusReason) : undefined;
  return {
    plan,
    patient: patients.get(plan.subject?.reference ?? ''),
    next: decisiveOf(plan, steps, standing, now),
    standing,
    reason: reason === undefined ? undefined : conceptText(reason),
  };
}

function decisiveOf(
  plan: Plan,
  steps: readonly PathwayStep[],
  standing: Standing,
  now: number,
): PathwayStep | undefined {
  const deviating = new Set(deviationsOf(plan).map(({ action }) => action));
  const same = steps.filter(
    (step) => step.status !== 'draft' && standingOfStep(step, now, deviating.has(stepActionOf(step))) === standing,
  );
  return (nextOf(same) ?? same[0] ?? nextOf(steps)) as PathwayStep | undefined;
}
