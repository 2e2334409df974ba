import type { Json, JsonObject, Resource } from '../../fhir/resource.ts';
import type { Words } from '../process.ts';

/** How grave a piece of advice is: only what is critical interrupts. @source CDS Hooks 2.0, card indicator */
export type Grade = 'info' | 'warning' | 'critical';

/** When advice is asked for. @source CDS Hooks 2.0 */
export const hooks = ['patient-view', 'order-select', 'order-sign', 'encounter-discharge'] as const;
export type Hook = (typeof hooks)[number];

/** A rule as its PlanDefinition tells it, ready to be asked. */
export type Rule = {
  id: string;
  url: string;
  version: string;
  title: Words;
  hooks: ReadonlySet<string>;
  source: { label: string; url?: string };
  groups: readonly Group[];
};

/** A question with its answers in the order of their gravity: the first that is true is told. */
export type Group = {
  id: string;
  inputs: readonly Input[];
  /** The input whose items are asked about one by one; without one the question is asked once. */
  each: string | undefined;
  /** Named expressions that answers and texts use, each seeing those before it. */
  variables: readonly { name: string; expression: string }[];
  answers: readonly Answer[];
};

export type Answer = {
  id: string;
  grade: Grade;
  conditions: readonly string[];
  title: Words;
  detail: Words;
  suggestions: readonly Suggested[];
};

/** What one click may do: stop a medicine that an input names, or order what an ActivityDefinition says. */
export type Suggested = { id: string; title: Words } & (
  | { kind: 'stop'; of: string; reason: string }
  | { kind: 'order'; code: JsonObject }
);

/** What a question is asked about, by the name it has in expressions. */
export type Input = {
  name: string;
  /** A type of FHIR, or how medicines stand to each other: see `pairs.ts`. */
  type: string;
  /** `system|code`; of ATC, ICPC-2 and ICD-10 also everything below. Empty: all of the type. */
  codes: readonly string[];
  sinceDays: number | undefined;
  /** Values are told in this unit (UCUM); what cannot be is left out. */
  unit: string | undefined;
  /** Rows by ATC, from a Library: only what one of them is about counts, and has it as `row`. */
  table: readonly Row[] | undefined;
};

/** A row of a table: about what has this ATC code or one that begins so, or about what has one of these codes. */
export type Row = JsonObject & { atc?: string; codes?: string[] };

export type Broken = { id: string; url: string; version: string; title: Words; what: string };

const ours = 'https://enjournal.no/fhir/StructureDefinition';
export const extensionUrls = {
  each: `${ours}/advice-each`,
  table: `${ours}/advice-table`,
  unit: `${ours}/advice-unit`,
  stops: `${ours}/advice-stops`,
  variable: 'http://hl7.org/fhir/StructureDefinition/variable',
} as const;

export const isAdvice = (plan: Resource): boolean =>
  list((plan.type as JsonObject | undefined)?.coding).some(({ code }) => code === 'eca-rule');

/** What rules refer to: tables by the canonical of their Library, orders by that of their ActivityDefinition. */
export type Shelf = { tables: ReadonlyMap<string, readonly Row[]>; activities: ReadonlyMap<string, Resource> };

export function shelfOf(resources: readonly Resource[]): Shelf {
  const of = (type: string) => resources.filter(({ resourceType }) => resourceType === type);
  return {
    tables: new Map(of('Library').flatMap((one) => tableOf(one))),
    activities: new Map(of('ActivityDefinition').map((one) => [String(one.url), one])),
  };
}

/** A table is a Library with its rows as JSON. */
function tableOf(library: Resource): [string, Row[]][] {
  const [content] = list(library.content).filter(({ contentType }) => contentType === 'application/json');
  if (content?.data === undefined) return [];
  try {
    const rows = JSON.parse(Buffer.from(String(content.data), 'base64').toString('utf8')) as Row[];
    return Array.isArray(rows) && rows.every(isRow) ? [[String(library.url), rows]] : [];
  } catch {
    return [];
  }
}

const isRow = ({ atc, codes }: Row): boolean => typeof atc === 'string' || Array.isArray(codes);

/** @throws Error that says to an editor what is wrong with the rule */
export function readRule(plan: Resource, shelf: Shelf): Rule {
  const groups = list(plan.action);
  if (groups.length === 0) throw new Error('The rule has no action.');
  const [cited] = list(plan.relatedArtifact).filter(({ type }) => type === 'citation');
  if (cited === undefined) throw new Error('The rule names no source (relatedArtifact of type citation).');
  const source: Rule['source'] = { label: String(cited.display ?? cited.citation ?? '') };
  if (typeof cited.url === 'string') source.url = cited.url;
  return {
    ...nameOf(plan),
    hooks: new Set(groups.flatMap(({ trigger }) => list(trigger).map(({ name }) => String(name)))),
    source,
    groups: groups.map((one) => groupOf(one, shelf)),
  };
}

export const nameOf = (plan: Resource): Pick<Rule, 'id' | 'url' | 'version' | 'title'> => ({
  id: String(plan.id),
  url: String(plan.url),
  version: String(plan.version ?? '1'),
  title: wordsOf(plan, 'title'),
});

function groupOf(action: JsonObject, shelf: Shelf): Group {
  const id = String(action.id ?? '');
  const inputs = list(action.input).map((one) => inputOf(one, shelf));
  const each = memberOf(action, extensionUrls.each, 'valueString') as string | undefined;
  if (each !== undefined && !inputs.some(({ name }) => name === each)) {
    throw new Error(`Action ${id} asks about each ${each}, which is none of its inputs.`);
  }
  const answers = list(action.action).map((one) => answerOf(one, shelf));
  if (answers.length === 0) throw new Error(`Action ${id} has no answers.`);
  const variables = extensionsOf(action, extensionUrls.variable).map(({ valueExpression }) => {
    const { name, expression } = (valueExpression ?? {}) as JsonObject;
    return { name: String(name), expression: String(expression) };
  });
  return { id, inputs, each, variables, answers };
}

const grades: Readonly<Record<string, Grade>> = {
  stat: 'critical',
  asap: 'critical',
  urgent: 'warning',
  routine: 'info',
};

function answerOf(action: JsonObject, shelf: Shelf): Answer {
  const id = String(action.id ?? '');
  const grade = grades[String(action.priority)];
  if (grade === undefined) throw new Error(`Answer ${id} says no priority: routine, urgent or stat.`);
  return {
    id,
    grade,
    conditions: list(action.condition).map(({ expression }) => String((expression as JsonObject)?.expression)),
    title: wordsOf(action, 'title'),
    detail: wordsOf(action, 'description'),
    suggestions: list(action.action).map((one) => suggestedOf(one, shelf)),
  };
}

function suggestedOf(action: JsonObject, shelf: Shelf): Suggested {
  const named = { id: String(action.id ?? ''), title: wordsOf(action, 'title') };
  const stops = memberOf(action, extensionUrls.stops, 'valueString');
  const reason = list(action.reason).flatMap(({ coding }) => list(coding))[0]?.code;
  if (typeof stops === 'string') return { ...named, kind: 'stop', of: stops, reason: String(reason ?? 'X') };
  const canonical = String(action.definitionCanonical ?? '').split('|')[0]!;
  const activity = shelf.activities.get(canonical);
  if (activity === undefined) throw new Error(`Suggestion ${named.id} orders ${canonical}, which is not there.`);
  return { ...named, kind: 'order', code: activity.code as JsonObject };
}

function inputOf(input: JsonObject, shelf: Shelf): Input {
  const name = String(input.id ?? '');
  const filters = list(input.codeFilter);
  const codes = filters
    .flatMap(({ code }) => list(code))
    .map(({ system, code }) => `${system === undefined ? '' : `${String(system)}|`}${String(code)}`);
  const canonical = memberOf(input, extensionUrls.table, 'valueCanonical');
  const table = typeof canonical === 'string' ? shelf.tables.get(canonical.split('|')[0]!) : undefined;
  if (canonical !== undefined && table === undefined) {
    throw new Error(`Input ${name} needs the table ${String(canonical)}, which is not there or holds no rows.`);
  }
  const [duration] = list(input.dateFilter).map(({ valueDuration }) => (valueDuration ?? {}) as JsonObject);
  const unit = memberOf(input, extensionUrls.unit, 'valueCode');
  return {
    name,
    type: String(input.type),
    codes,
    sinceDays: duration === undefined ? undefined : daysOf(duration),
    unit: typeof unit === 'string' ? unit : undefined,
    table,
  };
}

const lengths: Readonly<Record<string, number>> = { h: 1 / 24, d: 1, wk: 7, mo: 30.44, a: 365.25 };

function daysOf({ value, code, unit }: JsonObject): number {
  const length = lengths[String(code ?? unit)];
  if (typeof value !== 'number' || length === undefined) throw new Error('A time is a number of h, d, wk, mo or a.');
  return value * length;
}

export const list = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);

const extensionsOf = (of: JsonObject, url: string): JsonObject[] => list(of.extension).filter((one) => one.url === url);

const memberOf = (of: JsonObject, url: string, member: string): Json | undefined => extensionsOf(of, url)[0]?.[member];

/** A text in bokmål with its other languages beside it. */
function wordsOf(of: JsonObject, member: string): Words {
  const nb = String(of[member] ?? '');
  const words: Words = { nb, nn: nb, en: nb };
  for (const { extension } of list((of[`_${member}`] as JsonObject | undefined)?.extension)) {
    const parts = list(extension);
    const lang = parts.find(({ url }) => url === 'lang')?.valueCode;
    const content = parts.find(({ url }) => url === 'content');
    const text = content?.valueString ?? content?.valueMarkdown;
    if ((lang === 'nn' || lang === 'en') && typeof text === 'string') words[lang] = text;
  }
  return words;
}
