import { hash64 } from '../../fhir/search/hash.ts';
import type { ParsedSearch, SortKey } from '../../fhir/search/parse.ts';
import type { Driver } from './drivers.ts';
import type { Source } from './sources.ts';
import type { Statement } from './statement.ts';
import { separator } from './tokens.ts';

/** One key of the order of results. */
export type Term = {
  /** Its value for a row of a source. */
  of: (source: Source) => string;
  type: 'text' | 'int8' | 'int2' | 'float8' | 'timestamptz' | 'bool';
  descending: boolean;
  /** May be null; those come last either way. */
  isNullable?: boolean;
};

export type Order = {
  terms: Term[];
  /** What the terms ask of sources. */
  needs: 'keys' | 'names' | 'heap';
  /**
   * Ascending by the principal date: those without one come last. They are read by themselves, after the others, so that
   * the index gives both in order.
   */
  undatedLast: boolean;
};

const byKey = (column: string, type: Term['type'], descending: boolean): Term => ({
  of: ({ key }) => `${key}.${column}`,
  type,
  descending,
});

const from = (descending: boolean) => byKey('from_at', 'timestamptz', descending);
const id = (descending: boolean) => byKey('id', 'text', descending);
const type = byKey('type', 'int2', false);
/** Each source that is read says it of all its rows (keys.ts). */
const isUndated: Term = { of: () => 'false', type: 'bool', descending: false };
const bySeq: Term = { of: ({ heap }) => `${heap}.seq`, type: 'int8', descending: true };

/**
 * The order of a search's results, always a whole one: two rows are never equal in it. Each driver has a natural order
 * that its index gives without sorting; a record's is that of its timeline, newest first.
 */
export function orderOf(st: Statement, search: ParsedSearch, driver: Driver): Order {
  const { sort, types } = search;
  const [first] = sort;
  const isByDate = first === undefined || (sort.length === 1 && first.parameter.isPrincipal);
  if (!isByDate) return sorted(st, search);
  const descending = first?.descending ?? true;
  const undatedLast = !descending;
  const undated: Term[] = undatedLast ? [isUndated] : [];
  const ofType = types.length > 1 ? [type] : [];
  const one = driver.kind === 'token' && types.length === 1 && driver.filter.values.length === 1;
  if (one) {
    const terms = [...undated, from(descending), byKey('record', 'int8', descending), id(descending)];
    return { terms, needs: 'keys', undatedLast };
  }
  if (first === undefined) {
    if (driver.kind === 'scan') return { terms: [bySeq], needs: 'heap', undatedLast };
    if (driver.kind === 'ids') return { terms: [id(false), ...ofType], needs: 'keys', undatedLast };
    if (driver.kind === 'name' && driver.filter.values.length === 1) {
      const name: Term = { of: () => 'x.name', type: 'text', descending: false };
      return { terms: [name, byKey('record', 'int8', false), id(false)], needs: 'names', undatedLast };
    }
  }
  return { terms: [...undated, from(descending), ...ofType, id(!descending)], needs: 'keys', undatedLast };
}

function sorted(st: Statement, { sort, types }: ParsedSearch): Order {
  const terms = sort.map((key) => termOf(st, key));
  if (types.length > 1) terms.push(type);
  const isById = sort.some(({ parameter }) => parameter.code === '_id');
  if (!isById) terms.push(id(false));
  const needsHeap = sort.some(({ parameter }) => !parameter.isPrincipal && parameter.code !== '_id');
  return { terms, needs: needsHeap ? 'heap' : 'keys', undatedLast: false };
}

/** Of several values, the least counts in ascending order and the greatest in descending. */
function termOf(st: Statement, { parameter, descending }: SortKey): Term {
  const { code } = parameter;
  if (code === '_id') return id(descending);
  if (code === '_lastUpdated') return { of: ({ heap }) => `${heap}.at`, type: 'timestamptz', descending };
  if (parameter.isPrincipal) {
    return {
      of: ({ key }) => `nullif(${key}.from_at, '-infinity')`,
      type: 'timestamptz',
      descending,
      isNullable: true,
    };
  }
  const pick = descending ? 'max' : 'min';
  const term = { descending, isNullable: true };
  switch (parameter.type) {
    case 'date': {
      const key = st.int8(hash64(code));
      const of = ({ heap }: Source) =>
        `(SELECT ${pick}(d.f) FROM unnest(${heap}.date_keys, ${heap}.date_from) d (k, f) WHERE d.k = ${key})`;
      return { ...term, of, type: 'timestamptz' };
    }
    case 'number':
    case 'quantity': {
      const key = st.int8(hash64(code));
      const of = ({ heap }: Source) =>
        `(SELECT ${pick}(n.f) FROM unnest(${heap}.number_keys, ${heap}.number_from) n (k, f) WHERE n.k = ${key})`;
      return { ...term, of, type: 'float8' };
    }
    case 'string': {
      const prefix = st.bind(code + separator, 'text');
      const of = ({ heap }: Source) =>
        `(SELECT ${pick}(split_part(s, chr(31), 2) COLLATE "C") FROM unnest(${heap}.strings) s WHERE starts_with(s, ${prefix}))`;
      return { ...term, of, type: 'text' };
    }
    default: {
      const path = st.texts(parameter.sortPath ?? []);
      return { ...term, of: ({ heap }) => `((${heap}.content::jsonb #>> ${path}) COLLATE "C")`, type: 'text' };
    }
  }
}

/** The ORDER BY of terms whose values are expressions; nulls last where there may be any. */
export function orderBy(terms: readonly Term[], values: readonly string[]): string {
  return terms
    .map(({ descending, isNullable }, i) => {
      const direction = descending ? ' DESC' : '';
      return `${values[i]}${direction}${isNullable && descending ? ' NULLS LAST' : ''}`;
    })
    .join(', ');
}

/** The condition that a row comes after the one whose keys are given (as text; null for null). */
export function after(
  st: Statement,
  terms: readonly Term[],
  values: readonly string[],
  keys: readonly (string | null)[],
): string {
  const places = terms.map(({ type: of }, i) => (keys[i] == null ? undefined : st.bind(keys[i], of)));
  const same = terms.map((_, i) => (places[i] === undefined ? `${values[i]} IS NULL` : `${values[i]} = ${places[i]}`));
  const beyond = terms.flatMap(({ descending, isNullable }, i) => {
    // Nothing comes after a null but another null.
    if (places[i] === undefined) return [];
    const further = `${values[i]} ${descending ? '<' : '>'} ${places[i]}`;
    return [[...same.slice(0, i), isNullable ? `(${further} OR ${values[i]} IS NULL)` : further].join(' AND ')];
  });
  const any = `(${beyond.map((condition) => `(${condition})`).join(' OR ')})`;
  const [first] = terms;
  if (first === undefined || first.isNullable || terms.length === 1) return any;
  // Said by itself too, so that an index begins there.
  return `${values[0]} ${first.descending ? '<=' : '>='} ${places[0]} AND ${any}`;
}
