import type { Answer, Questionnaire, QuestionnaireItem, QuestionnaireResponse, ResponseItem } from './types.ts';

/**
 * The response with only the items of some linkIds, and what they stand in: what an expression that names these, and nothing
 * else, finds is the same, and found in a fraction of the time.
 */
export function prunedResponse(response: QuestionnaireResponse, linkIds: ReadonlySet<string>): QuestionnaireResponse {
  const { item: _item, ...rest } = response;
  const items = pruned(response.item, linkIds);
  return items.length === 0 ? rest : { ...rest, item: items };
}

/** An item of a response, pruned likewise within. */
export function prunedItem(item: ResponseItem, linkIds: ReadonlySet<string>): ResponseItem {
  const { item: _item, answer, ...rest } = item;
  const items = pruned(item.item, linkIds);
  const answers = answer?.map((one) => prunedAnswer(one, linkIds));
  return {
    ...rest,
    ...(items.length === 0 ? {} : { item: items }),
    ...(answers === undefined ? {} : { answer: answers }),
  };
}

function pruned(items: readonly ResponseItem[] | undefined, linkIds: ReadonlySet<string>): ResponseItem[] {
  const kept: ResponseItem[] = [];
  for (const one of items ?? []) {
    if (linkIds.has(one.linkId)) kept.push(one);
    else {
      const within = prunedItem(one, linkIds);
      if (within.item !== undefined || within.answer?.some(({ item }) => item !== undefined)) kept.push(within);
    }
  }
  return kept;
}

function prunedAnswer(answer: Answer, linkIds: ReadonlySet<string>): Answer {
  if (answer.item === undefined) return answer;
  const { item, ...rest } = answer;
  const items = pruned(item, linkIds);
  return items.length === 0 ? rest : { ...rest, item: items };
}

/** The questionnaire likewise. */
export function prunedQuestionnaire(questionnaire: Questionnaire, linkIds: ReadonlySet<string>): Questionnaire {
  const { item, contained: _contained, ...rest } = questionnaire;
  return { ...rest, item: prunedDefinitions(item, linkIds) };
}

function prunedDefinitions(
  items: readonly QuestionnaireItem[] | undefined,
  linkIds: ReadonlySet<string>,
): QuestionnaireItem[] {
  return (items ?? []).flatMap((one) => {
    if (linkIds.has(one.linkId)) return [one];
    const item = prunedDefinitions(one.item, linkIds);
    return item.length === 0 ? [] : [{ linkId: one.linkId, type: one.type, item }];
  });
}
