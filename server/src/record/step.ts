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
  /** The step before it that creates what this one, with the same If-None-Exist, then finds. */
  twin?: Step;
  /** The id is the body's own, and what has that id is not what the criteria ask for. */
  mustBeNew?: boolean;
  current: Current;
  /** Something stands there that the actor may not know of. */
  isHidden?: boolean;
  body?: Body;
  links: Link[];
  outcome?: Outcome;
  warnings: Issue[];
};

/** The outcome of a step that leaves everything as it is. */
export function nothingDone(type: string, id: string, atMs: number): Outcome {
  return { status: 204, interaction: 'none', type, id, version: 0, at: atMs, warnings: [] };
}

export const ABSENT: Current = { state: 'absent' };

/** The criteria of a conditional operation, without its type. */
export function criteriaOf(operation: Operation): string | undefined {
  if (operation.kind === 'create') return operation.ifNoneExist;
  const target: Target = operation.target;
  return 'criteria' in target ? target.criteria : undefined;
}

/** Criteria that ask for the same read the same, however they are encoded and in whatever order. */
export function sameCriteria(type: string, query: string): string {
  const pairs = [...new URLSearchParams(query)].map((pair) => JSON.stringify(pair));
  return `${type}?${pairs.sort().join('&')}`;
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
