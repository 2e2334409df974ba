import { hash64 } from '../../fhir/search/hash.ts';
import type { Modifier, SearchedParameter, TokenValue, Value } from '../../fhir/search/parse.ts';
import { contactForms } from '../../fhir/search/values/tokens.ts';
import type { Row, Statement } from './statement.ts';

/** Parts the fields of a token text (see IndexEntries). */
export const separator = '\u001f';

/** The numbers that a row's tokens must have one of, for a value of a token, reference or uri parameter. */
export function tokensOf(parameter: SearchedParameter, modifier: Modifier | undefined, value: Value): bigint[] {
  const { code } = parameter;
  if (value.is === 'of-type') return [hash64(`${code}:of-type${separator}${value.text}`)];
  if (value.is === 'reference') return value.references.map((one) => hash64(code + separator + one));
  if (value.is === 'text') return [hash64(code + separator + value.text)];
  if (value.is !== 'token') return [];
  if (modifier === 'identifier') return formsOf(value).map((form) => hash64(`${code}:identifier${separator}${form}`));
  return tokenForms(parameter, value).map((form) => hash64(code + separator + form));
}

/** The texts after the code, any of which a row with the value has. */
export function tokenForms(parameter: SearchedParameter, value: TokenValue): string[] {
  const { code, system } = value;
  if (code !== undefined && contacts.has(parameter.code)) {
    return contactForms(code).flatMap((form) => formsOf({ ...value, code: form }));
  }
  const forms = formsOf(value);
  // A plain code has no system where it is stored, for its binding says it; booleans have one of their own.
  if (system && code !== undefined && parameter.systems?.includes(system)) forms.push(`|${code}`);
  if (system === specialValues && code !== undefined) forms.push(code);
  return forms;
}

const contacts = new Set(['phone', 'email', 'telecom']);
const specialValues = 'http://terminology.hl7.org/CodeSystem/special-values';

/** `system|code`, `code`, `|code` or `system|`. */
export function formsOf({ system, code }: TokenValue): string[] {
  if (system === undefined) return [code ?? ''];
  return [code === undefined ? `${system}|` : `${system}|${code}`];
}

/** From this many on, a resource may have more tokens than the covering index holds of them. */
const mayOverflow = 200;
const many = 40;

/** Whether a row has any of the tokens. */
export function hasAny(st: Statement, hashes: readonly bigint[]): (row: Row) => string {
  if (hashes.length === 0) return () => 'false';
  if (hashes.length === 1) return hasToken(st.int8(hashes[0]!));
  const list = st.int8s(hashes);
  return hashes.length <= many ? holding((tokens) => `${tokens} && ${list}`) : hasOneIn(`SELECT unnest(${list})`);
}

/** Whether a row has the token that is the value of an expression. */
export const hasToken = (expression: string): ((row: Row) => string) =>
  holding((tokens) => `${expression} = ANY (${tokens})`);

/**
 * The few resources with more tokens than fit are looked up by themselves: a scalar query, for the planner must not
 * work it out for the whole table, and for a narrow row must stay in the index.
 */
function holding(holds: (tokens: string) => string): (row: Row) => string {
  return ({ alias, isNarrow }) => {
    const rest = isNarrow
      ? `(SELECT ${holds('o.tokens_more')} FROM resource o WHERE o.record = ${alias}.record AND o.type = ${alias}.type AND o.id = ${alias}.id)`
      : holds(`${alias}.tokens_more`);
    return `(${holds(`${alias}.tokens`)} OR (cardinality(${alias}.tokens) >= ${mayOverflow} AND coalesce(${rest}, false)))`;
  };
}

/** Whether a row has a token that a query gives: hashed once, however many there are. In a select list, so that it is. */
export function hasOneIn(query: string): (row: Row) => string {
  return (row) => `coalesce((SELECT bool_or(t IN (${query})) FROM unnest(${allTokens(row)}) t), false)`;
}

/** All tokens of a row. */
export function allTokens({ alias, isNarrow }: Row): string {
  if (!isNarrow) return `${alias}.tokens || coalesce(${alias}.tokens_more, '{}')`;
  const rest = `SELECT o.tokens_more FROM resource o WHERE o.record = ${alias}.record AND o.type = ${alias}.type AND o.id = ${alias}.id`;
  return `CASE WHEN cardinality(${alias}.tokens) < ${mayOverflow} THEN ${alias}.tokens ELSE ${alias}.tokens || coalesce((${rest}), '{}') END`;
}

/** In SQL, the number of the token by which `code` refers to the row of a type: what hash64 gives in JavaScript. */
export function referenceToken(st: Statement, code: string, type: string, alias: string): string {
  return `hashtextextended(${st.bind(`${code}${separator}${type}/`, 'text')} || ${alias}.id, 0)`;
}
