import { countsNames } from '../../fhir/search/globals.ts';
import { hash64, key32 } from '../../fhir/search/hash.ts';
import type { Filter, ParameterFilter, Value } from '../../fhir/search/parse.ts';
import { lastingTypes } from '../../fhir/search/principal-dates.ts';
import { chained, hasReferring } from './chains.ts';
import {
  isOfNumbers,
  lastUpdated,
  near,
  numberOf,
  otherDate,
  principalDate,
  quantityOf,
  tokenWithNumbers,
} from './ranges.ts';
import type { Row, Statement } from './statement.ts';
import { fullText, stringOf, uriOf, wordsIn } from './strings.ts';
import { formsOf, hasAny, separator, tokensOf } from './tokens.ts';

/** A condition on a row of `resource`. A wide one asks for more than the covering index has. */
export type Predicate = { isWide: boolean; sql: (row: Row) => string };

/** What the rows are that a filter is asked of. */
export type Asked = {
  types: readonly string[];
  /** In the search of one patient's record, chains between resources of patients stay in that record. */
  isInRecord: boolean;
};

export function predicateOf(st: Statement, filter: Filter, asked: Asked): Predicate {
  switch (filter.kind) {
    case 'parameter':
      return parameterPredicate(st, filter, asked);
    case 'any':
    case 'all':
      return combined(
        filter.filters.map((one) => predicateOf(st, one, asked)),
        filter.kind,
      );
    case 'chain':
      return chained(st, filter, asked);
    case 'has':
      return hasReferring(st, filter, asked);
  }
}

export function combined(parts: readonly Predicate[], kind: 'any' | 'all'): Predicate {
  if (parts.length === 1) return parts[0]!;
  const nothing = kind === 'any' ? 'false' : 'true';
  const joint = kind === 'any' ? ' OR ' : ' AND ';
  return {
    isWide: parts.some((part) => part.isWide),
    sql: (row) => (parts.length === 0 ? nothing : `(${parts.map((part) => part.sql(row)).join(joint)})`),
  };
}

/**
 * Made when it is first asked for: a driver may stand for a filter, and a parameter that no text mentions is refused by
 * the database.
 */
export function narrow(make: () => (row: Row) => string): Predicate {
  let made: ((row: Row) => string) | undefined;
  return {
    isWide: false,
    sql: (row) => {
      made ??= make();
      return made(row);
    },
  };
}

function wide(make: () => (alias: string) => string): Predicate {
  const { sql } = narrow(() => {
    const made = make();
    return ({ alias }) => made(alias);
  });
  return { isWide: true, sql };
}

const always = (value: 'true' | 'false'): Predicate => ({ isWide: false, sql: () => value });

function parameterPredicate(st: Statement, filter: ParameterFilter, asked: Asked): Predicate {
  const { parameter, modifier, values } = filter;
  const { code, type } = parameter;
  if (modifier === 'missing') return missing(st, filter);
  if (modifier === 'not') {
    const { modifier: _, ...positive } = filter;
    const { isWide, sql } = parameterPredicate(st, positive, asked);
    return { isWide, sql: (row) => `NOT ${sql(row)}` };
  }
  if (code === '_id') return narrow(() => ids(st, values));
  if (type === 'string') return wide(() => stringPredicate(st, filter, asked));
  if (type === 'token' && modifier === 'text') return wide(() => wordsIn(st, `${code}:text`, textsOf(values)));
  if (type === 'uri' && (modifier === 'below' || modifier === 'above')) {
    return wide(() => uriOf(st, code, modifier, textsOf(values)));
  }
  if (type === 'token' || type === 'reference' || type === 'uri')
    return narrow(() => hasAny(st, distinctTokens(filter)));
  return combined(
    values.map((value) => valuePredicate(st, filter, value, asked)),
    'any',
  );
}

const textsOf = (values: readonly Value[]) => values.flatMap((value) => (value.is === 'text' ? [value.text] : []));

export function distinctTokens({ parameter, modifier, values }: ParameterFilter): bigint[] {
  return [...new Set(values.flatMap((value) => tokensOf(parameter, modifier, value)))];
}

function stringPredicate(st: Statement, filter: ParameterFilter, { types }: Asked): (alias: string) => string {
  const { code } = filter.parameter;
  const texts = textsOf(filter.values);
  if (code === '_text' || code === '_content') return fullText(st, code, texts);
  if (filter.modifier === undefined && types.every((type) => countsNames(type, code))) return wordsIn(st, code, texts);
  return stringOf(st, code, filter.modifier, texts);
}

function valuePredicate(st: Statement, { parameter }: ParameterFilter, value: Value, { types }: Asked): Predicate {
  const { code } = parameter;
  switch (value.is) {
    case 'date':
      if (code === '_lastUpdated') return wide(() => lastUpdated(st, value));
      if (!parameter.isPrincipal) return wide(() => otherDate(st, code, value));
      return narrow(() => {
        const sql = principalDate(st, value, mayLast(types));
        return ({ alias }) => sql(alias);
      });
    case 'number':
      return wide(() => numberOf(st, code, value));
    case 'quantity':
      return wide(() => quantityOf(st, code, value));
    case 'near':
      return wide(() => near(st, value));
    case 'composite': {
      const { parts } = value;
      if (isOfNumbers(parts)) return wide(() => tokenWithNumbers(st, parameter, parts));
      const [first = [], second = []] = parts.map(partForms);
      const pairs = first.flatMap((one) => second.map((two) => `${code}${separator}${one}$${two}`));
      return narrow(() => hasAny(st, pairs.map(hash64)));
    }
    default:
      return always('false');
  }
}

export const mayLast = (types: readonly string[]): boolean => types.some((type) => lastingTypes.has(type));

/** The forms of a composite's part as they stand in its token. */
function partForms(part: Value): readonly string[] {
  if (part.is === 'reference') return part.references;
  return part.is === 'token' ? formsOf(part) : [];
}

function ids(st: Statement, values: readonly Value[]): (row: Row) => string {
  const list = st.texts(values.flatMap((value) => (value.is === 'token' && value.code ? [value.code] : [])));
  return ({ alias }) => `${alias}.id = ANY (${list})`;
}

function missing(st: Statement, { parameter, values }: ParameterFilter): Predicate {
  const wanted = new Set(values.map((value) => value.is === 'missing' && value.missing));
  if (wanted.size > 1) return always('true');
  const isWanted = wanted.has(true);
  const negation = isWanted ? 'NOT ' : '';
  const { code } = parameter;
  if (code === '_id' || code === '_lastUpdated') return always(isWanted ? 'false' : 'true');
  if (parameter.isPrincipal) {
    return narrow(
      () =>
        ({ alias }) =>
          `${negation}(${alias}.from_at > '-infinity' OR ${alias}.to_at < 'infinity')`,
    );
  }
  return wide(() => {
    const key = st.bind(`{${key32(code)}}`);
    return (alias) => `${negation}(${alias}.present @> ${key}::int4[])`;
  });
}
