import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams';
import type { Json } from '../../../server/src/fhir/resource.ts';
import type { Designation } from '../../../server/src/terminology/concept.ts';
import { conceptWords } from '../../../server/src/terminology/words.ts';

/** A concept as a file gives it. Parents may come later in the file, or not at all. */
export type FileConcept = {
  code: string;
  display?: string | undefined;
  definition?: string | undefined;
  abstract?: boolean;
  inactive?: boolean;
  parents?: readonly string[];
  designations?: readonly Designation[];
  properties?: Readonly<Record<string, readonly Json[]>>;
};

/** Where concepts wait until the whole file is read. Gone at the end of the transaction. */
export async function createStaging(client: pg.ClientBase): Promise<void> {
  await client.query(`CREATE TEMP TABLE staged (
    place int GENERATED ALWAYS AS IDENTITY, code text COLLATE "C" NOT NULL, display text, definition text,
    abstract boolean NOT NULL DEFAULT false, inactive boolean NOT NULL DEFAULT false, parents text[] NOT NULL DEFAULT '{}',
    designations jsonb, properties jsonb, words text[] NOT NULL DEFAULT '{}') ON COMMIT DROP`);
}

/** Streams rows into a table; `write` waits while the database is behind. */
export class Copy {
  readonly #stream: CopyStreamQuery;
  #buffer: string[] = [];
  #size = 0;
  rows = 0;

  constructor(client: pg.ClientBase, table: string, columns: readonly string[]) {
    this.#stream = client.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`));
  }

  async write(values: readonly unknown[]): Promise<void> {
    const line = `${values.map(field).join('\t')}\n`;
    this.#buffer.push(line);
    this.#size += line.length;
    this.rows += 1;
    if (this.#size > 64 * 1024) await this.#flush();
  }

  async #flush(): Promise<void> {
    const text = this.#buffer.join('');
    this.#buffer = [];
    this.#size = 0;
    if (!this.#stream.write(text)) await once(this.#stream, 'drain');
  }

  async end(): Promise<void> {
    await this.#flush();
    this.#stream.end();
    await finished(this.#stream);
  }

  /** Writes what `rows` gives, to its end; when it breaks off, so does the COPY, and the client is free again. */
  async all(rows: AsyncIterable<readonly unknown[]>): Promise<number> {
    try {
      for await (const row of rows) await this.write(row);
    } catch (error) {
      this.#stream.destroy(error as Error);
      await finished(this.#stream).catch(() => {});
      throw error;
    }
    await this.end();
    return this.rows;
  }
}

const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A value in the text form of COPY. NUL cannot stand in PostgreSQL's text, and is left out. */
function field(value: unknown): string {
  if (value === undefined || value === null) return '\\N';
  if (typeof value === 'boolean') return value ? 't' : 'f';
  const text = Array.isArray(value) ? arrayText(value) : String(value);
  return text.replace(/[\\\n\r\t]/g, (sign) => escapes[sign]!).replaceAll('\0', '');
}

function arrayText(values: readonly unknown[]): string {
  return `{${values.map((value) => `"${String(value).replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

/** Streams the concepts of a file into the staging table. @returns how many. */
export async function stage(client: pg.ClientBase, concepts: AsyncIterable<FileConcept>): Promise<number> {
  const copy = new Copy(client, 'staged', [
    ...['code', 'display', 'definition', 'abstract', 'inactive', 'parents', 'designations', 'properties', 'words'],
  ]);
  return copy.all(stagedRows(concepts));
}

async function* stagedRows(concepts: AsyncIterable<FileConcept>): AsyncGenerator<unknown[]> {
  for await (const { code, display, definition, abstract, inactive, parents, ...concept } of concepts) {
    const designations = concept.designations ?? [];
    const properties = concept.properties ?? {};
    yield [
      code,
      display,
      definition,
      abstract ?? false,
      inactive ?? false,
      parents ?? [],
      designations.length === 0 ? undefined : JSON.stringify(designations),
      Object.keys(properties).length === 0 ? undefined : JSON.stringify(properties),
      conceptWords({ code, designations, ...(display === undefined ? {} : { display }) }),
    ];
  }
}
