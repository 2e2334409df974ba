import { problem } from '../fhir/issue.ts';
import type { Queryable } from '../record/index.ts';

/** Values of one statement, gathered while its text is written: `add` gives the placeholder. */
export class Values {
  readonly list: unknown[] = [];

  add(value: unknown): string {
    this.list.push(value);
    return `$${this.list.length}`;
  }
}

const INVALID_REGULAR_EXPRESSION = '2201B';

/** Sends a statement made from a value set; a pattern in it that PostgreSQL cannot read is the value set's fault. */
export async function ask<T>(client: Queryable, text: string, values: readonly unknown[]): Promise<T[]> {
  try {
    return (await client.query<T>(text, [...values])).rows;
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code !== INVALID_REGULAR_EXPRESSION) throw error;
    const diagnostics = 'The filter has a pattern that cannot be read.';
    throw problem('invalid', 'filter-regex', { diagnostics, cause: error });
  }
}
