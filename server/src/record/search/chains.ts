import { searchParametersOf } from '../../fhir/search/parameters.ts';
import type { Filter, SearchedParameter } from '../../fhir/search/parse.ts';
import { patientTypes, typeNumber } from '../../fhir/types.ts';
import { flat, reachOf } from './drivers.ts';
import { type Asked, combined, narrow, type Predicate, predicateOf } from './predicates.ts';
import { fromOf, sourcesOf } from './sources.ts';
import { and, type Row, type Statement } from './statement.ts';
import { allTokens, hasOneIn, hasToken, referenceToken } from './tokens.ts';

type Target = { type: string; filter: Filter };
type Chain = Extract<Filter, { kind: 'chain' }>;
type Has = Extract<Filter, { kind: 'has' }>;

/**
 * A reference that leads to a resource of which a filter holds. Whom a resource is about is looked up in its own record;
 * so is everything else of patients while one patient's record is searched: a record is read by one decision, and what
 * another person's record says is not told through it. Otherwise all that the filter finds is worked out once.
 */
export function chained(st: Statement, { parameter, targets }: Chain, asked: Asked): Predicate {
  return combined(
    targets.flatMap((target) => {
      const inSet = (one: Target) =>
        narrow(() => hasOneIn(`SELECT token FROM ${referringSet(st, parameter, one, false)}`));
      if (!staysInRecord(asked, parameter, target.type)) return [inSet(target)];
      const inRecord = narrow(() => inSameRecord(st, parameter, target, asked));
      const ofNobody = asNobodys(target);
      return ofNobody === undefined ? [inRecord] : [inRecord, inSet(ofNobody)];
    }),
    'any',
  );
}

/** The same of what belongs to no patient: a device of the house is asked for from within a record as an organisation is. */
function asNobodys({ type, filter }: Target): Target | undefined {
  const info = type === 'Device' ? searchParametersOf(type).get('patient') : undefined;
  if (info === undefined) return undefined;
  const parameter = { ...info, isPrincipal: false };
  const none: Filter = {
    kind: 'parameter',
    parameter,
    modifier: 'missing',
    values: [{ is: 'missing', missing: true }],
  };
  return { type, filter: { kind: 'all', filters: [filter, none] } };
}

function staysInRecord({ types, isInRecord }: Asked, parameter: SearchedParameter, target: string): boolean {
  if (!patientTypes.has(target) || !types.every((type) => patientTypes.has(type))) return false;
  return isInRecord || types.every((type) => reachOf(type, parameter, target) === 'record');
}

function inSameRecord(st: Statement, { code }: SearchedParameter, target: Target, asked: Asked): (row: Row) => string {
  const p = st.alias('p');
  const inner = conditions(st, p, target, asked.isInRecord);
  const refers = hasToken(referenceToken(st, code, target.type, p));
  return (row) =>
    `EXISTS (SELECT FROM resource ${p} WHERE ${p}.record = ${row.alias}.record AND ${inner} AND ${refers(row)})`;
}

/** That a row is of a type, that its filter holds, and that it may be seen. */
function conditions(st: Statement, alias: string, { type, filter }: Target, isInRecord: boolean): string {
  const predicates = flat([filter]).map((one) => predicateOf(st, one, { types: [type], isInRecord }));
  const row: Row = { alias, isNarrow: predicates.every((predicate) => !predicate.isWide) };
  const ofType = `${alias}.type = ${st.bind(typeNumber(type), 'int2')}`;
  return and([ofType, ...predicates.map((predicate) => predicate.sql(row)), ...st.visible(alias)]);
}

/** The table of those of a type for which a filter holds: their record, and the token by which `code` refers to them. */
export function referringSet(st: Statement, { code }: SearchedParameter, target: Target, isInRecord: boolean): string {
  const { all } = sourcesOf(st, { types: [target.type], filters: [target.filter], isInRecord }, 'keys');
  const parts = all.map((source) => {
    const token = referenceToken(st, code, target.type, source.key);
    return `SELECT ${source.key}.record, ${token} AS token FROM ${fromOf(source)} WHERE ${and(source.where)}`;
  });
  return st.table('s', parts.join('\nUNION '));
}

/**
 * Something for which a filter holds refers to the row. Where the row is a patient's, it is looked for in the row's own
 * record and, unless one record is searched, by the row's token in others; so it is for rows outside records.
 */
export function hasReferring(st: Statement, has: Has, asked: Asked): Predicate {
  const { targets } = has.parameter;
  const types = asked.types.filter((type) => targets.length === 0 || targets.includes(type));
  return combined(
    types.map((type) => narrow(() => referringTo(st, type, has, asked))),
    'any',
  );
}

function referringTo(st: Statement, type: string, has: Has, asked: Asked): (row: Row) => string {
  const { parameter } = has;
  const reach = reachOf(has.type, parameter, type);
  const ways: ((row: Row) => string)[] = [];
  const target = { type: has.type, filter: has.filter };
  const place = st.bind(`${parameter.code}\u001f${type}/`, 'text');
  const token = (row: Row) => `hashtextextended(${place} || ${row.alias}.id, 0)`;
  if (reach === 'record' || reach === 'record-and-token') {
    const o = st.alias('o');
    const inner = conditions(st, o, target, asked.isInRecord);
    const narrow = { alias: o, isNarrow: true };
    ways.push(
      (row) =>
        `EXISTS (SELECT FROM resource ${o} WHERE ${o}.record = ${row.alias}.record AND ${inner} AND ${hasToken(token(row))(narrow)})`,
    );
  }
  if (reach === 'token' || (reach === 'record-and-token' && !asked.isInRecord)) {
    const o = st.alias('o');
    const x = st.alias('x');
    const inner = conditions(st, o, target, false);
    const join = `resource ${o} ON ${o}.record = ${x}.record AND ${o}.type = ${x}.type AND ${o}.id = ${x}.id`;
    const ofType = `${x}.type = ${st.bind(typeNumber(has.type), 'int2')}`;
    ways.push(
      (row) =>
        `EXISTS (SELECT FROM x_token ${x} JOIN ${join} WHERE ${x}.value = ${token(row)} AND ${ofType} AND ${inner})`,
    );
  }
  if (reach === undefined) {
    const set = allReferences(st, target);
    ways.push((row) => `${token(row)} IN (SELECT token FROM ${set})`);
  }
  const any = (row: Row) => `(${ways.map((way) => way(row)).join(' OR ')})`;
  if (asked.types.length === 1) return any;
  const ofType = st.bind(typeNumber(type), 'int2');
  return (row) => `(${row.alias}.type = ${ofType} AND ${any(row)})`;
}

/** Every token of those that a filter finds: where nothing tells which of them refer here, all are gathered once. */
function allReferences(st: Statement, { type, filter }: Target): string {
  const { all } = sourcesOf(st, { types: [type], filters: [filter] }, 'heap');
  const parts = all.map((source) => {
    const tokens = allTokens({ alias: source.heap!, isNarrow: false });
    return `SELECT unnest(${tokens}) AS token FROM ${fromOf(source)} WHERE ${and(source.where)}`;
  });
  return st.table('s', parts.join('\nUNION '));
}
