import { type Issue, Problem } from '../fhir/issue.ts';
import type { Current } from './current.ts';
import type { Body, Operation, Outcome, Target } from './operation.ts';
import type { Link } from './references.ts';

/** One operation on its way to being a change. */
export type Step = {
  operation: Operation;
  /** Undefined until known; for a create without `ifNoneExist` given by us. */
  id?: string;
  record?: bigint;
  current: Current;
  body?: Body;
  links: Link[];
  outcome?: Outcome;
  warnings: Issue[];
};

export const ABSENT: Current = { state: 'absent' };

/** The criteria of a conditional operation, without its type. */
export function criteriaOf(operation: Operation): string | undefined {
  if (operation.kind === 'create') return operation.ifNoneExist;
  const target: Target = operation.target;
  return 'criteria' in target ? target.criteria : undefined;
}

/** The same failure, with its place in the Bundle. */
export function at(step: Step, error: unknown): unknown {
  const { entry } = step.operation;
  if (!(error instanceof Problem) || entry === undefined) return error;
  const issues = error.issues.map((issue) => ({
    ...issue,
    expression:
      issue.expression === undefined
        ? `Bundle.entry[${entry}]`
        : issue.expression.startsWith('Bundle.entry')
          ? issue.expression
          : `Bundle.entry[${entry}].resource${issue.expression.replace(/^[A-Za-z]+/, '')}`,
  }));
  return new Problem(error.kind, issues, { cause: error });
}
