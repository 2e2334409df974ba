/** One thing wrong with a request, as it will stand in an OperationOutcome (FHIR R4, OperationOutcome.issue). */
export type Issue = {
  severity: 'fatal' | 'error' | 'warning' | 'information';
  /** IssueType code: `structure`, `required`, `value`, `invariant`, `code-invalid`, `not-found`, … */
  code: string;
  /** Our own stable key of the rule, kebab-case: the coding of `details`, and the key to its text in every language. */
  key?: string;
  /** Plain words for the person who reads, in their language: `details.text`. */
  text?: string;
  /** What stands for `{name}` in the text of the key, by language where it is words. Never values of persons. */
  values?: Readonly<Record<string, string | { nb: string; nn: string; en: string }>>;
  /** Plain words for a developer. Never values, names or numbers of persons. */
  diagnostics?: string;
  /** FHIRPath of the place, e.g. `Patient.name[0].given[1]`, or `line 3, column 7` for text that could not be parsed. */
  expression?: string;
};

/** How a request failed; http/ turns each kind into one status. */
export type ProblemKind =
  | 'invalid' // 400
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'absent' // 404
  | 'method' // 405
  | 'not-acceptable' // 406
  | 'timeout' // 408 (a search or write that ran beyond its time limit)
  | 'conflict' // 409
  | 'gone' // 410
  | 'stale' // 412
  | 'too-large' // 413
  | 'media-type' // 415
  | 'rule' // 422
  | 'busy' // 429
  | 'unavailable' // 503
  | 'fault'; // 500, ours

/** The one error that use cases throw. Anything else that is thrown is a fault of ours. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly issues: readonly Issue[];
  constructor(kind: ProblemKind, issues: readonly Issue[], options?: { cause?: unknown }) {
    super(issues[0]?.diagnostics ?? issues[0]?.key ?? kind, options);
    this.name = 'Problem';
    this.kind = kind;
    this.issues = issues;
  }
}

const codeOfKind: Record<ProblemKind, string> = {
  invalid: 'invalid',
  unauthenticated: 'login',
  forbidden: 'forbidden',
  absent: 'not-found',
  method: 'not-supported',
  'not-acceptable': 'not-supported',
  timeout: 'timeout',
  conflict: 'conflict',
  gone: 'deleted',
  stale: 'conflict',
  'too-large': 'too-long',
  'media-type': 'not-supported',
  rule: 'business-rule',
  busy: 'throttled',
  unavailable: 'transient',
  fault: 'exception',
};

/** A Problem of one issue. `key` is the coding of details; `diagnostics` says it in plain English. */
export function problem(
  kind: ProblemKind,
  key: string,
  more: { diagnostics?: string; expression?: string; code?: string; cause?: unknown } = {},
): Problem {
  const issue: Issue = { severity: 'error', code: more.code ?? codeOfKind[kind], key };
  if (more.diagnostics !== undefined) issue.diagnostics = more.diagnostics;
  if (more.expression !== undefined) issue.expression = more.expression;
  return new Problem(kind, [issue], more.cause === undefined ? undefined : { cause: more.cause });
}
