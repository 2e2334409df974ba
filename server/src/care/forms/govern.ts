import type { Issue } from '../../fhir/issue.ts';
import type { Coding, Resource } from '../../fhir/resource.ts';
import type { Governed, Rule } from '../process.ts';
import { completionIssues } from './complete.ts';
import { definitionOf, type FormDefinition } from './definition.ts';
import type { FormNode } from './nodes.ts';
import { formState } from './state.ts';
import type { Questionnaire, QuestionnaireResponse, ResponseItem } from './types.ts';
import { type FormIssue, issueAt, shapeIssues } from './validate.ts';

/**
 * Answers have the shape of their questionnaire, and codes are among those asked for, from the first draft; answers that say they are
 * completed satisfy it in everything. A questionnaire that is not in the store says nothing: other systems have their own.
 */
export const responseRule: Rule = async (change) => {
  const response = change.resource as QuestionnaireResponse | undefined;
  if (response === undefined || !/^(?:in-progress|completed|amended)$/.test(response.status ?? '')) return [];
  const before = change.before as QuestionnaireResponse | undefined;
  if (before !== undefined && saysTheSame(before, response)) return [];
  const form = await formOf(change, response.questionnaire);
  if (form === undefined) return [];
  const issues =
    response.status === 'in-progress'
      ? shapeIssues(form.items, response)
      : await completedIssues(change, form, response);
  return [...issues, ...(await codeIssues(change, form, response, before))].map(told);
};

const saysTheSame = (a: QuestionnaireResponse, b: QuestionnaireResponse): boolean =>
  a.status === b.status && a.questionnaire === b.questionnaire && JSON.stringify(a.item) === JSON.stringify(b.item);

async function completedIssues(
  change: Governed,
  form: FormDefinition,
  response: QuestionnaireResponse,
): Promise<FormIssue[]> {
  const state = formState(form.questionnaire, response, { environment: await environmentOf(change, form, response) });
  return [...state.issues, ...completionIssues(state, response)];
}

/** What expressions ask of the record; read, and so kept still, only where they do. */
async function environmentOf(change: Governed, form: FormDefinition, response: QuestionnaireResponse) {
  const text = JSON.stringify(form.questionnaire);
  const environment: Record<string, Resource> = {};
  for (const [name, reference] of [
    ['patient', response.subject?.reference],
    ['encounter', response.encounter?.reference],
  ] as const) {
    if (reference === undefined || !text.includes(`%${name}`)) continue;
    const found = await change.readShown(reference);
    if (found !== undefined) environment[name] = found;
  }
  return environment;
}

/** Codes of value sets, asked of terminology: those that are new in this change. */
async function codeIssues(
  change: Governed,
  form: FormDefinition,
  response: QuestionnaireResponse,
  before: QuestionnaireResponse | undefined,
): Promise<FormIssue[]> {
  const known = new Set(codesIn(before?.item));
  const issues: FormIssue[] = [];
  const visit = async (nodes: readonly FormNode[]): Promise<void> => {
    for (const node of nodes) {
      const { valueSet } = node.item;
      for (const [at, { valueCoding }] of node.answers.entries()) {
        if (valueSet === undefined || valueCoding === undefined || known.has(keyOf(valueCoding))) continue;
        const isIn = await change.includes(valueSet, valueCoding as Coding);
        if (isIn === false) issues.push(issueAt(node, 'form-not-in-value-set', 'malformed', {}, at));
      }
      for (const group of node.groups) await visit(group);
    }
  };
  const hasValueSets = [...form.byLinkId.values()].some(({ valueSet }) => valueSet !== undefined);
  if (hasValueSets) await visit(formState(form.questionnaire, response).nodes);
  return issues;
}

const keyOf = ({ system, code }: { system?: string; code?: string }): string => `${system}|${code}`;

function codesIn(items: readonly ResponseItem[] | undefined): string[] {
  return (items ?? []).flatMap((item) => [
    ...(item.answer ?? []).flatMap(({ valueCoding, item: under }) => [
      ...(valueCoding === undefined ? [] : [keyOf(valueCoding)]),
      ...codesIn(under),
    ]),
    ...codesIn(item.item),
  ]);
}

/** As the API tells it: the field by its FHIRPath and its linkId, the words with the field's name. */
const told = ({ key, kind, linkId, expression, field, values }: FormIssue): Issue => ({
  severity: 'error',
  code: kind === 'missing' ? 'required' : kind === 'malformed' ? 'structure' : 'business-rule',
  key,
  expression,
  diagnostics: `The item with linkId ${linkId} does not satisfy the questionnaire: ${key}`,
  values: { ...values, field },
});

const most = 200;
const forms = new Map<string, Questionnaire>();

/** The questionnaire that a response names, if the store has it; read once for each version. */
async function formOf(change: Governed, canonical: string | undefined): Promise<FormDefinition | undefined> {
  const [url, version] = (canonical ?? '').split('|');
  if (!url) return undefined;
  const query = `url=${encodeURIComponent(url)}${version ? `&version=${encodeURIComponent(version)}` : ''}`;
  const [found] = await change.find('Questionnaire', `${query}&_sort=-_lastUpdated`, 1);
  if (found === undefined) return undefined;
  const key = `${found.id}/${found.meta?.versionId}/${found.meta?.lastUpdated}`;
  const questionnaire = forms.get(key) ?? (found as unknown as Questionnaire);
  if (forms.size >= most) forms.clear();
  forms.set(key, questionnaire);
  return definitionOf(questionnaire);
}
