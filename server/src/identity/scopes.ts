/** Scopes that are about the login and not about the record. @source SMART App Launch 2.2, section 2 */
export const loginScopes = ['openid', 'profile', 'fhirUser', 'offline_access'] as const;

/** What a client and its user may do with resources: `system/*.cruds`, `user/Observation.rs`. */
type RecordScope = { context: string; type: string; letters: string };

const v1Letters: Record<string, string> = { read: 'rs', write: 'cud', '*': 'cruds' };

function parse(scope: string): RecordScope | undefined {
  const [, context, type, letters] = /^(system|user|patient)\/(\*|[A-Z][A-Za-z]+)\.(\*|[a-z]+)$/.exec(scope) ?? [];
  if (context === undefined || type === undefined || letters === undefined) return undefined;
  const inV2 = v1Letters[letters] ?? letters;
  return /^c?r?u?d?s?$/.test(inV2) ? { context, type, letters: inV2 } : undefined;
}

/**
 * Of the scopes asked for, those that lie within one that the client may have. A scope on one type lies within the same
 * scope on all; a finer one (with a query) is not known, and so not given.
 */
export function permittedScopes(asked: readonly string[], allowed: readonly string[]): string[] {
  const limits = allowed.map(parse).filter((limit) => limit !== undefined);
  return asked.filter((scope) => {
    const wanted = parse(scope);
    if (wanted === undefined) return false;
    return limits.some(
      ({ context, type, letters }) =>
        context === wanted.context &&
        (type === '*' || type === wanted.type) &&
        [...wanted.letters].every((letter) => letters.includes(letter)),
    );
  });
}
