import type { Json } from '../resource.ts';

/**
 * Takes away the holders that removals left empty, and the holders of those, from the inside out: FHIR has no empty
 * objects or arrays.
 */
export function prune(value: Json, robbed: Set<Json>): void {
  if (robbed.size === 0 || typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value).reverse()) {
    prune(item, robbed);
    if (!robbed.has(item) || Object.keys(item as object).length > 0) continue;
    if (Array.isArray(value)) value.splice(Number(key), 1);
    else delete value[key];
    robbed.add(value);
  }
}
