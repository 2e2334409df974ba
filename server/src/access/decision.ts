import type { ScopeLetter } from '../fhir/smart-scope.ts';
import { guessRecord } from '../record/index.ts';
import type { Actor } from './actor.ts';
import { type AppScope, appScopeOf } from './app-scope.ts';

/** What is asked for: one of SMART's five letters, on a type (or `*`), in a record (or across records). */
export type Asked = {
  letter: ScopeLetter;
  type: string;
  /** Key of the citizen's record, when the request concerns one. */
  record?: bigint;
  /** Whoever asks leaves out what the permit's scope leaves out. Others are refused where it leaves out anything. */
  isFiltered?: boolean;
};

/**
 * What a permitted actor may see: a predicate that every generated statement carries, and the same of one resource. Absent
 * when nothing is excepted. `alias` names a row of `resource`; `bind` adds a parameter and returns its place.
 */
export type Scope = {
  sql?: (alias: string, bind: (value: unknown) => string) => string;
  includes?: AppScope['includes'];
};

export type Decision = { permit: Scope; basis: string } | { deny: 'scope'; text: string };

/** No exception at all: the whole of what the interaction names. */
export const everything: Scope = {};

/**
 * May this actor do this? Pure, over loaded facts, and the only place that answers.
 * As yet the facts are the token's scopes: a system works within its own, a person within those of the session.
 */
export function decide(actor: Actor, asked: Asked): Decision {
  const { letter, type, isFiltered = false } = asked;
  const isSystem = actor.kind === 'system';
  const basis = isSystem ? 'system-scope' : 'session-scope';
  const patientRecord = actor.patient === undefined ? undefined : guessRecord('Patient', actor.patient);
  const scope = appScopeOf(actor.scopes, isSystem, letter, patientRecord);
  if (scope.sql === undefined || (scope.isWhole(type) && !isFiltered)) {
    if (scope.reaches(type)) return { permit: everything, basis };
  } else if (isFiltered && scope.reaches(type)) {
    return { permit: { sql: scope.sql, includes: scope.includes }, basis };
  }
  return { deny: 'scope', text: `The token has no scope that covers ${letter} on ${type}.` };
}
