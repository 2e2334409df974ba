import { hash64 } from '../../fhir/search/hash.ts';
import type { Compartment } from '../../fhir/search/parse.ts';
import { typeNumber } from '../../fhir/types.ts';
import type { Row, Statement } from './statement.ts';
import { hasAny, hasToken, separator } from './tokens.ts';

/** The tokens by which resources of the types refer to a compartment's resource. */
export function compartmentTokens({ type, id, codes }: Compartment, types: readonly string[]): TypedToken[] {
  return types.flatMap((of) =>
    (codes.get(of) ?? []).map((code) => ({ type: typeNumber(of), value: hash64(`${code}${separator}${type}/${id}`) })),
  );
}

export type TypedToken = { type: number; value: bigint };

/** A set of tokens as rows `v` (type, value). */
export const tokenList = (st: Statement, tokens: readonly TypedToken[]): string =>
  `unnest(${st.int2s(tokens.map((t) => t.type))}, ${st.int8s(tokens.map((t) => t.value))}) v (type, value)`;

/** Whether a row belongs to a compartment's resource, or is it. */
export function inCompartment(st: Statement, compartment: Compartment, types: readonly string[]): (row: Row) => string {
  const tokens = compartmentTokens(compartment, types);
  const refers = types.length === 1 ? hasAny(st, [...new Set(tokens.map((t) => t.value))]) : hasOfItsType(st, tokens);
  if (!types.includes(compartment.type)) return refers;
  const type = st.bind(typeNumber(compartment.type), 'int2');
  const id = st.bind(compartment.id, 'text');
  return (row) => `(${refers(row)} OR (${row.alias}.type = ${type} AND ${row.alias}.id = ${id}))`;
}

/** A code may count for one type and not for another. */
function hasOfItsType(st: Statement, tokens: readonly TypedToken[]): (row: Row) => string {
  const list = tokenList(st, tokens);
  const has = hasToken('v.value');
  return (row) => `EXISTS (SELECT FROM ${list} WHERE v.type = ${row.alias}.type AND ${has(row)})`;
}
