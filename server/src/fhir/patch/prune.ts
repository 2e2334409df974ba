import type { Json } from '../resource.ts';

/**
 * Takes away the holders that removals left empty, and the holders of those, from the inside out: FHIR has no empty
 * objects or arrays.
 */
export function prune(value: Json, robbed: Set<Json>): void {
  if (robbed.size === 0 || typeof value !== 'object' || value === null) return;
  const isEmptied = (item: Json) => robbed.has(item) && Object.keys(item as object).length === 0;
  for (const item of Object.values(value)) prune(item, robbed);
  if (Array.isArray(value)) {
    const left = value.filter((item) => !isEmptied(item));
    if (left.length === value.length) return;
    // the same array, for its holder knows it
    for (let i = 0; i < left.length; i++) value[i] = left[i]!;
    value.length = left.length;
    robbed.add(value);
    return;
  }
  for (const [name, item] of Object.entries(value)) {
    if (!isEmptied(item)) continue;
    delete value[name];
    robbed.add(value);
  }
}
