import { compilePath } from '../../fhir/fhirpath.ts';
import type { Resource } from '../../fhir/resource.ts';
import { codesAskedOf } from './facts.ts';
import { Interactions } from './interactions.ts';
import { type Broken, isAdvice, nameOf, type Rule, readRule, shelfOf } from './rule.ts';

/** What advice is given by: rules that are in use, those that cannot be, and what the catalogue knows of interactions. */
export type Knowledge = {
  rules: readonly Rule[];
  broken: readonly Broken[];
  interactions: Interactions;
  /** Codes of the measurements that rules ask about, `system|code`. */
  codes: readonly string[];
};

/** What knowledge is made of. */
export const knowledgeTypes = [
  'PlanDefinition',
  'Library',
  'ActivityDefinition',
  'MedicinalProductInteraction',
] as const;

/** @param isRetired whether those who edit have taken a rule out of use */
export function knowledgeOf(
  resources: readonly Resource[],
  isRetired: (rule: string) => boolean = () => false,
): Knowledge {
  const shelf = shelfOf(resources);
  const rules: Rule[] = [];
  const broken: Broken[] = [];
  for (const plan of resources) {
    if (plan.resourceType !== 'PlanDefinition' || !isAdvice(plan) || plan.status !== 'active') continue;
    if (isRetired(String(plan.id))) continue;
    try {
      rules.push(checked(readRule(plan, shelf)));
    } catch (error) {
      broken.push({ ...nameOf(plan), what: error instanceof Error ? error.message : 'The rule cannot be read.' });
    }
  }
  const interactions = new Interactions(
    resources.filter(({ resourceType }) => resourceType === 'MedicinalProductInteraction'),
  );
  const codes = codesAskedOf(rules.flatMap(({ groups }) => groups.flatMap(({ inputs }) => inputs)));
  return { rules, broken, interactions, codes };
}

/** Every expression is FHIRPath, also those of texts: what is not shows when the rule is read, and not when it is needed. */
function checked(rule: Rule): Rule {
  for (const { id, variables, answers } of rule.groups) {
    for (const { name, expression } of variables) compiled(expression, `variable ${name} of ${id}`);
    for (const { id: answer, conditions, title, detail, suggestions } of answers) {
      for (const one of conditions) compiled(one, `a condition of ${answer}`);
      for (const words of [title, detail, ...suggestions.map((one) => one.title)]) {
        for (const text of Object.values(words)) {
          for (const [, expression] of text.matchAll(/\{\{(.+?)\}\}/g)) compiled(expression!, `a text of ${answer}`);
        }
      }
    }
  }
  return rule;
}

function compiled(expression: string, where: string): void {
  try {
    compilePath(expression);
  } catch (cause) {
    throw new Error(`${where}: ${(cause as Error).message}`, { cause });
  }
}
