import { isSessionScope, parseScope, printScope, type RecordScope, type ScopeLetter } from '../../fhir/smart-scope.ts';
import { patientTypes } from '../../fhir/types.ts';
import { type Kind, kindOf, kinds, otherKind } from './type-words.ts';

/** One row of the consent page: what of a kind an app asks for. It is agreed to or not as a whole. */
export type Row = {
  kind: Kind;
  letters: ReadonlySet<ScopeLetter>;
  /** Queries that narrow it, as they are asked; empty when all of the kind is asked for. */
  limits: readonly (readonly [name: string, value: string])[];
};

/** The rows of the scopes that an app asks for; session scopes make none. */
export function rowsOf(scopes: readonly string[]): Row[] {
  const asked = scopes.map(parseScope).filter((scope) => scope !== undefined);
  const rows = [...kinds, otherKind].map((kind): Row => {
    const touching = asked.filter(({ type }) => type === '*' || kindOf(type).id === kind.id);
    const letters = new Set(touching.flatMap(({ letters: some }) => [...some] as ScopeLetter[]));
    const isLimited = touching.length > 0 && touching.every(({ query }) => query.length > 0);
    const limits = isLimited ? touching.flatMap(({ query }) => query) : [];
    return { kind, letters, limits: [...new Map(limits.map((pair) => [pair.join('='), pair])).values()] };
  });
  return rows.filter(({ letters }) => letters.size > 0);
}

/**
 * What is left of the scopes when only some rows are agreed to. A scope on everything stays one when every row is; otherwise
 * it becomes one for each type of the rows that are. Session scopes stay.
 */
export function scopesOfRows(scopes: readonly string[], agreed: ReadonlySet<string>): string[] {
  const isWhole = rowsOf(scopes).every(({ kind }) => agreed.has(kind.id));
  const left = scopes.flatMap((text) => {
    if (isSessionScope(text) || isWhole) return [text];
    const scope = parseScope(text);
    if (scope === undefined) return [];
    if (scope.type !== '*') return agreed.has(kindOf(scope.type).id) ? [text] : [];
    return typesOfRows(agreed).map((type) => printScope(ofType(scope, type)));
  });
  return [...new Set(left)];
}

const ofType = ({ context, letters, query }: RecordScope, type: string) => ({ context, letters, query, type });

function typesOfRows(agreed: ReadonlySet<string>): string[] {
  const named = kinds.filter(({ id }) => agreed.has(id)).flatMap(({ types }) => types);
  if (!agreed.has(otherKind.id)) return named;
  return [...named, ...[...patientTypes].filter((type) => kindOf(type).id === otherKind.id)];
}
