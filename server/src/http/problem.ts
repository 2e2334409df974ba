import type { ProblemKind } from '../fhir/issue.ts';
import { Problem, problem } from '../fhir/issue.ts';

const statusOfKind: Record<ProblemKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  absent: 404,
  method: 405,
  'not-acceptable': 406,
  timeout: 408,
  conflict: 409,
  gone: 410,
  stale: 412,
  'too-large': 413,
  'media-type': 415,
  rule: 422,
  busy: 429,
  unavailable: 503,
  fault: 500,
};

/** The HTTP status that answers a problem. */
export const statusOf = (kind: ProblemKind): number => statusOfKind[kind];

/** Any thrown thing as the Problem to answer: ours as it is, Fastify's in our words, everything else a fault. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code, statusCode } = (error ?? {}) as { code?: string; statusCode?: number };
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return problem('too-large', 'body-too-large', { diagnostics: 'The body is larger than this server takes.' });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return problem('media-type', 'media-type', {
        diagnostics: 'The content type is not one that this address takes.',
      });
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return problem('invalid', 'bad-url', { diagnostics: 'The path of the URL is malformed.', code: 'invalid' });
  }
  if (statusCode === 429)
    return problem('busy', 'rate-limit', { diagnostics: 'Too many requests. Try again in a minute.' });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return problem('invalid', 'bad-request', { diagnostics: 'The request is malformed.' });
  }
  return problem('fault', 'fault', { diagnostics: 'Something went wrong on our side.', cause: error });
}
