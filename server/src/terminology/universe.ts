import type { Compiled, Literal } from './compose.ts';
import type { Designation } from './concept.ts';
import type { Values } from './sql.ts';
import { arrayOfWords, conceptWords, type Named } from './words.ts';

/** One concept found in a value set. */
export type Found = {
  system: number;
  code: string;
  display: string | null;
  abstract: boolean;
  inactive: boolean;
  designations: Designation[] | null;
};

export const FOUND = 'c.system, c.code, c.display, c.abstract, c.inactive, c.designations';

/** Numbers of concepts that are not in the tables begin here, beyond any code system. */
const LITERAL_IDS = 1_000_000_000;

/**
 * What a value set's condition is asked of: the concepts of the tables, and those it knows besides.
 * @returns text to stand in FROM.
 */
export function universe(compiled: Compiled): string {
  const literals = withoutRepeats(compiled.literals);
  if (literals.length === 0) return 'concept c';
  return `(SELECT system, id, code, display, definition, abstract, inactive, parents, below, designations, properties,
      words FROM concept
    UNION ALL ${literalRows(literals, compiled.values)}) c`;
}

function literalRows(literals: readonly Literal[], values: Values): string {
  const columns = [
    `${values.add(literals.map(({ system }) => system))}::int[]`,
    `${values.add(literals.map(({ code }) => code))}::text[]`,
    `${values.add(literals.map(({ display }) => display ?? null))}::text[]`,
    `${values.add(literals.map(literalWords))}::text[]`,
  ];
  return `SELECT system, (${LITERAL_IDS} + place)::int, code COLLATE "C", display, NULL, false, false, '{}'::int[],
      '{}'::int4multirange, NULL::jsonb, NULL::jsonb, array_to_tsvector(words::text[])
    FROM unnest(${columns.join(', ')}) WITH ORDINALITY AS l (system, code, display, words, place)`;
}

function literalWords({ system, code, display }: Literal): string {
  const concept: Named = { code, designations: [] };
  if (display !== undefined) concept.display = display;
  return arrayOfWords(system, conceptWords(concept));
}

function withoutRepeats(literals: readonly Literal[]): Literal[] {
  return [...new Map(literals.map((literal) => [`${literal.system}|${literal.code}`, literal])).values()];
}
