import { hash64 } from '../../fhir/search/hash.ts';
import { isHome } from '../../fhir/search/home.ts';
import type { ParameterFilter } from '../../fhir/search/parse.ts';
import { typeNumber } from '../../fhir/types.ts';
import { guessRecord } from '../current.ts';
import { referringSet } from './chains.ts';
import { compartmentTokens, inCompartment, type TypedToken, tokenList } from './compartment.ts';
import { type Driver, driverOf, flat, type Place, type Query, reachOf } from './drivers.ts';
import { heapOf, locatedOf, resourceOf, tokenRowsOf } from './lookups.ts';
import { beginsWith, isFirstName, isFirstPair, namePrefixes, wordsThatBegin } from './names.ts';
import { distinctTokens, mayLast, narrow, type Predicate, predicateOf } from './predicates.ts';
import { startOf } from './ranges.ts';
import { and, type Row, type Statement } from './statement.ts';
import { hasToken, separator } from './tokens.ts';

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
  const { types, compartment } = query;
  const filters = flat(query.filters);
  const driver = driverOf({ ...query, filters }, st.scope);
  const asked = { types, isInRecord: query.isInRecord === true || driver.kind === 'records' };
  const conditions: Condition[] = filters.map((filter) => ({ filter, predicate: predicateOf(st, filter, asked) }));
  // What lives in a patient's record belongs to the patient; of what else is there, it must be asked.
  if (compartment !== undefined && !(driver.kind === 'records' && compartment.type === 'Patient')) {
    conditions.push({ filter: compartment, predicate: narrow(() => inCompartment(st, compartment, types)) });
  }
  const builder = new Builder(st, query, conditions, needs);
  const all = builder.of(driver);
  return { driver, all, overlap: builder.overlap };
}

/** A predicate, and what it comes from. */
type Condition = { filter: unknown; predicate: Predicate };

class Builder {
  private readonly st: Statement;
  private readonly query: Query;
  private readonly conditions: readonly Condition[];
  private readonly needs: 'keys' | 'names' | 'heap';
  overlap = false;

  constructor(st: Statement, query: Query, conditions: readonly Condition[], needs: 'keys' | 'names' | 'heap') {
    this.st = st;
    this.query = query;
    this.conditions = conditions;
    this.needs = needs;
  }

  of(driver: Driver): Source[] {
    switch (driver.kind) {
      case 'ids':
        return [this.ids(driver.filter)];
      case 'records':
        return this.records(driver);
      case 'compartment':
        return this.compartment();
      case 'token':
        return [this.tokens(distinctTokens(driver.filter), [driver.filter])];
      case 'both':
        return [this.tokens(driver.tokens, driver.done)];
      case 'name':
        return driver.both === undefined ? [this.names(driver.filter)] : this.pairs(driver.both);
      case 'chain':
        return this.chain(driver);
      case 'has':
        return [this.has(driver)];
      case 'scope':
        return this.scope();
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

  /** All conditions on heap rows; without one that the driver stands for. */
  private onHeap(alias: string, ...done: readonly unknown[]): string[] {
    const rest = this.conditions.filter(({ filter }) => !done.includes(filter));
    return [...rest.map(({ predicate }) => predicate.sql({ alias, isNarrow: false })), ...this.st.visible(alias)];
  }

  /**
   * `resource c` with every condition. Where some can be asked of the index they are, and the heap row is looked up for
   * what is left, as a scalar query: the planner would read them all. `dull` is a condition that nearly every row fulfils,
   * so it is asked last.
   */
  private scanned(where: readonly string[], dull: unknown): Source {
    const { st, needs } = this;
    const c: Row = { alias: 'c', isNarrow: true };
    const sorted = [...this.conditions].sort((a, b) => Number(a.filter === dull) - Number(b.filter === dull));
    const narrowOnes = sorted.filter(({ predicate }) => !predicate.isWide);
    const wideOnes = sorted.filter(({ predicate }) => predicate.isWide);
    const isWide = needs === 'heap' || wideOnes.length > 0;
    if (isWide && narrowOnes.every(({ filter }) => filter === dull)) {
      return { from: 'resource c', where: [...where, ...this.onHeap('c')], key: 'c', heap: 'c' };
    }
    const all = [...where, ...narrowOnes.map(({ predicate }) => predicate.sql(c)), ...st.visible('c')];
    const w: Row = { alias: st.alias('w'), isNarrow: false };
    const onHeap = wideOnes.map(({ predicate }) => predicate.sql(w));
    if (onHeap.length > 0) all.push(`(SELECT ${and(onHeap)} ${heapOf(w.alias, 'c')})`);
    if (needs !== 'heap') return { from: 'resource c', where: all, key: 'c', heap: undefined };
    const inIndex = `SELECT c.record, c.type, c.id, c.from_at FROM resource c WHERE ${and(all)} OFFSET 0`;
    return { from: `(${inIndex}) c ${resourceOf('r', 'c')}`, where: [], key: 'c', heap: 'r' };
  }

  private scan(): Source {
    const where = this.onHeap('c');
    if (this.types.length === 1) {
      return { from: 'resource c', where: [this.ofTypes('c'), ...where], key: 'c', heap: 'c' };
    }
    const each = `unnest(${this.st.int2s(this.types.map(typeNumber))}) e (type)`;
    return { from: 'resource c', where: ['c.type = e.type', ...where], key: 'c', heap: 'c', each };
  }

  /** What the records have that the reader is limited to, and what is in nobody's record. */
  private scope(): Source[] {
    const isOne = this.types.length === 1;
    const several = isOne ? undefined : `unnest(${this.st.int2s(this.types.map(typeNumber))}) t (type)`;
    const ofType = isOne ? this.ofTypes('c') : 'c.type = t.type';
    const records = `(SELECT DISTINCT l.record FROM (${this.st.records()}) l (record)) e`;
    const inside = this.scanned(['c.record = e.record', ofType, 'c.access <> 0'], undefined);
    inside.each = several === undefined ? records : `${records} CROSS JOIN ${several}`;
    const where = [ofType, 'c.access = 0', ...this.onHeap('c')];
    const outside: Source = { from: 'resource c', where, key: 'c', heap: 'c' };
    if (several !== undefined) outside.each = several;
    return [inside, outside];
  }

  private ids(filter: ParameterFilter): Source {
    const ids = [...new Set(filter.values.flatMap((v) => (v.is === 'token' && v.code ? [v.code] : [])))];
    const keys = this.types.flatMap((type) => ids.map((id) => ({ type, id })));
    return {
      from: `${this.keyList(keys)} ${locatedOf('c', 'v')}`,
      where: this.onHeap('c', filter),
      key: 'c',
      heap: 'c',
    };
  }

  /** Keys as rows `v` (type, id, and the record that the id tells). */
  private keyList(keys: readonly { type: string; id: string }[]): string {
    const types = this.st.int2s(keys.map(({ type }) => typeNumber(type)));
    const records = this.st.int8s(keys.map(({ type, id }) => guessRecord(type, id)));
    return `unnest(${types}, ${this.st.texts(keys.map(({ id }) => id))}, ${records}) v (type, id, record)`;
  }

  private records({ of, filter }: Extract<Driver, { kind: 'records' }>): Source[] {
    const record = this.recordOf(of);
    const eachRecord = record.set === undefined ? [] : [`${record.set} e (record)`];
    const isSeveral = this.types.length > 1;
    if (isSeveral) eachRecord.push(`unnest(${this.st.int2s(this.types.map(typeNumber))}) t (type)`);
    const where = [`c.record = ${record.one ?? 'e.record'}`, isSeveral ? 'c.type = t.type' : this.ofTypes('c')];
    const source = this.scanned(where, filter ?? this.query.compartment);
    if (eachRecord.length > 0) source.each = eachRecord.join(' CROSS JOIN ');
    const tokens = this.tokensOutside(of, filter);
    if (tokens.length === 0) return [source];
    this.overlap = record.one === undefined;
    return [source, this.referring(tokens, record.one)];
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

  /** The tokens by which others may refer to the places from outside their records; none where nothing can. */
  private tokensOutside(of: readonly Place[], filter: ParameterFilter | undefined): TypedToken[] {
    const { compartment } = this.query;
    if (filter === undefined) return compartment === undefined ? [] : compartmentTokens(compartment, this.types);
    const { code } = filter.parameter;
    const isAtHome = this.types.every((type) => isHome(type, filter.parameter));
    const patients = of
      .filter(({ type }) => type === 'Patient')
      .map(({ id }) => hash64(`${code}${separator}Patient/${id}`));
    const never = new Set(isAtHome ? patients : []);
    const tokens = distinctTokens(filter).filter((token) => !never.has(token));
    return this.types.flatMap((type) => tokens.map((value) => ({ type: typeNumber(type), value })));
  }

  /** What has one of the tokens, in any record but one. */
  private referring(tokens: readonly TypedToken[], record?: string): Source {
    const where = record === undefined ? [] : [`x.record <> ${record}`];
    const from = `${tokenList(this.st, tokens)} ${tokenRowsOf('x', 'v.value', 'v.type')} ${resourceOf('c', 'x')}`;
    return { from, where: [...where, ...this.onHeap('c')], key: 'c', heap: 'c', repeats: true };
  }

  /** All of a compartment, by tokens: what refers to its resource, and that one itself. */
  private compartment(): Source[] {
    const { compartment } = this.query;
    if (compartment === undefined) return [];
    const referring = this.referring(compartmentTokens(compartment, this.types));
    if (!this.types.includes(compartment.type)) return [referring];
    this.overlap = true;
    const from = `${this.keyList([compartment])} ${locatedOf('c', 'v')}`;
    return [referring, { from, where: this.onHeap('c'), key: 'c', heap: 'c' }];
  }

  /** What has one of the tokens; they stand for the filters that are done. */
  private tokens(tokens: readonly bigint[], done: readonly ParameterFilter[]): Source {
    const { st, needs } = this;
    const isOne = tokens.length === 1;
    const value = isOne ? st.int8(tokens[0]!) : 'e.value';
    const each = isOne ? {} : { each: `unnest(${st.int8s(tokens)}) e (value)`, repeats: true };
    const where = [`x.value = ${value}`, this.ofTypes('x'), ...this.started('x')];
    if (needs === 'heap') {
      return {
        from: `x_token x ${resourceOf('c', 'x')}`,
        where: [...where, ...this.onHeap('c', ...done)],
        key: 'x',
        heap: 'c',
        ...each,
      };
    }
    const rest = this.conditions.filter(({ filter }) => !done.some((one) => one === filter));
    const isNarrow = rest.every(({ predicate }) => !predicate.isWide);
    const asked = [...rest.map(({ predicate }) => predicate.sql({ alias: 'c', isNarrow })), ...st.visible('c')];
    // With the date as well, the row is found in the covering index.
    const row = heapOf('c', 'x') + (isNarrow ? ' AND c.from_at = x.from_at' : '');
    if (asked.length > 0) where.push(`(SELECT ${and(asked)} ${row})`);
    return { from: 'x_token x', where, key: 'x', heap: undefined, ...each };
  }

  /** What the filters on the principal date say of when it starts. */
  private started(alias: string): string[] {
    return flat(this.query.filters).flatMap((filter) => {
      if (filter.kind !== 'parameter' || !filter.parameter.isPrincipal || filter.values.length > 1) return [];
      const [value] = filter.values;
      return value?.is === 'date' ? startOf(this.st, value, mayLast(this.types))(alias) : [];
    });
  }

  /** By the names that begin with what is asked for; of one beginning, in their order. */
  private names(filter: ParameterFilter): Source {
    const prefixes = namePrefixes(filter);
    if (prefixes.length > 1) {
      const range = `unnest(${this.st.texts(prefixes)}) p JOIN x_name x ON ${this.ofTypes('x')} AND ${beginsWith('x.name', 'p')}`;
      const from = `(SELECT DISTINCT x.type, x.record, x.id FROM ${range}) x ${resourceOf('c', 'x')}`;
      return { from, where: this.onHeap('c'), key: 'c', heap: 'c' };
    }
    const prefix = this.st.bind(prefixes[0], 'text');
    const where = [this.ofTypes('x'), beginsWith('x.name', prefix)];
    return this.named(where, isFirstName(this.st, prefix, 'x.name', 'c.strings'));
  }

  /**
   * By two words of a name. With each word that the first begins stand all its other words, in order, so that only who
   * has both is read; and whoever has too many words for that.
   */
  private pairs([first, second]: readonly [string, string]): Source[] {
    const one = this.st.bind(first, 'text');
    const other = this.st.bind(second, 'text');
    const each = `${wordsThatBegin(this.st, one, (alias) => this.ofTypes(alias))} e`;
    const paired = [this.ofTypes('x'), beginsWith('x.name', `(e.name || chr(31) || ${other})`)];
    const source = this.named(paired, isFirstPair(this.st, [one, other], 'x.name', 'c.strings'));
    return [{ ...source, each }, this.named([this.ofTypes('x'), 'x.name = chr(31)'])];
  }

  /** Rows of x_name, with every condition on the resource of each. */
  private named(where: readonly string[], also?: string): Source {
    const asked = [...this.onHeap('c'), ...(also === undefined ? [] : [also])];
    if (this.needs === 'names') {
      const inHeap = `(SELECT ${and(asked)} ${heapOf('c', 'x')})`;
      return { from: 'x_name x', where: [...where, inHeap], key: 'x', heap: undefined };
    }
    return { from: `x_name x ${resourceOf('c', 'x')}`, where: [...where, ...asked], key: 'c', heap: 'c' };
  }

  private chain({ filter }: Extract<Driver, { kind: 'chain' }>): Source[] {
    const { st } = this;
    this.overlap = true;
    // What is read from the set refers to it: that is not asked again.
    const rest = new Builder(
      st,
      this.query,
      this.conditions.filter((one) => one.filter !== filter),
      this.needs,
    );
    return filter.targets.flatMap((target): Source[] => {
      const each = `${referringSet(st, filter.parameter, target, this.query.isInRecord === true)} e`;
      const reach = new Set(this.types.map((type) => reachOf(type, filter.parameter, target.type)));
      const sources: Source[] = [];
      if (reach.has('record') || reach.has('record-and-token')) {
        const refers = hasToken('e.token')({ alias: 'c', isNarrow: true });
        sources.push({
          ...rest.scanned(['c.record = e.record', this.ofTypes('c'), refers], undefined),
          each,
          repeats: true,
        });
      }
      if (reach.has('token') || reach.has('record-and-token')) {
        const where = ['x.value = e.token', this.ofTypes('x'), ...rest.onHeap('c')];
        sources.push({ from: `x_token x ${resourceOf('c', 'x')}`, where, key: 'c', heap: 'c', each, repeats: true });
      }
      return sources;
    });
  }

  private has({ filter }: Extract<Driver, { kind: 'has' }>): Source {
    const inner = sourcesOf(this.st, { types: [filter.type], filters: [filter.filter] }, 'keys');
    const records = inner.all.map((one) => `SELECT ${one.key}.record FROM ${fromOf(one)} WHERE ${and(one.where)}`);
    const set = this.st.table('s', records.join('\nUNION '));
    const rows = `SELECT o.* FROM resource o WHERE o.record = e.record AND ${this.ofTypes('o')} OFFSET 0`;
    const from = `(SELECT DISTINCT record FROM ${set}) e CROSS JOIN LATERAL (${rows}) c`;
    return { from, where: this.onHeap('c'), key: 'c', heap: 'c' };
  }
}

/** The FROM of a source that is not limited for each. */
export const fromOf = ({ each, from }: Source): string => (each === undefined ? from : `${each} CROSS JOIN ${from}`);
