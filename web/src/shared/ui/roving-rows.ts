import type { FocusEvent, KeyboardEvent } from 'react';
import { currentSettings } from '../settings/settings.ts';

const rowsOf = (list: Element) => [...list.querySelectorAll<HTMLElement>('[data-row]')];

/** The next row for a key, or undefined when the key means nothing in a list. */
export function rowAfter(key: string, current: number, count: number, singleKeys: boolean): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key === 'ArrowDown' || (singleKeys && key.toLowerCase() === 'j')) return Math.min(count - 1, current + 1);
  if (key === 'ArrowUp' || (singleKeys && key.toLowerCase() === 'k')) return Math.max(0, current - 1);
  return undefined;
}

/**
 * A list with one tab stop: arrows, Home, End and (while the list has focus) J and K move between rows marked `data-row`.
 * Give the first row tabIndex 0 and the others -1; from there the DOM remembers where the reader was.
 */
export const rovingRows = {
  onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = rowsOf(event.currentTarget);
    const current = rows.indexOf(document.activeElement as HTMLElement);
    if (current < 0) return;
    const expanded = rows[current]?.getAttribute('aria-expanded') === 'true';
    if (event.key === 'Escape' && expanded) {
      rows[current]?.click();
      return;
    }
    const next = rowAfter(event.key, current, rows.length, currentSettings().singleKeys);
    if (next === undefined) return;
    event.preventDefault();
    rows[next]?.focus();
  },
  onFocus(event: FocusEvent) {
    if (!(event.target instanceof HTMLElement) || !event.target.hasAttribute('data-row')) return;
    for (const row of rowsOf(event.currentTarget)) row.tabIndex = row === event.target ? 0 : -1;
  },
};
