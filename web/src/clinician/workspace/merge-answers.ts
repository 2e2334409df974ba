import type { ResponseItem } from '../../shared/fhir/types.ts';

/** A field that both changed since the version they began with, each to something else. */
export type FieldConflict = {
  /** The linkIds from the outermost group down to the field. */
  path: readonly string[];
  mine: readonly ResponseItem[];
  theirs: readonly ResponseItem[];
};

export type Merged = { items: ResponseItem[]; conflicts: FieldConflict[] };

/**
 * Two sets of answers that grew out of the same one, put together field by field: what only one of them changed is taken from that
 * one. Where both changed the same field, mine stands until somebody has chosen. Repetitions of a group have nothing to tell them
 * apart by, so all of them together are one field.
 */
export function mergeAnswers(
  base: readonly ResponseItem[],
  mine: readonly ResponseItem[],
  theirs: readonly ResponseItem[],
  path: readonly string[] = [],
): Merged {
  const [was, here, there] = [byLinkId(base), byLinkId(mine), byLinkId(theirs)];
  const items: ResponseItem[] = [];
  const conflicts: FieldConflict[] = [];
  for (const linkId of new Set([...here.keys(), ...there.keys()])) {
    const [before, own, others] = [was, here, there].map((map) => map.get(linkId) ?? []) as [
      ResponseItem[],
      ResponseItem[],
      ResponseItem[],
    ];
    const field = [...path, linkId];
    if (isSameAnswers(own, others) || isSameAnswers(others, before)) items.push(...own);
    else if (isSameAnswers(own, before)) items.push(...others);
    else if (isSingleGroup(own) && isSingleGroup(others)) {
      const inner = mergeAnswers(before[0]?.item ?? [], own[0]?.item ?? [], others[0]?.item ?? [], field);
      items.push({ ...(own[0] as ResponseItem), item: inner.items });
      conflicts.push(...inner.conflicts);
    } else {
      items.push(...own);
      conflicts.push({ path: field, mine: own, theirs: others });
    }
  }
  return { items, conflicts };
}

/** The answers with those of one field replaced. */
export function withField(
  items: readonly ResponseItem[],
  [linkId, ...inner]: readonly string[],
  field: readonly ResponseItem[],
): ResponseItem[] {
  if (inner.length > 0)
    return items.map((item) =>
      item.linkId === linkId ? { ...item, item: withField(item.item ?? [], inner, field) } : item,
    );
  const at = items.findIndex((item) => item.linkId === linkId);
  const others = items.filter((item) => item.linkId !== linkId);
  const before = at < 0 ? others.length : at;
  return [...others.slice(0, before), ...field, ...others.slice(before)];
}

function byLinkId(items: readonly ResponseItem[]): Map<string, ResponseItem[]> {
  const found = new Map<string, ResponseItem[]>();
  for (const item of items) found.set(item.linkId, [...(found.get(item.linkId) ?? []), item]);
  return found;
}

const isSingleGroup = (field: readonly ResponseItem[]): boolean =>
  field.length === 1 && field[0]?.answer === undefined && field[0]?.item !== undefined;

/** Whether the answers say the same. */
export const isSameAnswers = (a: readonly ResponseItem[], b: readonly ResponseItem[]): boolean =>
  textOf(a) === textOf(b);

/** The same answers have the same text, whatever the order of members. An item without answers says nothing. */
function textOf(value: unknown): string {
  if (Array.isArray(value))
    return `[${value
      .filter((one) => !isEmpty(one))
      .map(textOf)
      .join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  const members = Object.entries(value)
    .filter(([name]) => name !== 'text' && name !== 'id')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, one]) => `${name}:${textOf(one)}`).join()}}`;
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('linkId' in value)) return false;
  const { answer = [], item = [] } = value as ResponseItem;
  return answer.length === 0 && item.every(isEmpty);
}
