import { isGroup, isQuestion, isSameAnswer, type Place, type Step, withAnswers } from './answers.ts';
import { answersFrom } from './calculate.ts';
import { definitionOf, type FormDefinition, type FormItem, type Variable } from './definition.ts';
import { type AnswerIndex, indexOf, isEnabled, type Scope } from './enable.ts';
import { type Budget, dependenciesOf, evaluate, newBudget } from './expressions.ts';
import { type FormNode, nodesOf } from './nodes.ts';
import { prunedItem, prunedQuestionnaire, prunedResponse } from './prune.ts';
import { byLinkId, emptyOf, isSameObjects, withItems } from './response-items.ts';
import type { Answer, Questionnaire, QuestionnaireResponse, ResponseItem } from './types.ts';
import { type FormIssue, shapeIssues } from './validate.ts';

export type FormContext = {
  /** `%patient`, `%user`, `%encounter` and results of queries, by name without the per cent sign. */
  environment?: Readonly<Record<string, unknown>>;
};

/** All that follows from a questionnaire and the answers so far. */
export type FormState = {
  form: FormDefinition;
  /** What was given, with what is calculated in it. Answers to what is not asked now stay, in case it is asked again. */
  response: QuestionnaireResponse;
  nodes: readonly FormNode[];
  byKey: ReadonlyMap<string, FormNode>;
  /** Everything wrong, in the order of the form. */
  issues: readonly FormIssue[];
  /** Expressions that could not be evaluated, by node and kind: a mistake of the questionnaire's. */
  faults: readonly string[];
  /** @private what the next state is made from */
  memory: Memory;
};

type Memory = {
  environment: FormContext['environment'];
  /** What expressions found, and what they looked at. */
  found: ReadonlyMap<string, Evaluated>;
  /** What was calculated, so that what somebody has written over it is told from it. */
  calculated: ReadonlyMap<string, readonly Answer[]>;
  /** Expressions that took too much work: they are not tried again. */
  givenUp: ReadonlySet<string>;
};

type Evaluated = { looked: readonly unknown[]; values: readonly unknown[] | undefined; fault: string | undefined };

/** A chain of questions that follow from each other is no longer than this; a circle ends here. */
const mostPasses = 12;

/**
 * What is asked, calculated and wrong, given the answers. Pure; made from the state before, only what a change touches is
 * worked out again, and nodes that are as they were are the same objects.
 * @param before the state of the same form before the change
 */
export function formState(
  questionnaire: Questionnaire,
  response: QuestionnaireResponse,
  context: FormContext = {},
  before?: FormState,
): FormState {
  const form = definitionOf(questionnaire);
  const isSame = before?.form === form && before.memory.environment === context.environment;
  const work = new Work(form, context, isSame ? before.memory : undefined);
  let current = response;
  let effective = response;
  for (let pass = 0; pass < mostPasses; pass++) {
    const round = work.round(current, effective);
    const isSettled = round.response === current && isSameItems(round.effective, effective);
    current = round.response;
    effective = round.effective;
    if (isSettled) break;
  }
  const byKey = new Map<string, FormNode>();
  const nodes = nodesOf(form, current, work.enabled, isSame ? before.byKey : new Map(), byKey);
  const issues = [...shapeIssues(form.items, current)];
  collectIssues(nodes, issues);
  return { form, response: current, nodes, byKey, issues, faults: [...work.faults], memory: work.memory };
}

function collectIssues(nodes: readonly FormNode[], into: FormIssue[]): void {
  for (const node of nodes) {
    into.push(...node.issues);
    if (node.enabled) for (const group of node.groups) collectIssues(group, into);
  }
}

const isSameItems = (a: QuestionnaireResponse, b: QuestionnaireResponse): boolean =>
  a === b ||
  a.item === b.item ||
  (a.item?.length === b.item?.length && (a.item ?? []).every((one, at) => one === b.item?.[at]));

/** Where an item is met in a response, on the way down. */
type Spot = Place & { key: string; scope: Scope; found: readonly ResponseItem[] };

/** A variable that may be used in an expression, and where it is worked out. */
type Defined = { variable: Variable; scope: Scope; key: string };

class Work {
  readonly faults = new Set<string>();
  /** What was asked in the last round, by the node's key. */
  readonly enabled = new Map<string, boolean>();
  readonly #form: FormDefinition;
  readonly #environment: Readonly<Record<string, unknown>>;
  readonly #given: FormContext['environment'];
  readonly #before: Memory | undefined;
  readonly #found: Map<string, Evaluated>;
  readonly #calculated = new Map<string, readonly Answer[]>();
  readonly #givenUp: Set<string>;
  readonly #budget: Budget = newBudget();
  #effective: QuestionnaireResponse = { resourceType: 'QuestionnaireResponse' };
  #index: AnswerIndex = new Map();
  #pruned = new Map<string, QuestionnaireResponse>();

  constructor(form: FormDefinition, context: FormContext, before: Memory | undefined) {
    this.#form = form;
    this.#given = context.environment;
    this.#environment = { questionnaire: form.questionnaire, ...context.environment };
    this.#before = before;
    this.#found = new Map(before?.found);
    this.#givenUp = new Set(before?.givenUp);
  }

  get memory(): Memory {
    return { environment: this.#given, found: this.#found, calculated: this.#calculated, givenUp: this.#givenUp };
  }

  /** Once through the form: what is asked and calculated, judged by the response as it stood after the last round. */
  round(response: QuestionnaireResponse, effective: QuestionnaireResponse) {
    this.#effective = effective;
    this.#index = indexOf(effective);
    this.#pruned = new Map();
    this.enabled.clear();
    this.faults.clear();
    let next = response;
    const asked = this.#level(this.#form.items, response.item, [], '', [], (spot) => {
      const answers = this.#calculate(spot);
      if (answers !== undefined) next = withAnswers(next, this.#form.items, spot, answers);
    });
    const { item: _item, ...rest } = response;
    // calculated answers are looked at by the next round
    return {
      response: next,
      effective: asked === response.item ? response : { ...rest, ...(asked.length === 0 ? {} : { item: asked }) },
    };
  }

  /** Goes through the items at one level; gives those of the response that are asked, the same objects where all within are. */
  #level(
    definitions: readonly FormItem[],
    items: readonly ResponseItem[] | undefined,
    path: readonly Step[],
    under: string,
    scope: Scope,
    visit: (spot: Spot) => void,
  ): ResponseItem[] {
    const kept: ResponseItem[] = [];
    const there = byLinkId(items);
    for (const item of definitions) {
      const found = there.get(item.linkId) ?? none;
      const spot: Spot = { path, item, key: `${under}${item.linkId}`, scope, found };
      const isAsked = this.#isAsked(spot);
      this.enabled.set(spot.key, isAsked);
      if (!isAsked) continue;
      visit(spot);
      kept.push(...this.#within(spot, visit));
    }
    const isWhole = items !== undefined && kept.length === items.length && kept.every((one, at) => one === items[at]);
    return isWhole ? (items as ResponseItem[]) : kept;
  }

  #within(spot: Spot, visit: (spot: Spot) => void): ResponseItem[] {
    const { item, path, key, scope, found } = spot;
    if (item.items.length === 0) return [...found];
    const down = (one: ResponseItem, index: number, answer: Answer | undefined) =>
      this.#level(
        item.items,
        answer === undefined ? one.item : answer.item,
        [...path, { item, index }],
        `${key}.${index}/`,
        [...scope, { item, found: one, answer }],
        visit,
      );
    if (isGroup(item)) {
      const groups = found.length === 0 ? [{ linkId: item.linkId }] : found;
      const kept = groups.map((one, index) => withItems(one, one.item, down(one, index, undefined)));
      return found.length === 0 ? [] : kept;
    }
    return found.map((one) => {
      const answer = one.answer?.map((given, index) => withItems(given, given.item, down(one, index, given)));
      const isSame = answer === undefined || answer.every((given, at) => given === one.answer?.[at]);
      return isSame ? one : { ...one, answer };
    });
  }

  #isAsked(spot: Spot): boolean {
    const { item, scope } = spot;
    const byRule = isEnabled(item, scope, this.#index, (linkId) => this.#form.byLinkId.get(linkId));
    if (!byRule || item.enableExpression === undefined) return byRule;
    const values = this.#evaluate('enable', item.enableExpression, spot);
    return values === undefined || values[0] === true;
  }

  /** The calculated answers, where they are others than those that stand there; undefined where all is as it should be. */
  #calculate(spot: Spot): readonly Answer[] | undefined {
    const { item, key, found } = spot;
    if (item.calculated === undefined || !isQuestion(item)) return undefined;
    const values = this.#evaluate('calculated', item.calculated, spot);
    if (values === undefined) return undefined;
    const answers = answersFrom(item, values);
    const stands = found.flatMap(({ answer }) => answer ?? []);
    const earlier = this.#calculated.get(key) ?? this.#before?.calculated.get(key);
    const isOurs = item.readOnly || stands.length === 0 || (earlier !== undefined && isSameList(stands, earlier));
    if (!isOurs) {
      if (earlier !== undefined) this.#calculated.set(key, earlier);
      return undefined;
    }
    this.#calculated.set(key, answers);
    return isSameList(answers, stands) ? undefined : answers;
  }

  /** What an expression finds where it stands; undefined when it cannot be evaluated. */
  #evaluate(kind: string, expression: string, spot: Spot): readonly unknown[] | undefined {
    return this.#remembered(`${spot.key} ${kind}`, expression, spot.scope, spot, this.#variablesAt(spot));
  }

  #variablesAt(spot: Spot): readonly Defined[] {
    const own = spot.item.variables.map((variable) => ({ variable, scope: spot.scope, key: spot.key }));
    const above = spot.scope.flatMap(({ item }, at) =>
      item.variables.map((variable) => ({ variable, scope: spot.scope.slice(0, at + 1), key: `${spot.key} ${at}` })),
    );
    const ofForm = this.#form.variables.map((variable) => ({ variable, scope: [], key: '' }));
    return [...ofForm, ...above, ...own];
  }

  #remembered(
    key: string,
    expression: string,
    scope: Scope,
    spot: Spot | undefined,
    variables: readonly Defined[],
  ): readonly unknown[] | undefined {
    const depends = dependenciesOf(expression);
    const names = depends === 'everything' ? namesIn(expression) : depends.variables;
    const env: Record<string, unknown> = { ...this.#environment };
    const looked: unknown[] = [expression];
    for (const [at, { variable, scope: at_, key: place }] of variables.entries()) {
      if (!names.has(variable.name)) continue;
      const values = this.#remembered(
        `${place} %${variable.name}`,
        variable.expression,
        at_,
        undefined,
        variables.slice(0, at),
      );
      env[variable.name] = values ?? [];
      looked.push(values);
    }
    const input = this.#inputOf(scope, spot);
    if (depends === 'everything') looked.push(this.#effective, input);
    else for (const linkId of depends.linkIds) looked.push(...(this.#index.get(linkId) ?? [linkId]));
    if (depends !== 'everything' && /\banswer\b/.test(expression)) looked.push(input);
    const before = this.#found.get(key);
    if (before !== undefined && (this.#givenUp.has(expression) || isSameObjects(before.looked, looked))) {
      if (before.fault !== undefined) this.faults.add(before.fault);
      return before.values;
    }
    const linkIds = depends === 'everything' ? undefined : depends.linkIds;
    env.resource = this.#resourceFor(linkIds);
    env.rootResource = env.resource;
    if (linkIds !== undefined && expression.includes('%questionnaire')) {
      env.questionnaire = prunedQuestionnaire(this.#form.questionnaire, linkIds);
    }
    env.qitem = spot?.item.raw ?? scope.at(-1)?.item.raw;
    const found = evaluate(
      expression,
      input === undefined ? env.resource : linkIds === undefined ? input : prunedItem(input, linkIds),
      env,
      this.#form,
      this.#budget,
      input === undefined ? undefined : 'QuestionnaireResponse.item',
    );
    const values = 'values' in found ? found.values : undefined;
    const fault = 'failed' in found ? `${key}: ${found.failed}` : undefined;
    if (fault !== undefined) this.faults.add(fault);
    if ('failed' in found && found.failed === 'costly') this.#givenUp.add(expression);
    this.#found.set(key, { looked, values, fault });
    return values;
  }

  /** The response as an expression sees it: only what it names, where that can be told. */
  #resourceFor(linkIds: ReadonlySet<string> | undefined): QuestionnaireResponse {
    if (linkIds === undefined) return this.#effective;
    const key = [...linkIds].join(' ');
    const known = this.#pruned.get(key);
    if (known !== undefined) return known;
    const fresh = prunedResponse(this.#effective, linkIds);
    this.#pruned.set(key, fresh);
    return fresh;
  }

  /** `%context`: the item of the response that the expression stands on; undefined on the questionnaire itself. */
  #inputOf(scope: Scope, spot: Spot | undefined): ResponseItem | undefined {
    if (spot !== undefined) return spot.found[0] ?? emptyOf(spot.item);
    return scope.at(-1)?.found;
  }
}

const none: readonly never[] = [];

const namesIn = (expression: string): ReadonlySet<string> =>
  new Set([...expression.matchAll(/%`?([A-Za-z_][\w-]*)/g)].map(([, name]) => name!));

const isSameList = (a: readonly Answer[], b: readonly Answer[]): boolean =>
  a.length === b.length && a.every((one, at) => isSameAnswer(one, b[at]));
