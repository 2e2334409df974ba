import type { Queryable } from '../../database.ts';
import { runSearch, type Scope } from '../index.ts';
import type { Store } from './store.ts';

export type Node = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Node[];
};

/** Rows of tables and indices that a plan has looked at. */
export function looked(node: Node): number {
  const own = /Scan$/.test(node['Node Type']) && node['Relation Name'] !== undefined;
  const rows =
    (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  const here = own ? rows * (node['Actual Loops'] ?? 0) : 0;
  return (node.Plans ?? []).reduce((sum, one) => sum + looked(one), here);
}

export const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** The plans of all statements of a search, as they were run. */
export async function plansOf(store: Store, url: string, under: Scope): Promise<Node[]> {
  const plans: Node[] = [];
  const reader: Queryable = {
    async query(text, values, name) {
      if (!text.startsWith('EXPLAIN')) {
        const { rows } = await store.database.reader.query<{ 'QUERY PLAN': { Plan: Node }[] }>(
          `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
          values,
        );
        plans.push(rows[0]!['QUERY PLAN'][0]!.Plan);
      }
      return store.database.reader.query(text, values, name);
    },
  };
  await runSearch(reader, store.parse(url), { scope: under });
  return plans;
}
