import { isSameAnswer, valueIn } from './answers.ts';
import type { FormItem } from './definition.ts';
import type { Answer, EnableWhen, QuestionnaireResponse, ResponseItem, Value } from './types.ts';

/** Where an item stands in a response: its ancestors with the response's items that they are, outermost first. */
export type Scope = readonly { item: FormItem; found: ResponseItem; answer: Answer | undefined }[];

/** Answers by linkId over a whole response. */
export type AnswerIndex = ReadonlyMap<string, readonly ResponseItem[]>;

export function indexOf(response: QuestionnaireResponse): AnswerIndex {
  const index = new Map<string, ResponseItem[]>();
  collect(response.item, (one) => {
    const before = index.get(one.linkId);
    if (before === undefined) index.set(one.linkId, [one]);
    else before.push(one);
  });
  return index;
}

function collect(items: readonly ResponseItem[] | undefined, each: (one: ResponseItem) => void): void {
  for (const one of items ?? []) {
    each(one);
    collect(one.item, each);
    for (const answer of one.answer ?? []) collect(answer.item, each);
  }
}

/** Whether an item's enableWhen let it be asked. An item in a repeating group looks at the answers of its own group. */
export function isEnabled(
  item: FormItem,
  scope: Scope,
  index: AnswerIndex,
  question: (linkId: string) => FormItem | undefined,
): boolean {
  if (item.enableWhen.length === 0) return true;
  const holds = (one: EnableWhen) => isMet(one, answersTo(one.question, scope, index, question(one.question)));
  return item.enableAny ? item.enableWhen.some(holds) : item.enableWhen.every(holds);
}

/** The answers of the nearest question of that name: in the innermost group that both stand in. @source FHIR R4, enableWhen */
function answersTo(linkId: string, scope: Scope, index: AnswerIndex, question: FormItem | undefined): Answer[] {
  const own = scope.find(({ item }) => item.linkId === linkId);
  if (own !== undefined) return own.answer === undefined ? (own.found.answer ?? []) : [own.answer];
  for (let at = scope.length - 1; at >= 0; at--) {
    const { item, found, answer } = scope[at]!;
    if (!isUnder(question, item)) continue;
    const answers: Answer[] = [];
    collect(answer === undefined ? found.item : answer.item, (one) => {
      if (one.linkId === linkId) answers.push(...(one.answer ?? []));
    });
    return answers;
  }
  return (index.get(linkId) ?? []).flatMap((one) => one.answer ?? []);
}

function isUnder(item: FormItem | undefined, ancestor: FormItem): boolean {
  for (let at = item?.parent; at !== undefined; at = at.parent) if (at === ancestor) return true;
  return false;
}

function isMet(condition: EnableWhen, answers: readonly Answer[]): boolean {
  const { operator } = condition;
  const given = answers.filter((answer) => valueIn(answer) !== undefined);
  if (operator === 'exists') return given.length > 0 === (condition.answerBoolean ?? true);
  const wanted = wantedBy(condition);
  if (operator === '!=') return given.length > 0 && !given.some((answer) => isEqual(answer, wanted));
  return given.some((answer) => (operator === '=' ? isEqual(answer, wanted) : isOrdered(answer, wanted, operator)));
}

function wantedBy(condition: EnableWhen): Value {
  const entry = Object.entries(condition).find(([name]) => name.startsWith('answer'));
  return entry === undefined ? {} : ({ [`value${entry[0].slice('answer'.length)}`]: entry[1] } as Value);
}

/** Codes are compared without the system where the questionnaire gives none; numbers whatever their type. */
function isEqual(answer: Answer, wanted: Value): boolean {
  if (wanted.valueCoding !== undefined && wanted.valueCoding.system === undefined) {
    return answer.valueCoding?.code === wanted.valueCoding.code;
  }
  const [a, b] = [valueIn(answer), valueIn(wanted)];
  if (typeof a === 'number' && typeof b === 'number') return a === b;
  return isSameAnswer(answer, wanted);
}

function isOrdered(answer: Answer, wanted: Value, operator: string): boolean {
  const order = compare(answer, wanted);
  if (order === undefined) return false;
  return operator === '>' ? order > 0 : operator === '<' ? order < 0 : operator === '>=' ? order >= 0 : order <= 0;
}

/** Less than 0, 0 or more, as the first stands to the second; undefined for what has no order, or other units. */
export function compare(a: Value, b: Value): number | undefined {
  if (a.valueQuantity !== undefined) {
    const { value, code } = a.valueQuantity;
    const other = b.valueQuantity ?? { value: numberIn(b), code };
    const sameUnit = other.code === undefined || code === undefined || other.code === code;
    return value === undefined || other.value === undefined || !sameUnit ? undefined : value - other.value;
  }
  const [x, y] = [valueIn(a), valueIn(b)];
  if (typeof x === 'number' && typeof y === 'number') return x - y;
  if (typeof x !== 'string' || typeof y !== 'string') return undefined;
  if (a.valueDateTime !== undefined && x.includes('T') && y.includes('T')) return Date.parse(x) - Date.parse(y);
  const length = Math.min(x.length, y.length); // dates of different precision are compared by what both say
  const [left, right] = a.valueString === undefined ? [x.slice(0, length), y.slice(0, length)] : [x, y];
  return left < right ? -1 : left > right ? 1 : 0;
}

const numberIn = (value: Value): number | undefined => {
  const found = valueIn(value);
  return typeof found === 'number' ? found : undefined;
};
