import { type Changed, type Queryable, textArray } from '../record/index.ts';
import { kindOf, medicineWords, sortOf } from './words.ts';

/** Types that this folder keeps an index of. */
export const medicineTypes: ReadonlySet<string> = new Set(['MedicationKnowledge']);

/**
 * Keeps the words of medicines, in the transaction that changed them. What is withdrawn (`status` other than active) stays
 * readable for whoever has it, and is found by no word.
 */
export async function onMedicinesChanged(client: Queryable, changed: readonly Changed[]): Promise<void> {
  if (changed.length === 0) return;
  // of one that is written twice in a transaction the last is what stands
  const last = [...new Map(changed.map((one) => [one.id, one])).values()];
  await client.query('DELETE FROM medicine_word WHERE id = ANY ($1)', [last.map(({ id }) => id)]);
  const rows = last.flatMap(({ id, op, resource }) => {
    if (op === 'D' || resource?.status !== 'active') return [];
    const common = { id, kind: kindOf(resource), sort: sortOf(resource) };
    return medicineWords(resource).map((one) => ({ ...common, ...one }));
  });
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO medicine_word (word, place, kind, sort, id)
     SELECT * FROM unnest($1::text[], $2::smallint[], $3::smallint[], $4::text[], $5::text[])`,
    [
      textArray(rows.map(({ word }) => word)),
      rows.map(({ place }) => place),
      rows.map(({ kind }) => kind),
      textArray(rows.map(({ sort }) => sort)),
      textArray(rows.map(({ id }) => id)),
    ],
  );
}
