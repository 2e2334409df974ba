import type { FormItem } from './definition.ts';
import type { Answer, QuestionnaireResponse, ResponseItem, Value } from './types.ts';

/** One step down a response: the nth group of a linkId, or the nth answer of a question that has items under its answers. */
export type Step = { item: FormItem; index: number };

/** A place for answers: the steps down to where the item stands, and the item. */
export type Place = { path: readonly Step[]; item: FormItem };

/** The FHIRPath of a place, by linkIds: it names the field also when nothing stands there yet. */
export function expressionOf({ path, item }: Place, index?: number): string {
  const steps = path.map(
    (step) => `${named(step.item, step.item.repeats && isGroup(step.item) ? step.index : undefined)}${inAnswer(step)}`,
  );
  return ['QuestionnaireResponse', ...steps, named(item, undefined, index)].join('.');
}

const inAnswer = ({ item, index }: Step): string => (isGroup(item) ? '' : `.answer[${index}]`);

function named(item: FormItem, group: number | undefined, answer?: number): string {
  const linkId = item.linkId.replace(/[\\']/g, '\\$&');
  const nth = group === undefined ? '' : `[${group}]`;
  const what = answer === undefined ? '' : isGroup(item) ? `[${answer}]` : `.answer[${answer}]`;
  return `item.where(linkId='${linkId}')${nth}${what}`;
}

export const isGroup = ({ type }: FormItem): boolean => type === 'group';
export const isQuestion = ({ type }: FormItem): boolean => type !== 'group' && type !== 'display';

/** The response with other answers at a place; none takes the item away. Whatever is not on the way there stays the same object. */
export function withAnswers(
  response: QuestionnaireResponse,
  definitions: readonly FormItem[],
  { path, item }: Place,
  answers: readonly Answer[],
): QuestionnaireResponse {
  return edited(response, definitions, path, item, (before) =>
    answers.length === 0 ? [] : [{ ...(before[0] ?? fresh(item)), answer: [...answers] }],
  );
}

/** With one more group of a repeating item, empty, after the others. */
export function withGroup(
  response: QuestionnaireResponse,
  definitions: readonly FormItem[],
  { path, item }: Place,
): QuestionnaireResponse {
  return edited(response, definitions, path, item, (before) => [
    ...(before.length === 0 ? [fresh(item)] : before),
    fresh(item),
  ]);
}

export function withoutGroup(
  response: QuestionnaireResponse,
  definitions: readonly FormItem[],
  { path, item }: Place,
  index: number,
): QuestionnaireResponse {
  return edited(response, definitions, path, item, (before) => before.filter((_one, at) => at !== index));
}

function edited(
  response: QuestionnaireResponse,
  definitions: readonly FormItem[],
  path: readonly Step[],
  item: FormItem,
  change: (before: ResponseItem[]) => ResponseItem[],
): QuestionnaireResponse {
  const items = changed(definitions, response.item ?? [], path, item, change);
  const { item: _before, ...rest } = response;
  return items.length === 0 ? rest : { ...rest, item: items };
}

function changed(
  definitions: readonly FormItem[],
  items: readonly ResponseItem[],
  [step, ...rest]: readonly Step[],
  item: FormItem,
  change: (before: ResponseItem[]) => ResponseItem[],
): ResponseItem[] {
  const here = step?.item ?? item;
  const same = items.filter(({ linkId }) => linkId === here.linkId);
  const after = step === undefined ? change(same) : within(same, step, rest, item, change);
  const others = items.filter(({ linkId }) => linkId !== here.linkId);
  const order = new Map(definitions.map(({ linkId }, at) => [linkId, at]));
  const at = (one: ResponseItem) => order.get(one.linkId) ?? definitions.length;
  return [...others, ...after].sort((a, b) => at(a) - at(b));
}

function within(
  same: readonly ResponseItem[],
  step: Step,
  rest: readonly Step[],
  item: FormItem,
  change: (before: ResponseItem[]) => ResponseItem[],
): ResponseItem[] {
  const down = (items: readonly ResponseItem[] | undefined) =>
    changed(step.item.items, items ?? [], rest, item, change);
  if (!isGroup(step.item)) {
    const question = same[0] ?? fresh(step.item);
    const answer = (question.answer ?? []).map((one, at) => (at === step.index ? withItems(one, down(one.item)) : one));
    return [{ ...question, answer }];
  }
  const groups = [...same];
  while (groups.length <= step.index) groups.push(fresh(step.item));
  groups[step.index] = withItems(groups[step.index]!, down(groups[step.index]!.item));
  return groups.filter((one) => step.item.repeats || (one.item ?? []).length > 0);
}

function withItems<T extends { item?: ResponseItem[] }>(of: T, items: ResponseItem[]): T {
  if (items.length > 0) return { ...of, item: items };
  const { item: _none, ...rest } = of;
  return rest as T;
}

/** An item of a response as it begins: with the question's words, so that it can be read without the questionnaire. */
function fresh(item: FormItem): ResponseItem {
  const { linkId, definition, text } = item.raw;
  return { linkId, ...(definition === undefined ? {} : { definition }), ...(text === undefined ? {} : { text }) };
}

/** The value of an answer alone, whatever its type. */
export function valueIn(answer: Value | undefined): unknown {
  for (const name in answer) if (name.startsWith('value')) return answer[name as keyof Value];
  return undefined;
}

/** The member that an answer has its value in: `valueCoding`. */
export function valueName(answer: Value | undefined): keyof Value | undefined {
  for (const name in answer) if (name.startsWith('value')) return name as keyof Value;
  return undefined;
}

/** Whether two answers say the same, whatever their displays and extensions are. */
export function isSameAnswer(a: Value | undefined, b: Value | undefined): boolean {
  const name = valueName(a);
  if (name === undefined || name !== valueName(b)) return name === valueName(b);
  if (a?.valueCoding !== undefined) {
    return a.valueCoding.code === b?.valueCoding?.code && a.valueCoding.system === b?.valueCoding?.system;
  }
  if (a?.valueQuantity !== undefined) {
    return isClose(a.valueQuantity.value, b?.valueQuantity?.value) && a.valueQuantity.code === b?.valueQuantity?.code;
  }
  if (a?.valueReference !== undefined) return a.valueReference.reference === b?.valueReference?.reference;
  if (typeof valueIn(a) === 'object') return JSON.stringify(valueIn(a)) === JSON.stringify(valueIn(b));
  return typeof valueIn(a) === 'number' ? isClose(valueIn(a), valueIn(b)) : valueIn(a) === valueIn(b);
}

const isClose = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a)));
