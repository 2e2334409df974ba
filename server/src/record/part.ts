/**
 * A part of a statement that writes, with the parameters it reads: each by a name, with its SQL type, so that its text and
 * its values stand together and nobody counts places.
 */
export type Part<W> = {
  types: readonly string[];
  /** Its text, given the places of its parameters with their casts. */
  text: (places: readonly string[]) => string;
  values: (writing: W) => readonly unknown[];
};

export function part<N extends string, W>(
  types: Readonly<Record<N, string>>,
  text: (places: Readonly<Record<N, string>>) => string,
  values: (writing: W) => Readonly<Record<N, unknown>>,
): Part<W> {
  const names = Object.keys(types) as N[];
  return {
    types: names.map((name) => types[name]),
    text: (places) => text(Object.fromEntries(names.map((name, i) => [name, places[i]])) as Record<N, string>),
    values: (writing) => {
      const of = values(writing);
      return names.map((name) => of[name]);
    },
  };
}

/** The rows that arrays in the parameters make, one column each; `names` in the order of the part's types. */
export const rowsOf = (places: Readonly<Record<string, string>>, alias: string): string =>
  `unnest(${Object.values(places).join(', ')}) AS ${alias} (${Object.keys(places).join(', ')})`;

export type WriteStatement<W> = { name: string; text: string; values: (writing: W) => unknown[] };

/** A statement of parts, whose parameters are numbered through in their order. */
export function statementOf<W>(
  name: string,
  parts: readonly Part<W>[],
  frame: (texts: readonly string[]) => string,
): WriteStatement<W> {
  let count = 0;
  const texts = parts.map(({ types, text }) =>
    text(
      types.map((type) => {
        count += 1;
        return `$${count}::${type}`;
      }),
    ),
  );
  return { name, text: frame(texts), values: (writing) => parts.flatMap((one) => one.values(writing)) };
}
