import { answersFrom } from './calculate.ts';
import type { FormDefinition, FormItem } from './definition.ts';
import { evaluate, type FoundIn, newBudget } from './expressions.ts';
import { extensions, extensionValue } from './extensions.ts';
import { initialResponse } from './initial.ts';
import type { Answer, Extension, QuestionnaireResponse, Reference } from './types.ts';

/** The last time something was observed, as far as a form begins from it. */
export type KnownObservation = FoundIn & { code?: { coding?: { system?: string; code?: string }[] } };

export type PopulateFacts = {
  /** `%patient`, `%user`, `%encounter`, and what queries found, by name. */
  environment: Readonly<Record<string, unknown>>;
  /** Observations of the codes that the form asks for, newest first. */
  observations: readonly KnownObservation[];
  /** Epoch ms. */
  now: number;
  /** A value in another unit, if it can be said in that; by default only units that are the same. */
  convert?: (value: number, from: string | undefined, to: string | undefined) => number | undefined;
};

/**
 * The form as it begins: answers that the record knows, each saying where it comes from and when it was so; then the questionnaire's
 * own beginnings.
 */
export function populated(form: FormDefinition, facts: PopulateFacts): QuestionnaireResponse {
  const budget = newBudget();
  const root = { resourceType: 'QuestionnaireResponse' };
  const env: Record<string, unknown> = { ...facts.environment, questionnaire: form.questionnaire, resource: root };
  for (const { name, expression } of form.variables) {
    const found = evaluate(expression, root, env, form, budget);
    env[name] = 'values' in found ? found.values : [];
  }
  return initialResponse(form, (item) => {
    const expressed = fromExpression(item, form, env, budget);
    return expressed.length > 0 ? expressed : fromObservations(item, facts);
  });
}

function fromExpression(
  item: FormItem,
  form: FormDefinition,
  env: Readonly<Record<string, unknown>>,
  budget: ReturnType<typeof newBudget>,
): Answer[] {
  if (item.initialExpression === undefined) return [];
  const found = evaluate(item.initialExpression, env.resource, env, form, budget);
  if ('failed' in found) return [];
  const named = resourceNamedIn(item.initialExpression, env);
  return found.values
    .flatMap((value, at) =>
      answersFrom(item, [value]).map((answer) => withSource(answer, known(found.sources[at]) ?? named)),
    )
    .slice(0, item.repeats ? undefined : 1);
}

/** An option that an expression chooses stands in the questionnaire; that is not where it is known from. */
const known = (source: FoundIn | undefined): FoundIn | undefined =>
  source?.resourceType === 'Questionnaire' ? undefined : source;

/** What is computed from a resource stands in none; the resource it was computed from is named in the expression. */
function resourceNamedIn(expression: string, env: Readonly<Record<string, unknown>>): FoundIn | undefined {
  for (const [, name] of expression.matchAll(/%`?([A-Za-z_][\w-]*)/g)) {
    const value = env[name!] as FoundIn | undefined;
    if (value?.id !== undefined && value.resourceType !== 'Questionnaire' && value.resourceType !== 'Bundle')
      return value;
  }
  return undefined;
}

function fromObservations(item: FormItem, { observations, now, convert = sameUnit }: PopulateFacts): Answer[] {
  const since = linkedSince(item, now);
  if (since === undefined || item.code.length === 0) return [];
  for (const observation of observations) {
    if (/^(?:entered-in-error|cancelled|unknown)$/.test(String(observation.status))) continue;
    const at = whenOf(observation);
    if (at === undefined || Date.parse(at) < since) continue;
    const parts = [observation, ...((observation.component ?? []) as KnownObservation[])];
    const part = parts.find(({ code }) => isOneOf(code?.coding, item.code));
    const value = part === undefined ? undefined : valueFor(item, part, convert);
    const [answer] = value === undefined ? [] : answersFrom(item, [value]);
    if (answer !== undefined) return [withSource(answer, observation)];
  }
  return [];
}

/** Since when an observation still counts; undefined for what does not begin from any. @source SDC, observationLinkPeriod */
export function linkedSince(item: FormItem, now: number): number | undefined {
  const period = extensionValue<{ value?: number; code?: string; unit?: string }>(
    item.raw,
    extensions.observationLinkPeriod,
  );
  if (period === undefined) return undefined;
  const days = daysOf[period.code ?? period.unit ?? ''];
  return days === undefined ? undefined : now - (period.value ?? 0) * days * 86_400_000;
}

const daysOf: Readonly<Record<string, number>> = { a: 365.25, mo: 30.44, wk: 7, d: 1, h: 1 / 24, min: 1 / 1440 };

function valueFor(item: FormItem, part: FoundIn, convert: NonNullable<PopulateFacts['convert']>): unknown {
  const quantity = part.valueQuantity as { value?: number; code?: string } | undefined;
  if (quantity?.value !== undefined) {
    const number = convert(quantity.value, quantity.code, item.units[0]?.code);
    if (item.type !== 'quantity' || number === undefined) return number;
    return item.units.length === 0 ? quantity : number;
  }
  return Object.entries(part).find(([name]) => /^value[A-Z]/.test(name))?.[1];
}

const sameUnit = (value: number, from: string | undefined, to: string | undefined): number | undefined =>
  to === undefined || from === undefined || from === to ? value : undefined;

const isOneOf = (
  codings: readonly { system?: string; code?: string }[] | undefined,
  wanted: readonly { system?: string; code?: string }[],
): boolean =>
  (codings ?? []).some(({ system, code }) => wanted.some((one) => one.code === code && one.system === system));

/** Says of an answer where it comes from, and when that was so. */
function withSource(answer: Answer, source: FoundIn | undefined): Answer {
  if (source?.id === undefined) return answer;
  const at = whenOf(source);
  const reference: Reference = { reference: `${source.resourceType}/${source.id}`, display: displayOf(source) };
  const parts: Extension[] = [
    { url: 'source', valueReference: reference },
    ...(at === undefined ? [] : [{ url: 'at', valueDateTime: at }]),
  ];
  return { ...answer, extension: [{ url: extensions.prefillSource, extension: parts }] };
}

function whenOf(source: FoundIn): string | undefined {
  const period = (source.effectivePeriod ?? source.period ?? source.onsetPeriod) as { start?: string } | undefined;
  const meta = source.meta as { lastUpdated?: string } | undefined;
  const said = [
    source.effectiveDateTime,
    source.effectiveInstant,
    period?.start,
    source.issued,
    source.onsetDateTime,
    source.recordedDate,
    source.authoredOn,
    source.date,
    meta?.lastUpdated,
  ];
  return said.find((one) => typeof one === 'string') as string | undefined;
}

const names: Readonly<Record<string, string>> = {
  Patient: 'personopplysninger',
  Practitioner: 'personellopplysninger',
  Encounter: 'kontakten',
  Observation: 'målingen',
  Condition: 'problemlisten',
  MedicationRequest: 'legemiddellisten',
  MedicationStatement: 'legemiddellisten',
  AllergyIntolerance: 'allergier',
  CarePlan: 'planen',
};

/** What it is, in a word; never a name. */
const displayOf = ({ resourceType }: FoundIn): string => names[resourceType] ?? resourceType;
