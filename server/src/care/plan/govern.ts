import { tagsOf } from '../../access/reading.ts';
import type { Issue } from '../../fhir/issue.ts';
import { endOf } from '../../fhir/norwegian/day.ts';
import type { Resource } from '../../fhir/resource.ts';
import { type Governed, type Rule, readNamed, refused } from '../process.ts';
import {
  as,
  type CarePlan,
  type CareTeam,
  type Consent,
  codes,
  type Goal,
  goalIssues,
  hasCode,
  individualIssues,
  isCoordinator,
  isIndividual,
  isShared,
  planIssues,
  type Writer,
} from './rules.ts';

/** Roles that add to a plan what they have done and seen, and do not decide what it says. Our choice. */
const addingOnly: ReadonlySet<string> = new Set(['assistent', 'student', 'responssenter', 'helsesekretaer']);

/** Rules on every write of a CarePlan. */
export const planRules: Rule = async (change) => {
  const [before, after] = [as<CarePlan>(change.before), as<CarePlan>(change.resource)];
  if (after === undefined)
    return before?.status === 'draft'
      ? []
      : [refused('plan-kept', 'CarePlan', 'A plan is not deleted: it is stopped.')];
  const writer = writerOf(change);
  const issues: Issue[] = [];
  if (isAddingOnly(change) && saidOf(before) !== saidOf(after))
    issues.push(refused('plan-role', 'CarePlan', 'The role adds notes of progress, and does not change the plan.'));
  issues.push(...planIssues(before, after, { writer, goals: await goalsOf(change), parents: await parentsOf(change) }));
  if (isShared(after) && after.status === 'active') issues.push(...(await onlyOne(change, after)));
  if (isIndividual(after) && after.status === 'active') {
    const [hasConsent, hasCoordinator] = [await consents(change, after), await coordinates(change, after)];
    issues.push(...individualIssues(after, { hasConsent, hasCoordinator }));
  }
  return issues;
};

/** Rules on every write of a Goal. */
export const goalRules: Rule = (change) => {
  const [before, after] = [as<Goal>(change.before), as<Goal>(change.resource)];
  const issues = goalIssues(before, after, {
    writer: writerOf(change),
    recordedByOthers: wasTakenDown(change.before),
  });
  if (isAddingOnly(change) && after !== undefined && saidOf(before) !== saidOf(after))
    issues.push(refused('plan-role', 'Goal', 'The role adds notes, and does not set or change goals.'));
  return issues;
};

/** An individual plan in force has a coordinator: who is it, is replaced and not just taken out. */
export const teamRules: Rule = async ({ id, before, resource, findShown, stored }) => {
  const [was, is] = [as<CareTeam>(before), as<CareTeam>(resource)];
  const had = (was?.participant ?? []).some(isCoordinator);
  const has = is?.status === 'active' && (is.participant ?? []).some(isCoordinator);
  const subject = was?.subject?.reference;
  if (!had || has || subject === undefined) return [];
  const query = `subject=${subject}&care-team=CareTeam/${id}&status=active&category=${encodeURIComponent(`${codes.documents}|A02-2`)}`;
  const standing = (await findShown('CarePlan', query)).filter(
    (plan) => !stored.some((one) => one.resourceType === 'CarePlan' && one.id === plan.id),
  );
  return standing.length === 0
    ? []
    : [
        refused(
          'plan-coordinator-missing',
          'CareTeam.participant',
          'An individual plan in force keeps a coordinator; name the next one at once.',
        ),
      ];
};

/** A consent to an individual plan says who gave it and when. */
export const consentRules: Rule = ({ resource }) => {
  const consent = resource as (Resource & { dateTime?: string }) | undefined;
  if (!hasCode(as<Consent>(resource)?.category, codes.consentCategory, 'individual-plan')) return [];
  return consent?.dateTime === undefined
    ? [
        refused(
          'plan-consent-undated',
          'Consent.dateTime',
          'A consent to an individual plan has the time it was given.',
        ),
      ]
    : [];
};

function writerOf({ actor }: Governed): Writer {
  const { practitioner, practitionerRole, kind, id } = actor;
  return {
    isCitizen: kind === 'citizen',
    isSystem: kind === 'system',
    references: [
      id,
      ...(practitioner === undefined ? [] : [`Practitioner/${practitioner}`]),
      ...(practitionerRole === undefined ? [] : [`PractitionerRole/${practitionerRole}`]),
    ],
  };
}

const isAddingOnly = ({ actor }: Governed): boolean => actor.kind === 'staff' && addingOnly.has(actor.role ?? '');

/** What a plan or a goal says, without what is added to it. */
function saidOf(of: CarePlan | Goal | undefined): string {
  if (of === undefined) return '';
  const { note: _note, meta: _meta, ...said } = of as CarePlan & { meta?: unknown };
  const activity = said.activity?.map(({ progress: _progress, ...one }) => one);
  return JSON.stringify({ ...said, activity });
}

/** Written down by personnel, and never touched by the citizen. Where nobody tells, the words are the citizen's. */
function wasTakenDown(before: Resource | undefined): boolean {
  const recorders = before === undefined ? [] : tagsOf(before, RECORDER);
  return recorders.length > 0 && !recorders.some((one) => one.startsWith('Patient/'));
}

const RECORDER = 'https://enjournal.no/fhir/CodeSystem/recorder';

/** The goals that a plan names or named, where the list of them has changed. */
async function goalsOf(change: Governed): Promise<Map<string, Goal | undefined>> {
  const { before, resource } = change;
  const of = (plan: Resource | undefined) => as<CarePlan>(plan)?.goal ?? [];
  if (JSON.stringify(of(before)) === JSON.stringify(of(resource))) return new Map();
  const named = new Set([...of(before), ...of(resource)].flatMap(({ reference }) => reference ?? []));
  const goals = new Map<string, Goal | undefined>();
  const known = of(before).map(({ reference }) => reference);
  for (const reference of [...named].sort()) goals.set(reference, as<Goal>(await readNamed(change, reference, known)));
  return goals;
}

async function parentsOf({ before, resource, readShown }: Governed): Promise<(CarePlan | undefined)[]> {
  const of = (plan: Resource | undefined) => as<CarePlan>(plan)?.partOf ?? [];
  if (JSON.stringify(of(before)) === JSON.stringify(of(resource))) return [];
  const parents: (CarePlan | undefined)[] = [];
  for (const { reference } of of(resource)) parents.push(as<CarePlan>(await readShown(reference ?? '')));
  return parents;
}

/** Whoever writes the shared plan holds the Patient meanwhile, so that two do not begin one at once. */
async function onlyOne({ id, read, findShown, stored }: Governed, plan: CarePlan): Promise<Issue[]> {
  const subject = plan.subject?.reference ?? '';
  await read(subject);
  const kinds = `${codes.planKind}|shared,${codes.documents}|A02-2`;
  const query = `subject=${subject}&status=active&category=${encodeURIComponent(kinds)}`;
  const same = stored.filter((one) => one.resourceType === 'CarePlan');
  const others = [
    ...(await findShown('CarePlan', query)).filter((one) => !same.some((other) => other.id === one.id)),
    ...same.filter((one) => {
      const other = as<CarePlan>(one)!;
      return isShared(other) && other.status === 'active' && other.subject?.reference === subject;
    }),
  ].filter((one) => one.id !== id);
  return others.length === 0
    ? []
    : [refused('plan-shared-twice', 'CarePlan.status', 'The citizen has a shared plan that is in force.')];
}

/** Whether the plan names a consent that holds now. */
async function consents(change: Governed, plan: CarePlan): Promise<boolean> {
  const { before, now } = change;
  const known = (as<CarePlan>(before)?.supportingInfo ?? []).map(({ reference }) => reference);
  for (const { reference = '' } of plan.supportingInfo ?? []) {
    if (!reference.startsWith('Consent/')) continue;
    const consent = as<Consent>(await readNamed(change, reference, known));
    const until = consent?.provision?.period?.end;
    const holds =
      consent?.status === 'active' &&
      consent.patient?.reference === plan.subject?.reference &&
      consent.provision?.type !== 'deny' &&
      hasCode(consent.category, codes.consentCategory, 'individual-plan') &&
      (until === undefined || (endOf(until) ?? Number.NaN) > now);
    if (holds) return true;
  }
  return false;
}

async function coordinates(change: Governed, plan: CarePlan): Promise<boolean> {
  const known = (as<CarePlan>(change.before)?.careTeam ?? []).map(({ reference }) => reference);
  for (const { reference = '' } of plan.careTeam ?? []) {
    const team = as<CareTeam>(await readNamed(change, reference, known));
    const isTheirs = team?.status === 'active' && team.subject?.reference === plan.subject?.reference;
    if (isTheirs && (team.participant ?? []).some(isCoordinator)) return true;
  }
  return false;
}
