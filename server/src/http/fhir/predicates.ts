import { type AcrossScope, acrossScope as acrossRecords, acrossSystem } from '../../access/across.ts';
import type { Actor } from '../../access/actor.ts';
import type { AppScope } from '../../access/app-scope.ts';
import { labelBit } from '../../access/categories.ts';
import type { StaffFacts } from '../../access/facts.ts';
import { givenSql, isController, recordsGiven } from '../../access/gate/control.ts';
import { asksForPlace, isOfDirectory } from '../../access/gate/directory.ts';
import type { Acting } from '../../access/gate/gate.ts';
import { asksByNationalNumber } from '../../access/gate/practitioners.ts';
import { custodianSystem, recorderSystem } from '../../access/gate/resource-facts.ts';
import { sharedOr, sharedSql } from '../../access/gate/shared.ts';
import { isOfHealthService } from '../../access/other-use.ts';
import type { Scope as RecordScope } from '../../access/scope.ts';
import { scopeSql } from '../../access/scope-sql.ts';
import { hash64 } from '../../fhir/search/hash.ts';
import { typeNumber } from '../../fhir/types.ts';
import type { Scope } from '../../record/search/index.ts';
import { launchRecord } from './asking.ts';
import type { FhirRequest } from './message.ts';

/** What narrows every search, whatever is decided about records. */
export type Narrowing = {
  token: AppScope;
  /** The record of a SMART launch. */
  launched: bigint | undefined;
  query: readonly (readonly [string, string])[];
  actor: Actor;
};

type Bind = (value: unknown) => string;
type Sql = (alias: string, bind: Bind) => string;

/** All that the token's scopes leave. */
export const tokenOnly = ({ token }: Narrowing): Scope => (token.sql === undefined ? {} : { sql: token.sql });

/** What a system finds, by what it is for and whose it is. */
export function systemScope(narrowing: Narrowing, { facts, purpose }: Acting, now: number): Scope {
  if (facts.kind !== 'system') return sharedScope(narrowing);
  const { sql, ...where } = acrossSystem({ now, actor: facts, ...(purpose === undefined ? {} : { purpose }) });
  return sql === undefined ? tokenOnly(narrowing) : { ...narrowed(narrowing, sql), ...where };
}

/** What everybody may read, and nothing else. */
export const sharedScope = (narrowing: Narrowing): Scope => ({
  ...narrowed(narrowing, sharedSql),
  records: () => noRecords,
});

/** Nothing is looked for in anybody's record. */
const noRecords = 'SELECT 0::int8 AS record WHERE false';

/** What the decision about one record lets be seen of it, and what everybody may read. */
export function recordScope(narrowing: Narrowing, record: bigint, permit: RecordScope): Scope {
  const scope = narrowed(narrowing, (alias, bind) => {
    const seen = scopeSql(permit, { alias }, bind);
    const own = `${alias}.record = ${bind(String(record))}::int8${seen === '' ? '' : ` AND ${seen}`}`;
    return sharedOr(alias, own);
  });
  return { ...scope, records: (bind) => `SELECT ${bind(String(record))}::int8 AS record` };
}

/** What the reader may see of all the records that they have to do with, of their own units, and what everybody may read. */
export function acrossScope(narrowing: Narrowing, acting: Acting, now: number, isDirectory: boolean): Scope {
  const { facts, purpose } = acting;
  if (facts.kind !== 'staff') return sharedScope(narrowing);
  const asking = { now, actor: facts, interaction: 'search' as const, ...(purpose === undefined ? {} : { purpose }) };
  const across: AcrossScope | undefined = acrossRecords(asking);
  const scope = narrowed(narrowing, (alias, bind) => {
    const parts = [across === undefined ? sharedSql(alias) : across.sql(alias, bind)];
    if (facts.isEmployed) parts.push(ofUnits(facts, alias, bind));
    if (isDirectory) parts.push(`${alias}.type = ${PATIENT}`);
    if (isController(facts)) parts.push(givenSql(facts, alias, bind));
    return `(${parts.join(' OR ')})`;
  });
  if (isDirectory) return scope;
  const records = (bind: Bind): string => {
    const sets = across === undefined ? [noRecords] : [across.records(bind)];
    if (facts.isEmployed) sets.push(recordsOfUnits(facts, bind));
    if (isController(facts)) sets.push(recordsGiven(facts, bind));
    return sets.join(' UNION ');
  };
  return { ...scope, records };
}

/** What criteria of conditional interactions may match: what a search would find, and persons as the directory finds them. */
export function matchScope(
  request: FhirRequest,
  acting: Acting,
  now: number,
  criteria: readonly { type: string; query: string }[],
): Scope {
  const queries = criteria.map(({ type, query }) => ({ type, pairs: [...new URLSearchParams(query)] }));
  const ofPatients = queries.filter(({ type }) => type === 'Patient');
  const narrowing: Narrowing = {
    token: whole,
    launched: launchRecord(request),
    query: queries.filter(({ type }) => type !== 'Patient').flatMap(({ pairs }) => pairs),
    actor: request.actor,
  };
  return acrossScope(
    narrowing,
    acting,
    now,
    acting.facts.kind === 'staff' && ofPatients.every(({ pairs }) => isOfDirectory(pairs)),
  );
}

/** The same within one record, for a citizen, who has no others to look in. */
export const recordMatchScope = (
  request: FhirRequest,
  criteria: readonly { query: string }[],
  record: bigint,
  permit: RecordScope,
): Scope => {
  const query = criteria.flatMap((one) => [...new URLSearchParams(one.query)]);
  return recordScope({ token: whole, launched: launchRecord(request), query, actor: request.actor }, record, permit);
};

/** What a token leaves is asked of what is written, and of what is answered. */
const whole: AppScope = { reaches: () => true, isWhole: () => true, includes: () => true, sql: undefined };

const BINARY = `${typeNumber('Binary')}::int2`;
const PATIENT = `${typeNumber('Patient')}::int2`;
const PRACTITIONER = `${typeNumber('Practitioner')}::int2`;

/**
 * What is in nobody's record and not for everyone: of which one of the reader's units is custodian, and of drafts what the reader
 * wrote.
 */
function ofUnits(reader: StaffFacts, alias: string, bind: Bind): string {
  const isNobodys = `NOT EXISTS (SELECT FROM access_fact whose_ WHERE whose_.record = ${alias}.record AND whose_.kind = 'patient' OFFSET 0)`;
  const isDraft = `${alias}.access & ${bind(labelBit('draft'))}::int4 <> 0`;
  const units = `${alias}.tokens && ${bind(tagged(custodianSystem, unitsOf(reader)))}::int8[]`;
  const own = `${alias}.tokens && ${bind(tagged(recorderSystem, [reader.person]))}::int8[]`;
  return `(CASE WHEN ${isDraft} THEN ${own} ELSE ${units} END AND ${isNobodys})`;
}

/** The records in which that is: tags are found across records of what is in nobody's. */
function recordsOfUnits(reader: StaffFacts, bind: Bind): string {
  const tokens = [...tagged(custodianSystem, unitsOf(reader)), ...tagged(recorderSystem, [reader.person])];
  return `SELECT kept_.record FROM x_token kept_ WHERE kept_.value = ANY (${bind(tokens)}::int8[])`;
}

const unitsOf = ({ unit, alsoUnits }: StaffFacts): string[] => [unit, ...alsoUnits];

const tagged = (system: string, codes: readonly string[]): string[] =>
  codes.map((code) => String(hash64(`_tag\u001f${system}|${code}`)));

function narrowed({ token, launched, query, actor }: Narrowing, sql: Sql): Scope {
  return {
    sql: (alias, bind) => {
      const all = [sql(alias, bind)];
      if (token.sql !== undefined) all.push(token.sql(alias, bind));
      if (launched !== undefined) {
        all.push(sharedOr(alias, `${alias}.record = ${bind(String(launched))}::int8`));
      }
      // seen by whoever sees what it goes with: that is asked when it is read, by the address that the document gives
      if (!isOfHealthService(actor)) all.push(`${alias}.type <> ${BINARY}`);
      // nobody is found by a number or a place that the answer would not show
      if (!isOfHealthService(actor) && asksByNationalNumber(query)) all.push(`${alias}.type <> ${PRACTITIONER}`);
      if (asksForPlace(query)) all.push(`(${alias}.type <> ${PATIENT} OR NOT ${isProtected(alias)})`);
      return all.length === 1 ? all[0]! : all.join(' AND ');
    },
  };
}

/** Whether the address of the patient whose record it is is protected (codes 6 and 7). */
const isProtected = (alias: string): string =>
  `EXISTS (SELECT FROM access_fact where_ WHERE where_.record = ${alias}.record AND where_.kind = 'patient'
    AND where_.data ->> 'address' IN ('fortrolig', 'strengt-fortrolig') OFFSET 0)`;
