import { problem } from '../fhir/issue.ts';
import type { Queryable } from '../record/index.ts';

/** Each is a condition to be planned and tried on each concept; PostgreSQL's protocol ends at 65 535. */
const mostValues = 5_000;

/** Values of one statement, gathered while its text is written: `add` gives the placeholder. */
export class Values {
  readonly list: unknown[] = [];

  /** @throws Problem `rule` for a value set of more filters than a statement is to have. */
  add(value: unknown): string {
    if (this.list.length >= mostValues) {
      const diagnostics = `The value set has more than ${mostValues} values in its filters.`;
      throw problem('rule', 'value-set-too-complex', { code: 'too-costly', diagnostics });
    }
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
