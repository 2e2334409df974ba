import { labels } from '../../access/labels.ts';
import { type Issue, Problem } from '../../fhir/issue.ts';
import { type Decimals, parseJson } from '../../fhir/json/index.ts';
import type { Resource } from '../../fhir/resource.ts';
import { type CustomParameter, compileSearchParameter } from '../../fhir/search/custom.ts';
import { extract } from '../../fhir/search/extract.ts';
import type { IndexEntries } from '../../fhir/search/index-entries.ts';
import { searchParametersOf } from '../../fhir/search/parameters.ts';
import { resourceTypes, typeNumber } from '../../fhir/types.ts';
import { validateResource } from '../../fhir/validate/index.ts';
import { medicineTypes, onMedicinesChanged } from '../../medicines/index.ts';
import { type Changed, type Database, int2Array, type Queryable, reindex } from '../../record/index.ts';
import { onTerminologyChanged, terminologyTypes } from '../../terminology/index.ts';
import { type Validate, validatorWith } from './validator.ts';

type Known = { id: string; parameter: CustomParameter; state: 'building' | 'active'; startedMs: number };

export type ConformanceOptions = {
  onFault: (error: unknown) => void;
  /** Code systems or value sets have changed: what is remembered of them may be old. */
  onTerminologyChanged: () => void;
  refreshMs?: number;
  /** How long other server processes have to learn of a new parameter before old rows are indexed by it. */
  settleMs?: number;
};

const WATCHED: ReadonlySet<string> = new Set([...terminologyTypes, 'SearchParameter', 'StructureDefinition']);

/**
 * What the store itself says of search and validation: its SearchParameter and StructureDefinition resources. Kept in
 * memory, and read again within `refreshMs` after any server process changed them.
 */
export class StoreConformance {
  readonly watched: ReadonlySet<string> = new Set([...WATCHED, ...medicineTypes]);
  readonly #database: Database;
  readonly #options: ConformanceOptions;
  #known: readonly Known[] = [];
  #custom: readonly CustomParameter[] = [];
  #searchable: readonly CustomParameter[] = [];
  #validate: Validate = (resource) => validateResource(resource);
  #seen = -1n;
  #timer: NodeJS.Timeout | undefined;
  #reindexing: Promise<void> | undefined;
  /** Those that look for changes now. */
  readonly #refreshing = new Set<Promise<void>>();
  #closed = false;

  private constructor(database: Database, options: ConformanceOptions) {
    this.#database = database;
    this.#options = options;
  }

  static async open(database: Database, options: ConformanceOptions): Promise<StoreConformance> {
    const made = new StoreConformance(database, options);
    await made.refresh();
    made.#timer = setInterval(() => void made.refresh().catch(options.onFault), options.refreshMs ?? 2_000);
    made.#timer.unref();
    return made;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await Promise.allSettled(this.#refreshing);
    await this.#reindexing;
  }

  validate(resource: Resource, decimals?: Decimals): Issue[] {
    return this.#validate(resource, decimals);
  }

  extract(resource: Resource, record: bigint): IndexEntries {
    return extract(resource, { record }, this.#custom);
  }

  /** The search parameters of this installation that are ready to be searched by. */
  get searchable(): readonly CustomParameter[] {
    return this.#searchable;
  }

  /** In the transaction that changed them: a parameter that cannot be used refuses the whole change. */
  async onChanged(client: Queryable, changed: readonly Changed[]): Promise<void> {
    await onTerminologyChanged(
      client,
      changed.filter(({ type }) => terminologyTypes.has(type)),
    );
    await onMedicinesChanged(
      client,
      changed.filter(({ type }) => medicineTypes.has(type)),
    );
    for (const { type, op, id, resource } of changed) {
      if (type !== 'SearchParameter') continue;
      if (op === 'D' || resource?.status !== 'active') {
        await client.query('DELETE FROM custom_parameter WHERE id = $1', [id]);
        continue;
      }
      if (isOfR4(resource)) continue;
      compileSearchParameter(resource);
      await client.query(
        `INSERT INTO custom_parameter (id, content, state) VALUES ($1, $2, 'building')
         ON CONFLICT (id) DO UPDATE SET content = $2, state = 'building', started = now(), done_type = 0, done_seq = 0`,
        [id, JSON.stringify(resource)],
      );
    }
    // what we changed ourselves is in force as soon as it is committed, or not there when it is not
    setTimeout(() => void this.refresh().catch(this.#options.onFault), 20).unref();
  }

  /** Reads what changed since the last time. */
  async refresh(): Promise<void> {
    if (this.#closed) return;
    const refreshing = this.#refresh();
    this.#refreshing.add(refreshing);
    try {
      await refreshing;
    } finally {
      this.#refreshing.delete(refreshing);
    }
  }

  async #refresh(): Promise<void> {
    const { rows } = await this.#database.reader.query<{ seq: bigint }>(
      `SELECT coalesce(max(newest.seq), 0) AS seq FROM unnest($1::int2[]) AS t (type),
         LATERAL (SELECT max(seq) AS seq FROM outbox WHERE type = t.type) newest`,
      [int2Array([...WATCHED].map(typeNumber))],
      'conformance-seen',
    );
    const isChanged = rows[0]!.seq !== this.#seen;
    if (isChanged) {
      this.#options.onTerminologyChanged();
      await this.#readProfiles();
    }
    if (isChanged || this.#known.some(({ state }) => state === 'building')) await this.#readParameters();
    this.#seen = rows[0]!.seq;
    this.#startReindexing();
  }

  async #readProfiles(): Promise<void> {
    const { rows } = await this.#database.reader.query<{ content: string }>(
      'SELECT content FROM resource WHERE type = $1 ORDER BY seq',
      [typeNumber('StructureDefinition')],
    );
    const stored = rows.map(({ content }) => parseJson(content).value as Resource);
    this.#validate = await validatorWith(this.#database.reader, stored);
  }

  async #readParameters(): Promise<void> {
    const { rows } = await this.#database.reader.query<{
      id: string;
      content: string;
      state: Known['state'];
      started: number;
    }>(
      'SELECT id, content, state, (extract(epoch FROM started) * 1000)::float8 AS started FROM custom_parameter ORDER BY id',
    );
    this.#known = rows.flatMap(({ id, content, state, started }) => {
      try {
        return [{ id, state, startedMs: started, parameter: compileSearchParameter(JSON.parse(content) as Resource) }];
      } catch (error) {
        // it was accepted by another version of the program: search goes on without it
        if (error instanceof Problem) return [];
        throw error;
      }
    });
    this.#custom = this.#known.map(({ parameter }) => parameter);
    this.#searchable = this.#known.filter(({ state }) => state === 'active').map(({ parameter }) => parameter);
  }

  #startReindexing(): void {
    const settle = this.#options.settleMs ?? 3_000;
    const next = this.#known.find(({ state, startedMs }) => state === 'building' && Date.now() - startedMs >= settle);
    if (next === undefined || this.#reindexing !== undefined || this.#closed) return;
    this.#reindexing = this.#reindex(next)
      .catch(this.#options.onFault)
      .finally(() => {
        this.#reindexing = undefined;
      });
  }

  async #reindex({ id, parameter }: Known): Promise<void> {
    const types = resourceTypes.filter((type) => parameter.isOn(type)).map(typeNumber);
    const isDone = await reindex(this.#database, {
      types,
      parameter: id,
      extract: (resource, record) => this.extract(resource, record),
      labels,
    });
    if (!isDone) return;
    await this.#database.writer.query(
      `UPDATE custom_parameter SET state = 'active' WHERE id = $1 AND state = 'building'`,
      [id],
    );
    await this.#readParameters();
  }
}

/** R4's own parameters may be stored as resources; they are there anyway. */
function isOfR4(resource: Resource): boolean {
  return (
    Array.isArray(resource.base) &&
    (resource.base as string[]).every(
      (type) => searchParametersOf(type).get(String(resource.code))?.url === resource.url,
    )
  );
}
