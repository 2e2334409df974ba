import { expressionOf, isGroup, isQuestion, isSameAnswer, type Place, valueIn, valueName } from './answers.ts';
import type { FormItem } from './definition.ts';
import { compare } from './enable.ts';
import { fits } from './patterns.ts';
import type { Answer, Language, QuestionnaireResponse, ResponseItem, Value, Words } from './types.ts';
import { type FormIssueKey, filled, formWords, typeWords } from './words.ts';

/**
 * One thing wrong with a response. `missing`: not filled in yet; `invalid`: an answer is not as it should be; `malformed`:
 * the response does not have the questionnaire's shape, and cannot be kept even as a draft.
 */
export type FormIssue = {
  key: FormIssueKey;
  kind: 'missing' | 'invalid' | 'malformed';
  linkId: string;
  /** FHIRPath of the field, by linkIds. */
  expression: string;
  /** What the field is called. */
  field: Words;
  values: Readonly<Record<string, string | Words>>;
};

/** What is wrong, in words to stand at the field. */
export const issueText = (issue: FormIssue, language: Language): string =>
  filled(formWords[issue.key], language, issue.values);

export function issueAt(
  place: Place,
  key: FormIssueKey,
  kind: FormIssue['kind'],
  values: FormIssue['values'] = {},
  index?: number,
): FormIssue {
  const { item } = place;
  return { key, kind, linkId: item.linkId, expression: expressionOf(place, index), field: item.text, values };
}

/** All that is wrong with the answers to a question that is asked. Whether codes are in a value set is for terminology. */
export function answerIssues(place: Place, answers: readonly Answer[]): FormIssue[] {
  const { item } = place;
  if (!isQuestion(item)) return [];
  const given = answers.filter((answer) => valueIn(answer) !== undefined);
  const issues: FormIssue[] = [];
  if (given.length === 0) {
    return item.required ? [issueAt(place, isChosen(item) ? 'form-choose' : 'form-required', 'missing')] : [];
  }
  if (given.length < (item.minOccurs ?? 0)) {
    issues.push(issueAt(place, 'form-too-few', 'missing', { min: String(item.minOccurs) }));
  }
  if (item.maxOccurs !== undefined && given.length > item.maxOccurs) {
    issues.push(issueAt(place, 'form-too-many', 'invalid', { max: String(item.maxOccurs) }));
  }
  for (const [at, answer] of answers.entries()) {
    if (valueIn(answer) !== undefined) issues.push(...valueIssues(place, answer, at));
  }
  const alone = item.options.find(
    ({ exclusive, value }) => exclusive && given.length > 1 && given.some((answer) => isSameAnswer(value, answer)),
  );
  if (alone !== undefined) issues.push(issueAt(place, 'form-exclusive', 'invalid', { option: alone.label }));
  return issues;
}

export const isChosen = (item: FormItem): boolean => /^(?:choice|open-choice|boolean)$/.test(item.type);

function valueIssues(place: Place, answer: Answer, at: number): FormIssue[] {
  const { item } = place;
  const issues: FormIssue[] = [];
  const add = (key: FormIssueKey, values: FormIssue['values'] = {}) =>
    issues.push(issueAt(place, key, 'invalid', values, at));
  const value = valueIn(answer);
  const number = typeof value === 'number' ? value : answer.valueQuantity?.value;
  const isTime = typeof value === 'string' && /^(?:date|dateTime|time)$/.test(item.type);
  if (item.min !== undefined && (compare(answer, like(item, item.min)) ?? 0) < 0) {
    add(isTime ? 'form-too-early' : 'form-below', { min: limitText(item.min) });
  }
  if (item.max !== undefined && (compare(answer, like(item, item.max)) ?? 0) > 0) {
    add(isTime ? 'form-too-late' : 'form-above', { max: limitText(item.max) });
  }
  if (item.type === 'integer' && number !== undefined && !Number.isInteger(number)) add('form-whole-number');
  if (item.decimals !== undefined && number !== undefined && decimalsIn(number) > item.decimals) {
    if (item.decimals === 0) add('form-whole-number');
    else add('form-decimals', { max: String(item.decimals) });
  }
  if (typeof value === 'string' && !isTime) {
    const length = [...value].length;
    if (item.maxLength !== undefined && length > item.maxLength) add('form-too-long', { max: String(item.maxLength) });
    if (item.minLength !== undefined && length < item.minLength) add('form-too-short', { min: String(item.minLength) });
    if (item.regex !== undefined && !fits(item.regex, value)) {
      add('form-pattern', { format: item.entryFormat === undefined ? '' : `: ${item.entryFormat}` });
    }
  }
  const { valueQuantity, valueAttachment } = answer;
  const hasUnit = item.units.some(
    ({ code, system }) => code === valueQuantity?.code && system === valueQuantity?.system,
  );
  if (valueQuantity !== undefined && item.units.length > 0 && !hasUnit) {
    add('form-unit', { unit: item.units.map(({ display, code }) => display ?? code ?? '').join(', ') });
  }
  if (valueAttachment !== undefined) {
    const size = valueAttachment.size ?? ((valueAttachment.data?.length ?? 0) * 3) / 4;
    if (item.maxSizeMb !== undefined && size > item.maxSizeMb * 1_048_576) {
      add('form-too-large', { max: String(item.maxSizeMb) });
    }
    const { contentType } = valueAttachment;
    if (item.mimeTypes.length > 0 && contentType !== undefined && !item.mimeTypes.includes(contentType)) {
      add('form-file-type');
    }
  }
  return issues;
}

/** A limit is compared by the answer's own type: an integer's may be given as a decimal, a quantity's as a number. */
const like = (item: FormItem, limit: Value): Value =>
  item.type === 'quantity' && limit.valueQuantity === undefined
    ? { valueQuantity: { value: valueIn(limit) as number } }
    : limit;

function limitText(limit: Value): string | Words {
  const value = limit.valueQuantity?.value ?? valueIn(limit);
  if (typeof value !== 'number') return String(value);
  const text = String(value);
  const norwegian = text.replace('.', ',').replace('-', '−');
  return { nb: norwegian, nn: norwegian, en: text };
}

const decimalsIn = (value: number): number =>
  /e-(\d+)$/.exec(String(value))?.[1] ? 9 : (String(value).split('.')[1]?.length ?? 0);

const valueNames: Readonly<Record<string, readonly (keyof Value)[]>> = {
  boolean: ['valueBoolean'],
  decimal: ['valueDecimal', 'valueInteger'],
  integer: ['valueInteger'],
  date: ['valueDate'],
  dateTime: ['valueDateTime'],
  time: ['valueTime'],
  string: ['valueString'],
  text: ['valueString'],
  url: ['valueUri'],
  choice: ['valueCoding'],
  'open-choice': ['valueCoding', 'valueString'],
  attachment: ['valueAttachment'],
  reference: ['valueReference'],
  quantity: ['valueQuantity'],
};

/** The types that answers of an item may have, in the member's name. */
export function valueNamesOf(item: FormItem): readonly (keyof Value)[] {
  const byType = valueNames[item.type] ?? [];
  const byOption = item.type.endsWith('choice') ? item.options.map(({ value }) => valueName(value)!) : [];
  const ofChoice = item.type === 'choice' && byOption.length > 0 ? [] : byType;
  return [...new Set([...ofChoice, ...byOption])];
}

/** What of a response does not have the shape of its questionnaire: unknown fields, answers of another type, one too many. */
export function shapeIssues(definitions: readonly FormItem[], response: QuestionnaireResponse): FormIssue[] {
  return levelIssues(definitions, response.item ?? [], []);
}

function levelIssues(
  definitions: readonly FormItem[],
  items: readonly ResponseItem[],
  path: Place['path'],
): FormIssue[] {
  const issues: FormIssue[] = [];
  const seen = new Map<string, number>();
  for (const one of items) {
    const item = definitions.find(({ linkId }) => linkId === one.linkId);
    if (item === undefined) {
      issues.push(unknownItem(one, path));
      continue;
    }
    const index = seen.get(one.linkId) ?? 0;
    seen.set(one.linkId, index + 1);
    issues.push(...shapeOfItem({ path, item }, one, index));
  }
  return issues;
}

function unknownItem(one: ResponseItem, path: Place['path']): FormIssue {
  const parent = path.at(-1);
  const under =
    parent === undefined
      ? 'QuestionnaireResponse'
      : expressionOf({ path: path.slice(0, -1), item: parent.item }, parent.item.repeats ? parent.index : undefined);
  const linkId = String(one.linkId).replace(/[\\']/g, '\\$&');
  return {
    key: 'form-unknown-item',
    kind: 'malformed',
    linkId: one.linkId,
    expression: `${under}.item.where(linkId='${linkId}')`,
    field: { nb: one.linkId, nn: one.linkId, en: one.linkId },
    values: {},
  };
}

function shapeOfItem(place: Place, one: ResponseItem, index: number): FormIssue[] {
  const { path, item } = place;
  const issues: FormIssue[] = [];
  const wrong = (at?: number) =>
    issues.push(issueAt(place, 'form-wrong-type', 'malformed', { type: typeWords[item.type] ?? item.type }, at));
  if (index > 0 && !(item.repeats && isGroup(item))) {
    issues.push(issueAt(place, 'form-not-repeated', 'malformed', {}, isGroup(item) ? index : undefined));
  }
  const answers = one.answer ?? [];
  if (isGroup(item)) {
    if (answers.length > 0) wrong();
    return [...issues, ...levelIssues(item.items, one.item ?? [], [...path, { item, index }])];
  }
  if (item.type === 'display' && answers.length > 0) wrong();
  if ((one.item ?? []).length > 0) issues.push(...levelIssues([], one.item!, [...path, { item, index }]));
  if (answers.length > 1 && !item.repeats) issues.push(issueAt(place, 'form-not-repeated', 'malformed', {}, 1));
  const allowed = valueNamesOf(item);
  for (const [at, answer] of answers.entries()) {
    const name = valueName(answer);
    if (name !== undefined && item.type !== 'display' && !allowed.includes(name)) wrong(at);
    else if (name !== undefined && !isOption(item, answer)) {
      issues.push(issueAt(place, 'form-not-an-option', 'malformed', {}, at));
    }
    issues.push(...levelIssues(item.items, answer.item ?? [], [...path, { item, index: at }]));
  }
  return issues;
}

/** Text that was written where that may be done instead of choosing is no option and needs to be none. */
function isOption(item: FormItem, answer: Answer): boolean {
  if (!item.type.endsWith('choice') || item.options.length === 0) return true;
  if (item.type === 'open-choice' && answer.valueString !== undefined) return true;
  return item.options.some(({ value }) => isSameAnswer(value, answer));
}
