import type { Explained } from './entry.ts';
export const conditions: readonly Explained[] = [];
