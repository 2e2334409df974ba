import { randomUUID } from 'node:crypto';
import { Problem, problem } from '../../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import type { Entry } from '../../../registers/index.ts';
import { type CareContext, type CareOperation, parameterOf, parametersNamed, refused } from '../../process.ts';
import { orderIssues, PRESCRIBERS } from '../orders.ts';
import { type Consequences, consequencesOf, signedList } from './consequences.ts';
import { changedMeanwhile, decisionIssues, type Line, linesIn, transitions } from './decisions.ts';
import { factsOf } from './read-sources.ts';

type Ref = { reference: string; display?: string };

/**
 * Patient/[id]/$reconcile: decisions of every medicine become the list, signed by the doctor who calls: orders are changed,
 * stopped and made, the list is stored, what was told is closed, and those who come next are told what changed and why. All
 * of it or nothing. `dryRun`: what would happen, worked out by the same code and judged by the same rules, and nothing is stored.
 */
export const reconcile: CareOperation = {
  name: 'reconcile',
  definition: 'https://enjournal.no/fhir/OperationDefinition/Patient-reconcile',
  at: [{ level: 'instance', types: ['Patient'] }],
  get: false,
  summary: 'Sign a reconciled medicine list',
  async run(context, { id, parameters }) {
    const patient = `Patient/${id}`;
    const transition = String(parameterOf(parameters, 'transition'));
    if (!transitions.some((one) => one === transition)) {
      throw problem('invalid', 'parameter-value', {
        diagnostics: `transition is one of ${transitions.join(', ')}.`,
        expression: "Parameters.parameter.where(name = 'transition')",
      });
    }
    const isDry = String(parameterOf(parameters, 'dryRun')) === 'true';
    const lines = linesIn(parameters);
    const [citizen, { orders }] = await Promise.all([context.read(patient), factsOf(context, patient)]);
    const standing = new Map(
      orders
        .filter(({ status }) => status === 'active' || status === 'on-hold')
        .map((order): [string, Resource] => [`MedicationRequest/${order.id}`, order]),
    );
    refuseUnlessWhole(context, lines, standing, isDry);
    const made = consequencesOf(lines, standing, patient, context);
    const receivers = receiversOf(context, citizen, parameters);
    if (isDry) {
      await refuseAsSigned(context, made, standing);
      return toldOf(made, receivers, undefined);
    }
    const list = `urn:uuid:${randomUUID()}`;
    const text = (name: string) => parameterOf(parameters, name) as string | undefined;
    const responsible = parameterOf(parameters, 'responsible') as JsonObject | undefined;
    const more = { transition, comment: text('comment'), responsible: responsible ?? gpOf(citizen) };
    const entries: Entry[] = [
      ...made.entries,
      { method: 'POST', resource: signedList(made, patient, context, more), fullUrl: list },
      ...(await closedStatements(context, lines, patient)),
      ...(await retiredDraft(context, parameters, patient)),
      ...receivers.map(
        (owner): Entry => ({ method: 'POST', resource: taskFor(owner, list, patient, context, made, transition) }),
      ),
    ];
    const stored = await context.transact(entries);
    return toldOf(made, receivers, stored[made.entries.length]);
  },
};

/** @throws Problem rule, conflict */
function refuseUnlessWhole(
  { actor }: CareContext,
  lines: readonly Line[],
  standing: ReadonlyMap<string, Resource>,
  isDry: boolean,
): void {
  if (!isDry && actor.kind === 'staff' && !PRESCRIBERS.has(actor.role ?? '')) {
    throw problem('rule', 'reconcile-signer', {
      diagnostics: 'A doctor signs; others prepare.',
      expression: 'List.source',
    });
  }
  const changedBy = changedMeanwhile(lines, standing);
  if (changedBy.length > 0) {
    throw problem('conflict', 'reconcile-changed', {
      diagnostics: `Changed since they were decided on: ${changedBy.join(', ')}.`,
      expression: "Parameters.parameter.where(name = 'line')",
    });
  }
  const issues = decisionIssues(lines, standing).filter(({ key }) => !isDry || key !== 'reconcile-undecided');
  if (issues.length > 0) throw new Problem('rule', issues);
}

/**
 * What the rules of orders would refuse when it is signed, told while it is decided. Of one who only prepares the rules are asked as
 * of the doctor who is to sign. @throws Problem rule
 */
async function refuseAsSigned(
  context: CareContext,
  { entries }: Consequences,
  standing: ReadonlyMap<string, Resource>,
): Promise<void> {
  const { actor, now } = context;
  if (actor.kind !== 'staff' || PRESCRIBERS.has(actor.role ?? '')) return context.rehearse(entries);
  const issues = entries.flatMap((entry) => {
    if (entry.method === 'DELETE') return [];
    const { resource } = entry;
    const before = entry.method === 'PUT' ? standing.get(`MedicationRequest/${resource.id}`) : undefined;
    return orderIssues({ resource, before, now, actor: { kind: 'staff', role: 'lege' } });
  });
  if (issues.some(({ severity }) => severity === 'error')) throw new Problem('rule', issues);
}

/** Who is told: the units that are named, and the general practitioner, but not whoever signs. */
function receiversOf({ actor }: CareContext, citizen: Resource, parameters: Resource): Ref[] {
  const named = parametersNamed(parameters, 'notify').map((one) => one as Ref);
  const gp = gpOf(citizen);
  const all = gp === undefined ? named : [...named, gp];
  const own = new Set([`PractitionerRole/${actor.practitionerRole}`, `Practitioner/${actor.practitioner}`]);
  return all.filter(
    ({ reference }, index) => !own.has(reference) && all.findIndex((one) => one.reference === reference) === index,
  );
}

function gpOf({ generalPractitioner }: Resource): Ref | undefined {
  const all = (generalPractitioner ?? []) as unknown as Ref[];
  const gp =
    all.find(({ reference = '' }) => /^Practitioner(Role)?\//.test(reference)) ??
    all.find(({ reference = '' }) => reference.startsWith('Organization/'));
  return gp && { reference: gp.reference, ...(gp.display === undefined ? {} : { display: gp.display }) };
}

const TASK_CODES = 'https://enjournal.no/fhir/CodeSystem/task-code';
const WHEN: Readonly<Record<string, string>> = {
  admission: 'ved innleggelse',
  discharge: 'ved utskrivning',
  'moving-in': 'ved innflytting',
  'after-discharge': 'etter utskrivning',
};

function taskFor(
  owner: Ref,
  list: string,
  patient: string,
  { actor, now }: CareContext,
  { changes }: Consequences,
  transition: string,
): Resource {
  const role = actor.practitionerRole;
  const what = changes.length === 0 ? 'Ingen endringer.' : `${changes.join('. ')}.`;
  return {
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    code: { coding: [{ system: TASK_CODES, code: 'medicines-changed' }] },
    description: `Legemiddellisten er samstemt ${WHEN[transition]}. ${what}`,
    focus: { reference: list },
    for: { reference: patient },
    authoredOn: new Date(now).toISOString(),
    ...(role === undefined ? {} : { requester: { reference: `PractitionerRole/${role}`, display: actor.display } }),
    owner,
  } as unknown as Resource;
}

/** What was told and has been taken account of is told no more. */
async function closedStatements(context: CareContext, lines: readonly Line[], patient: string): Promise<Entry[]> {
  const named = [
    ...new Set(lines.filter(({ decision }) => decision !== 'ask').flatMap(({ statements }) => statements)),
  ];
  const read = await Promise.all(
    named.filter((one) => /^MedicationStatement\/[\w.-]+$/.test(one)).map((one) => context.read(one)),
  );
  return read
    .filter(({ subject }) => (subject as Ref | undefined)?.reference === patient)
    .map((one) => ({
      method: 'PUT',
      resource: { ...one, status: 'completed' } as unknown as Resource,
      ifMatch: `W/"${one.meta?.versionId}"`,
    }));
}

/** The page that it was prepared on becomes the account of what was decided. */
async function retiredDraft(context: CareContext, parameters: Resource, patient: string): Promise<Entry[]> {
  const draft = parameterOf(parameters, 'draft') as Ref | undefined;
  if (draft === undefined || !/^List\/[\w.-]+$/.test(draft.reference)) return [];
  const list = await context.read(draft.reference);
  if ((list.subject as Ref | undefined)?.reference !== patient || list.status !== 'current') {
    throw new Problem('rule', [
      refused('draft-over', "Parameters.parameter.where(name = 'draft')", 'The draft is signed already.'),
    ]);
  }
  const resource = { ...list, status: 'retired' } as unknown as Resource;
  return [{ method: 'PUT', resource, ifMatch: `W/"${list.meta?.versionId}"` }];
}

function toldOf(made: Consequences, receivers: readonly Ref[], list: Resource | undefined): Resource {
  const { counts, firstDose, fallAway, changes } = made;
  return {
    resourceType: 'Parameters',
    parameter: [
      ...(list === undefined ? [] : [{ name: 'list', resource: list }]),
      { name: 'onList', valueUnsignedInt: made.list.length },
      ...Object.entries(counts).map(([name, valueUnsignedInt]) => ({ name, valueUnsignedInt })),
      ...(firstDose === undefined ? [] : [{ name: 'firstDose', valueInstant: new Date(firstDose).toISOString() }]),
      { name: 'fallAway', valueUnsignedInt: fallAway },
      ...changes.map((valueString) => ({ name: 'changed', valueString })),
      ...receivers.map((valueReference) => ({ name: 'told', valueReference })),
    ],
  } as unknown as Resource;
}
