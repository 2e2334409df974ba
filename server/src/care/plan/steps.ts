import { dayInNorway } from '../../fhir/norwegian/day.ts';
import type { Coding, Json, JsonObject, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import { dueAfter, type StepDefinition } from './definition.ts';
import { type Activity, type Concept, codes, type Ref, resourceOf, type Step } from './plan.ts';
import { isTakenEarly } from './standing.ts';

/** The pathway that a step is made in. */
export type Making = {
  /** What the identifiers of the pathway and its steps have in common. */
  pathway: string;
  /** The CarePlan: `CarePlan/id`, or the name it has in the same transaction. */
  plan: string;
  patient: Ref;
  /** What the citizen is called, for the unit that is asked and has not opened the record yet. */
  named: { display?: string };
  encounter: Ref | undefined;
  /** Who asks. */
  requester: Ref | undefined;
  /** Tags of the house’s own writing: in whose name. */
  tags: readonly Coding[];
  now: number;
  /** When the pathway began. */
  start: number;
};

export type Made = { reference: string; entries: Entry[]; step: Step };

/**
 * A step as a Task, and what it is about. One that waits for another is a draft that nobody is asked to do yet; what it is
 * about is made when it is asked for.
 * @param receiver the unit; `isResolved` false: who starts the pathway, for nobody was found
 */
export function stepOf(
  definition: StepDefinition,
  making: Making,
  receiver: { unit: Ref | undefined; isResolved: boolean },
  isReady: boolean,
  ids: { task: string; focus: string },
): Made {
  const { kind, service } = definition;
  const entries: Entry[] = [];
  const step: Step & JsonObject = {
    ...header('Task', making),
    ...(receiver.isResolved ? {} : { extension: [{ url: codes.unresolved, valueBoolean: true }] }),
    identifier: [{ system: codes.pathwayStep, value: `${making.pathway}.${definition.id}` }],
    basedOn: [{ reference: making.plan }],
    status: isReady ? 'requested' : 'draft',
    intent: kind === 'Task' ? 'plan' : 'order',
    priority: definition.priority ?? 'routine',
    code: { coding: [{ system: codes.taskCode, code: 'pathway-step' }], ...textOf(definition.code) },
    description: definition.title,
    ...(definition.translated === undefined ? {} : { _description: definition.translated }),
    for: { ...making.patient, ...making.named },
    ...(making.encounter === undefined ? {} : { encounter: making.encounter }),
    authoredOn: new Date(making.now).toISOString(),
    lastModified: new Date(making.now).toISOString(),
    ...(making.requester === undefined ? {} : { requester: making.requester }),
    ...(service === undefined ? {} : { performerType: [service as JsonObject] }),
    ...(receiver.unit === undefined ? {} : { owner: receiver.unit as JsonObject }),
    ...(definition.description === undefined ? {} : { note: [{ text: definition.description }] }),
    ...periodOf(definition, making.start),
    ...(definition.questionnaire === undefined ? {} : { input: [formOf(definition.questionnaire)] }),
  };
  if (isReady) {
    const focus = focusOf(definition, making, receiver.unit);
    if (focus !== undefined) {
      step.focus = { reference: ids.focus };
      entries.push({ method: 'POST', resource: focus, fullUrl: ids.focus });
    }
  }
  const value = `${codes.pathwayStep}|${making.pathway}.${definition.id}`;
  entries.push({
    method: 'POST',
    resource: resourceOf(step),
    fullUrl: ids.task,
    ifNoneExist: `identifier=${encodeURIComponent(value)}`,
  });
  return { reference: ids.task, entries, step };
}

/** A step that waited, asked for now: its deadline counts from when what came before it was over. */
export function asked(
  step: Step,
  definition: StepDefinition,
  making: Making,
  focusId: string,
): { entries: Entry[]; step: Step } {
  const focus = focusOf(definition, making, step.owner);
  const offsets = definition.after.flatMap(({ due }) => due ?? []);
  const { businessStatus: _, ...waited } = step;
  const now: Step = {
    ...waited,
    // who took it on before its turn has said yes already
    status: isTakenEarly(step) ? 'accepted' : 'requested',
    authoredOn: new Date(making.now).toISOString(),
    lastModified: new Date(making.now).toISOString(),
    ...(offsets.length === 0 ? {} : { restriction: { period: { end: dueAfter(making.now, offsets[0]!) } } }),
    ...(focus === undefined ? {} : { focus: { reference: focusId } }),
  };
  return {
    entries: focus === undefined ? [] : [{ method: 'POST', resource: focus, fullUrl: focusId }],
    step: now,
  };
}

/** How the plan shows a step: by its Task, or in words while it is not known whether it is to be done. */
export function activityOf(definition: StepDefinition, task: string | undefined): Activity & JsonObject {
  const extension = [{ url: codes.action, valueString: definition.id }];
  if (task !== undefined) return { extension, reference: { reference: task } };
  const { title, translated, service, kind } = definition;
  return {
    extension,
    detail: {
      kind,
      status: 'not-started',
      description: title,
      ...(translated === undefined ? {} : { _description: translated }),
      ...(service === undefined ? {} : { code: service as JsonObject }),
    },
  };
}

function focusOf(definition: StepDefinition, making: Making, unit: Ref | undefined): Resource | undefined {
  const { kind, code, service, title, translated } = definition;
  const text = translated === undefined ? { text: title } : { text: title, _text: translated };
  if (kind === 'ServiceRequest') {
    return resourceOf({
      ...header('ServiceRequest', making),
      basedOn: [{ reference: making.plan }],
      status: 'active',
      intent: 'order',
      category: [REFERRAL],
      priority: definition.priority ?? 'routine',
      code: {
        ...withoutKind(service),
        ...(code ?? {}),
        coding: [...codingsOf(code), ...codingsOf(withoutKind(service))],
        ...text,
      },
      subject: making.patient,
      ...(making.encounter === undefined ? {} : { encounter: making.encounter }),
      authoredOn: new Date(making.now).toISOString(),
      ...(making.requester === undefined ? {} : { requester: making.requester }),
      ...(unit === undefined ? {} : { performer: [unit] }),
    });
  }
  if (kind === 'Appointment') {
    const { end } = (periodOf(definition, making.start).restriction as { period: { end: string } } | undefined)
      ?.period ?? {
      end: undefined,
    };
    return resourceOf({
      ...header('Appointment', making),
      status: 'proposed',
      ...(withoutKind(service) === undefined ? {} : { serviceType: [withoutKind(service)] }),
      description: title,
      ...(translated === undefined ? {} : { _description: translated }),
      created: new Date(making.now).toISOString(),
      supportingInformation: [{ reference: making.plan }],
      ...(end === undefined ? {} : { requestedPeriod: [{ start: dayInNorway(making.now), end }] }),
      participant: [
        { actor: making.patient, status: 'needs-action' },
        ...(unit === undefined ? [] : [{ type: [{ text: unit.display ?? '' }], status: 'needs-action' }]),
      ],
    });
  }
  return undefined;
}

const REFERRAL = {
  coding: [{ system: 'http://snomed.info/sct', code: '3457005', display: 'Patient referral' }],
  text: 'Henvisning',
};

const codingsOf = (of: Concept | undefined): Json[] => (of?.coding ?? []) as unknown as Json[];

/** What is registered, without our own kind. */
function withoutKind(service: Concept | undefined): Concept | undefined {
  const coding = (service?.coding ?? []).filter(({ system }) => system !== codes.serviceKind);
  return coding.length === 0 ? undefined : { coding };
}

const textOf = (code: Concept | undefined): JsonObject => (code?.text === undefined ? {} : { text: code.text });

function header(resourceType: string, { tags }: Making): { resourceType: never } & JsonObject {
  const meta = tags.length === 0 ? {} : { meta: { tag: [...tags] } };
  return { resourceType, ...meta } as unknown as { resourceType: never } & JsonObject;
}

function periodOf({ due }: StepDefinition, start: number): JsonObject {
  return due === undefined ? {} : { restriction: { period: { end: dueAfter(start, due) } } };
}

const formOf = (questionnaire: string): JsonObject => ({
  type: { coding: [{ system: codes.taskInput, code: 'form' }] },
  valueCanonical: questionnaire,
});

/** A citizen's name as a reference shows it. */
export function nameOf(patient: Resource): { display?: string } {
  const [name] = (patient.name ?? []) as { given?: string[]; family?: string }[];
  const display = [...(name?.given ?? []), name?.family ?? ''].filter((one) => one !== '').join(' ');
  return display === '' ? {} : { display };
}
