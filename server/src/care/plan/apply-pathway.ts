import { randomUUID } from 'node:crypto';
import { type Issue, problem } from '../../fhir/issue.ts';
import { dayInNorway } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import { type CareCall, type CareContext, parameterOf, parametersNamed, warned } from '../process.ts';
import { isApplicable } from './conditions.ts';
import { type Definition, definitionOf, type StepDefinition } from './definition.ts';
import { as, type CarePlan, codes, type Goal, isOwn, type Ref, resourceOf } from './plan.ts';
import { type Receiver, Services } from './services.ts';
import { activityOf, type Making, nameOf, stepOf } from './steps.ts';

/**
 * PlanDefinition/$apply: starts a pathway for a citizen. Within the plan that all services share, which is begun where there
 * is none, it makes a CarePlan and a Task for each step with the unit that does it: asked for at once, or a draft while it
 * waits for another. All in one transaction, as the caller. `dryRun`: what would be made is answered, and nothing is stored.
 * @throws Problem rule, forbidden, absent
 * @source FHIR R4, plandefinition-operation-apply.html
 */
export async function applyPathway(context: CareContext, call: CareCall): Promise<Resource> {
  const asking = askingOf(context, call);
  const definition = await definitionOf(context, asking.which);
  if (definition.steps.length === 0)
    throw problem('rule', 'pathway-empty', {
      diagnostics: 'The PlanDefinition has no actions.',
      expression: 'PlanDefinition.action',
    });
  const patient = await context.read(asking.patient);
  const services = new Services(context, patient, asking.organization);
  const planned = await Promise.all(
    definition.steps.map((step) => plannedOf(context, step, patient, services, asking)),
  );
  const shared = await sharedPlanOf(context, asking.patient);
  const own = shared === undefined ? await ownGoalsOf(context, asking.patient) : [];
  const running = shared === undefined ? undefined : await runningOf(context, asking.patient, definition);
  if (running !== undefined && !asking.isDry)
    throw problem('rule', 'pathway-running', {
      diagnostics: 'The citizen has this pathway already.',
      expression: 'CarePlan.instantiatesCanonical',
    });
  const made = pathwayOf(context, definition, planned, patient, { shared, own }, asking);
  const warnings = warningsOf(planned, running !== undefined);
  if (asking.isDry) return answerOf(made.plan, made.steps, warnings);
  const stored = await context.transact(made.entries);
  const plan = stored[made.entries.findIndex(({ method, ...one }) => 'fullUrl' in one && one.fullUrl === made.name)]!;
  return answerOf(plan, [], warnings);
}

type Asking = {
  which: { id: string } | { canonical: string };
  patient: string;
  encounter: Ref | undefined;
  /** Organization id of who starts it. */
  organization: string | undefined;
  requester: Ref | undefined;
  start: number;
  isDry: boolean;
  /** Units chosen for steps. */
  chosen: ReadonlyMap<string, string>;
  /** Steps that are left out. */
  skipped: ReadonlySet<string>;
  reason: string | undefined;
};

function askingOf({ actor, now }: CareContext, { level, id, parameters }: CareCall): Asking {
  const given = (name: string): string | undefined => referenceIn(parameterOf(parameters, name));
  const subject = given('subject');
  if (subject === undefined || !/^(Patient\/)?[A-Za-z0-9\-.]{1,64}$/.test(subject))
    throw problem('invalid', 'parameter-missing', { diagnostics: 'subject is the citizen.', expression: 'subject' });
  const canonical = level === 'type' ? (canonicalIn(parameters) ?? '') : '';
  if (level === 'type' && canonical === '')
    throw problem('invalid', 'parameter-missing', {
      diagnostics: 'Of the type, planDefinition or url says which pathway.',
      expression: 'planDefinition',
    });
  const organization = given('organization')?.replace(/^Organization\//, '') ?? actor.organization?.id;
  const encounter = given('encounter');
  const start = Date.parse(given('start') ?? '');
  const chosen = parametersNamed(parameters, 'performer').flatMap((part) => chosenIn(part));
  return {
    which: level === 'instance' ? { id: id ?? '' } : { canonical },
    patient: subject.startsWith('Patient/') ? subject : `Patient/${subject}`,
    encounter:
      encounter === undefined
        ? undefined
        : { reference: encounter.startsWith('Encounter/') ? encounter : `Encounter/${encounter}` },
    organization,
    requester: requesterOf(actor, given('practitioner')),
    start: Number.isNaN(start) ? now : start,
    isDry: ['true', true].includes(parameterOf(parameters, 'dryRun') as string | boolean),
    chosen: new Map(chosen),
    skipped: new Set(parametersNamed(parameters, 'skip').map(String)),
    reason: given('reason'),
  };
}

function requesterOf(actor: CareContext['actor'], practitioner: string | undefined): Ref | undefined {
  if (actor.practitionerRole !== undefined)
    return { reference: `PractitionerRole/${actor.practitionerRole}`, display: actor.display };
  if (actor.practitioner !== undefined)
    return { reference: `Practitioner/${actor.practitioner}`, display: actor.display };
  if (practitioner === undefined) return undefined;
  return { reference: /^Practitioner(Role)?\//.test(practitioner) ? practitioner : `Practitioner/${practitioner}` };
}

function canonicalIn(parameters: Resource): string | undefined {
  const given = parameterOf(parameters, 'planDefinition') as JsonObject | undefined;
  const named = referenceIn(parameterOf(parameters, 'url'));
  if (typeof given === 'object' && typeof given.url === 'string')
    return typeof given.version === 'string' ? `${given.url}|${given.version}` : given.url;
  return named;
}

const referenceIn = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value === '' ? undefined : value;
  const { reference } = (value ?? {}) as Ref;
  return typeof reference === 'string' ? reference : undefined;
};

function chosenIn(part: unknown): [string, string][] {
  const parts = (Array.isArray(part) ? part : []) as JsonObject[];
  const of = (name: string) => parts.find((one) => one.name === name) ?? {};
  const action = of('action').valueString ?? of('action').valueId;
  const unit = (of('organization').valueReference as Ref | undefined)?.reference ?? of('organization').valueString;
  return typeof action === 'string' && typeof unit === 'string' ? [[action, unit]] : [];
}

type Planned = {
  step: StepDefinition;
  isSkipped: boolean;
  isApplicable: boolean;
  receiver: Receiver;
  isResolved: boolean;
};

async function plannedOf(
  context: CareContext,
  step: StepDefinition,
  patient: Resource,
  services: Services,
  { chosen, skipped }: Asking,
): Promise<Planned> {
  const named = chosen.get(step.id);
  const receiver: Receiver =
    named === undefined
      ? await services.receiverOf(step.service)
      : { unit: await services.named(named), candidates: [] };
  const isResolved = receiver.unit !== undefined;
  const unit = receiver.unit ?? (await services.receiverOf(undefined)).unit;
  return {
    step,
    isSkipped: skipped.has(step.id),
    isApplicable: await isApplicable(context, step, patient),
    receiver: { ...receiver, unit },
    isResolved,
  };
}

/** The shared plan in force, as the caller sees it. */
async function sharedPlanOf(context: CareContext, patient: string): Promise<Resource | undefined> {
  const [plan] = await context.search('CarePlan', [
    ['subject', patient],
    ['status', 'active'],
    ['category', `${codes.planKind}|shared,${codes.documents}|A02-2`],
  ]);
  return plan;
}

async function runningOf(
  context: CareContext,
  patient: string,
  { canonical }: Definition,
): Promise<Resource | undefined> {
  const plans = await context.search('CarePlan', [
    ['subject', patient],
    ['status', 'active,on-hold'],
    ['category', `${codes.planKind}|pathway`],
  ]);
  const [url] = canonical.split('|');
  return plans.find((one) => as<CarePlan>(one)!.instantiatesCanonical?.[0]?.split('|')[0] === url);
}

function pathwayOf(
  context: CareContext,
  definition: Definition,
  planned: readonly Planned[],
  patient: Resource,
  { shared, own }: { shared: Resource | undefined; own: readonly Ref[] },
  asking: Asking,
): { name: string; plan: Resource; steps: Resource[]; entries: Entry[] } {
  const { now } = context;
  const subject: Ref = { reference: asking.patient };
  const pathway = randomUUID();
  const name = `urn:uuid:${pathway}`;
  const sharedName = shared === undefined ? `urn:uuid:${randomUUID()}` : `CarePlan/${shared.id}`;
  const begun: Entry[] =
    shared === undefined
      ? [{ method: 'POST', fullUrl: sharedName, resource: sharedPlan(subject, asking.requester, now, own) }]
      : [];
  const making: Making = {
    pathway,
    plan: name,
    patient: subject,
    named: nameOf(patient),
    encounter: asking.encounter,
    requester: asking.requester,
    tags: [],
    now,
    start: asking.start,
  };
  const left = new Set(planned.filter(({ isSkipped }) => isSkipped).map(({ step }) => step.id));
  const made = planned.map(({ step, isSkipped, isApplicable: isToBeDone, receiver, isResolved }) => {
    if (isSkipped || !isToBeDone) return undefined;
    const isReady = step.after.every(({ action }) => left.has(action));
    const ids = { task: `urn:uuid:${randomUUID()}`, focus: `urn:uuid:${randomUUID()}` };
    return stepOf(step, making, { unit: receiver.unit, isResolved }, isReady, ids);
  });
  const activity = planned.flatMap(({ step, isSkipped }, i) =>
    isSkipped ? [] : [activityOf(step, made[i]?.reference)],
  );
  const plan = resourceOf({
    resourceType: 'CarePlan',
    identifier: [{ system: codes.pathway, value: pathway }],
    instantiatesCanonical: [definition.canonical],
    partOf: [{ reference: sharedName }],
    status: 'active',
    intent: 'plan',
    category: [{ coding: [{ system: codes.planKind, code: 'pathway' }] }],
    title: definition.title,
    ...(definition.translated === undefined ? {} : { _title: definition.translated }),
    ...(asking.reason === undefined ? {} : { description: asking.reason }),
    subject,
    ...(asking.encounter === undefined ? {} : { encounter: asking.encounter }),
    period: { start: new Date(asking.start).toISOString() },
    created: new Date(now).toISOString(),
    ...(asking.requester === undefined ? {} : { author: asking.requester }),
    activity,
  });
  return {
    name,
    plan,
    steps: made.flatMap((one, i) =>
      one === undefined ? [] : [resourceOf({ ...one.step, id: planned[i]!.step.id, ...candidates(planned[i]!) })],
    ),
    entries: [
      ...begun,
      { method: 'POST', fullUrl: name, resource: plan },
      ...made.flatMap((one) => one?.entries ?? []),
    ],
  };
}

/** In a dry run, whom a step could go to. */
const candidates = ({ isResolved, receiver }: Planned): JsonObject =>
  isResolved
    ? {}
    : {
        extension: [
          { url: codes.unresolved, valueBoolean: true },
          ...receiver.candidates.map((unit) => ({ url: codes.candidate, valueReference: unit as JsonObject })),
        ],
      };

/** What the citizen has said that matters, which a plan begins with. */
async function ownGoalsOf(context: CareContext, patient: string): Promise<Ref[]> {
  const goals = await context.search('Goal', [
    ['subject', patient],
    ['lifecycle-status', 'proposed,planned,accepted,active,on-hold'],
  ]);
  return goals.filter((one) => isOwn(as<Goal>(one)?.expressedBy)).map(({ id }) => ({ reference: `Goal/${id}` }));
}

/** The plan that all services of a citizen share, as it begins. */
const sharedPlan = (subject: Ref, author: Ref | undefined, now: number, goal: readonly Ref[]): Resource =>
  resourceOf({
    resourceType: 'CarePlan',
    status: 'active',
    intent: 'plan',
    category: [{ coding: [{ system: codes.planKind, code: 'shared' }] }],
    title: 'Felles plan',
    subject,
    period: { start: dayInNorway(now) },
    created: new Date(now).toISOString(),
    ...(author === undefined ? {} : { author }),
    ...(goal.length === 0 ? {} : { goal }),
  });

function warningsOf(planned: readonly Planned[], isRunning: boolean): Issue[] {
  const issues = planned
    .filter(({ isSkipped, isResolved, isApplicable: isToBeDone }) => !isSkipped && !isResolved && isToBeDone)
    .map(({ step }) =>
      warned(
        'pathway-receiver-unknown',
        `PlanDefinition.action.where(id = '${step.id}')`,
        'No unit was found for the step; it stands with who starts the pathway.',
      ),
    );
  if (isRunning)
    issues.push(warned('pathway-running', 'CarePlan.instantiatesCanonical', 'The citizen has this pathway already.'));
  return issues;
}

/** The plan; in it what it would be made of, and what the caller should know. */
function answerOf(plan: Resource, steps: readonly Resource[], warnings: readonly Issue[]): Resource {
  const told: JsonObject[] =
    warnings.length === 0
      ? []
      : [
          {
            resourceType: 'OperationOutcome',
            id: 'told',
            issue: warnings.map(({ severity, code, key = '', diagnostics = '', expression = '' }) => ({
              severity,
              code,
              details: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/issue', code: key }] },
              diagnostics,
              expression: [expression],
            })),
          },
        ];
  const contained = [...steps, ...told];
  if (contained.length === 0) return plan;
  return { ...plan, contained } as Resource;
}
