import type { Period, Reference, Resource } from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';

export type Unit = Resource & { resourceType: 'Organization'; name?: string; active?: boolean; partOf?: Reference };

export type TreeUnit = { id: string; name: string; below: TreeUnit[] };

const idIn = (reference: Reference | undefined): string => reference?.reference?.split('/')[1] ?? '';

export function treeOf(top: string, units: readonly Unit[]): TreeUnit | undefined {
  const below = new Map<string, Unit[]>();
  for (const unit of units) {
    if (unit.active === false) continue;
    const above = idIn(unit.partOf);
    below.set(above, [...(below.get(above) ?? []), unit]);
  }
  const seen = new Set<string>();
  const branch = (unit: Unit): TreeUnit => {
    const id = unit.id ?? '';
    seen.add(id);
    const children = (below.get(id) ?? [])
      .filter((one) => !seen.has(one.id ?? ''))
      .sort((a, b) => (a.name ?? '').localeCompare(b.name ?? '', 'nb', { numeric: true }));
    return { id, name: unit.name ?? id, below: children.map(branch) };
  };
  const root = units.find(({ id }) => id === top);
  return root === undefined ? undefined : branch(root);
}

/** Those whose names have the words in them, with what is above them. */
export function matching(tree: TreeUnit, words: string): TreeUnit | undefined {
  const sought = words.trim().toLocaleLowerCase('nb');
  if (sought === '') return tree;
  const below = tree.below.flatMap((one) => matching(one, words) ?? []);
  const isOne = tree.name.toLocaleLowerCase('nb').includes(sought);
  return isOne || below.length > 0 ? { ...tree, below } : undefined;
}

export type When = 'now' | 'later' | 'ended';

export function whenOf(
  { active, period }: { active?: boolean | undefined; period?: Period | undefined },
  today = dayOf(Date.now()),
): When {
  if (active === false || (period?.end !== undefined && dayOf(period.end) < today)) return 'ended';
  return period?.start !== undefined && dayOf(period.start) > today ? 'later' : 'now';
}
