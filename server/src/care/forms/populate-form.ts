import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Reference, Resource } from '../../fhir/resource.ts';
import { canonicalQuantity } from '../../fhir/ucum.ts';
import { type CareCall, type CareContext, type CareOperation, parameterOf } from '../process.ts';
import { definitionOf, type FormDefinition } from './definition.ts';
import { evaluate, newBudget } from './expressions.ts';
import { extensions, extensionValue } from './extensions.ts';
import { type KnownObservation, linkedSince, populated } from './populate.ts';
import { questionnaireOf } from './questionnaire-of.ts';
import { formState } from './state.ts';
import type { Extension, Questionnaire, QuestionnaireResponse } from './types.ts';

/**
 * Questionnaire/$populate: the form as it begins for a citizen, with what the record knows already; each such answer says where it comes
 * from. Nothing is stored. What the caller may not see is not there to begin from.
 * @throws Problem absent when there is no such questionnaire; invalid without a subject
 * @source SDC 3.0.0, Questionnaire/$populate
 */
export const populate: CareOperation = {
  name: 'populate',
  definition: 'https://enjournal.no/fhir/OperationDefinition/questionnaire-populate',
  at: [
    { level: 'type', types: ['Questionnaire'] },
    { level: 'instance', types: ['Questionnaire'] },
  ],
  get: false,
  summary: 'A form as it begins for a citizen, with what the record knows',
  async run(context, call) {
    const form = definitionOf(await questionnaireAsked(context, call));
    const subject = parameterOf(call.parameters, 'subject') as Reference | undefined;
    if (!/^Patient\/[^/]+$/.test(subject?.reference ?? '')) {
      throw problem('invalid', 'populate-subject', { diagnostics: 'Say whom the form is for.', expression: 'subject' });
    }
    const patient = await context.read(subject!.reference!);
    const encounter = encounterAsked(call);
    const environment: Record<string, unknown> = {
      patient,
      ...(encounter === undefined ? {} : { encounter: await context.read(encounter) }),
      ...(await userOf(context)),
      ...contextsGiven(call),
    };
    await query(context, form, environment, patient);
    const begun = populated(form, {
      environment,
      observations: await observationsFor(context, form, patient),
      now: context.now,
      convert,
    });
    const response: QuestionnaireResponse = {
      ...begun,
      subject: { reference: `Patient/${patient.id}` },
      ...(encounter === undefined ? {} : { encounter: { reference: encounter } }),
      authored: new Date(context.now).toISOString(),
      ...(context.actor.kind === 'system'
        ? {}
        : { author: { reference: context.actor.id, display: context.actor.display } }),
    };
    return formState(form.questionnaire, response, { environment }).response as unknown as Resource;
  },
};

async function questionnaireAsked(context: CareContext, { id, parameters }: CareCall): Promise<Questionnaire> {
  if (id !== undefined) return (await context.read(`Questionnaire/${id}`)) as unknown as Questionnaire;
  const given = parameterOf(parameters, 'questionnaire') as Questionnaire | undefined;
  if (given?.resourceType === 'Questionnaire') return given;
  const canonical = parameterOf(parameters, 'canonical') ?? (typeof given === 'string' ? given : undefined);
  const found = await questionnaireOf(context, canonical === undefined ? undefined : String(canonical));
  if (found === undefined) {
    throw problem('absent', 'form-unknown', { diagnostics: 'No such questionnaire is here.', expression: 'canonical' });
  }
  return found;
}

function encounterAsked({ parameters }: CareCall): string | undefined {
  const reference = (parameterOf(parameters, 'encounter') as Reference | undefined)?.reference;
  return reference !== undefined && /^Encounter\/[^/]+$/.test(reference) ? reference : undefined;
}

/** Who fills it in; without it when the caller is no person, or may not be read. */
async function userOf({ actor, read }: CareContext): Promise<{ user?: Resource }> {
  if (actor.practitioner === undefined) return {};
  const user = await read(`Practitioner/${actor.practitioner}`).catch(() => undefined);
  return user === undefined ? {} : { user };
}

/** Launch contexts that the caller gives as resources: `context` with `name` and `content`. */
function contextsGiven({ parameters }: CareCall): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const one of (parameters.parameter ?? []) as JsonObject[]) {
    const part = (one.part ?? []) as JsonObject[];
    if (one.name !== 'context') continue;
    const name = part.find((each) => each.name === 'name');
    const content = part.find((each) => each.name === 'content');
    const called = name?.valueString ?? name?.valueCode;
    if (typeof called === 'string' && content?.resource !== undefined) found[called] = content.resource;
  }
  return found;
}

const mostQueries = 20;

/** Searches that the questionnaire asks for: `sourceQueries` (a contained batch), and variables in x-fhir-query. */
async function query(
  context: CareContext,
  form: FormDefinition,
  environment: Record<string, unknown>,
  patient: Resource,
): Promise<void> {
  const { questionnaire } = form;
  let left = mostQueries;
  const run = async (text: string): Promise<JsonObject> => {
    if (left-- <= 0)
      throw problem('rule', 'form-too-many-queries', { diagnostics: `More than ${mostQueries} queries` });
    return searched(context, withValues(text, form, environment), patient);
  };
  for (const { url, ...one } of (questionnaire.extension ?? []) as Extension[]) {
    const expression = one.valueExpression as { language?: string; expression?: string; name?: string } | undefined;
    if (url === extensions.variable && expression?.language === 'application/x-fhir-query' && expression.name) {
      environment[expression.name] = await run(expression.expression ?? '');
    }
    if (url !== extensions.sourceQueries) continue;
    const reference = (one.valueReference as Reference | undefined)?.reference ?? '';
    const batch = questionnaire.contained?.find(({ id }) => `#${id}` === reference) as JsonObject | undefined;
    if (batch === undefined) continue;
    const entry: JsonObject[] = [];
    for (const { request } of (batch.entry ?? []) as JsonObject[]) {
      const { method = 'GET', url: asked = '' } = (request ?? {}) as { method?: string; url?: string };
      if (method === 'GET') entry.push({ resource: await run(asked) });
    }
    environment[String(batch.id)] = { resourceType: 'Bundle', type: 'batch-response', entry };
  }
}

/** `{{%patient.id}}` in a query stands for what the expression finds. @source SDC, x-fhir-query */
function withValues(text: string, form: FormDefinition, environment: Record<string, unknown>): string {
  const budget = newBudget();
  return text.replace(/\{\{(.+?)\}\}/g, (_whole, expression: string) => {
    const found = evaluate(expression, { resourceType: 'QuestionnaireResponse' }, environment, form, budget);
    return 'values' in found ? encodeURIComponent(found.values.map(String).join(',')) : '';
  });
}

/** One search of one type, within the citizen's own record, as the caller may see it. */
async function searched(context: CareContext, text: string, patient: Resource): Promise<JsonObject> {
  const [type = '', query = ''] = text.replace(/^\//, '').split('?');
  const criteria = [...new URLSearchParams(query)].filter(([name]) => !/^(?:patient|subject|_count)$/.test(name));
  if (!/^[A-Z][A-Za-z]+$/.test(type)) {
    throw problem('rule', 'form-query', { diagnostics: 'A query of the questionnaire cannot be read.' });
  }
  const found = await context.search(type, [['patient', String(patient.id)], ...criteria]);
  return { resourceType: 'Bundle', type: 'searchset', entry: found.map((resource) => ({ resource })) };
}

/** Systolic and diastolic pressure stand in the panel that they are found by. */
const panels: Readonly<Record<string, string>> = { '8480-6': '85354-9', '8462-4': '85354-9' };

/** Observations of what the form asks for, not older than it accepts, newest first. */
async function observationsFor(
  context: CareContext,
  form: FormDefinition,
  { id }: Resource,
): Promise<KnownObservation[]> {
  const codes = new Set<string>();
  let since = context.now;
  for (const item of form.byLinkId.values()) {
    const from = linkedSince(item, context.now);
    if (from === undefined || extensionValue(item.raw, extensions.observationLinkPeriod) === undefined) continue;
    since = Math.min(since, from);
    for (const { system, code } of item.code) {
      if (system === undefined || code === undefined) continue;
      codes.add(`${system}|${code}`);
      if (panels[code] !== undefined) codes.add(`${system}|${panels[code]}`);
    }
  }
  if (codes.size === 0) return [];
  return (await context.search('Observation', [
    ['patient', String(id)],
    ['code', [...codes].join(',')],
    ['date', `ge${new Date(since).toISOString()}`],
    ['_sort', '-date'],
  ])) as unknown as KnownObservation[];
}

/** Between units that measure the same. */
function convert(value: number, from: string | undefined, to: string | undefined): number | undefined {
  if (from === undefined || to === undefined || from === to) return value;
  const [given, one] = [canonicalQuantity(value, from), canonicalQuantity(1, to)];
  const none = canonicalQuantity(0, to);
  if (given === undefined || one === undefined || none === undefined || given.code !== one.code) return undefined;
  return Number(((given.value - none.value) / (one.value - none.value)).toPrecision(8));
}
