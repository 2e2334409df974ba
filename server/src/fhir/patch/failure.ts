import { type Problem, problem } from '../issue.ts';

/** What a patch operation may fail with; the caller adds which operation it was. */
export class PatchFailure extends Error {
  readonly kind: 'malformed' | 'not-applicable' | 'test-failed';
  constructor(kind: PatchFailure['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

export const malformed = (message: string) => new PatchFailure('malformed', message);
export const notApplicable = (message: string) => new PatchFailure('not-applicable', message);

/** 400 for a patch that is none, 422 for one that does not fit the resource (FHIR R4, http.html#patch). */
export function problemOf(failure: PatchFailure, operation: number): Problem {
  const isMalformed = failure.kind === 'malformed';
  return problem(isMalformed ? 'invalid' : 'rule', `patch-${failure.kind}`, {
    code: isMalformed ? 'structure' : 'processing',
    diagnostics: `Patch operation ${operation} (the first is 0): ${failure.message}`,
  });
}
