import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../../server/src/fhir/resource.ts';
import { type Day, isoDate, isoTime } from '../calendar.ts';
import { coded } from '../codes/displays.ts';
import { compact, extensionUrl, systems } from '../fhir.ts';
import type { Unit } from '../town.ts';
import { type Act, type Life, REFERRAL } from './writing.ts';

const CONTENT = join(import.meta.dirname, '../../../../content');

const definitions = new Map<string, JsonObject>();

function definitionOf(folder: 'plan-definitions' | 'activity-definitions', id: string): JsonObject {
  const key = `${folder}/${id}`;
  let known = definitions.get(key);
  if (known === undefined) {
    known = JSON.parse(readFileSync(join(CONTENT, `${key}.json`), 'utf8')) as JsonObject;
    definitions.set(key, known);
  }
  return known;
}

/** How far a step has come. */
export type StepTold = {
  owner: Unit;
  status: 'draft' | 'requested' | 'accepted' | 'in-progress' | 'completed' | 'cancelled' | 'rejected';
  due?: Day;
  /** The day it got this status. */
  at?: Day;
  /** Why it goes otherwise than planned. */
  deviation?: string;
  reason?: string;
};

const PATHWAY = [coded(systems.planKind, 'pathway')];

/**
 * A pathway by its definition in content, as `$apply` and what followed would have left it: steps that are not told are not
 * known to be needed yet. @returns the reference to its plan
 */
export function writePathway(
  life: Life,
  act: Act,
  what: { definition: string; within: string; why?: string; steps: { [action: string]: StepTold } },
): string {
  const { record } = life;
  const definition = definitionOf('plan-definitions', what.definition);
  const key = `${life.citizen.id}-${what.definition}`;
  const started = isoTime(act.day, act.minute);
  const activity: JsonObject[] = [];
  const plan = record.add(
    act.unit,
    'CarePlan',
    compact({
      identifier: [{ system: 'https://enjournal.no/fhir/pathway', value: key }],
      instantiatesCanonical: [`${String(definition.url)}|${String(definition.version)}`],
      partOf: [{ reference: what.within }],
      status: 'active',
      intent: 'plan',
      category: PATHWAY,
      title: definition.title,
      _title: definition._title,
      description: what.why,
      subject: record.patient,
      encounter: act.encounter === undefined ? undefined : { reference: act.encounter },
      period: { start: started },
      created: started,
      author: act.by.reference,
      activity,
    }),
  );
  for (const action of definition.action as JsonObject[]) {
    const id = String(action.id);
    const told = what.steps[id];
    const named = { url: extensionUrl('pathway-action'), valueString: id };
    const activityDefinition = definitionOf(
      'activity-definitions',
      String(action.definitionCanonical).split('|')[0]!.split('/').at(-1)!,
    );
    const service = ((activityDefinition.participant ?? []) as JsonObject[])[0]?.role;
    if (told === undefined) {
      activity.push({
        extension: [named],
        detail: compact({
          kind: activityDefinition.kind,
          status: 'not-started',
          description: action.title,
          _description: action._title,
          code: service,
        }),
      });
      continue;
    }
    const task = step(life, act, { action, told, plan, key, service, kind: String(activityDefinition.kind) });
    const deviation = told.deviation === undefined ? [] : [deviationOf(act, told, told.deviation)];
    activity.push({ extension: [named, ...deviation], reference: { reference: task, display: String(action.title) } });
  }
  return plan;
}

type Stepping = {
  action: JsonObject;
  told: StepTold;
  plan: string;
  key: string;
  service: JsonObject[string] | undefined;
  kind: string;
};

function step(life: Life, act: Act, { action, told, plan, key, service, kind }: Stepping): string {
  const { record } = life;
  const isDraft = told.status === 'draft';
  const started = isoTime(act.day, act.minute);
  const focus =
    kind === 'ServiceRequest' && !isDraft
      ? record.add(
          act.unit,
          'ServiceRequest',
          compact({
            status: told.status === 'completed' ? 'completed' : 'active',
            intent: 'order',
            category: [REFERRAL],
            code: compact({ coding: withoutKind(service), text: action.title }),
            subject: record.patient,
            authoredOn: started,
            requester: act.by.reference,
            performer: [told.owner.reference],
          }),
        )
      : undefined;
  return record.add(
    act.unit,
    'Task',
    compact({
      identifier: [{ system: 'https://enjournal.no/fhir/pathway-step', value: `${key}.${String(action.id)}` }],
      basedOn: [{ reference: plan }],
      status: told.status,
      statusReason: told.reason === undefined ? undefined : { text: told.reason },
      intent: kind === 'Task' ? 'plan' : 'order',
      priority: action.priority ?? 'routine',
      code: coded(systems.taskCode, 'pathway-step'),
      description: action.title,
      _description: action._title,
      focus: focus === undefined ? undefined : { reference: focus },
      for: { ...record.patient, display: `${life.citizen.name.given} ${life.citizen.name.family}` },
      authoredOn: started,
      lastModified: isoTime(told.at ?? act.day, act.minute + 40),
      requester: act.by.reference,
      performerType: service === undefined ? undefined : [service],
      owner: told.owner.reference,
      restriction: told.due === undefined ? undefined : { period: { end: isoDate(told.due) } },
    }),
  );
}

function withoutKind(service: JsonObject[string] | undefined): JsonObject[] | undefined {
  const coding = ((service as JsonObject | undefined)?.coding ?? []) as JsonObject[];
  const kept = coding.filter(({ system }) => system !== systems.serviceKind);
  return kept.length === 0 ? undefined : kept;
}

function deviationOf(act: Act, told: StepTold, text: string): JsonObject {
  return {
    url: extensionUrl('pathway-deviation'),
    extension: [
      { url: 'reason', valueCodeableConcept: { text } },
      { url: 'recorded', valueDateTime: isoTime(told.at ?? act.day, act.minute + 45) },
      { url: 'author', valueReference: act.by.reference },
    ],
  };
}
