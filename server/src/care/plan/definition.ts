import { problem } from '../../fhir/issue.ts';
import { dayInNorway } from '../../fhir/norwegian/day.ts';
import type { Json, JsonObject, Resource } from '../../fhir/resource.ts';
import type { CareContext } from '../process.ts';
import type { Concept } from './plan.ts';

/** A pathway as its PlanDefinition and ActivityDefinitions tell it: its steps, flat, in their order. */
export type Definition = {
  canonical: string;
  title: string;
  translated: Json | undefined;
  steps: readonly StepDefinition[];
};

export type StepDefinition = {
  /** Of the action. */
  id: string;
  title: string;
  /** The title’s extensions: its other languages. */
  translated: Json | undefined;
  description: string | undefined;
  kind: 'Task' | 'ServiceRequest' | 'Appointment';
  /** What is asked for. */
  code: Concept | undefined;
  /** The kind of service that does it; undefined is who starts the pathway. */
  service: Concept | undefined;
  priority: string | undefined;
  /** The form to fill in, where there is one. */
  questionnaire: string | undefined;
  /** All must be true for the step to be done at all. */
  conditions: readonly string[];
  inputs: readonly Input[];
  /** What must be over first, and how long after it the step is due. */
  after: readonly { action: string; due: Duration | undefined }[];
  /** From the start of the pathway. */
  due: Duration | undefined;
};

/** What a condition is asked about, by the name it has there: `%weights`. */
export type Input = { name: string; type: string; codes: readonly string[]; since: Duration | undefined };

export type Duration = { value: number; unit: string };

/** @param which a canonical, `url|version` or `url`, or an id @throws Problem absent, rule */
export async function definitionOf(
  context: CareContext,
  which: { id: string } | { canonical: string },
): Promise<Definition> {
  const plan = await planOf(context, which);
  const actions = flat(plan.action);
  const canonicals = [...new Set(actions.flatMap(({ definitionCanonical }) => textOf(definitionCanonical) ?? []))];
  const urls = canonicals.map((one) => one.split('|')[0]!).join(',');
  const found = urls === '' ? [] : await context.search('ActivityDefinition', [['url', urls]]);
  const activities = new Map(found.map((one) => [String(one.url), one]));
  const version = textOf(plan.version);
  return {
    canonical: `${String(plan.url)}${version === undefined ? '' : `|${version}`}`,
    title: String(plan.title ?? plan.name ?? ''),
    translated: plan._title,
    steps: withAfter(
      actions,
      actions.map((action) => stepOf(action, activities)),
    ),
  };
}

async function planOf(context: CareContext, which: { id: string } | { canonical: string }): Promise<Resource> {
  if ('id' in which) return context.read(`PlanDefinition/${which.id}`);
  const [url = '', version] = which.canonical.split('|');
  const versioned: [string, string][] = version === undefined ? [] : [['version', version]];
  const found = await context.search('PlanDefinition', [['url', url], ...versioned]);
  // An older version that is no longer stored: what stands under the address now is the nearest to it.
  const [plan] =
    found.length > 0 || version === undefined ? found : await context.search('PlanDefinition', [['url', url]]);
  if (plan === undefined)
    throw problem('rule', 'pathway-unknown', {
      diagnostics: 'There is no such PlanDefinition.',
      expression: 'PlanDefinition.url',
    });
  return plan;
}

/** Groups are their parts. */
const flat = (actions: Json | undefined): JsonObject[] =>
  ((actions ?? []) as JsonObject[]).flatMap((one) => (one.action === undefined ? [one] : flat(one.action)));

function stepOf(action: JsonObject, activities: ReadonlyMap<string, Resource>): StepDefinition {
  const canonical = textOf(action.definitionCanonical)?.split('|')[0];
  const activity = canonical === undefined ? undefined : activities.get(canonical);
  const kind = textOf(activity?.kind);
  const form = extensionsOf(activity).find(({ url }) => url === FORM)?.valueCanonical;
  return {
    id: String(action.id ?? ''),
    title: String(action.title ?? activity?.title ?? ''),
    translated: action.title === undefined ? activity?._title : action._title,
    description: textOf(action.description) ?? textOf(activity?.description),
    kind: kind === 'ServiceRequest' || kind === 'Appointment' ? kind : 'Task',
    code: activity?.code as Concept | undefined,
    service: serviceOf(action) ?? serviceOf(activity),
    priority: textOf(action.priority) ?? textOf(activity?.priority),
    questionnaire: textOf(form),
    conditions: ((action.condition ?? []) as JsonObject[])
      .filter(({ kind: of }) => of === 'applicability')
      .map(({ expression }) => String((expression as JsonObject | undefined)?.expression ?? 'false')),
    inputs: ((action.input ?? []) as JsonObject[]).map(inputOf),
    after: [],
    due: durationOf(action.timingDuration) ?? durationOf(activity?.timingDuration),
  };
}

const FORM = 'https://enjournal.no/fhir/StructureDefinition/activity-form';

const extensionsOf = (of: Resource | undefined): JsonObject[] => (of?.extension ?? []) as JsonObject[];

/** R4 has the order on either side: `before` of the one is `after` of the other. What happens at once orders nothing. */
function withAfter(actions: readonly JsonObject[], steps: readonly StepDefinition[]): StepDefinition[] {
  const after = new Map<string, { action: string; due: Duration | undefined }[]>(steps.map(({ id }) => [id, []]));
  for (const [i, action] of actions.entries()) {
    const { id } = steps[i]!;
    for (const { actionId, relationship, offsetDuration } of (action.relatedAction ?? []) as JsonObject[]) {
      const [other, order] = [String(actionId), String(relationship)];
      const due = durationOf(offsetDuration);
      if (order.startsWith('after')) after.get(id)?.push({ action: other, due });
      else if (order.startsWith('before')) after.get(other)?.push({ action: id, due });
    }
  }
  return steps.map((step) => ({ ...step, after: after.get(step.id) ?? [] }));
}

function serviceOf(of: JsonObject | undefined): Concept | undefined {
  const participants = (of?.participant ?? []) as JsonObject[];
  return participants.find(({ role }) => role !== undefined)?.role as Concept | undefined;
}

/** What all steps of a definition ask about. */
export const inputsIn = (actions: Json | undefined): Input[] =>
  flat(actions).flatMap(({ input }) => ((input ?? []) as JsonObject[]).map(inputOf));

function inputOf(input: JsonObject): Input {
  const filters = (input.codeFilter ?? []) as JsonObject[];
  const codes = filters
    .flatMap(({ code }) => (code ?? []) as JsonObject[])
    .map(({ system, code }) => `${system === undefined ? '' : `${String(system)}|`}${String(code)}`);
  const [since] = ((input.dateFilter ?? []) as JsonObject[]).map(({ valueDuration }) => durationOf(valueDuration));
  return { name: String(input.id ?? 'input'), type: String(input.type), codes, since };
}

function durationOf(value: Json | undefined): Duration | undefined {
  const { value: amount, code, unit } = (value ?? {}) as JsonObject;
  return typeof amount === 'number' ? { value: amount, unit: String(code ?? unit ?? 'd') } : undefined;
}

const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && value ? value : undefined;

const HOUR = 3_600_000;
const units: Readonly<Record<string, number>> = { min: 60_000, h: HOUR, d: 24 * HOUR, wk: 7 * 24 * HOUR };

/** In ms; a month at its longest. */
export const lengthOf = ({ value, unit }: Duration): number =>
  value * (unit === 'a' ? 366 * units.d! : unit === 'mo' ? 31 * units.d! : (units[unit] ?? units.d!));

/** So long after a time. Of days and more the whole day counts, told as a date in Norway. */
export function dueAfter(at: number, { value, unit }: Duration): string {
  if (unit === 'mo' || unit === 'a') {
    const date = new Date(at);
    date.setUTCMonth(date.getUTCMonth() + value * (unit === 'a' ? 12 : 1));
    return dayInNorway(date.getTime());
  }
  const end = at + value * (units[unit] ?? units.d!);
  return unit === 'min' || unit === 'h' ? new Date(end).toISOString() : dayInNorway(end);
}
