import { typeNumber } from '../fhir/types.ts';
import { int2Array, int4Array, int8Array, textArray } from './binary.ts';
import { Overtaken, type Queryable } from './database.ts';
import type { Step } from './step.ts';

/**
 * An update that creates had no row to lock. Its row, now written, keeps others out; but before that another may have created
 * and deleted the resource, or moved it to another record, which the statement that looked for it could not see.
 * @throws Overtaken
 */
export async function refuseOvertaken(client: Queryable, steps: readonly Step[]): Promise<void> {
  const made = steps.filter(
    ({ operation, current, outcome }) =>
      operation.kind === 'update' && current.state !== 'current' && outcome?.interaction === 'update',
  );
  if (made.length === 0) return;
  const { rows } = await client.query(
    `SELECT 1 FROM unnest($1::int8[], $2::int2[], $3::text[], $4::int4[]) AS w (record, type, id, version)
     WHERE EXISTS (SELECT FROM resource_history h
         WHERE h.record = w.record AND h.type = w.type AND h.id = w.id AND h.version >= w.version)
       OR EXISTS (SELECT FROM located l WHERE l.type = w.type AND l.id = w.id AND l.record <> w.record) LIMIT 1`,
    [
      int8Array(made.map((step) => step.record!)),
      int2Array(made.map((step) => typeNumber(step.operation.type))),
      textArray(made.map((step) => step.id!)),
      int4Array(made.map((step) => step.outcome!.version)),
    ],
    'overtaken',
  );
  if (rows.length > 0) throw new Overtaken('another changed the resource meanwhile');
}
