import type { Condition } from '../../shared/fhir/types.ts';

const listPosition = 'https://enjournal.no/fhir/StructureDefinition/list-position';

const positionOf = ({ extension }: Condition): number | undefined =>
  extension?.find(({ url }) => url === listPosition)?.valueDecimal as number | undefined;

/** Problems in the order somebody has given them; those without a place come after, as they were. */
export function inOrder(problems: readonly Condition[]): Condition[] {
  const at = (problem: Condition) => positionOf(problem) ?? Number.POSITIVE_INFINITY;
  return [...problems].sort((a, b) => (at(a) === at(b) ? 0 : at(a) - at(b)));
}

/** What must be stored for a problem to stand one place up or down in a list that is in order. */
export function moved(list: readonly Condition[], from: number, step: -1 | 1): Condition[] {
  const to = from + step;
  if (to < 0 || to >= list.length) return [];
  const next = [...list];
  [next[from], next[to]] = [next[to] as Condition, next[from] as Condition];
  const last = Math.max(from, to);
  // Those before the last that moved need places, or it would fall behind them.
  return next.flatMap((problem, index) => {
    if (index > last && positionOf(problem) === undefined) return [];
    return positionOf(problem) === index + 1 ? [] : [withPosition(problem, index + 1)];
  });
}

const withPosition = (problem: Condition, position: number): Condition => ({
  ...problem,
  extension: [
    ...(problem.extension ?? []).filter(({ url }) => url !== listPosition),
    { url: listPosition, valueDecimal: position },
  ],
});
