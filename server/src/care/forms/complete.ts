import { isSameAnswer } from './answers.ts';
import type { FormNode } from './nodes.ts';
import type { FormState } from './state.ts';
import type { QuestionnaireResponse } from './types.ts';
import { type FormIssue, issueAt } from './validate.ts';

/** An expression whose outcome is another tomorrow. */
const CHANGING = /\b(?:today|now|timeOfDay)\s*\(/;

/**
 * What is wrong with a response that says it is completed, besides what {@link formState} tells: answers to what is not asked,
 * and totals that do not follow from their parts.
 * @param given the response as it came, which the state was made from
 */
export function completionIssues(state: FormState, given: QuestionnaireResponse): FormIssue[] {
  const issues: FormIssue[] = [];
  const visit = (nodes: readonly FormNode[]): void => {
    for (const node of nodes) {
      if (!node.enabled && node.answers.length > 0) {
        if (isGiven(given, node)) issues.push(issueAt(node, 'form-not-asked', 'invalid'));
      } else if (node.enabled && differs(node, given, state)) {
        issues.push(issueAt(node, 'form-calculated-differs', 'invalid'));
      }
      for (const group of node.groups) visit(group);
    }
  };
  visit(state.nodes);
  return issues;
}

function differs(node: FormNode, given: QuestionnaireResponse, state: FormState): boolean {
  const { calculated, readOnly } = node.item;
  if (calculated === undefined || !readOnly || CHANGING.test(calculated)) return false;
  if (state.faults.some((fault) => fault.startsWith(`${node.key} calculated`))) return false;
  const stands = answersIn(given, node);
  return stands.length !== node.answers.length || stands.some((one, at) => !isSameAnswer(one, node.answers[at]));
}

const isGiven = (given: QuestionnaireResponse, node: FormNode): boolean => answersIn(given, node).length > 0;

function answersIn(given: QuestionnaireResponse, { path, item }: FormNode) {
  let items = given.item ?? [];
  for (const step of path) {
    const found = items.filter(({ linkId }) => linkId === step.item.linkId);
    const isGroup = step.item.type === 'group';
    items = (isGroup ? found[step.index]?.item : found[0]?.answer?.[step.index]?.item) ?? [];
  }
  return items.filter(({ linkId }) => linkId === item.linkId).flatMap(({ answer }) => answer ?? []);
}
