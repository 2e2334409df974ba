import pg from 'pg';
import type { Resource } from '../../fhir/resource.ts';
import { extract } from '../../fhir/search/extract.ts';
import { typeNumber } from '../../fhir/types.ts';
import type { FactRow } from '../../record/index.ts';
import { decide } from '../decide.ts';
import type { ResourceFacts } from '../facts.ts';
import { type Asking, factsOfRows } from '../facts-of-rows.ts';
import { resourceFactsOf } from '../label.ts';
import { labels } from '../labels.ts';
import { isShown, judge, type Scope } from '../scope.ts';
import { type Bind, scopeSql } from '../scope-sql.ts';
import { partOf } from './drawing.ts';

/** A record: the resources that say who has to do with it, and those that are to be seen. */
export type Kept = { record: number; makers: readonly Resource[]; contents: readonly Resource[] };

/** How a row is named in what is compared. */
export const keyOf = (record: number, { resourceType, id }: Resource): string =>
  `${record} ${typeNumber(resourceType)} ${id}`;

/** Rows of resources and facts as the engine keeps them, to ask the predicates of. */
export class RowStore {
  readonly #client: pg.Client;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  /** @param url a database with the program's schema */
  static async open(url: string): Promise<RowStore> {
    const client = new pg.Client(url);
    await client.connect();
    return new RowStore(client);
  }

  close = (): Promise<void> => this.#client.end();

  async clear(): Promise<void> {
    await this.#client.query('TRUNCATE resource, access_fact, x_token');
    await this.#client.query(
      `INSERT INTO x_token (value, type, from_at, record, id)
       SELECT hashtextextended('partof' || chr(31) || 'Organization/' || p.of, 0), $1, '-infinity', 0, p.unit
       FROM jsonb_to_recordset($2) AS p (unit text, of text)`,
      [typeNumber('Organization'), JSON.stringify(partOf.map(([unit, of]) => ({ unit, of })))],
    );
  }

  async keep(all: readonly Kept[]): Promise<void> {
    for (const { record, makers, contents } of all) {
      const rows = contents.map((resource) => {
        const { tokens, from, to } = extract(resource, { record: BigInt(record) });
        return {
          record,
          type: typeNumber(resource.resourceType),
          id: resource.id,
          from_at: time(from, '-infinity'),
          to_at: time(to, 'infinity'),
          tokens: tokens.slice(0, 250).map(String),
          tokens_more: tokens.length > 250 ? tokens.slice(250).map(String) : null,
          access: labels.label(resource, BigInt(record)),
        };
      });
      await this.#client.query(
        `INSERT INTO resource (record, type, id, version, at, from_at, to_at, tokens, tokens_more, present, access, content)
         SELECT record, type, id, 1, now(), from_at, to_at, tokens, tokens_more, '{}', access, '' FROM jsonb_to_recordset($1)
         AS r (record int8, type int2, id text, from_at timestamptz, to_at timestamptz, tokens int8[], tokens_more int8[], access int4)`,
        [JSON.stringify(rows)],
      );
      const facts = makers.flatMap((one, i) =>
        labels.factsOf(one, BigInt(record)).map(({ from, to, ...fact }) => ({
          ...fact,
          record,
          type: typeNumber(one.resourceType),
          id: `m${i}`,
          from_at: time(from, '-infinity'),
          to_at: time(to, 'infinity'),
        })),
      );
      await this.#client.query(
        `INSERT INTO access_fact (record, type, id, n, kind, unit, person, from_at, to_at, data)
         SELECT record, type, id, n, kind, unit, person, from_at, to_at, data FROM jsonb_to_recordset($1)
         AS f (record int8, type int2, id text, n int2, kind text, unit text, person text, from_at timestamptz, to_at timestamptz, data jsonb)`,
        [JSON.stringify(facts)],
      );
    }
  }

  /** The rows `r` that a condition holds of. */
  async where(condition: (bind: Bind) => string): Promise<Set<string>> {
    const values: unknown[] = [];
    const text = condition((value) => `$${values.push(value)}`);
    const { rows } = await this.#client.query<{ record: string; type: number; id: string }>(
      `SELECT record, type, id FROM resource r WHERE ${text}`,
      values,
    );
    return new Set(rows.map(({ record, type, id }) => `${record} ${type} ${id}`));
  }

  /** The rows that the scopes of several records show. */
  async shownBy(permitted: readonly { record: number; scope: Scope }[]): Promise<Set<string>> {
    return this.where((bind) => {
      const parts = permitted.map(({ record, scope }) => {
        const text = scopeSql(scope, { alias: 'r' }, bind);
        return `(r.record = ${bind(record)}::int8${text === '' ? '' : ` AND ${text}`})`;
      });
      return parts.length === 0 ? 'false' : parts.join(' OR ');
    });
  }
}

function time(ms: number | undefined, otherwise: string): string {
  if (ms !== undefined && Number.isFinite(ms)) return new Date(ms).toISOString();
  return ms === Number.POSITIVE_INFINITY ? 'infinity' : otherwise;
}

/** The reading in memory: what is shown of each record, every resource judged; and the scopes it was judged by. */
export function judgeAll(all: readonly Kept[], asking: Asking) {
  const shown = new Set<string>();
  const permitted: { record: number; scope: Scope }[] = [];
  for (const kept of all) {
    const { record, makers, contents } = kept;
    const decision = decide(
      factsOfRows(
        once(rowsOf, kept, () => rowsFrom(makers)),
        asking,
      ),
    );
    if ('deny' in decision) continue;
    permitted.push({ record, scope: decision.permit });
    for (const resource of contents) {
      const facts = once(judgedOf, resource, () => judgedFrom(resource));
      if (isShown(judge(decision.permit, facts))) shown.add(keyOf(record, resource));
    }
  }
  return { shown, permitted };
}

const rowsFrom = (makers: readonly Resource[]): FactRow[] => makers.flatMap((one) => labels.factsOf(one, 1n));

function judgedFrom(resource: Resource): ResourceFacts {
  const { from, to, tokens } = extract(resource, { record: 1n });
  const index = { tokens, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  return resourceFactsOf(resource, { access: labels.label(resource, 1n), ...index })!;
}

/** Many readers ask the same of the same. */
const rowsOf = new WeakMap<Kept, FactRow[]>();
const judgedOf = new WeakMap<Resource, ResourceFacts>();

function once<K extends object, V>(known: WeakMap<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
