import { fold, hash64 } from '../../fhir/search/hash.ts';
import { isHome } from '../../fhir/search/home.ts';
import type { Compartment, ParameterFilter } from '../../fhir/search/parse.ts';
import { typeNumber } from '../../fhir/types.ts';
import { guessRecord } from '../current.ts';
import { referringSet } from './chains.ts';
import { type Driver, driverOf, flat, type Place, type Query, reachOf } from './drivers.ts';
import { distinctTokens, mayLast, type Predicate, predicateOf } from './predicates.ts';
import { startOf } from './ranges.ts';
import { and, type Row, type Statement } from './statement.ts';
import { wordsOf } from './strings.ts';
import { hasAny, hasToken, separator } from './tokens.ts';

/** One way in which rows that match are read: the FROM and WHERE of a SELECT. */
export type Source = {
  from: string;
  where: string[];
  /** Has record, type, id and from_at of the row that matches. */
  key: string;
  /** Has all its columns; undefined when it is read from an index alone. */
  heap: string | undefined;
  /** A set whose every member (`e`) is searched for by itself, so that each stops at the limit. */
  each?: string;
  /** A row may come more than once. */
  repeats?: boolean;
};

export type Sources = {
  driver: Driver;
  /** Their rows together are the matches. */
  all: Source[];
  /** The same row may come from two of them. */
  overlap: boolean;
};

/**
 * The sources of a query's matches. What their order, or what is selected, asks for: record, type, id and date; record,
 * type, id and (of the driver by name) name; or more than the indices have.
 */
export function sourcesOf(st: Statement, query: Query, needs: 'keys' | 'names' | 'heap'): Sources {
  const filters = flat(query.filters);
  const driver = driverOf({ ...query, filters });
  const asked = { types: query.types, isInRecord: query.isInRecord === true || driver.kind === 'records' };
  const conditions = filters.map((filter) => ({ filter, predicate: predicateOf(st, filter, asked) }));
  const builder = new Builder(st, query, conditions, needs);
  const all = builder.of(driver);
  return { driver, all, overlap: builder.overlap };
}

type Condition = { filter: Query['filters'][number]; predicate: Predicate };

class Builder {
  private readonly st: Statement;
  private readonly query: Query;
  private readonly conditions: readonly Condition[];
  private readonly orderNeedsHeap: boolean;
  private readonly isByName: boolean;
  private readonly needsHeap: boolean;
  overlap = false;

  constructor(st: Statement, query: Query, conditions: readonly Condition[], needs: 'keys' | 'names' | 'heap') {
    this.st = st;
    this.query = query;
    this.conditions = conditions;
    this.orderNeedsHeap = needs === 'heap';
    this.isByName = needs === 'names';
    this.needsHeap = this.orderNeedsHeap || conditions.some(({ predicate }) => predicate.isWide);
  }

  of(driver: Driver): Source[] {
    switch (driver.kind) {
      case 'ids':
        return [this.ids(driver.filter)];
      case 'records':
        return this.records(driver);
      case 'token':
        return driver.filter === undefined ? this.compartment() : [this.tokens(driver.filter)];
      case 'name':
        return [this.name(driver.filter)];
      case 'chain':
        return this.chain(driver);
      case 'has':
        return [this.has(driver)];
      case 'scan':
        return [this.scan()];
    }
  }

  private get types(): readonly string[] {
    return this.query.types;
  }

  /** The condition that `alias.type` is one that is searched. */
  private ofTypes(alias: string): string {
    const [type] = this.types;
    if (this.types.length === 1 && type !== undefined)
      return `${alias}.type = ${this.st.bind(typeNumber(type), 'int2')}`;
    return `${alias}.type = ANY (${this.st.int2s(this.types.map(typeNumber))})`;
  }

  /** All conditions but one on heap rows. */
  private onHeap(alias: string, except?: unknown): string[] {
    const row = { alias, isNarrow: false };
    const rest = this.conditions.filter(({ filter }) => filter !== except);
    return [...rest.map(({ predicate }) => predicate.sql(row)), ...this.st.visible(alias)];
  }

  /**
   * `resource c` with every condition, of which `last` is one that nearly every row fulfils (`isDone`: it holds already).
   * The index alone sorts out first; heap rows are looked up one by one for what is left, out of the planner's reach, which would read them all.
   */
  private scanned(
    where: readonly string[],
    last: { filter?: unknown; also?: (row: Row) => string; isDone?: boolean },
  ): Pick<Source, 'from' | 'where' | 'key' | 'heap'> {
    const c: Row = { alias: 'c', isNarrow: true };
    const dull = this.conditions.filter(({ filter }) => filter === last.filter && !last.isDone);
    const rest = this.conditions.filter(({ filter }) => filter !== last.filter);
    const narrow = rest.filter(({ predicate }) => !predicate.isWide);
    const wide = rest.filter(({ predicate }) => predicate.isWide);
    const visible = this.st.visible('c');
    if (this.needsHeap && narrow.length === 0) {
      const heap: Row = { alias: 'c', isNarrow: false };
      const conditions = [...dull, ...wide].map(({ predicate }) => predicate.sql(heap));
      return {
        from: 'resource c',
        where: [...where, ...also(last, heap), ...conditions, ...visible],
        key: 'c',
        heap: 'c',
      };
    }
    const first = [
      ...where,
      ...[...narrow, ...dull].map(({ predicate }) => predicate.sql(c)),
      ...also(last, c),
      ...visible,
    ];
    const w: Row = { alias: this.st.alias('w'), isNarrow: false };
    const onHeap = wide.map(({ predicate }) => predicate.sql(w));
    if (onHeap.length > 0) first.push(`(SELECT ${and(onHeap)} FROM ${heapOf(w.alias, 'c')})`);
    if (!this.orderNeedsHeap) return { from: 'resource c', where: first, key: 'c', heap: undefined };
    const from = `(SELECT c.record, c.type, c.id, c.from_at FROM resource c WHERE ${and(first)} OFFSET 0) c JOIN ${heapOf('r', 'c', 'ON')}`;
    return { from, where: [], key: 'c', heap: 'r' };
  }

  private scan(): Source {
    const compartment = this.query.compartment;
    const inside = compartment === undefined ? [] : [inCompartment(this.st, compartment, this.types)];
    const where = [...inside.map((one) => one({ alias: 'c', isNarrow: false })), ...this.onHeap('c')];
    if (this.types.length === 1) {
      return { from: 'resource c', where: [this.ofTypes('c'), ...where], key: 'c', heap: 'c' };
    }
    const each = `unnest(${this.st.int2s(this.types.map(typeNumber))}) e (type)`;
    return { from: 'resource c', where: ['c.type = e.type', ...where], key: 'c', heap: 'c', each };
  }

  private ids(filter: ParameterFilter): Source {
    const ids = [...new Set(filter.values.flatMap((v) => (v.is === 'token' && v.code ? [v.code] : [])))];
    const keys = this.types.flatMap((type) =>
      ids.map((id) => ({ type: typeNumber(type), id, record: guessRecord(type, id) })),
    );
    const list = `unnest(${this.st.int2s(keys.map((k) => k.type))}, ${this.st.texts(keys.map((k) => k.id))}, ${this.st.int8s(keys.map((k) => k.record))}) v (type, id, record)`;
    const from = `${list} LEFT JOIN located l ON l.type = v.type AND l.id = v.id
      JOIN ${located('c')}`;
    const compartment = this.query.compartment;
    const inside = compartment === undefined ? [] : [inCompartment(this.st, compartment, this.types)];
    const where = [...inside.map((one) => one({ alias: 'c', isNarrow: false })), ...this.onHeap('c', filter)];
    return { from, where, key: 'c', heap: 'c' };
  }

  private records({ of, filter }: Extract<Driver, { kind: 'records' }>): Source[] {
    const { compartment } = this.query;
    // What lives in a patient's record belongs to the patient; of an encounter or a related person it is asked.
    const also =
      compartment === undefined || compartment.type === 'Patient'
        ? {}
        : { also: inCompartment(this.st, compartment, this.types) };
    const record = this.recordOf(of);
    const eachRecord = record.set === undefined ? [] : [`${record.set} e (record)`];
    const isSeveral = this.types.length > 1;
    if (isSeveral) eachRecord.push(`unnest(${this.st.int2s(this.types.map(typeNumber))}) t (type)`);
    const where = [`c.record = ${record.one ?? 'e.record'}`, isSeveral ? 'c.type = t.type' : this.ofTypes('c')];
    const source: Source = this.scanned(where, { filter, ...also });
    if (eachRecord.length > 0) source.each = eachRecord.join(' CROSS JOIN ');
    const outside = this.outside(of, filter, record.one);
    this.overlap = outside !== undefined && record.one === undefined;
    return outside === undefined ? [source] : [source, outside];
  }

  /** One record is an expression; several, or one that only the database knows, are a set. */
  private recordOf(of: readonly Place[]): { one?: string; set?: string } {
    const known = [...new Set(of.flatMap(({ record }) => (record === undefined ? [] : [record])))];
    const unknown = of.filter(({ record }) => record === undefined);
    if (unknown.length === 0 && known.length === 1) return { one: this.st.int8(known[0]!) };
    const list = `SELECT unnest(${this.st.int8s(known)})`;
    if (unknown.length === 0) return { set: `(${list})` };
    const places = `unnest(${this.st.int2s(unknown.map((p) => typeNumber(p.type)))}, ${this.st.texts(unknown.map((p) => p.id))}) p (type, id)`;
    return { set: `(${list} UNION SELECT l.record FROM ${places} JOIN located l ON l.type = p.type AND l.id = p.id)` };
  }

  /** What refers to the places from other records; undefined where nothing can. */
  private outside(
    of: readonly Place[],
    filter: ParameterFilter | undefined,
    record: string | undefined,
  ): Source | undefined {
    const { compartment } = this.query;
    if (filter === undefined) {
      return compartment === undefined ? undefined : this.referring(compartmentTokens(compartment, this.types), record);
    }
    const isAtHome = this.types.every((type) => isHome(type, filter.parameter));
    const patients = new Set(
      of.filter((p) => p.type === 'Patient').map((p) => hash64(`${filter.parameter.code}${separator}Patient/${p.id}`)),
    );
    const tokens = distinctTokens(filter).filter((token) => !(isAtHome && patients.has(token)));
    if (tokens.length === 0) return undefined;
    return this.referring(
      this.types.flatMap((type) => tokens.map((value) => ({ type: typeNumber(type), value }))),
      record,
    );
  }

  private referring(tokens: readonly { type: number; value: bigint }[], record: string | undefined): Source {
    const list = `unnest(${this.st.int2s(tokens.map((t) => t.type))}, ${this.st.int8s(tokens.map((t) => t.value))}) v (type, value)`;
    const where = record === undefined ? [] : [`x.record <> ${record}`];
    const from = `${list} JOIN x_token x ON x.value = v.value AND x.type = v.type
      JOIN resource c ON c.record = x.record AND c.type = x.type AND c.id = x.id`;
    return { from, where: [...where, ...this.onHeap('c')], key: 'c', heap: 'c', repeats: true };
  }

  /** All of a compartment, by tokens: what refers to its resource, and that one itself. */
  private compartment(): Source[] {
    const { compartment } = this.query;
    if (compartment === undefined) return [];
    const { type, id } = compartment;
    const referring = this.referring(compartmentTokens(compartment, this.types), undefined);
    if (!this.types.includes(type)) return [referring];
    this.overlap = true;
    const from = `(SELECT ${this.st.bind(typeNumber(type), 'int2')} AS type, ${this.st.bind(id, 'text')} AS id, ${this.st.int8(guessRecord(type, id))} AS record) v
      LEFT JOIN located l ON l.type = v.type AND l.id = v.id JOIN ${located('c')}`;
    return [referring, { from, where: this.onHeap('c'), key: 'c', heap: 'c' }];
  }

  private tokens(filter: ParameterFilter): Source {
    const { compartment } = this.query;
    const tokens = distinctTokens(filter);
    const isOne = tokens.length === 1;
    const value = isOne ? this.st.int8(tokens[0]!) : 'e.value';
    const each = isOne ? {} : { each: `unnest(${this.st.int8s(tokens)}) e (value)`, repeats: true };
    const where = [`x.value = ${value}`, this.ofTypes('x'), ...this.started('x')];
    const inside = compartment === undefined ? [] : [inCompartment(this.st, compartment, this.types)];
    const rest = this.conditions.filter((condition) => condition.filter !== filter);
    const isWide = rest.some(({ predicate }) => predicate.isWide);
    const c: Row = { alias: 'c', isNarrow: !isWide && !this.orderNeedsHeap };
    const conditions = [
      ...rest.map(({ predicate }) => predicate.sql(c)),
      ...inside.map((one) => one(c)),
      ...this.st.visible('c'),
    ];
    if (this.orderNeedsHeap) {
      return {
        from: `x_token x JOIN ${heapOf('c', 'x', 'ON')}`,
        where: [...where, ...conditions],
        key: 'x',
        heap: 'c',
        ...each,
      };
    }
    // With the date as well, the row is found in the covering index.
    const row = heapOf('c', 'x') + (isWide ? '' : ' AND c.from_at = x.from_at');
    if (conditions.length > 0) where.push(`(SELECT ${and(conditions)} FROM ${row})`);
    return { from: 'x_token x', where, key: 'x', heap: undefined, ...each };
  }

  /** What the filters on the principal date say of when it starts. */
  private started(alias: string): string[] {
    return this.conditions.flatMap(({ filter }) => {
      if (filter.kind !== 'parameter' || !filter.parameter.isPrincipal || filter.values.length > 1) return [];
      const [value] = filter.values;
      return value?.is === 'date' ? startOf(this.st, value, mayLast(this.types))(alias) : [];
    });
  }

  /**
   * By the names that begin with what is asked for, in their order. A resource with several such names comes with the
   * first of them only, so that a page can begin where the one before it ended.
   */
  private name(filter: ParameterFilter): Source {
    const prefixes = filter.values.map((value) => prefixOf(filter, value.is === 'text' ? value.text : ''));
    const conditions = this.onHeap('c');
    if (prefixes.length > 1) {
      const range = `unnest(${this.st.texts(prefixes)}) p`;
      const from = `(SELECT DISTINCT x.record, x.id FROM ${range} JOIN x_name x ON ${this.ofTypes('x')} AND x.name >= p AND x.name < p || chr(1114111)) x
        JOIN resource c ON c.record = x.record AND ${this.ofTypes('c')} AND c.id = x.id`;
      return { from, where: conditions, key: 'c', heap: 'c' };
    }
    const prefix = this.st.bind(prefixes[0], 'text');
    const earlier = `NOT EXISTS (SELECT FROM unnest(c.strings) s
      CROSS JOIN LATERAL (SELECT split_part(s, chr(31), 2)) f (name)
      CROSS JOIN LATERAL (SELECT f.name UNION ALL SELECT unnest(string_to_array(translate(f.name, '-', ' '), ' '))) w (name)
      WHERE starts_with(s, ${this.st.bind(`name${separator}`, 'text')})
        AND left(w.name, ${longestName}) COLLATE "C" >= ${prefix} AND left(w.name, ${longestName}) COLLATE "C" < x.name)`;
    const where = [this.ofTypes('x'), `x.name >= ${prefix} AND x.name < ${prefix} || chr(1114111)`];
    if (this.isByName) {
      where.push(`(SELECT ${and([...conditions, earlier])} FROM ${heapOf('c', 'x')})`);
      return { from: 'x_name x', where, key: 'x', heap: undefined };
    }
    return {
      from: `x_name x JOIN ${heapOf('c', 'x', 'ON')}`,
      where: [...where, earlier, ...conditions],
      key: 'c',
      heap: 'c',
    };
  }

  private chain({ filter }: Extract<Driver, { kind: 'chain' }>): Source[] {
    const { st } = this;
    this.overlap = true;
    return filter.targets.flatMap((target): Source[] => {
      const set = referringSet(st, filter.parameter, target, this.query.isInRecord === true);
      const reach = new Set(this.types.map((type) => reachOf(type, filter.parameter, target.type)));
      const sources: Source[] = [];
      if (reach.has('record') || reach.has('record-and-token')) {
        const where = ['c.record = e.record', this.ofTypes('c')];
        const inside = this.scanned(where, { filter, also: hasToken('e.token'), isDone: true });
        sources.push({ ...inside, each: `${set} e`, repeats: true });
      }
      if (reach.has('token') || reach.has('record-and-token')) {
        const from = 'x_token x JOIN resource c ON c.record = x.record AND c.type = x.type AND c.id = x.id';
        const where = ['x.value = e.token', this.ofTypes('x'), ...this.onHeap('c', filter)];
        sources.push({ from, where, key: 'c', heap: 'c', each: `${set} e`, repeats: true });
      }
      return sources;
    });
  }

  private has({ filter }: Extract<Driver, { kind: 'has' }>): Source {
    const inner = sourcesOf(this.st, { types: [filter.type], filters: [filter.filter] }, 'keys');
    const records = inner.all.map(
      (source) => `SELECT ${source.key}.record FROM ${fromOf(source)} WHERE ${and(source.where)}`,
    );
    const set = this.st.table('s', records.join('\nUNION '));
    const from = `(SELECT DISTINCT record FROM ${set}) e JOIN resource c ON c.record = e.record AND ${this.ofTypes('c')}`;
    return { from, where: this.onHeap('c'), key: 'c', heap: 'c' };
  }
}

/** The heap row that belongs to a row of an index. */
const heapOf = (heap: string, of: string, join: 'WHERE' | 'ON' = 'WHERE') =>
  `resource ${heap} ${join} ${heap}.record = ${of}.record AND ${heap}.type = ${of}.type AND ${heap}.id = ${of}.id`;

/** The row of a key `v`, where `located` (`l`) may know its record better than its id. */
const located = (alias: string) =>
  `resource ${alias} ON ${alias}.record = coalesce(l.record, v.record) AND ${alias}.type = v.type AND ${alias}.id = v.id`;

const also = (last: { also?: (row: Row) => string }, row: Row) => (last.also === undefined ? [] : [last.also(row)]);

/** The FROM of a source that is not limited for each. */
export const fromOf = ({ each, from }: Source): string => (each === undefined ? from : `${each} CROSS JOIN ${from}`);

/** No one's name is longer where it stands in x_name. */
const longestName = 100;

/** The beginning of a name that must be in x_name for a value to be found. */
function prefixOf({ parameter, modifier }: ParameterFilter, text: string): string {
  const whole = fold(text);
  const words = wordsOf(text);
  const isWords = parameter.code === 'name' && modifier === undefined;
  const name = isWords ? words.reduce((a, b) => (b.length > a.length ? b : a)) : whole;
  return [...name].slice(0, longestName / 2).join('');
}

function compartmentTokens({ type, id, codes }: Compartment, types: readonly string[]) {
  return types.flatMap((of) =>
    (codes.get(of) ?? []).map((code) => ({ type: typeNumber(of), value: hash64(`${code}${separator}${type}/${id}`) })),
  );
}

/** Whether a row belongs to the compartment's resource, or is it. */
function inCompartment(st: Statement, compartment: Compartment, types: readonly string[]): (row: Row) => string {
  const tokens = compartmentTokens(compartment, types);
  const { type, id } = compartment;
  const key = types.includes(type) ? [st.bind(typeNumber(type), 'int2'), st.bind(id, 'text')] : undefined;
  const itself = ({ alias }: Row) =>
    key === undefined ? [] : [`(${alias}.type = ${key[0]} AND ${alias}.id = ${key[1]})`];
  if (types.length === 1) {
    const refers = hasAny(
      st,
      tokens.map((token) => token.value),
    );
    return (row) => `(${[refers(row), ...itself(row)].join(' OR ')})`;
  }
  const list = `unnest(${st.int2s(tokens.map((t) => t.type))}, ${st.int8s(tokens.map((t) => t.value))}) v (type, value)`;
  return (row) =>
    `(${[`EXISTS (SELECT FROM ${list} WHERE v.type = ${row.alias}.type AND ${hasToken('v.value')(row)})`, ...itself(row)].join(' OR ')})`;
}
