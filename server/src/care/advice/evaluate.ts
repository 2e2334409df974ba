import { compilePath, type PathEnvironment } from '../../fhir/fhirpath.ts';
import { dayInNorway } from '../../fhir/norwegian/day.ts';
import type { Json, Resource } from '../../fhir/resource.ts';
import type { Words } from '../process.ts';
import type { Fact } from './fact.ts';
import { Facts } from './facts.ts';
import type { Knowledge } from './knowledge.ts';
import type { Medicine } from './medicine.ts';
import type { Answer, Grade, Group, Hook, Rule } from './rule.ts';
import { type Suggestion, suggestionsOf } from './suggestion.ts';
import { filled, type Language } from './text.ts';

/** One piece of advice about one citizen, as it is told. */
export type Advice = {
  rule: Pick<Rule, 'id' | 'url' | 'version' | 'title'>;
  answer: string;
  grade: Grade;
  title: Words;
  detail: Words;
  source: Rule['source'];
  /** The same finding about the same things has the same key, whenever and for whomever it is worked out. */
  key: string;
  /** `Type/id` of what it is about. */
  about: readonly string[];
  suggestions: readonly Suggestion[];
};

export type Asked = {
  hook: Hook;
  /** All that the asker may see of what rules ask about. */
  record: readonly Resource[];
  /** What is about to be ordered. */
  drafts?: readonly Resource[];
  /** Epoch ms. */
  now: number;
};

/** Why a rule could not be worked out: told to editors, never to whom it fails. */
export type Failed = (rule: Rule, what: string) => void;

const gravity: readonly Grade[] = ['critical', 'warning', 'info'];

/**
 * All rules of a hook on one record: the gravest first. A rule that fails says nothing, is reported, and takes no other
 * with it. When something is ordered, only what has to do with that is told.
 */
export function adviceFor({ rules, interactions }: Knowledge, asked: Asked, onFailed: Failed = () => {}): Advice[] {
  const { hook, record, drafts = [], now } = asked;
  const facts = new Facts(record, drafts, now, interactions);
  const found: Advice[] = [];
  for (const rule of rules) {
    if (!rule.hooks.has(hook)) continue;
    try {
      for (const group of rule.groups)
        found.push(...answersOf(rule, group, facts, drafts.length > 0, interactions.isLoaded));
    } catch (error) {
      onFailed(rule, error instanceof Error ? error.message : 'The rule fails.');
    }
  }
  const seen = new Set<string>();
  return found
    .filter(({ key }) => !seen.has(key) && seen.add(key))
    .sort((a, b) => gravity.indexOf(a.grade) - gravity.indexOf(b.grade));
}

function* answersOf(
  rule: Rule,
  group: Group,
  facts: Facts,
  isOrdering: boolean,
  isCatalogued: boolean,
): Generator<Advice> {
  const inputs = new Map(group.inputs.map((input) => [input.name, facts.of(input)]));
  const items = group.each === undefined ? [undefined] : (inputs.get(group.each) ?? []);
  for (const item of items) {
    const about = aboutOf(group, inputs, item);
    if (isOrdering && !about.some(({ draft }) => draft)) continue;
    const environment: Record<string, Json> = {
      today: dayInNorway(facts.now),
      patient: (facts.patient ?? { resourceType: 'Patient' }) as Json,
      age: ageOf(facts.patient, facts.now) as Json,
      medicines: facts.medicines as unknown as Json,
      allergies: facts.allergies as unknown as Json,
      allergiesAsked: facts.isAllergyAsked,
      catalogued: isCatalogued,
      ...(Object.fromEntries(inputs) as Record<string, Json>),
    };
    if (group.each !== undefined) environment[group.each] = item as Json;
    for (const { name, expression } of group.variables) environment[name] = valuesOf(expression, environment) as Json;
    const answer = group.answers.find(({ conditions }) => conditions.every((one) => isTrue(one, environment)));
    if (answer !== undefined) yield adviceOf(rule, group, answer, environment, about);
  }
}

function adviceOf(
  rule: Rule,
  group: Group,
  answer: Answer,
  environment: Record<string, Json>,
  about: readonly Fact[],
): Advice {
  const { id, url, version, title, source } = rule;
  const values = (expression: string) => valuesOf(expression, environment);
  const patient = (environment.patient as { id?: string } | undefined)?.id;
  const say = (words: Words): Words => {
    const inLanguage = (language: Language) => filled(words[language], language, values);
    return { nb: inLanguage('nb'), nn: inLanguage('nn'), en: inLanguage('en') };
  };
  const things = about.map((one) => (one as Medicine).atc ?? codeOf(one)).sort();
  return {
    rule: { id, url, version, title },
    answer: answer.id,
    grade: answer.grade,
    title: say(answer.title),
    detail: say(answer.detail),
    source,
    key: [id, `${group.id}.${answer.id}`, [...new Set(things)].join('+')].join(':'),
    about: [...new Set(about.map(({ reference }) => reference))],
    suggestions: answer.suggestions.flatMap((one) => suggestionsOf(one, patient, say, values)),
  };
}

const codeOf = ({ codes, text }: Fact): string => {
  const [code] = codes;
  return code === undefined ? text.toLowerCase() : code.slice(code.lastIndexOf('|') + 1);
};

/** What an answer is about: the item that was asked about, and the medicines and orders that the question names. */
function aboutOf({ inputs, each }: Group, found: ReadonlyMap<string, unknown[]>, item: unknown): Fact[] {
  const about: Fact[] = [];
  for (const { name, type, codes, table } of inputs) {
    if (name === each) continue;
    const isNamed = type === 'MedicationRequest' ? codes.length > 0 || table !== undefined : false;
    if (isNamed) about.push(...(found.get(name) as Fact[]));
  }
  const { a, b, allergy, reference } = (item ?? {}) as { a?: Fact; b?: Fact; allergy?: Fact; reference?: string };
  if (a !== undefined) about.push(a);
  if (b !== undefined) about.push(b);
  if (allergy !== undefined) about.push(allergy);
  if (reference !== undefined) about.push(item as Fact);
  return about;
}

function valuesOf(expression: string, environment: PathEnvironment): Json[] {
  return compilePath(expression)(environment.patient!, environment);
}

function isTrue(expression: string, environment: PathEnvironment): boolean {
  const values = valuesOf(expression, environment);
  return values.length === 1 && values[0] === true;
}

/** Whole years; nothing when nobody has said when the patient was born. */
function ageOf(patient: Resource | undefined, now: number): number[] {
  const born = patient?.birthDate;
  if (typeof born !== 'string') return [];
  const today = dayInNorway(now);
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return [born.length === 10 && today.slice(5) < born.slice(5) ? years - 1 : years];
}
