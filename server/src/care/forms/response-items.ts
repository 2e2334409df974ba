import type { FormItem } from './definition.ts';
import type { ResponseItem } from './types.ts';

/** What an expression stands on where the response has nothing yet; the same object each time. */
const empties = new WeakMap<FormItem, ResponseItem>();
export function emptyOf(item: FormItem): ResponseItem {
  const empty = empties.get(item) ?? { linkId: item.linkId };
  empties.set(item, empty);
  return empty;
}

/** The items at one level of a response, by linkId. */
export function byLinkId(items: readonly ResponseItem[] | undefined): ReadonlyMap<string, readonly ResponseItem[]> {
  const found = new Map<string, ResponseItem[]>();
  for (const one of items ?? []) {
    const before = found.get(one.linkId);
    if (before === undefined) found.set(one.linkId, [one]);
    else before.push(one);
  }
  return found;
}

/** With other items within; the same object where there were none and are none, or they are the same. */
export function withItems<T extends { item?: ResponseItem[] }>(
  of: T,
  before: ResponseItem[] | undefined,
  items: ResponseItem[],
): T {
  if (items === before || (before === undefined && items.length === 0)) return of;
  if (items.length > 0) return { ...of, item: items };
  const { item: _none, ...rest } = of;
  return rest as T;
}

export const isSameObjects = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, at) => one === b[at]);
