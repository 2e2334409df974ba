import type { Explained } from './entry.ts';
export const terms: readonly Explained[] = [];
