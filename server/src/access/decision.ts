import type { Actor } from './actor.ts';

/** What is asked for: one of SMART's five letters, on a type (or `*`), in a record (or across records). */
export type Asked = {
  letter: 'c' | 'r' | 'u' | 'd' | 's';
  type: string;
  /** Key of the citizen's record, when the request concerns one. */
  record?: bigint;
};

/**
 * What a permitted actor may see, as a predicate that every generated statement carries.
 * `sql` is absent when nothing is excepted. `alias` names a row of `resource`; `bind` adds a parameter and returns its place.
 */
export type Scope = { sql?: (alias: string, bind: (value: unknown) => string) => string };

export type Decision = { permit: Scope; basis: string } | { deny: 'scope'; text: string };

/** No exception at all: the whole of what the interaction names. */
export const everything: Scope = {};

/**
 * May this actor do this? Pure, over loaded facts, and the only place that answers.
 * As yet the facts are the token's scopes: a system works within its own, a person within those of the session.
 */
export function decide(actor: Actor, asked: Asked): Decision {
  const wanted = actor.kind === 'system' ? /^system$/ : /^(user|patient)$/;
  const permitted = actor.scopes.some((scope) => covers(scope, wanted, asked));
  if (permitted) return { permit: everything, basis: actor.kind === 'system' ? 'system-scope' : 'session-scope' };
  return { deny: 'scope', text: `The token has no scope that covers ${asked.letter} on ${asked.type}.` };
}

const parsed = new Map<string, { context: string; type: string; letters: string } | undefined>();

function covers(scope: string, context: RegExp, asked: Asked): boolean {
  if (!parsed.has(scope)) {
    if (parsed.size > 10_000) parsed.clear();
    parsed.set(scope, parseScope(scope));
  }
  const known = parsed.get(scope);
  if (known === undefined || !context.test(known.context)) return false;
  return (known.type === '*' || known.type === asked.type) && known.letters.includes(asked.letter);
}

/** @source SMART App Launch 2.2, section 2.0 (scopes for requesting FHIR resources), v1 suffixes included */
function parseScope(scope: string): { context: string; type: string; letters: string } | undefined {
  const match = /^(system|user|patient)\/(\*|[A-Z][A-Za-z]+)\.(c?r?u?d?s?|read|write|\*)$/.exec(scope);
  if (match === null) return undefined;
  const [, context = '', type = '', suffix = ''] = match;
  const letters = { read: 'rs', write: 'cud', '*': 'cruds' }[suffix] ?? suffix;
  return { context, type, letters };
}
