import { isGroup } from './answers.ts';
import type { FormNode } from './nodes.ts';
import { isSameObjects, withItems } from './response-items.ts';
import type { FormState } from './state.ts';
import type { QuestionnaireResponse, ResponseItem } from './types.ts';

/** The response to be kept: without what is not asked. The items that stay are the same objects. */
export function askedResponse(state: FormState): QuestionnaireResponse {
  const keep = (nodes: readonly FormNode[], items: ResponseItem[] | undefined): ResponseItem[] | undefined => {
    const seen = new Map<string, number>();
    const kept = (items ?? []).flatMap((one): ResponseItem[] => {
      const node = nodes.find(({ item }) => item.linkId === one.linkId);
      if (node === undefined) return [one]; // not of this form: whoever checks its shape will say so
      if (!node.enabled) return [];
      const nth = seen.get(one.linkId) ?? 0;
      seen.set(one.linkId, nth + 1);
      if (isGroup(node.item)) return [withItems(one, one.item, keep(node.groups[nth] ?? [], one.item) ?? [])];
      const answer = one.answer?.map((given, at) =>
        withItems(given, given.item, keep(node.groups[at] ?? [], given.item) ?? []),
      );
      return answer === undefined || isSameObjects(answer, one.answer!) ? [one] : [{ ...one, answer }];
    });
    return items !== undefined && isSameObjects(kept, items) ? items : kept;
  };
  const items = keep(state.nodes, state.response.item);
  if (items === state.response.item || (items?.length === 0 && state.response.item === undefined))
    return state.response;
  const { item: _item, ...rest } = state.response;
  return items === undefined || items.length === 0 ? rest : { ...rest, item: items };
}

/** The response to be completed: without what is not asked, and without groups in which nothing stands. */
export function completedResponse(state: FormState): QuestionnaireResponse {
  const keep = (nodes: readonly FormNode[], items: readonly ResponseItem[] | undefined): ResponseItem[] =>
    (items ?? []).flatMap((one, at, all): ResponseItem[] => {
      const node = nodes.find(({ item }) => item.linkId === one.linkId);
      if (node === undefined || !node.enabled) return [];
      const nth = all.slice(0, at).filter(({ linkId }) => linkId === one.linkId).length;
      if (isGroup(node.item)) {
        const items = keep(node.groups[nth] ?? [], one.item);
        return items.length === 0 ? [] : [{ ...one, item: items }];
      }
      const answer = (one.answer ?? []).map((given, index) => {
        const { item: _under, ...rest } = given;
        const items = keep(node.groups[index] ?? [], given.item);
        return items.length === 0 ? rest : { ...rest, item: items };
      });
      return answer.length === 0 ? [] : [{ ...one, answer }];
    });
  const items = keep(state.nodes, state.response.item);
  const { item: _item, ...rest } = state.response;
  return items.length === 0 ? rest : { ...rest, item: items };
}
