import { isGroup, isQuestion } from './answers.ts';
import { type FormDefinition, type FormItem, unitOf } from './definition.ts';
import type { Answer, QuestionnaireResponse, ResponseItem } from './types.ts';

/** Finds the answers that an item begins with, besides what the questionnaire itself says. */
export type Begin = (item: FormItem) => readonly Answer[];

/**
 * A response as it begins: with the questionnaire's initial values and what `begin` finds. A repeating group has one group, and
 * only if something stands in it.
 */
export function initialResponse(form: FormDefinition, begin: Begin = () => []): QuestionnaireResponse {
  const { url, version } = form.questionnaire;
  const items = itemsOf(form.items, begin);
  return {
    resourceType: 'QuestionnaireResponse',
    ...(url === undefined ? {} : { questionnaire: version === undefined ? url : `${url}|${version}` }),
    status: 'in-progress',
    ...(items.length === 0 ? {} : { item: items }),
  };
}

function itemsOf(definitions: readonly FormItem[], begin: Begin): ResponseItem[] {
  return definitions.flatMap((item): ResponseItem[] => {
    const { linkId, text, definition } = item.raw;
    const start = {
      linkId,
      ...(definition === undefined ? {} : { definition }),
      ...(text === undefined ? {} : { text }),
    };
    if (isGroup(item)) {
      const items = itemsOf(item.items, begin);
      return items.length === 0 ? [] : [{ ...start, item: items }];
    }
    if (!isQuestion(item)) return [];
    const found = begin(item);
    const answers = found.length > 0 ? found : initialOf(item);
    if (answers.length === 0) return [];
    const within = itemsOf(item.items, begin);
    return [{ ...start, answer: answers.map((one) => (within.length === 0 ? one : { ...one, item: within })) }];
  });
}

function initialOf(item: FormItem): Answer[] {
  const chosen = item.options.filter(({ initial }) => initial).map(({ value }) => ({ ...value }));
  const given = chosen.length > 0 ? chosen : item.initial.map((value) => withUnit(item, value));
  return item.repeats ? given : given.slice(0, 1);
}

const withUnit = (item: FormItem, { valueQuantity, ...other }: Answer): Answer =>
  valueQuantity === undefined ? other : { valueQuantity: { ...unitOf(item), ...valueQuantity } };
