import { isGroup, type Place, type Step } from './answers.ts';
import type { FormDefinition, FormItem } from './definition.ts';
import { byLinkId, emptyOf, isSameObjects } from './response-items.ts';
import type { Answer, QuestionnaireResponse, ResponseItem } from './types.ts';
import { answerIssues, type FormIssue, issueAt } from './validate.ts';

/** An item as it stands in a response: one question, one text, or all groups of a repeating group. */
export type FormNode = Place & {
  /** Names the node within the form; the same from state to state. */
  key: string;
  /** Whether it is asked now. */
  enabled: boolean;
  answers: readonly Answer[];
  /** Of a group: the items of each of its groups; of a question: those under each answer. */
  groups: readonly (readonly FormNode[])[];
  /** Calculated from other answers. */
  calculated: boolean;
  /** What is wrong with this one, not with those within. */
  issues: readonly FormIssue[];
};

/**
 * The nodes of a form as its response stands; those that are as they were are the same objects.
 * @param enabledByKey what is asked, by key
 * @param byKey where each node is put, to be found by its key
 */
export function nodesOf(
  form: FormDefinition,
  response: QuestionnaireResponse,
  enabledByKey: ReadonlyMap<string, boolean>,
  before: ReadonlyMap<string, FormNode>,
  byKey: Map<string, FormNode>,
): readonly FormNode[] {
  const level = (
    definitions: readonly FormItem[],
    items: readonly ResponseItem[] | undefined,
    path: readonly Step[],
    under: string,
    isAsked: boolean,
  ): FormNode[] => {
    const there = byLinkId(items);
    return definitions.map((item) => {
      const key = `${under}${item.linkId}`;
      const found = there.get(item.linkId) ?? none;
      const enabled = isAsked && enabledByKey.get(key) === true;
      const instances: readonly { item?: ResponseItem[] }[] = isGroup(item)
        ? found.length === 0
          ? [emptyOf(item)]
          : found
        : (found[0]?.answer ?? none);
      const was = before.get(key);
      const groups =
        item.items.length === 0
          ? none
          : instances.map(({ item: within }, index) =>
              level(item.items, within, [...path, { item, index }], `${key}.${index}/`, enabled),
            );
      const node = nodeOf({ path, item }, key, enabled, found[0]?.answer ?? none, groups, was);
      byKey.set(key, node);
      return node;
    });
  };
  return level(form.items, response.item, [], '', true);
}

function nodeOf(
  place: Place,
  key: string,
  enabled: boolean,
  answers: readonly Answer[],
  groups: readonly (readonly FormNode[])[],
  was: FormNode | undefined,
): FormNode {
  const { item } = place;
  const isSame = was?.enabled === enabled && was.answers === answers && isSameGroups(was.groups, groups);
  if (isSame) return was;
  // answers to what is not asked may stay in a draft: nothing is wrong with them, and they are not completed
  const issues = !enabled ? none : isGroup(item) ? groupIssues(place, groups) : answerIssues(place, answers);
  return { ...place, key, enabled, answers, groups, calculated: item.calculated !== undefined, issues };
}

const none: readonly never[] = [];

function groupIssues(place: Place, groups: FormNode['groups']): FormIssue[] {
  const { item } = place;
  const filled = groups.filter((group) => group.some(hasAnswer)).length;
  if (item.required && filled === 0) return [issueAt(place, 'form-required', 'missing')];
  if (filled > 0 && item.minOccurs !== undefined && filled < item.minOccurs) {
    return [issueAt(place, 'form-too-few', 'missing', { min: String(item.minOccurs) })];
  }
  if (item.maxOccurs !== undefined && groups.length > item.maxOccurs) {
    return [issueAt(place, 'form-too-many', 'invalid', { max: String(item.maxOccurs) })];
  }
  return [];
}

const hasAnswer = (node: FormNode): boolean =>
  node.enabled && (node.answers.length > 0 || node.groups.some((group) => group.some(hasAnswer)));

const isSameGroups = (a: FormNode['groups'], b: FormNode['groups']): boolean =>
  a.length === b.length && a.every((group, at) => isSameObjects(group, b[at]!));
