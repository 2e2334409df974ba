import type pg from 'pg';
import { Cycle, type Edges, layOut, multirange } from '../../../server/src/terminology/hierarchy.ts';
import { ORIGIN, type SystemHead } from '../../../server/src/terminology/store.ts';
import { Copy } from './staging.ts';

export type Published = {
  concepts: number;
  /** Rows left out because their code had come before. */
  repeated: number;
  /** Parents that the file does not have. */
  unknownParents: number;
};

/**
 * Makes the staged concepts a code system, in place of the distribution of it that was there. Readers see the old until
 * the transaction is committed. Takes a few integers of memory for each concept.
 * @throws Error when a concept stands below itself.
 */
export async function publish(client: pg.ClientBase, head: Omit<SystemHead, 'origin'>): Promise<Published> {
  const repeated = await leaveOutRepeated(client);
  const count = await numberPlaces(client);
  const unknownParents = await findEdges(client);
  await layOutStaged(client, count);
  await client.query('DELETE FROM code_system WHERE url = $1 AND origin = $2', [head.url, ORIGIN.distribution]);
  const { rows } = await client.query<{ key: number }>(
    `INSERT INTO code_system (url, version, origin, content, language, title, case_sensitive, value_set, properties, concepts)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING key`,
    [
      head.url,
      head.version ?? null,
      ORIGIN.distribution,
      head.content,
      head.language ?? null,
      head.title ?? null,
      head.caseSensitive,
      head.valueSet ?? null,
      JSON.stringify(head.properties),
      count,
    ],
  );
  await insertConcepts(client, rows[0]!.key);
  await client.query('ANALYZE concept');
  return { concepts: count, repeated, unknownParents };
}

async function leaveOutRepeated(client: pg.ClientBase): Promise<number> {
  const { rowCount } = await client.query(
    `DELETE FROM staged WHERE place IN
       (SELECT place FROM (SELECT place, row_number() OVER (PARTITION BY code ORDER BY place) AS nth FROM staged) t
        WHERE nth > 1)`,
  );
  return rowCount ?? 0;
}

/** Numbers the staged concepts from 0, without gaps. */
async function numberPlaces(client: pg.ClientBase): Promise<number> {
  await client.query(`CREATE TEMP TABLE numbered ON COMMIT DROP AS
    SELECT place, code, (row_number() OVER (ORDER BY place) - 1)::int AS n FROM staged`);
  await client.query('CREATE UNIQUE INDEX ON numbered (code)');
  await client.query('ANALYZE numbered');
  const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM numbered');
  return rows[0]!.count;
}

async function findEdges(client: pg.ClientBase): Promise<number> {
  await client.query(`CREATE TEMP TABLE edge ON COMMIT DROP AS
    SELECT DISTINCT c.n AS child, p.n AS parent
    FROM staged s JOIN numbered c USING (place), unnest(s.parents) AS u (code) LEFT JOIN numbered p ON p.code = u.code`);
  const { rowCount } = await client.query('DELETE FROM edge WHERE parent IS NULL');
  await client.query('CREATE INDEX ON edge (child)');
  return rowCount ?? 0;
}

async function layOutStaged(client: pg.ClientBase, count: number): Promise<void> {
  const layout = await laidOut(client, count);
  await client.query('CREATE TEMP TABLE laid (n int, id int, below text) ON COMMIT DROP');
  const copy = new Copy(client, 'laid', ['n', 'id', 'below']);
  for (let n = 0; n < count; n += 1) await copy.write([n, layout.id[n], multirange(layout, n)]);
  await copy.end();
  await client.query('CREATE UNIQUE INDEX ON laid (n)');
  await client.query('ANALYZE laid');
  await client.query('ANALYZE edge');
}

async function laidOut(client: pg.ClientBase, count: number) {
  const edges = await readEdges(client);
  try {
    return layOut(count, edges);
  } catch (error) {
    if (!(error instanceof Cycle)) throw error;
    const { rows } = await client.query<{ code: string }>('SELECT code FROM numbered WHERE n = $1', [error.at]);
    throw new Error(`The concept ${rows[0]?.code} stands below itself.`, { cause: error });
  }
}

/** Through a cursor, so that only the numbers are held. */
async function readEdges(client: pg.ClientBase): Promise<Edges> {
  const counted = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM edge');
  const size = counted.rows[0]!.count;
  const edges: Edges = { child: new Int32Array(size), parent: new Int32Array(size) };
  await client.query('DECLARE edges CURSOR FOR SELECT child, parent FROM edge');
  for (let at = 0; at < size; ) {
    const { rows } = await client.query<{ child: number; parent: number }>('FETCH 20000 FROM edges');
    if (rows.length === 0) break;
    for (const { child, parent } of rows) {
      edges.child[at] = child;
      edges.parent[at] = parent;
      at += 1;
    }
  }
  await client.query('CLOSE edges');
  return edges;
}

async function insertConcepts(client: pg.ClientBase, system: number): Promise<void> {
  await client.query(
    `INSERT INTO concept (system, id, code, display, definition, abstract, inactive, parents, below, designations,
       properties, words)
     SELECT $1, l.id, s.code, s.display, s.definition, s.abstract, s.inactive,
       ARRAY(SELECT p.id FROM edge e JOIN laid p ON p.n = e.parent WHERE e.child = l.n ORDER BY p.id),
       l.below::int4multirange, s.designations, s.properties,
       array_to_tsvector(ARRAY(SELECT DISTINCT $2 || left(word, 200) FROM unnest(s.words) AS word))
     FROM staged s JOIN numbered USING (place) JOIN laid l USING (n) ORDER BY l.id`,
    [system, `${system}:`],
  );
}
