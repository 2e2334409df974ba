/**
 * Rows looked up by their keys, one at a time, in the FROM of a statement. The OFFSET keeps each a query of its own: a
 * plan is made once and kept, perhaps when the tables were empty or small, and then joins must not have become hashes of
 * whole tables.
 */

/** The row of `resource` that the row `key` has the key of. */
export const resourceOf = (alias: string, key: string): string => resourceAt(alias, `${key}.record`, key);

/** The row of a key (type, id and the record that the id tells), whose record `located` may know better. */
export const locatedOf = (alias: string, key: string): string => `CROSS JOIN LATERAL (
  SELECT coalesce((SELECT l.record FROM located l WHERE l.type = ${key}.type AND l.id = ${key}.id), ${key}.record) AS record OFFSET 0) l
  ${resourceAt(alias, 'l.record', key)}`;

const resourceAt = (alias: string, record: string, key: string) => `CROSS JOIN LATERAL (
  SELECT o.* FROM resource o WHERE o.record = ${record} AND o.type = ${key}.type AND o.id = ${key}.id OFFSET 0) ${alias}`;

/** The rows of x_token with a value. */
export const tokenRowsOf = (alias: string, value: string, type: string): string => `CROSS JOIN LATERAL (
  SELECT o.record, o.type, o.from_at, o.id FROM x_token o WHERE o.value = ${value} AND o.type = ${type} OFFSET 0) ${alias}`;

/** FROM and WHERE of the row of `resource` that belongs to a row `of`, for a scalar query. */
export const heapOf = (alias: string, of: string): string =>
  `FROM resource ${alias} WHERE ${alias}.record = ${of}.record AND ${alias}.type = ${of}.type AND ${alias}.id = ${of}.id`;
