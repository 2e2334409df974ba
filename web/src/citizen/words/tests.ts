import type { Explained } from './entry.ts';
export const tests: readonly Explained[] = [];
