import { isGroup, valueIn } from './answers.ts';
import { type FormItem, unitOf } from './definition.ts';
import { extensions, extensionValue, extensionValues } from './extensions.ts';
import { definedResources } from './extract-defined.ts';
import { observationOf } from './measurement-kinds.ts';
import { type Measurement, parseMeasurements } from './measurements.ts';
import type { FormNode } from './nodes.ts';
import type { FormState } from './state.ts';
import type { Answer, Coding, Reference } from './types.ts';

/** A resource that answers become, and how it comes into the record. */
export type Extracted = {
  resource: { resourceType: string; [member: string]: unknown };
  /** Of what stands in the record already: it is referred to, and nothing is made. */
  existing?: string;
};

type Concept = { coding?: Coding[]; text?: string };

/** A problem of the record, as far as it decides whether a diagnosis is new. */
export type KnownProblem = {
  id?: string;
  code?: Concept;
  clinicalStatus?: Concept;
  verificationStatus?: Concept;
};

/** What extraction goes by besides the answers. */
export type ExtractFacts = {
  /** When what is observed was so, where the response does not say; ISO. */
  now: string;
  /** The problems of the record. */
  problems: readonly KnownProblem[];
};

/**
 * What the answers become: measurements and scores as Observations, diagnoses as Conditions, and what the items' definitions say.
 * Only what is asked; not what the record itself filled in and nobody changed; not measurements that cannot be right.
 * @source SDC 3.0.0, observation-based and definition-based extraction
 */
export function extracted(state: FormState, facts: ExtractFacts): Extracted[] {
  const { response } = state;
  const origin: Reference = { reference: `QuestionnaireResponse/${response.id ?? ''}` };
  const common = {
    ...(response.subject === undefined ? {} : { subject: response.subject }),
    ...(response.encounter === undefined ? {} : { encounter: response.encounter }),
  };
  const observed = {
    ...common,
    effectiveDateTime: response.authored ?? facts.now,
    ...(response.author === undefined ? {} : { performer: [response.author] }),
    ...(response.id === undefined ? {} : { derivedFrom: [origin] }),
  };
  const observations = observationsIn(state.nodes, []).map((one) => ({
    resource: { resourceType: 'Observation', status: 'final', ...one, ...observed },
  }));
  const conditions = conditionsIn(state.nodes).map((coding) => {
    const known = facts.problems.find((problem) => isActive(problem) && hasCode(problem.code, coding));
    if (known?.id !== undefined) {
      return { existing: `Condition/${known.id}`, resource: { ...known, resourceType: 'Condition' } };
    }
    return { resource: conditionOf(coding, { ...common, recordedDate: observed.effectiveDateTime }, response.author) };
  });
  return [...observations, ...conditions, ...definedResources(state, common)];
}

type Observed = { code: Concept; category?: Concept[]; [member: string]: unknown };

/** Items are observed when they, or what they stand in, say so and they have a code. */
function observationsIn(nodes: readonly FormNode[], above: readonly FormItem[]): Observed[] {
  return nodes.flatMap((node) => {
    if (!node.enabled) return [];
    const { item, groups } = node;
    const line = [...above, item];
    if (item.measurementLine) return measuredIn(node);
    const own = isObserved(line) && item.code.length > 0;
    if (isGroup(item)) return groups.flatMap((group) => (own ? panelOf(line, group) : observationsIn(group, line)));
    const given = own ? node.answers.filter(isNew) : [];
    const here = given.flatMap((answer) => {
      const value = observedValue(item, answer);
      return value === undefined ? [] : [{ ...about(line), ...value, ...interpretationIn(nodes, item) }];
    });
    return [...here, ...groups.flatMap((group) => observationsIn(group, line))];
  });
}

function measuredIn({ answers }: FormNode): Observed[] {
  return answers.flatMap(({ valueString }) =>
    parseMeasurements(valueString ?? '')
      .measurements.filter(({ implausible }: Measurement) => !implausible)
      .map((one) => observationOf(one) as Observed),
  );
}

/** A group with a code of its own is one Observation, its items are the components: a blood pressure. */
function panelOf(line: readonly FormItem[], group: readonly FormNode[]): Observed[] {
  const parts = group.filter(({ enabled, item }) => enabled && item.code.length > 0 && isObserved([...line, item]));
  const component = parts.flatMap(({ item, answers }) =>
    answers.filter(isNew).flatMap((answer) => {
      const value = observedValue(item, answer);
      return value === undefined ? [] : [{ code: conceptOf(item), ...value }];
    }),
  );
  const others = group.filter((node) => !parts.includes(node));
  const panel = component.length === 0 ? [] : [{ ...about(line), component }];
  return [...panel, ...observationsIn(others, line)];
}

/** The nearest that says anything decides. */
function isObserved(line: readonly FormItem[]): boolean {
  for (let at = line.length - 1; at >= 0; at--) {
    const said = extensionValue<boolean>(line[at]!.raw, extensions.observationExtract);
    if (said !== undefined) return said;
  }
  return false;
}

function about(line: readonly FormItem[]): Observed {
  const item = line.at(-1)!;
  const categories = line.map(({ raw }) => extensionValues<Concept>(raw, extensions.observationCategory));
  const category = categories.findLast((one) => one.length > 0);
  return { ...(category === undefined ? {} : { category }), code: conceptOf(item) };
}

const conceptOf = (item: FormItem): Concept => ({ coding: [...item.code], text: item.text.nb });

function observedValue(item: FormItem, answer: Answer): { [value: string]: unknown } | undefined {
  const number = answer.valueInteger ?? answer.valueDecimal;
  if (number !== undefined) {
    const isCount = item.units.length === 0 && answer.valueInteger !== undefined;
    return isCount ? { valueInteger: number } : { valueQuantity: { value: number, ...unitOf(item) } };
  }
  if (answer.valueQuantity !== undefined) return { valueQuantity: answer.valueQuantity };
  if (answer.valueCoding !== undefined) {
    const { extension: _weight, ...coding } = answer.valueCoding;
    return { valueCodeableConcept: { coding: [coding], ...(coding.display ? { text: coding.display } : {}) } };
  }
  if (answer.valueBoolean !== undefined) return { valueBoolean: answer.valueBoolean };
  if (answer.valueDate !== undefined) return { valueDateTime: answer.valueDate };
  if (answer.valueDateTime !== undefined) return { valueDateTime: answer.valueDateTime };
  if (answer.valueTime !== undefined) return { valueTime: answer.valueTime };
  if (answer.valueString?.trim()) return { valueString: answer.valueString };
  return undefined;
}

/** Of a score: what its total means stands beside it, as a choice that is calculated and says how grave it is. */
function interpretationIn(beside: readonly FormNode[], item: FormItem): { interpretation?: Concept[] } {
  if (item.calculated === undefined || !/^(?:integer|decimal)$/.test(item.type)) return {};
  const read = beside.find(
    (node) => node.enabled && node.item.calculated !== undefined && node.item.options.some(({ level }) => level),
  );
  const coding = read?.answers[0]?.valueCoding;
  if (coding === undefined) return {};
  return { interpretation: [{ coding: [coding], ...(coding.display ? { text: coding.display } : {}) }] };
}

/** What was filled in from an Observation, and not changed, is no new observation, also when it is confirmed. */
function isNew(answer: Answer): boolean {
  if (valueIn(answer) === undefined) return false;
  const prefill = answer.extension?.find(({ url }) => url === extensions.prefillSource);
  return !extensionValue<Reference>(prefill, 'source')?.reference?.startsWith('Observation/');
}

function conditionsIn(nodes: readonly FormNode[]): Coding[] {
  const found = new Map<string, Coding>();
  const visit = (all: readonly FormNode[]): void => {
    for (const { enabled, item, answers, groups } of all) {
      if (!enabled) continue;
      for (const { valueCoding } of item.extractAs === 'Condition' ? answers : []) {
        if (valueCoding !== undefined) found.set(`${valueCoding.system}|${valueCoding.code}`, valueCoding);
      }
      groups.forEach(visit);
    }
  };
  visit(nodes);
  return [...found.values()];
}

const hl7 = 'http://terminology.hl7.org/CodeSystem';

function conditionOf(coding: Coding, common: object, recorder: Reference | undefined): Extracted['resource'] {
  const one = (system: string, code: string): Concept => ({ coding: [{ system: `${hl7}/${system}`, code }] });
  return {
    resourceType: 'Condition',
    clinicalStatus: one('condition-clinical', 'active'),
    verificationStatus: one('condition-ver-status', 'confirmed'),
    category: [one('condition-category', 'problem-list-item')],
    code: { coding: [coding], ...(coding.display ? { text: coding.display } : {}) },
    ...common,
    ...(recorder === undefined ? {} : { recorder, asserter: recorder }),
  };
}

const hasCode = (concept: Concept | undefined, { system, code }: Coding): boolean =>
  (concept?.coding ?? []).some((one) => one.system === system && one.code === code);

function isActive({ clinicalStatus, verificationStatus }: KnownProblem): boolean {
  const is = (concept: Concept | undefined, ...codes: string[]) =>
    (concept?.coding ?? []).some(({ code }) => codes.includes(code ?? ''));
  if (is(verificationStatus, 'entered-in-error', 'refuted')) return false;
  return clinicalStatus === undefined || is(clinicalStatus, 'active', 'recurrence', 'relapse');
}
