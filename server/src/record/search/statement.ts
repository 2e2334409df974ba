import { hash64 } from '../../fhir/search/hash.ts';

/**
 * What a reader may see, as a predicate that every resource in a statement carries: matches, what chains go through,
 * what is included, what is counted. `alias` names a row of `resource`; `bind` adds a parameter and gives its place.
 */
export type Scope = {
  /** Asks of a row no more than record, type, id, from_at, to_at, tokens and access: see Row. An EXISTS in it ends in OFFSET 0. */
  sql?: (alias: string, bind: Bind) => string;
  /**
   * For a reader who sees only some records: the SELECT of their keys, which says nothing of a row. Outside of them only
   * what is in nobody's record (access 0) may be seen. What no index finds is then looked for there, and not in everyone's.
   */
  records?: (bind: Bind) => string;
};

export type Bind = (value: unknown) => string;

type SqlType = 'int2' | 'int4' | 'int8' | 'float8' | 'text' | 'timestamptz' | 'bool';

/**
 * A row of `resource` in a statement. A narrow one is read from the covering index alone as long as nothing is asked of
 * it but record, type, id, from_at, to_at, tokens and access; to ask for more, it must be joined to its heap row.
 */
export type Row = { alias: string; isNarrow: boolean };

/** The parameters, names and common table expressions of one statement, gathered while its text is made. */
export class Statement {
  readonly scope: Scope;
  readonly values: unknown[] = [];
  private readonly tables: string[] = [];
  private aliases = 0;

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /** The place of a parameter. The text says its type, so that it is the same text whatever the value. */
  bind(value: unknown, type?: SqlType | `${SqlType}[]`): string {
    this.values.push(value);
    return type === undefined ? `$${this.values.length}` : `$${this.values.length}::${type}`;
  }

  int8(value: bigint): string {
    return this.bind(String(value), 'int8');
  }

  int8s(values: readonly bigint[]): string {
    return this.bind(`{${values.join(',')}}`, 'int8[]');
  }

  int2s(values: readonly number[]): string {
    return this.bind(`{${values.join(',')}}`, 'int2[]');
  }

  int4s(values: readonly number[]): string {
    return this.bind(`{${values.join(',')}}`, 'int4[]');
  }

  texts(values: readonly string[]): string {
    return this.bind([...values], 'text[]');
  }

  /** Epoch ms; what PostgreSQL cannot write, and FHIR does not, is infinite. */
  time(ms: number): string {
    return this.bind(timeText(ms), 'timestamptz');
  }

  /** A name that no other part of the statement has. */
  alias(prefix: string): string {
    this.aliases += 1;
    return `${prefix}${this.aliases}`;
  }

  /** A part that is worked out once, before the rest. */
  table(prefix: string, text: string): string {
    const name = this.alias(prefix);
    this.tables.push(`${name} AS MATERIALIZED (${text})`);
    return name;
  }

  /** The same for a part that is worked out from itself. */
  recursive(prefix: string, text: (name: string) => string): string {
    const name = this.alias(prefix);
    this.tables.push(`${name} AS MATERIALIZED (${text(name)})`);
    return name;
  }

  /** The records that the reader is limited to, as a SELECT of their keys; undefined where there are no such limits. */
  records(): string | undefined {
    return this.scope.records?.((value) => this.bind(value));
  }

  /** The reader's own predicate on a row; nothing where all may be seen. */
  visible(alias: string): string[] {
    const text = this.scope.sql?.(alias, (value) => this.bind(value));
    return text === undefined || text === '' ? [] : [`(${text})`];
  }

  text(body: string): string {
    return this.tables.length === 0 ? body : `WITH RECURSIVE ${this.tables.join(',\n')}\n${body}`;
  }
}

const farthest = 253_402_300_800_000; // the end of 9999

export function timeText(ms: number): string {
  if (ms >= farthest) return 'infinity';
  // Year 0 and before, which PostgreSQL writes otherwise.
  return ms < -62_135_596_800_000 ? '-infinity' : new Date(ms).toISOString();
}

export const and = (conditions: readonly string[]): string =>
  conditions.length === 0 ? 'true' : conditions.join(' AND ');

const names = new Map<string, string>();
const mostNames = 400;

/**
 * The name under which a statement is prepared on each connection: the same for the same text. Rare shapes beyond a bound
 * have none, for a connection keeps every statement it has prepared.
 */
export function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= mostNames) return known;
  const name = `search-${BigInt.asUintN(64, hash64(text)).toString(36)}`;
  names.set(text, name);
  return name;
}
