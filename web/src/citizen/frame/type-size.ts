import { useSyncExternalStore } from 'react';

/** How large letters are; everything grows with them. */
export const typeSizes = ['normal', 'large', 'largest'] as const;
export type TypeSize = (typeof typeSizes)[number];

const key = 'enjournal.type';
const listeners = new Set<() => void>();
let size: TypeSize = typeSizes.find((one) => one === localStorage.getItem(key)) ?? 'normal';

const apply = () => {
  document.documentElement.dataset.type = size;
};

export const startTypeSize = apply;

export function chooseTypeSize(next: TypeSize): void {
  size = next;
  localStorage.setItem(key, next);
  apply();
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useTypeSize = (): TypeSize => useSyncExternalStore(subscribe, () => size);
